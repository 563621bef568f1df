"""The pages of a ballot: door, ballot, review, receipt, a proposal to read.

Law: what a page says of a finalist comes from the sealed package, what it says of a vote from the voter's own papers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.package import READ
from assistant.domain.paper import Why
from assistant.domain.poll import Poll, PollState, digest
from assistant.domain.rules import Form
from assistant.errors_voting import CastRefused
from assistant.services.polling import Contest
from assistant.services.voting import Booth, Line
from assistant.vote import parts, words
from assistant.vote.html import Html, both, hidden, join, note, page, tag
from assistant.vote.words import Both

LONGEST_READING = 8_000
"""Characters of all fields on the page of a proposal, so that it stays below 30 kB."""
FIELDS = dict(zip(READ, ("현황 및 문제점", "개선방안", "기대효과", "AI 도구", "필요한 데이터", "내용"), strict=True))


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled in: what makes a resend the same cast, and the scores by finalist as typed."""

    key: str
    papers: int
    covers: tuple[str, ...]
    typed: Mapping[str, str]


def moment_of(poll: Poll) -> str:
    """What changes whenever a waiting page should be looked at again."""
    return digest(f"{poll.state} {' '.join(poll.open_ids)}".encode())[:16]


def door(contest: Contest | None, said: Both | None = None, seat: str = "", code: str = "") -> Html:
    """Seat and code; from a QR code both are filled in and one button is left."""
    complaint = note(said, "bad", "alert") if said else Html()
    if contest is None:
        return page(words.ENTER, complaint, note(words.NO_POLL), refresh=True)
    if seat and code:
        fields = join(hidden("seat", seat), hidden("code", code), tag("p", both(words.SEAT), ": ", tag("strong", seat)))
    else:
        fields = join(
            tag("p", both(words.ENTER_HINT), class_="hint"),
            parts.box("seat", words.SEAT, seat, autocomplete="off"),
            parts.box("code", words.CODE, code, autocomplete="one-time-code", maxlength="20"),
        )
    form = tag(
        "form",
        hidden("poll", contest.poll.id),
        fields,
        tag("button", both(words.GO_IN)),
        method="post",
        action="/vote/enter",
    )
    return page(words.ENTER, complaint, form, contest=contest.package.contest)


def ballot(booth: Booth, token: str, key: str, filled: Filled | None = None, said: Both | None = None) -> Html:
    """The ballot as it is open right now, with what was typed or lies in the box already."""
    poll = booth.contest.poll
    lines = [line for line in booth.lines if line.is_open]
    mine = [line for line in lines if line.can_be_cast and (booth.form.may_change or not line.is_cast)]
    complaint = note(said, "bad", "alert") if said else Html()
    if poll.state is not PollState.OPEN or not mine:
        return _waiting(booth, complaint, lines)
    typed = filled.typed if filled else {each.finalist.id: parts.as_typed(each.score) for each in mine}
    secrecy = words.NAMED if booth.contest.is_named(booth.panel) else words.SECRET
    rule = words.CHANGEABLE if booth.form.may_change else words.UNCHANGEABLE
    form = tag(
        "form",
        *parts.constants(token, key, str(booth.papers), [each.finalist.id for each in mine]),
        *(parts.field(booth, line, typed.get(line.finalist.id, "")) for line in mine)
        if booth.form.form is Form.SCORES
        else parts.choices(booth, mine, typed),
        tag("p", both(words.BLANK_HINT), class_="hint"),
        tag("button", both(words.REVIEW)),
        method="post",
        action="/vote/review",
        data_keep=True,
    )
    out = [parts.recused(line) for line in lines if line.is_recused]
    rest = (*out, parts.news(), parts.foot(booth))
    hint = tag("p", both(rule), class_="hint")
    return _page(booth, ("투표지", "Ballot"), complaint, parts.who(booth), note(secrecy), hint, form, *rest)


def review(booth: Booth, token: str, filled: Filled, said: Both | None = None) -> Html:
    """What is about to be cast; nothing is stored yet."""
    by_id = {line.finalist.id: line for line in booth.lines}
    listed = [
        join(
            tag("dt", f"{line.finalist.order}. {line.finalist.title}"),
            tag("dd", parts.shown(booth, filled.typed.get(line.finalist.id, ""))),
        )
        for line in booth.lines
        if line.finalist.id in filled.covers
    ]
    fields = join(
        *parts.constants(token, filled.key, str(filled.papers), filled.covers),
        *(hidden(f"s.{name}", value) for name, value in filled.typed.items() if name in by_id),
    )
    form = tag(
        "form",
        fields,
        tag("button", both(words.CAST)),
        tag("button", both(words.CORRECT), class_="second", formaction="/vote/correct"),
        method="post",
        action="/vote/cast",
        data_cast=True,
        data_keep=True,
    )
    status = tag(
        "p",
        class_="note bad",
        id="status",
        role="alert",
        hidden=True,
        data_sending="보내는 중입니다…",
        data_waiting="아직 전송되지 않았습니다. 연결되면 저절로 다시 보냅니다. 화면을 닫지 마십시오.",
    )
    first = note(said or words.NOT_CAST_YET, "bad" if said else "", "alert" if said else "status")
    return page(words.REVIEW_TITLE, first, status, tag("dl", *listed), form, contest=booth.contest.package.contest)


def receipt(booth: Booth, found: str) -> Html:
    """Proof that it is in the box, and what counts now. `found` is a receipt code, shown if it is the voter's own."""
    heading = words.RECEIPT_TITLE if found in booth.receipts else words.RECEIPT_PAGE
    if not booth.receipts:
        state = note(words.NOTHING_CAST)
    elif found not in booth.receipts:
        state = note(words.NOT_YOUR_RECEIPT) if found else Html()
    else:
        state = note(words.RECEIPT_TITLE, "good") if found == booth.receipts[-1] else note(words.SUPERSEDED)
    shown = found if found in booth.receipts else "–"
    code = tag("p", both(words.RECEIPT), ": ", tag("strong", shown, class_="code"))
    can = any(line.can_be_cast for line in booth.lines)
    hint = tag("p", both(words.RECEIPT_HINT), class_="hint")
    on = tag("a", both(words.BACK), href="/vote", class_="button") if can else Html()
    return _page(booth, heading, state, code, hint, parts.counting(booth), on, parts.foot(booth))


def reading(booth: Booth, line: Line) -> Html:
    """A finalist's own words; nothing a model said but the pitch, with the name of who approved it."""
    each, left, fields = line.finalist, LONGEST_READING, []
    for name, label in FIELDS.items():
        words_of = str(getattr(each, name)).strip()
        if words_of and left > 0:
            shown = words_of if len(words_of) <= left else words_of[:left] + " …"
            left -= len(shown)
            fields.append(tag("section", tag("h2", label), tag("p", shown, class_="text")))
    videos = [tag("p", tag("a", url, href=url, rel="noreferrer noopener")) for url in each.videos[:5]]
    heading = (f"{each.order}. {each.title}", each.department)
    back = tag("a", both(words.BACK), href="/vote", class_="button second")
    return page(heading, parts.pitch(line), *fields, *videos, back, contest=booth.contest.package.contest)


def unsent(fields: Sequence[tuple[str, str]], action: str) -> Html:
    """The database could not be reached: the same form, to be sent once more."""
    form = tag(
        "form",
        *(hidden(name, value) for name, value in fields),
        tag("button", both(words.SEND_AGAIN)),
        method="post",
        action=action,
        data_keep=True,
    )
    return page(words.SEND_AGAIN, note(words.UNAVAILABLE, "bad", "alert"), form)


def told(booth: Booth, refusal: CastRefused) -> Both:
    """Why a paper was not taken, naming the finalist where there is one."""
    korean, english = words.REFUSED[Why(refusal.why)]
    named = [line.finalist for line in booth.lines if line.finalist.id == refusal.finalist]
    return (f"{korean} ({named[0].order}. {named[0].title})", english) if named else (korean, english)


def refused(said: Both) -> Html:
    """A request that is no form of ours."""
    return page(("투표", "Vote"), note(said, "bad", "alert"), tag("a", both(words.BACK), href="/vote", class_="button"))


def _waiting(booth: Booth, complaint: Html, lines: Sequence[Line]) -> Html:
    poll = booth.contest.poll
    said = {PollState.CREATED: words.NOT_YET, PollState.OPEN: words.NOTHING_OPEN}.get(poll.state, words.OVER)
    done = poll.state is PollState.OPEN and any(line.is_cast for line in lines)
    first = note(words.REFUSED[Why.NO_CHANGE], "good") if done else note(said)
    out = [parts.recused(line) for line in lines if line.is_recused]
    rest = (*out, parts.counting(booth), parts.foot(booth))
    return _page(booth, ("투표", "Vote"), complaint, parts.who(booth), first, *rest, refresh=True)


def _page(booth: Booth, heading: Both, *inside: str, refresh: bool = False) -> Html:
    """A page that moves on with the poll."""
    contest, now = booth.contest, moment_of(booth.contest.poll)
    return page(heading, *inside, contest=contest.package.contest, poll=contest.poll.id, now=now, refresh=refresh)
