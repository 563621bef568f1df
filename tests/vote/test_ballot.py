from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import event

from tests.evening import HOST, Evening
from tests.vote.phone import Page, Phone, receipt_in

Voter = Callable[[str], Phone]
SCORES = {f"F{n}": str(60 + n) for n in range(1, 11)}


def _papers(hall: Evening) -> int:
    with hall.database.read() as records:
        return records.box.count(hall.poll_id)


def test_a_voter_goes_from_code_to_receipt_without_javascript(hall: Evening, voter: Voter) -> None:
    hall.open_all()
    one = voter("S1")
    code = one.cast(**SCORES)
    answer, page = one.get(f"/vote/receipt?code={code}")
    assert answer.status_code == 200
    assert code in page.words
    assert "투표함에 들어갔습니다" in page.words
    booth = hall.services.voting.booth(hall.enter("S1"))
    assert {line.finalist.id: line.score for line in booth.lines} == {name: int(s) for name, s in SCORES.items()}


def test_a_double_tap_is_one_paper_with_one_receipt(hall: Evening, voter: Voter) -> None:
    hall.open_all()
    one = voter("S1")
    fields = one.ready(**SCORES)
    first, second = one.post("/vote/cast", fields), one.post("/vote/cast", fields)
    assert first.status_code == second.status_code == 303
    assert receipt_in(first) == receipt_in(second)
    assert _papers(hall) == 1


def test_a_resend_after_closing_gets_the_receipt_of_before(hall: Evening, voter: Voter) -> None:
    hall.open_all()
    one = voter("S1")
    fields = one.ready(**SCORES)
    first = one.post("/vote/cast", fields)
    hall.services.closing.close(HOST, hall.poll_id)
    assert receipt_in(one.post("/vote/cast", fields)) == receipt_in(first)


def test_after_closing_nothing_is_taken_and_the_page_says_so(hall: Evening, voter: Voter) -> None:
    hall.open_all()
    one = voter("S1")
    fields = one.ready(**SCORES)
    hall.services.closing.close(HOST, hall.poll_id)
    answer = one.post("/vote/cast", fields)
    assert answer.status_code == 409
    assert "전송되지 않았습니다" in answer.text
    assert _papers(hall) == 0


def test_two_phones_with_one_code_cannot_both_cast_the_first_paper(hall: Evening, voter: Voter) -> None:
    hall.open_all()
    one, other = voter("S1"), voter("S1")
    mine, theirs = one.ready(**SCORES), other.ready(**SCORES | {"F1": "1"})
    assert one.post("/vote/cast", mine).status_code == 303
    answer = other.post("/vote/cast", theirs)
    assert answer.status_code == 409
    assert "다른 화면에서 이미 투표하셨습니다" in answer.text
    assert _papers(hall) == 1


def test_the_last_paper_counts_and_the_first_receipt_says_that_it_does_not(hall: Evening, voter: Voter) -> None:
    hall.open_all()
    one = voter("S1")
    first = one.cast(**SCORES)
    second = one.cast(**SCORES | {"F1": "1"})
    assert first != second
    assert "그 뒤에 고치신 투표지" in one.get(f"/vote/receipt?code={first}")[1].words
    assert hall.services.voting.booth(hall.enter("S1")).lines[0].score == 1


@pytest.mark.parametrize("score", ["9.5", "101", "-1", "구십", "1e2", "٣", "9" * 400])
def test_a_score_the_rules_forbid_is_told_and_not_stored(hall: Evening, voter: Voter, score: str) -> None:
    hall.open_all()
    one = voter("S1")
    _, page = one.get()
    answer = one.post("/vote/review", page.forms[0].filled(F1=score))
    assert answer.status_code == 409
    assert "전송되지 않았습니다" in answer.text
    fields = [("s.F1", score) if name == "s.F1" else (name, value) for name, value in one.ready(**SCORES)]
    assert one.post("/vote/cast", fields).status_code == 409
    assert _papers(hall) == 0


def test_a_finalist_that_is_not_open_cannot_be_slipped_in(hall: Evening, voter: Voter) -> None:
    hall.services.polling.open(HOST, hall.poll_id, ["F1"])
    one = voter("S1")
    _, page = one.get()
    assert [value for name, value in page.forms[0].fields if name == "on"] == ["F1"]
    fields = [*one.ready(F1="70"), ("on", "F2"), ("s.F2", "100")]
    assert one.post("/vote/cast", fields).status_code == 409
    assert _papers(hall) == 0


def test_the_host_opens_one_finalist_after_another(hall: Evening, voter: Voter) -> None:
    hall.services.polling.open(HOST, hall.poll_id, ["F1"])
    one = voter("S1")
    one.cast(F1="70")
    hall.services.polling.show(HOST, hall.poll_id, ["F2"])
    one.cast(F2="80")
    scores = {line.finalist.id: line.score for line in hall.services.voting.booth(hall.enter("S1")).lines}
    assert (scores["F1"], scores["F2"], scores["F3"]) == (70, 80, None)


def test_a_form_of_another_voter_or_another_site_is_refused(hall: Evening, voter: Voter) -> None:
    hall.open_all()
    one, other = voter("S1"), voter("S2")
    assert other.post("/vote/cast", one.ready(**SCORES)).status_code == 400
    fields = one.ready(**SCORES)
    one.client.headers["sec-fetch-site"] = "cross-site"
    assert one.post("/vote/cast", fields).status_code == 400
    assert _papers(hall) == 0


def test_every_page_is_small_and_hardened(hall: Evening, voter: Voter) -> None:
    hall.open_all()
    one = voter("S1")
    review = one.post("/vote/review", one.get()[1].forms[0].filled(**SCORES))
    pages = [one.get("/vote")[0], review, one.get("/vote/read/1")[0], voter("S2").get("/vote/leave")[0]]
    for answer in pages:
        assert len(answer.content) < 30_000
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
    static = sum(len(one.get(f"/vote/static/{name}")[0].content) for name in ("vote.css", "vote.js"))
    assert static < 8_000


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(hall: Evening, phone: Callable[[], Phone]) -> None:
    hall.open_all()
    cookie = phone().enter(hall.poll_id, "S1", hall.card("S1").code).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/vote" in cookie


def test_what_people_wrote_is_text_and_never_markup(hall: Evening, voter: Voter) -> None:
    hall.open_all()
    answer = voter("S1").post("/vote/enter", [("poll", hall.poll_id), ("seat", "<script>"), ("code", "x")])
    assert "<script>" not in answer.text


def test_a_link_preview_of_a_card_enters_nobody(hall: Evening, phone: Callable[[], Phone]) -> None:
    hall.open_all()
    one = phone()
    answer, page = one.get(f"/vote/card/{hall.poll_id}/S1/{hall.card('S1').code}")
    assert "set-cookie" not in answer.headers
    assert one.post("/vote/enter", page.forms[0].fields).status_code == 303
    assert "투표지" in Page(one.get()[0].text).words


def test_a_resend_waits_for_no_writer(hall: Evening) -> None:
    hall.open_all()
    voters_pass = hall.enter("S1")
    first = hall.cast(voters_pass, {"F1": 70}, key="the-key-of-this-form", before=0)
    with hall.database.write(), ThreadPoolExecutor(1) as pool:
        again = pool.submit(hall.cast, voters_pass, {"F1": 70}, "the-key-of-this-form", 0)
        assert again.result(20) == first


def test_a_full_disk_leaves_a_page_that_sends_again(hall: Evening, voter: Voter, tmp_path: Path) -> None:
    hall.open_all()
    one = voter("S1")
    fields = one.ready(**SCORES)
    with hall.database.read() as records:
        room = records.box._connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    full = f"PRAGMA max_page_count={room}"
    event.listen(hall.database._engine, "begin", lambda connection: connection.exec_driver_sql(full))
    refused = 0
    for number in range(60):
        answer = one.post("/vote/cast", [(name, str(number) if name == "papers" else value) for name, value in fields])
        if answer.status_code == 503:
            refused += 1
            assert "아직 전송되지 않았습니다" in answer.text
            assert dict(Page(answer.text).forms[0].fields)["key"] == dict(fields)["key"]
            break
        fields = [(name, f"another-key-{number:04d}" if name == "key" else value) for name, value in fields]
    assert refused == 1


@pytest.mark.parametrize("address", ["/vote/receipt", "/vote/receipt?code=AAAAA-BBBBB"])
def test_a_receipt_that_is_not_the_voters_says_neither_in_the_box_nor_not_voted(
    hall: Evening, voter: Voter, address: str
) -> None:
    hall.open_all()
    one, other = voter("S1"), voter("S2")
    one.cast(**SCORES)
    assert "투표함에 들어갔습니다" not in one.get(address)[1].words
    assert "아직 투표하지 않으셨습니다" not in one.get(address)[1].words
    assert "투표함에 들어갔습니다" not in other.get(address)[1].words
    assert "아직 투표하지 않으셨습니다" in other.get(address)[1].words


def test_who_comes_after_closing_is_told_so_and_not_to_enter_again(hall: Evening, phone: Callable[[], Phone]) -> None:
    hall.open_all()
    hall.services.closing.close(HOST, hall.poll_id)
    answer = phone().enter(hall.poll_id, "S1", hall.card("S1").code)
    assert answer.status_code == 403
    assert "투표가 마감되어" in answer.text
    assert "다시 들어와" not in answer.text


def test_an_address_that_is_none_does_not_say_that_there_is_no_vote(hall: Evening, voter: Voter) -> None:
    hall.open_all()
    answer, page = voter("S1").get("/vote/nothing")
    assert answer.status_code == 404
    assert "투표가 없습니다" not in page.words


@pytest.mark.parametrize("typed", ["９０", "+90", " 090 "])
def test_a_number_counts_as_it_was_meant_and_is_shown_as_it_counts(hall: Evening, voter: Voter, typed: str) -> None:
    hall.open_all()
    one = voter("S1")
    form = one.get()[1].forms[0]
    assert "90점" in one.post("/vote/review", form.filled(F1=typed)).text
    one.cast(F1=typed)
    booth = hall.services.voting.booth(hall.enter("S1"))
    assert booth.lines[0].score == 90
