"""Paper ballots: two people read the same sheet without seeing each other's reading, then it lands in the same box.

Law: one person's reading never counts, and no more sheets of a panel are taken than were handed out to its voters.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from assistant.domain.paper import Paper, Why, check_scores
from assistant.domain.person import Person
from assistant.domain.poll import PollState
from assistant.domain.voter import Mark, named_token, recusals, tidy_seat
from assistant.errors_voting import CastRefused
from assistant.services.polling import OFFICIALS, Contest, contest_of
from assistant.services.voting import new_receipt, read_scores
from assistant.storage.database import Database
from assistant.storage.records import Records


class Reading(StrEnum):
    """How far a sheet has come."""

    WAITING = "waiting"
    DIFFERENT = "different"
    IN_THE_BOX = "in_the_box"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper sheet: who has read it, and on which finalists two readings differ (never what they say)."""

    sheet: str
    panel: str
    readers: tuple[str, ...]
    state: Reading
    differs_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcribing:
    """Reading paper sheets into the box."""

    database: Database
    new_id: Callable[[], str]
    random_below: Callable[[int], int]

    def read(
        self, person: Person, poll_id: str, sheet: str, panel: str, typed: Mapping[str, str], voter_id: str = ""
    ) -> Sheet:
        """One person's reading of a sheet; the same person's later reading replaces the earlier.

        `sheet` is the number printed on it, `voter_id` whose it is in a named panel. Once two people have read the
        same, it is in the box. Raises NotAllowed, NotFound, PollForbids, CastRefused.
        """
        person.require("read paper ballots", *OFFICIALS)
        sheet = tidy_seat(sheet)
        with self.database.write() as records:
            contest = contest_of(records.polls.get(poll_id))
            contest.poll.require("read paper ballots", PollState.OPEN)
            if not sheet or records.box.by_key(poll_id, _key(poll_id, sheet)):
                raise CastRefused(Why.NO_CHANGE)
            covers, scores = _checked(records, contest, panel, typed, voter_id)
            content = json.dumps([covers, scores], ensure_ascii=False, sort_keys=True)
            records.box.enter(poll_id, sheet, person.id, panel, voter_id, content)
            read = [each for each in records.box.entered(poll_id) if each[0] == sheet]
            if len({each[2:] for each in read}) > 1 or len(read) < 2:
                return _sheet(read, is_in=False)
            self._put(records, contest, sheet, panel, voter_id, covers, scores)
        return _sheet(read, is_in=True)

    def sheets(self, person: Person, poll_id: str) -> list[Sheet]:
        """Every sheet read so far, without what stands on it. Raises NotAllowed."""
        person.require("see paper ballots", *OFFICIALS)
        with self.database.read() as records:
            read = records.box.entered(poll_id)
            names = dict.fromkeys(each[0] for each in read)
            taken = {name for name in names if records.box.by_key(poll_id, _key(poll_id, name))}
        return [_sheet([each for each in read if each[0] == name], is_in=name in taken) for name in names]

    def outstanding(self, person: Person, poll_id: str) -> int:
        """How many sheets were handed out and are not in the box. Raises NotAllowed."""
        in_the_box = sum(each.state is Reading.IN_THE_BOX for each in self.sheets(person, poll_id))
        with self.database.read() as records:
            handed_out = sum(mark is Mark.SHEET for mark in records.roll.marks(poll_id).values())
        return max(0, handed_out - in_the_box)

    def _put(
        self,
        records: Records,
        contest: Contest,
        sheet: str,
        panel: str,
        voter_id: str,
        covers: tuple[str, ...],
        scores: dict[str, int],
    ) -> None:
        poll_id = contest.poll.id
        if not voter_id:
            in_the_box = {
                name
                for name, _, of, _, _ in records.box.entered(poll_id)
                if of == panel and records.box.by_key(poll_id, _key(poll_id, name))
            }
            if len(in_the_box) >= _handed_out(records, poll_id, panel):
                raise CastRefused(Why.NOT_HANDED_OUT)
        paper = Paper(
            id=self.new_id(),
            panel=panel,
            voter_id=voter_id,
            token=named_token(voter_id, poll_id) if voter_id else _key(poll_id, f"token {sheet}"),
            number=1,
            key=_key(poll_id, sheet),
            receipt=new_receipt(self.random_below),
            covers=covers,
            scores=scores,
        )
        if not records.box.put(poll_id, paper, contest.poll.first_link):
            raise CastRefused(Why.NO_CHANGE)


def _checked(
    records: Records, contest: Contest, panel: str, typed: Mapping[str, str], voter_id: str
) -> tuple[tuple[str, ...], dict[str, int]]:
    """What the sheet covers and says, where the rules allow it. Raises CastRefused, NotFound."""
    if panel not in {each.code for each in contest.rules.panels} or contest.is_named(panel) != bool(voter_id):
        raise CastRefused(Why.NOT_YOURS)
    out: frozenset[str] = frozenset()
    if voter_id:
        voter = records.roll.get(contest.poll.id, voter_id)
        out = recusals(voter, contest.package)
        if voter.panel != panel or records.roll.mark_of(contest.poll.id, voter_id) is not Mark.SHEET:
            raise CastRefused(Why.NOT_HANDED_OUT)
    elif not _handed_out(records, contest.poll.id, panel):
        raise CastRefused(Why.NOT_HANDED_OUT)
    scores = read_scores(typed)
    for finalist in scores:
        if finalist not in contest.tracks:
            raise CastRefused(Why.NOT_YOURS, finalist)
        if finalist in out:
            raise CastRefused(Why.RECUSED, finalist)
    if fault := check_scores(contest.rules, contest.tracks, scores):
        raise CastRefused(*fault)
    return tuple(each.id for each in contest.package.finalists if each.id not in out), scores


def _handed_out(records: Records, poll_id: str, panel: str) -> int:
    marks = records.roll.marks(poll_id)
    return sum(marks.get(each.id) is Mark.SHEET for each in records.roll.all(poll_id) if each.panel == panel)


def _key(poll_id: str, sheet: str) -> str:
    return sha256(f"sheet {poll_id} {sheet}".encode()).hexdigest()


def _sheet(read: list[tuple[str, str, str, str, str]], *, is_in: bool) -> Sheet:
    readers = tuple(each[1] for each in read)
    state = Reading.WAITING if len(read) < 2 else Reading.DIFFERENT
    differs: set[str] = set()
    for each in read[1:]:
        one, other = json.loads(read[0][4])[1], json.loads(each[4])[1]
        differs |= {name for name in {*one, *other} if one.get(name) != other.get(name)}
    state = Reading.IN_THE_BOX if is_in else state
    return Sheet(read[0][0], read[0][2], readers, state, () if is_in else tuple(sorted(differs)))
