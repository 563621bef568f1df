"""A voter's way: code, booth, cast, receipt.

A voter's pass is what the cookie holds: poll, voter id and the key scrypt made of the code. It needs no session table
and outlives a restart; a reissued or revoked code ends it at once.
Law: a receipt is given only for a paper that is committed, and one paper is given one receipt however often it is sent.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from assistant.domain.package import PackagedFinalist
from assistant.domain.paper import WHOLE, Paper, Why, check_scores, standing, tidy_number
from assistant.domain.poll import PollState
from assistant.domain.rules import BallotForm
from assistant.domain.voter import (
    ALL_GUESSES,
    ALPHABET,
    Entry,
    Mark,
    Voter,
    key_of,
    named_token,
    recusals,
    tidy_code,
    tidy_seat,
    token_of,
    verifier_of,
)
from assistant.errors import NotFound
from assistant.errors_voting import CastRefused, EntryRefused
from assistant.services.polling import Contest, contest_of
from assistant.storage.database import Database
from assistant.storage.records import Records

_PASS = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{32})\.([0-9a-f]{64})")
_KEY = re.compile(r"[A-Za-z0-9_-]{16,80}")
HASHES_AT_ONCE = max(1, (os.cpu_count() or 2) // 2)
"""Codes checked at once, half the cores: scrypt takes one for 20 ms, and casting must not wait behind a hundred."""
_HASHING = threading.BoundedSemaphore(HASHES_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Line:
    """A finalist on a voter's ballot; `score` is what lies in the box now, None: nothing."""

    finalist: PackagedFinalist
    is_open: bool
    is_recused: bool
    is_cast: bool
    score: int | None

    @property
    def can_be_cast(self) -> bool:
        """Whether the voter may score this finalist right now."""
        return self.is_open and not self.is_recused


@dataclass(frozen=True, slots=True)
class Booth:
    """What one voter sees. `papers` is how many papers the voter has cast so far; `receipts` are theirs, in order."""

    contest: Contest
    seat: str
    panel: str
    name: str
    lines: tuple[Line, ...]
    receipts: tuple[str, ...]

    @property
    def papers(self) -> int:
        """How many papers this voter has cast."""
        return len(self.receipts)

    @property
    def form(self) -> BallotForm:
        """Bounds of a score, or how many choices."""
        return self.contest.rules.ballot


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a paper is in the box; `is_latest` is False where a later paper of the voter stands for it."""

    code: str
    number: int
    is_latest: bool


@dataclass(frozen=True, slots=True)
class Voting:
    """The voter's side of a poll. `random_below` is `secrets.randbelow`."""

    database: Database
    new_id: Callable[[], str]
    random_below: Callable[[int], int]

    def current(self) -> Contest | None:
        """The poll a voter who names none means: the newest that is open, else the newest not yet published."""
        with self.database.read() as records:
            polls = records.polls.all()
        for states in ({PollState.OPEN}, {PollState.CREATED}, {PollState.CLOSED}, {PollState.PUBLISHED}):
            for poll in polls:
                if poll.state in states:
                    return contest_of(poll)
        return None

    def contest(self, poll_id: str) -> Contest:
        """The contest by its poll's id. Raises NotFound."""
        with self.database.read() as records:
            return contest_of(records.polls.get(poll_id))

    def enter(self, poll_id: str, seat: str, code: str) -> str:
        """The pass for a seat and its code, however typed. Raises NotFound, EntryRefused."""
        with self.database.read() as records:
            poll = records.polls.get(poll_id)
            voter = records.roll.at(poll_id, tidy_seat(seat))
        if poll.state not in (PollState.CREATED, PollState.OPEN):
            raise EntryRefused(Entry.OVER)
        if voter is None or not voter.has_code:
            raise EntryRefused(Entry.WRONG)
        if voter.is_shut:
            raise EntryRefused(Entry.SEAT_SHUT)
        if poll.guesses >= ALL_GUESSES:
            raise EntryRefused(Entry.ALL_SHUT)
        with _HASHING:
            key = key_of(tidy_code(code), voter.salt)
        if verifier_of(key) != voter.verifier:
            with self.database.write() as records:
                records.roll.count_guess(poll_id, voter.id)
                records.polls.count_guess(poll_id)
            raise EntryRefused(Entry.WRONG)
        if voter.failures or not voter.has_entered:
            with self.database.write() as records:
                records.roll.enter(poll_id, voter.id)
        return f"{poll_id}.{voter.id}.{key.hex()}"

    def booth(self, voters_pass: str) -> Booth:
        """What the voter sees now. Raises EntryRefused for a pass that is none (any more)."""
        with self.database.read() as records:
            contest, voter, token = self._admit(records, voters_pass)
            papers = records.box.of_token(contest.poll.id, token)
        out = recusals(voter, contest.package)
        scores = standing(papers).get((voter.panel, token), {})
        covered = {finalist for paper in papers for finalist in paper.covers}
        is_open = contest.poll.state is PollState.OPEN
        lines = tuple(
            Line(
                finalist=each,
                is_open=is_open and each.id in contest.poll.open_ids,
                is_recused=each.id in out,
                is_cast=each.id in covered,
                score=scores.get(each.id),
            )
            for each in contest.finalists
        )
        receipts = tuple(paper.receipt for paper in papers)
        return Booth(contest, voter.seat, voter.panel, voter.name, lines, receipts)

    def check(self, voters_pass: str, covers: Sequence[str], typed: Mapping[str, str]) -> None:
        """Raise what `cast` would raise about such a paper; nothing is stored."""
        with self.database.read() as records:
            contest, voter, token = self._admit(records, voters_pass)
            _checked(contest, voter, covers, typed, records.box.of_token(contest.poll.id, token))

    def cast(
        self, voters_pass: str, ballot_key: str, papers_before: int, covers: Sequence[str], typed: Mapping[str, str]
    ) -> Receipt:
        """Put a paper into the box.

        `ballot_key` and `papers_before` stood on the form: the same form sent again gets the same receipt, also after
        closing. `covers` are the finalists that stood on it, `typed` what was filled in; blank is no ballot.
        Raises EntryRefused, CastRefused (nothing was stored).
        """
        if (again := self._found(voters_pass, ballot_key, covers, typed)) is not None:
            return again
        with self.database.write() as records:
            contest, voter, token = self._admit(records, voters_pass)
            poll_id = contest.poll.id
            key = _key(token, ballot_key)
            papers = records.box.of_token(poll_id, token)
            try:
                if not _KEY.fullmatch(ballot_key) or not 0 <= papers_before <= len(papers):
                    raise CastRefused(Why.CHANGED_ELSEWHERE)
                scores = _checked(contest, voter, covers, typed, papers)
                paper = Paper(
                    id=self.new_id(),
                    panel=voter.panel,
                    voter_id=voter.id if contest.is_named(voter.panel) else "",
                    token=token,
                    number=papers_before + 1,
                    key=key,
                    receipt=new_receipt(self.random_below),
                    covers=tuple(each.id for each in contest.package.finalists if each.id in covers),
                    scores=scores,
                )
                if not records.box.put(poll_id, paper, contest.poll.first_link):
                    raise CastRefused(Why.CHANGED_ELSEWHERE)
                if not papers and records.roll.mark_of(poll_id, voter.id) is None:
                    records.roll.mark(poll_id, voter.id, Mark.PHONE)
            except CastRefused as refusal:
                paper = _sent_before(records, poll_id, key, covers, typed, refusal)
            latest = records.box.of_token(poll_id, token)[-1].number
        return Receipt(paper.receipt, paper.number, paper.number == latest)

    def _found(
        self, voters_pass: str, ballot_key: str, covers: Sequence[str], typed: Mapping[str, str]
    ) -> Receipt | None:
        """The receipt of a form that is in the box already: a resend waits for no writer."""
        with self.database.read() as records:
            contest, _, token = self._admit(records, voters_pass)
            papers = records.box.of_token(contest.poll.id, token)
        for paper in papers:
            if paper.key == _key(token, ballot_key) and _is_same(paper, covers, typed):
                return Receipt(paper.receipt, paper.number, paper is papers[-1])
        return None

    def _admit(self, records: Records, voters_pass: str) -> tuple[Contest, Voter, str]:
        """Contest, voter and the token in the box of whoever holds the pass. Raises EntryRefused."""
        found = _PASS.fullmatch(voters_pass)
        if not found:
            raise EntryRefused(Entry.ENDED)
        poll_id, voter_id, key = found[1], found[2], bytes.fromhex(found[3])
        try:
            contest, voter = contest_of(records.polls.get(poll_id)), records.roll.get(poll_id, voter_id)
        except NotFound as exc:
            raise EntryRefused(Entry.ENDED) from exc
        is_named = contest.is_named(voter.panel)
        is_forgotten = not is_named and contest.poll.state in (PollState.CLOSED, PollState.PUBLISHED)
        if not is_forgotten and verifier_of(key) != voter.verifier:
            raise EntryRefused(Entry.ENDED)
        return contest, voter, named_token(voter_id, poll_id) if is_named else token_of(key, poll_id)


def new_receipt(random_below: Callable[[int], int]) -> str:
    """A receipt code, 50 random bits: it says nothing about the paper."""
    drawn = "".join(ALPHABET[random_below(len(ALPHABET))] for _ in range(10))
    return f"{drawn[:5]}-{drawn[5:]}"


def _checked(
    contest: Contest, voter: Voter, covers: Sequence[str], typed: Mapping[str, str], papers: Sequence[Paper]
) -> dict[str, int]:
    """The scores of a paper the rules allow. Raises CastRefused."""
    if contest.poll.state is not PollState.OPEN:
        raise CastRefused(Why.NOT_OPEN)
    if not covers or len(set(covers)) != len(covers) or not set(typed) <= set(covers):
        raise CastRefused(Why.NOTHING)
    out, before = recusals(voter, contest.package), {each for paper in papers for each in paper.covers}
    for each in covers:
        if each not in contest.tracks:
            raise CastRefused(Why.NOT_YOURS, each)
        if each in out:
            raise CastRefused(Why.RECUSED, each)
        if each not in contest.poll.open_ids:
            raise CastRefused(Why.NOT_OPEN, each)
        if each in before and not contest.rules.ballot.may_change:
            raise CastRefused(Why.NO_CHANGE, each)
    scores = read_scores(typed)
    if fault := check_scores(contest.rules, contest.tracks, scores):
        raise CastRefused(*fault)
    return scores


def read_scores(typed: Mapping[str, str]) -> dict[str, int]:
    """Whole numbers as typed; blank is none. Raises CastRefused for anything else, such as 9.5."""
    scores = {}
    for finalist, text in typed.items():
        if text.strip():
            if not WHOLE.fullmatch(number := tidy_number(text)):
                raise CastRefused(Why.NOT_A_NUMBER, finalist)
            scores[finalist] = int(number)
    return scores


def _sent_before(
    records: Records, poll_id: str, key: str, covers: Sequence[str], typed: Mapping[str, str], refusal: CastRefused
) -> Paper:
    """The paper this very form has put into the box already; else the refusal stands."""
    paper = records.box.by_key(poll_id, key)
    if paper is None:
        raise refusal
    if not _is_same(paper, covers, typed):
        raise CastRefused(Why.CHANGED_ELSEWHERE)
    return paper


def _is_same(paper: Paper, covers: Sequence[str], typed: Mapping[str, str]) -> bool:
    return set(paper.covers) == set(covers) and dict(paper.scores) == read_scores(typed)


def _key(token: str, ballot_key: str) -> str:
    return sha256(f"{token} {ballot_key}".encode()).hexdigest()
