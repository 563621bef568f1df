"""Personal data leaves in no byte and no line of the log: looked for at the socket."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

import pytest

from assistant.config import PROJECT
from assistant.domain.advice import AdviceKind, Near
from assistant.domain.archive import Outcome
from assistant.domain.personal import STOPPING, Kind
from assistant.domain.proposal import Content
from assistant.llm.chat_advisor import ChatAdvisor
from tests.llm import chat_server as chat
from tests.llm.chat_server import ChatServer
from tests.llm.ledgers import Remembered
from tests.llm.samples import COLLECTING
from tests.llm.test_chat_advisor import _ask, _reasons, advisor, server, tokens

__all__ = ["advisor", "server", "tokens"]

Build = Callable[..., ChatAdvisor]
ROWS = [json.loads(line) for line in (PROJECT / "evals/data/personal.jsonl").read_text("utf-8").splitlines()]
SENT = [row for row in ROWS if Kind[row["kind"]] not in STOPPING]
HELD = [row for row in ROWS if Kind[row["kind"]] in STOPPING]


def test_no_outgoing_byte_and_no_log_line_holds_a_secret(
    server: ChatServer, advisor: Build, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    kept = Remembered()
    asked = advisor(server.url, kept=kept)
    for start in range(0, len(SENT), 20):
        part = SENT[start : start + 20]
        body = "\n".join(f"{row['text']}." for row in part)
        near = Near("A", Content(title="지난 제안", body=body), Outcome.ADOPTED)
        _ask(asked, COLLECTING.changed(idea=COLLECTING.idea + "\n" + body), (near,))
    assert len(server.requests) >= 4 * len(SENT) // 20
    wire = "\n".join(json.dumps(request, ensure_ascii=False) for request in server.requests)
    written = "\n".join([*(sent.body for sent in kept.sent), *map(str, kept.answers.values())])
    leaked = [row for row in SENT if row["secret"] in wire or row["secret"] in written or row["secret"] in caplog.text]
    assert len(leaked) <= len(ROWS) // 100, leaked
    assert "[전화-1]" in wire


@pytest.mark.parametrize("kind", sorted(kind.name for kind in STOPPING))
def test_numbers_of_people_and_money_stop_the_call(kind: str, server: ChatServer, advisor: Build) -> None:
    for row in [row for row in HELD if row["kind"] == kind][:12]:
        found = _ask(advisor(server.url), COLLECTING.changed(effect=f"{COLLECTING.effect} {row['text']}"))
        assert _reasons(found) == {"private"}, row
    assert server.requests == []


def test_a_past_idea_with_such_a_number_is_left_out(server: ChatServer, advisor: Build) -> None:
    past = Near("A", Content(title="지난 제안", body="주민등록번호 900101-1234567을 적는 서식"), Outcome.ADOPTED)
    _ask(advisor(server.url), near=(past,))
    assert len(server.requests) == 3
    assert "900101" not in json.dumps(server.requests)


def test_what_was_replaced_is_put_back_for_its_writer(server: ChatServer, advisor: Build) -> None:
    draft = COLLECTING.changed(effect="문의는 02-2133-1234로 하면 된다.")
    told = {
        **chat.COACH,
        "contents": [
            *chat.COACH["contents"][:5],
            {**chat.COACH["contents"][5], "quote": "문의는 [전화-1]로 하면 된다."},
            chat.COACH["contents"][6],
        ],
    }

    def act(handler: chat.Handler) -> None:
        (chat.answers(json.dumps(told)) if handler.asked_for == "CoachAnswer" else chat.well)(handler)

    server.script = [act] * 4
    kept = Remembered()
    found = _ask(advisor(server.url, kept=kept), draft, ())
    quotes = [one.quote for one in found.values[AdviceKind.CONTENTS].contents]  # type: ignore[union-attr]
    assert "문의는 02-2133-1234로 하면 된다." in quotes
    assert "02-2133-1234" not in json.dumps(server.requests) + str(kept.answers) + str(kept.sent)


def test_the_ledger_holds_the_very_bytes_before_they_leave(server: ChatServer, advisor: Build) -> None:
    kept = Remembered()
    _ask(advisor(server.url, kept=kept))
    assert sorted(sent.body for sent in kept.sent) == sorted(server.raw)
    assert {sent.endpoint for sent in kept.sent} == {f"{server.url}/chat/completions"}
    assert {kept.returned[sent.id].status for sent in kept.sent} == {"200"}
    assert sum(came.input_tokens for came in kept.returned.values()) == 400


def test_what_cannot_be_written_down_is_not_sent(server: ChatServer, advisor: Build) -> None:
    from assistant.domain.outgoing import Outgoing
    from assistant.errors import AdvisorFailed

    class Full(Remembered):
        def send(self, sent: Outgoing) -> None:
            raise AdvisorFailed("over_budget")

    assert _reasons(_ask(advisor(server.url, kept=Full()))) == {"over_budget"}
    assert server.requests == []
