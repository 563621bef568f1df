"""Holding the evening: a poll is made from sealed rules and finalists, drawn, opened and watched.

Law: while a poll is open nothing here reads what a paper says about anybody; who has voted is all there is to see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from assistant.documents.contest_export import opening_record
from assistant.documents.contest_rules import parse_rules
from assistant.documents.package_file import parse_package
from assistant.domain.ballot import Finalist
from assistant.domain.journal import Entry
from assistant.domain.package import Flaw, Package, PackagedFinalist, draw, seal
from assistant.domain.person import Person, Role
from assistant.domain.poll import PanelTurnout, Poll, PollState, digest
from assistant.domain.rules import Rules
from assistant.domain.voter import Mark, Voter, recusals
from assistant.errors import NotFound, PackageRefused
from assistant.errors_voting import PollForbids
from assistant.storage.database import Database
from assistant.storage.records import Records

OFFICIALS = (Role.ORGANISER, Role.OFFICER)
"""Who may watch a poll and work at the trouble desk."""


@dataclass(frozen=True, slots=True)
class Contest:
    """A poll with its rules and its finalists in the order of presentation."""

    poll: Poll
    rules: Rules
    package: Package
    finalists: tuple[PackagedFinalist, ...]

    @property
    def tracks(self) -> dict[str, str]:
        """The track of each finalist."""
        return {each.id: each.track for each in self.finalists}

    def listed(self) -> tuple[Finalist, ...]:
        """The finalists as the count knows them, by id; in the package's order, which does not change."""
        return tuple(Finalist(each.id, each.track, each.department) for each in self.package.finalists)

    def is_named(self, panel: str) -> bool:
        """Whether the panel's papers carry the voter's name."""
        return any(each.code == panel and each.is_named for each in self.rules.panels)


@dataclass(frozen=True, slots=True)
class VoterStatus:
    """One line of the hall at a glance."""

    voter_id: str
    seat: str
    panel: str
    name: str
    has_code: bool
    has_entered: bool
    is_shut: bool
    mark: Mark | None


def contest_of(poll: Poll) -> Contest:
    """The poll with its files read; they are read once."""
    rules, package = _read(poll.rules, poll.package)
    finalists = package.finalists
    if poll.seed:
        by_id = {each.id: each for each in finalists}
        order = draw(poll.seed, [(each.track, each.id) for each in finalists])
        finalists = tuple(replace(by_id[key], order=at) for at, key in enumerate(order, start=1))
    return Contest(poll, rules, package, finalists)


@lru_cache(maxsize=16)
def _read(rules: bytes, package: bytes) -> tuple[Rules, Package]:
    return parse_rules(Path("rules.toml"), rules), parse_package(Path("package.json"), package)


@dataclass(frozen=True, slots=True)
class Polling:
    """The host's side of a poll."""

    database: Database
    now: Callable[[], datetime]
    new_id: Callable[[], str]

    def create(self, person: Person, rules: bytes, package: bytes) -> Contest:
        """A poll from the bytes of a rules file and of a sealed package.

        Raises NotAllowed, BadFile, or PackageRefused: not signed by two, made for other rules, a track the rules do not
        know, more finalists than they allow.
        """
        person.require("create a poll", Role.ORGANISER)
        poll = Poll(self.new_id(), PollState.CREATED, rules, package)
        contest = contest_of(poll)
        _check(contest)
        with self.database.write() as records:
            records.polls.add(poll, self.now())
            self._note(records, person, "create_poll", poll.id, {"package": seal(contest.package)})
        return contest

    def all(self, person: Person) -> list[Contest]:
        """Every poll, newest first. Raises NotAllowed."""
        person.require("see polls", *OFFICIALS)
        with self.database.read() as records:
            return [contest_of(poll) for poll in records.polls.all()]

    def get(self, poll_id: str) -> Contest:
        """What anybody in the hall may know of a poll: its rules, finalists and state. Raises NotFound."""
        with self.database.read() as records:
            return contest_of(records.polls.get(poll_id))

    def draw(self, person: Person, poll_id: str, seed: str) -> Contest:
        """Draw the order of presentation anew, before opening. Raises NotAllowed, PollForbids."""
        person.require("draw the order", Role.ORGANISER)
        with self.database.write() as records:
            poll = records.polls.get(poll_id)
            poll.require("draw", PollState.CREATED)
            records.polls.put(drawn := replace(poll, seed=" ".join(seed.split())))
            self._note(records, person, "draw_order", poll_id, {"seed": drawn.seed})
        return contest_of(drawn)

    def open(self, person: Person, poll_id: str, finalist_ids: Sequence[str] = ()) -> Contest:
        """Begin the vote, with `finalist_ids` to be voted on at once (`show` changes that).

        From here on rules, package and roll are fixed. Raises NotAllowed, NotFound, PollForbids: also where a panel
        has nobody on the roll.
        """
        person.require("open a poll", Role.ORGANISER)
        with self.database.write() as records:
            contest = contest_of(records.polls.get(poll_id))
            contest.poll.require("open", PollState.CREATED)
            _check(contest)
            roll = records.roll.all(poll_id)
            if {each.panel for each in roll} != {panel.code for panel in contest.rules.panels}:
                raise PollForbids("open without voters of every panel", contest.poll.state.value)
            opened = replace(
                contest.poll,
                state=PollState.OPEN,
                opening=self._opening(contest, roll).decode(),
                open_ids=_known(contest, finalist_ids),
            )
            records.polls.put(opened)
            self._note(records, person, "open_poll", poll_id, {"first_link": opened.first_link})
        return contest_of(opened)

    def show(self, person: Person, poll_id: str, finalist_ids: Sequence[str]) -> Contest:
        """Let exactly these finalists be voted on from now: one, a track, all or none. Raises PollForbids, NotFound."""
        person.require("open finalists", Role.ORGANISER)
        with self.database.write() as records:
            contest = contest_of(records.polls.get(poll_id))
            contest.poll.require("show finalists", PollState.OPEN)
            shown = replace(contest.poll, open_ids=_known(contest, finalist_ids))
            records.polls.put(shown)
            self._note(records, person, "show_finalists", poll_id, {"open": ", ".join(shown.open_ids)})
        return contest_of(shown)

    def turnout(self, poll_id: str) -> tuple[PanelTurnout, ...]:
        """By panel, in the order of the rules: how many have voted at all, how many could."""
        with self.database.read() as records:
            contest = contest_of(records.polls.get(poll_id))
            found = records.roll.turnout(poll_id)
        return tuple(PanelTurnout(each.code, *found.get(each.code, (0, 0))) for each in contest.rules.panels)

    def open_turnout(self, poll_id: str) -> tuple[PanelTurnout, ...]:
        """By panel: how many have cast a paper for what is open right now, whatever it says."""
        with self.database.read() as records:
            contest = contest_of(records.polls.get(poll_id))
            whole = records.roll.turnout(poll_id)
            cast = records.box.covering(poll_id, contest.poll.open_ids)
        panels = [each.code for each in contest.rules.panels]
        return tuple(PanelTurnout(code, cast.get(code, 0), whole.get(code, (0, 0))[1]) for code in panels)

    def hall(self, person: Person, poll_id: str) -> list[VoterStatus]:
        """Every voter by panel and seat: code issued, entered, voted. Raises NotAllowed."""
        person.require("see the hall", *OFFICIALS)
        with self.database.read() as records:
            contest = contest_of(records.polls.get(poll_id))
            marks, roll = records.roll.marks(poll_id), records.roll.all(poll_id)
        places = {panel.code: at for at, panel in enumerate(contest.rules.panels)}
        return sorted((_status(each, marks.get(each.id)) for each in roll), key=lambda each: places[each.panel])

    def recused(self, person: Person, poll_id: str) -> dict[str, tuple[PackagedFinalist, ...]]:
        """By voter id what the voter may not vote on; others are left out. Raises NotAllowed, NotFound."""
        person.require("see recusals", *OFFICIALS)
        with self.database.read() as records:
            contest, roll = contest_of(records.polls.get(poll_id)), records.roll.all(poll_id)
        out = {each.id: recusals(each, contest.package) for each in roll}
        return {key: tuple(f for f in contest.finalists if f.id in ids) for key, ids in out.items() if ids}

    def unheard(self, person: Person, poll_id: str) -> dict[str, tuple[PackagedFinalist, ...]]:
        """By panel: finalists on none of its papers yet, whatever they say. Raises NotAllowed, NotFound."""
        person.require("see what is missing", *OFFICIALS)
        with self.database.read() as records:
            contest, covered = contest_of(records.polls.get(poll_id)), records.box.covered(poll_id)
        left = {
            panel.code: tuple(each for each in contest.finalists if (panel.code, each.id) not in covered)
            for panel in contest.rules.panels
        }
        return {code: missing for code, missing in left.items() if missing}

    def _opening(self, contest: Contest, roll: Sequence[Voter]) -> bytes:
        voters = {panel.code: sum(each.panel == panel.code for each in roll) for panel in contest.rules.panels}
        facts = {
            "package": digest(contest.poll.package),
            "poll": contest.poll.id,
            "contest": " ".join(contest.package.contest.split()),
            "seed": contest.poll.seed or contest.package.seed,
            "order": " ".join(each.id for each in contest.finalists),
            "roll": " ".join(f"{panel}={count}" for panel, count in voters.items()),
            "opened": self.now().isoformat(timespec="seconds"),
        }
        return opening_record(contest.poll.rules, contest.listed(), facts)

    def _note(self, records: Records, person: Person, act: str, poll_id: str, facts: Mapping[str, str]) -> None:
        records.journal.add(Entry(self.now(), person.id, act, poll_id, dict(facts)))


def _check(contest: Contest) -> None:
    """Raise PackageRefused where package and rules do not belong together."""
    contest.package.require_sealed()
    if contest.package.rules_hash != digest(contest.poll.rules):
        raise PackageRefused(Flaw.OTHER_RULES)
    room = {track.code: track.finalists for track in contest.rules.tracks}
    for each in contest.package.finalists:
        if each.track not in room:
            raise PackageRefused(Flaw.UNKNOWN_TRACK, each.id)
        room[each.track] -= 1
        if room[each.track] < 0:
            raise PackageRefused(Flaw.TOO_MANY, each.id)


def _known(contest: Contest, finalist_ids: Sequence[str]) -> tuple[str, ...]:
    """The ids in the order of presentation. Raises NotFound for one that is no finalist."""
    known = [each.id for each in contest.finalists]
    for each in finalist_ids:
        if each not in known:
            raise NotFound("finalist", each)
    return tuple(each for each in known if each in finalist_ids)


def _status(voter: Voter, mark: Mark | None) -> VoterStatus:
    return VoterStatus(
        voter.id, voter.seat, voter.panel, voter.name, voter.has_code, voter.has_entered, voter.is_shut, mark
    )
