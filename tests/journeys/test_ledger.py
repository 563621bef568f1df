"""Which text is newer, hers or the server's: the form's own rules, run where they run, without a server."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Browser

from assistant.config import PROJECT

pytestmark = pytest.mark.browser
_HERE = PROJECT / "assistant" / "ui" / "parts" / "editor"
LEDGER = "\n".join((_HERE / f"{part}.js").read_text("utf-8") for part in ("ledger", "merge"))


@pytest.fixture
def run(browser: Browser) -> Any:
    page = browser.new_page()
    yield lambda script: page.evaluate(f"() => {{ {LEDGER}\n{script} }}")
    page.close()


START = "const ledger = newLedger({version: 1, content: {title: 'A', idea: 'B'}});"
EDIT = "const typed = (name) => { ledger.edited[name] = tick(ledger); };"


def test_news_about_a_field_she_left_alone_is_shown(run: Any) -> None:
    said = "return hear(ledger, {version: 2, content: {title: 'C', idea: 'B'}}, null, {title: 'A', idea: 'B'});"
    assert run(START + said) == {"title": "C"}


def test_news_about_a_field_she_is_changing_waits_for_her(run: Any) -> None:
    said = (
        "const show = hear(ledger, {version: 2, content: {title: 'C', idea: 'B'}}, null, {title: 'mine', idea: 'B'});"
    )
    found = run(START + EDIT + "typed('title');" + said + "return {show, conflicts: ledger.conflicts};")
    assert found == {"show": {}, "conflicts": {"title": "C"}}


def test_both_writing_the_same_is_no_conflict(run: Any) -> None:
    said = "hear(ledger, {version: 2, content: {title: 'C', idea: 'B'}}, null, {title: 'C', idea: 'B'});"
    assert run(START + EDIT + "typed('title');" + said + "return [ledger.conflicts, ledger.edited];") == [{}, {}]


def test_what_she_types_while_her_last_message_is_under_way_stays_unconfirmed(run: Any) -> None:
    script = """
    typed('title');
    const message = outgoing(ledger, {title: 'AB', idea: 'B'}, new Set());
    typed('title');
    const ack = {stamp: message.stamp, changed_since: []};
    const show = hear(ledger, {version: 2, content: {title: 'AB', idea: 'B'}}, ack, {title: 'ABC', idea: 'B'});
    return [show, Object.keys(ledger.edited), ledger.conflicts];
    """
    assert run(START + EDIT + script) == [{}, ["title"], {}]


def test_a_confirmed_message_leaves_nothing_to_send(run: Any) -> None:
    script = """
    typed('title');
    const message = outgoing(ledger, {title: 'AB', idea: 'B'}, new Set());
    const news = {version: 2, content: {title: 'AB', idea: 'B'}};
    hear(ledger, news, {stamp: message.stamp, changed_since: []}, {title: 'AB', idea: 'B'});
    return [isDirty(ledger), unsent(ledger, new Set())];
    """
    assert run(START + EDIT + script) == [False, []]


def test_a_conflict_is_never_sent_over_the_other_text(run: Any) -> None:
    script = """
    typed('title'); typed('idea');
    hear(ledger, {version: 2, content: {title: 'theirs', idea: 'B'}}, null, {title: 'mine', idea: 'new'});
    const message = outgoing(ledger, {title: 'mine', idea: 'new'}, new Set());
    const news = {version: 3, content: {title: 'theirs', idea: 'new'}};
    hear(ledger, news, {stamp: message.stamp, changed_since: []}, {title: 'mine', idea: 'new'});
    return [message.content, message.version, Object.keys(ledger.edited), ledger.conflicts];
    """
    assert run(START + EDIT + script) == [{"title": "theirs", "idea": "new"}, 2, ["title"], {"title": "theirs"}]


def test_a_text_over_its_limit_is_withheld_and_stays_unconfirmed(run: Any) -> None:
    script = """
    typed('title'); typed('idea');
    const message = outgoing(ledger, {title: 'too long', idea: 'new'}, new Set(['title']));
    const news = {version: 2, content: {title: 'A', idea: 'new'}};
    hear(ledger, news, {stamp: message.stamp, changed_since: []}, {title: 'too long', idea: 'new'});
    return [message.content, Object.keys(ledger.edited), unsent(ledger, new Set(['title'])), isDirty(ledger)];
    """
    assert run(START + EDIT + script) == [{"title": "A", "idea": "new"}, ["title"], [], True]


def test_what_cannot_be_stored_is_left_out_of_the_message(run: Any) -> None:
    script = "return outgoing(ledger, {title: 'a\\0b', idea: '\\ud800x'}, new Set()).content;"
    assert run(START + script) == {"title": "ab", "idea": "\ufffdx"}


def test_a_kept_text_comes_back_and_what_others_changed_meanwhile_is_a_conflict(run: Any) -> None:
    script = """
    const known = {version: 1, content: {title: 'A', idea: 'old'}};
    const record = {content: {title: 'mine', idea: 'mine too'}, known, at: 1};
    return [restore(ledger, record), ledger.conflicts, Object.keys(ledger.edited)];
    """
    assert run(START + script) == [{"title": "mine", "idea": "mine too"}, {"idea": "B"}, ["title", "idea"]]


def test_an_undecided_conflict_survives_a_reload(run: Any) -> None:
    script = """
    typed('title');
    hear(ledger, {version: 2, content: {title: 'theirs', idea: 'B'}}, null, {title: 'mine', idea: 'B'});
    const record = recordOf(ledger, {title: 'mine', idea: 'B'});
    const next = newLedger({version: 2, content: {title: 'theirs', idea: 'B'}});
    return [restore(next, record), next.conflicts];
    """
    assert run(START + EDIT + script) == [{"title": "mine"}, {"title": "theirs"}]


def test_a_kept_text_the_server_already_has_is_nothing_to_restore(run: Any) -> None:
    script = """
    const record = {content: {title: 'A', idea: 'B'}, known: {version: 0, content: {title: 'old', idea: 'B'}}, at: 1};
    return [restore(ledger, record), isDirty(ledger)];
    """
    assert run(START + script) == [{}, False]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "both"),
    [
        ("가 나 다", "가 나 다 끝", "처음 가 나 다", "처음 가 나 다 끝"),
        ("가 나 다", "가 하나 다", "가 둘 다", "가 하나 둘 다"),
        ("가 나", "가 나 내 글", "가 나 다른 글", "가 나 내 글 다른 글"),
        ("", "내 글", "다른 글", "내 글 다른 글"),
        ("가 나 다", "가 다", "가 나 다", "가 다"),
        ("가 나", "가 나", "", ""),
        ("가 나", "다 라", "다 라", "다 라"),
        ("가\n나\n다", "가\n나\n다\n라", "영\n가\n나\n다", "영\n가\n나\n다\n라"),
    ],
)
def test_two_texts_that_grew_out_of_one_are_joined_without_a_loss(
    run: Any, base: str, mine: str, theirs: str, both: str
) -> None:
    assert run(f"return joined({json.dumps(base)}, {json.dumps(mine)}, {json.dumps(theirs)});") == both


def test_what_differs_is_told_piece_by_piece_and_both_texts_can_be_read_out_of_it(run: Any) -> None:
    one, other = "밤에는 전화를 받을 사람이 없습니다.", "밤에는 민원 전화를 받을 분이 없습니다. 그래서"
    found = run(f"return differences({json.dumps(one)}, {json.dumps(other)});")
    assert "".join(text for kind, text in found if kind != "come") == one
    assert "".join(text for kind, text in found if kind != "gone") == other
    assert ["come", "민원 "] in found


def test_a_conflict_remembers_what_both_texts_started_from_even_through_a_reload(run: Any) -> None:
    script = """
    typed('title');
    hear(ledger, {version: 2, content: {title: 'C', idea: 'B'}}, null, {title: 'mine', idea: 'B'});
    hear(ledger, {version: 3, content: {title: 'D', idea: 'B'}}, null, {title: 'mine', idea: 'B'});
    const next = newLedger({version: 3, content: {title: 'D', idea: 'B'}});
    restore(next, recordOf(ledger, {title: 'mine', idea: 'B'}));
    return [ledger.bases, next.bases, next.conflicts];
    """
    assert run(START + EDIT + script) == [{"title": "A"}, {"title": "A"}, {"title": "D"}]
