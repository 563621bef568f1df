"""The voter roll: who may vote, the codes on their cards, and the trouble desk.

A code exists in the answer of `issue` and `confirm` and on the printed card, nowhere else.
Law: after opening nobody comes onto the roll, and a code changes only when two different officers want it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from assistant.domain.journal import Entry
from assistant.domain.person import Person, Role
from assistant.domain.poll import PollState
from assistant.domain.voter import (
    SALT_BYTES,
    Mark,
    Voter,
    check_roll,
    key_of,
    new_code,
    own_finalists,
    tidy_seat,
    verifier_of,
)
from assistant.errors_voting import AlreadyCast, RollRefused, SecondOfficerNeeded
from assistant.services.polling import OFFICIALS, Contest, contest_of
from assistant.storage.database import Database
from assistant.storage.polls import Request
from assistant.storage.records import Records


class Act(StrEnum):
    """What one officer asks and another confirms."""

    REISSUE = "reissue"
    REVOKE = "revoke"
    UNLOCK = "unlock"
    UNLOCK_ALL = "unlock_all"
    HAND_OUT_SHEET = "hand_out_sheet"


@dataclass(frozen=True, slots=True)
class Card:
    """What is printed for a voter; the only place a code is ever written."""

    seat: str
    panel: str
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Rolling:
    """The roll of a poll. `random_hex` is `secrets.token_hex`, `random_below` is `secrets.randbelow`."""

    database: Database
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    random_hex: Callable[[int], str]
    random_below: Callable[[int], int]

    def put(self, person: Person, poll_id: str, roll: Sequence[Voter]) -> list[Voter]:
        """Replace the roll before opening; ids, salts and codes in `roll` are not looked at.

        Who stands on it by the name of an author is recused from that proposal. Raises NotAllowed, PollForbids, or
        RollRefused with every fault: a seat twice, a person twice, a name twice in a named panel, an unknown panel or
        finalist, a line break in a name.
        """
        person.require("keep the roll", Role.ORGANISER)
        tidied = [self._fresh(each) for each in roll]
        with self.database.write() as records:
            contest = contest_of(records.polls.get(poll_id))
            contest.poll.require("change the roll", PollState.CREATED)
            wrote = {key for finalist in contest.package.finalists for key in finalist.author_ids}
            authors = [each for each in records.people.all() if each.id in wrote]
            tidied = [_without_own(each, contest, authors) for each in tidied]
            if faults := check_roll(tidied, contest.rules, contest.package):
                raise RollRefused(faults)
            records.roll.clear(poll_id)
            records.roll.add_many(poll_id, tidied)
            self._note(records, person, "put_roll", poll_id, {"voters": str(len(tidied))})
        return tidied

    def issue(self, person: Person, poll_id: str) -> list[Card]:
        """New codes for the whole roll, before opening; cards printed before are void. About 20 ms of a core each."""
        person.require("issue codes", Role.ORGANISER)
        with self.database.read() as records:
            roll = records.roll.all(poll_id)
        made = [self._with_code(voter) for voter in roll]
        with self.database.write() as records:
            records.polls.get(poll_id).require("issue codes", PollState.CREATED)
            for voter, _ in made:
                records.roll.put(poll_id, voter)
            self._note(records, person, "issue_codes", poll_id, {"codes": str(len(made))})
        return [card for _, card in made]

    def ask(self, officer: Person, poll_id: str, act: Act, voter_id: str = "") -> Request:
        """Ask for what needs a second officer. Raises NotAllowed, NotFound, PollForbids, AlreadyCast."""
        officer.require(act, *OFFICIALS)
        with self.database.write() as records:
            self._check(records, contest_of(records.polls.get(poll_id)), act, voter_id)
            request = Request(self.new_id(), poll_id, act.value, voter_id, officer.id, self.now())
            records.polls.ask(request)
        return request

    def asked(self, officer: Person, poll_id: str) -> list[Request]:
        """What waits for a second officer. Raises NotAllowed."""
        officer.require("see requests", *OFFICIALS)
        with self.database.read() as records:
            return records.polls.asked(poll_id)

    def drop(self, officer: Person, request_id: str) -> None:
        """Let a request go. Raises NotAllowed, NotFound."""
        officer.require("drop a request", *OFFICIALS)
        with self.database.write() as records:
            records.polls.take(request_id)

    def confirm(self, officer: Person, request_id: str) -> Card | None:
        """Do what another officer asked for; the new card where there is one.

        Raises NotAllowed, NotFound, SecondOfficerNeeded, PollForbids, and AlreadyCast: a voter of a secret panel who
        has cast gets no new code, since nobody can tell which paper it would have to replace.
        """
        officer.require("confirm a request", *OFFICIALS)
        with self.database.write() as records:
            request = records.polls.take(request_id)
            if request.asked_by == officer.id:
                raise SecondOfficerNeeded(request.act)
            poll_id, act = request.poll_id, Act(request.act)
            voter = self._check(records, contest_of(records.polls.get(poll_id)), act, request.subject)
            card = self._do(records, poll_id, act, voter)
            facts = {"asked_by": request.asked_by, "seat": voter.seat if voter else ""}
            self._note(records, officer, act.value, poll_id, facts)
        return card

    def _check(self, records: Records, contest: Contest, act: Act, voter_id: str) -> Voter | None:
        contest.poll.require(act.value, PollState.CREATED, PollState.OPEN)
        if act is Act.UNLOCK_ALL:
            return None
        voter = records.roll.get(contest.poll.id, voter_id)
        mark = records.roll.mark_of(contest.poll.id, voter_id)
        may_not = act is Act.HAND_OUT_SHEET or (act is Act.REISSUE and not contest.is_named(voter.panel))
        if mark is Mark.SHEET or (mark is Mark.PHONE and may_not):
            raise AlreadyCast(voter.seat)
        return voter

    def _do(self, records: Records, poll_id: str, act: Act, voter: Voter | None) -> Card | None:
        if voter is None:
            records.polls.put(replace(records.polls.get(poll_id), guesses=0))
            return None
        card: Card | None = None
        changed = replace(voter, failures=0)
        if act is Act.REISSUE:
            changed, card = self._with_code(changed)
        elif act is not Act.UNLOCK:
            changed = replace(changed, verifier="")
        records.roll.put(poll_id, changed)
        if act is Act.HAND_OUT_SHEET:
            records.roll.mark(poll_id, voter.id, Mark.SHEET)
        return card

    def _with_code(self, voter: Voter) -> tuple[Voter, Card]:
        code, salt = new_code(self.random_below), self.random_hex(SALT_BYTES)
        changed = replace(voter, salt=salt, verifier=verifier_of(key_of(code, salt)), failures=0, has_entered=False)
        return changed, Card(voter.seat, voter.panel, voter.name, code)

    def _fresh(self, voter: Voter) -> Voter:
        name, seat = unicodedata.normalize("NFC", voter.name).strip(), tidy_seat(voter.seat)
        return replace(
            voter, id=self.new_id(), seat=seat, name=name, salt="", verifier="", failures=0, has_entered=False
        )

    def _note(self, records: Records, person: Person, act: str, poll_id: str, facts: dict[str, str]) -> None:
        records.journal.add(Entry(self.now(), person.id, act, poll_id, facts))


def _without_own(voter: Voter, contest: Contest, authors: Sequence[Person]) -> Voter:
    own = own_finalists(voter, contest.package, authors)
    return replace(voter, recused=tuple(dict.fromkeys((*voter.recused, *own))))


def seats(panel: str, count: int, prefix: str = "") -> list[Voter]:
    """Voters known by their seat only: prefix 1, prefix 2, …"""
    return [Voter(id="", seat=f"{prefix}{number}", panel=panel) for number in range(1, count + 1)]
