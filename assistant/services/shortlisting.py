"""Bringing proposals to the stage: the rule's list, people's changes with reasons, and telling all authors at once.

Law: scores, links and verdicts of people are all this looks at. Once two officers have signed, nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from assistant.domain.blind import Shown
from assistant.domain.criteria import Criteria
from assistant.domain.decision import Decision
from assistant.domain.journal import Entry
from assistant.domain.link import TakenBack
from assistant.domain.person import Person, Role
from assistant.domain.review import Phase
from assistant.domain.rules import Rules
from assistant.domain.shortlist import Candidate, Change, ChangeKind, Line, Standing, apply, draw_up
from assistant.domain.verdict import VerdictCode
from assistant.errors import NotFound, ShortlistRefused
from assistant.services.docket import Docket, require_overseer
from assistant.services.linking import linked_groups, required
from assistant.services.notifying import Notifying, authors
from assistant.storage.database import Database
from assistant.storage.records import Records

SHORTLIST = "shortlist"
"""The subject of journal entries about the shortlist as a whole."""


@dataclass(frozen=True, slots=True)
class TrackList:
    """A track's lines and how many seats the rules give it. `missing`: seats nobody is there to fill."""

    track: str
    seats: int
    lines: tuple[tuple[Line, Shown], ...]
    missing: int
    undecided: int


@dataclass(frozen=True, slots=True)
class Shortlisting:
    """`rules_of` reads the contest's rules inside a transaction."""

    database: Database
    criteria: Criteria
    codes: Sequence[VerdictCode]
    rules_of: Callable[[Records], Rules]
    notifying: Notifying
    now: Callable[[], datetime]
    new_id: Callable[[], str]

    def lists(self, person: Person) -> list[TrackList]:
        """The shortlist as it stands, by track; her own proposals without their scores.

        Raises NotAllowed, ShortlistRefused while reviewing goes on.
        """
        require_overseer(person, "see the shortlist")
        with self.database.read() as records:
            docket, seats = _closed(records, self.criteria), self._seats(records)
            lines = self.lines(records, docket)
        found = []
        for track in [*seats, *sorted({line.track for line in lines} - seats.keys())]:
            mine = [_hidden(line) if docket.conflicts(person, docket.proposals[line.proposal_id]) else line
                    for line in lines if line.track == track]  # fmt: skip
            taken = sum(line.standing is Standing.IN for line in mine)
            tied = sum(line.standing is Standing.TIED for line in mine)
            shown = tuple((line, docket.shown(docket.proposals[line.proposal_id])) for line in mine)
            most = seats.get(track, 0)
            found.append(TrackList(track, most, shown, max(0, most - taken - tied), tied))
        return found

    def standing(self, person: Person) -> tuple[bool, bool]:
        """Whether all authors were told, and whether two officers have sealed the package. Raises NotAllowed."""
        require_overseer(person, "see the shortlist")
        with self.database.read() as records:
            return records.shortlists.released(), records.shortlists.is_sealed()

    def name_of(self, person: Person, proposal_id: str) -> str:
        """Receipt and title of a proposal, also of one withdrawn since. Raises NotAllowed, NotFound."""
        require_overseer(person, "see the shortlist")
        with self.database.read() as records:
            docket = Docket.read(records, self.criteria)
            proposal = docket.all_proposals.get(proposal_id)
            if proposal is None:
                raise NotFound("proposal", proposal_id)
            shown = docket.shown(proposal)
        return " · ".join(filter(None, (shown.receipt, shown.title)))

    def changes(self, person: Person) -> list[Change]:
        """Every change people made, oldest first, taken back ones too. Raises NotAllowed."""
        require_overseer(person, "see the shortlist")
        with self.database.read() as records:
            return records.shortlists.changes()

    def add(self, person: Person, proposal_id: str, reason: str) -> None:
        """Put a proposal on. Raises NotAllowed, NotFound, Incomplete, ShortlistRefused (full, her own, sealed)."""
        self._change(person, ChangeKind.ADD, proposal_id, "", reason)

    def remove(self, person: Person, proposal_id: str, reason: str) -> None:
        """Take one off; nobody moves up by itself. Raises NotAllowed, NotFound, Incomplete, ShortlistRefused."""
        self._change(person, ChangeKind.REMOVE, proposal_id, "", reason)

    def no_finalist(self, person: Person, track: str, reason: str) -> None:
        """Say that nobody of this track goes on. Raises NotAllowed, NotFound, Incomplete, ShortlistRefused."""
        self._change(person, ChangeKind.NO_FINALIST, "", track, reason)

    def take_back(self, person: Person, change_id: str, reason: str) -> None:
        """Undo a change. After the release only a new change, with its own reason, can turn it round.

        Raises NotAllowed, NotFound, Incomplete, ShortlistRefused.
        """
        person.require("change the shortlist", Role.ORGANISER)
        taken_back = TakenBack(person.id, self.now(), required(reason))
        with self.database.write() as records:
            docket = _changeable(records, self.criteria)
            if records.shortlists.released():
                raise ShortlistRefused("released")
            change = next((each for each in records.shortlists.changes() if each.id == change_id), None)
            if change is not None and change.proposal_id in docket.proposals:
                _refuse_own(docket, person, change.proposal_id)
            records.shortlists.take_back(change_id, taken_back)
            records.journal.add(Entry(self.now(), person.id, "take_back_change", SHORTLIST, {"change": change_id}))

    def release(self, person: Person) -> int:
        """Tell all authors at once what became of theirs and why; how many proposals were decided.

        Raises NotAllowed, ShortlistRefused: still under review, ties people have to settle, released already.
        """
        person.require("release", Role.ORGANISER)
        with self.database.write() as records:
            docket = _changeable(records, self.criteria)
            if records.shortlists.released():
                raise ShortlistRefused("released")
            lines = self.lines(records, docket)
            if undecided := sum(line.standing is Standing.TIED for line in lines):
                raise ShortlistRefused("undecided", undecided)
            if not lines:
                raise ShortlistRefused("empty")
            decided = self._decide(records, docket, person, lines)
            facts = {"proposals": str(decided)}
            records.journal.add(Entry(self.now(), person.id, "release", SHORTLIST, facts))
        return decided

    def lines(self, records: Records, docket: Docket) -> list[Line]:
        """The rule's list with people's changes, inside the caller's transaction.

        What was released holds: later links, verdicts and recusals change nobody's decision.
        """
        if records.shortlists.released():
            return _released(records, docket)
        seats, rule = self._seats(records), self.rules_of(records).shortlist
        if not {*rule.ties} <= {each.code for each in self.criteria.criteria}:
            raise ShortlistRefused("unknown_criterion")
        bars = {code.code for code in self.codes if code.bars}
        barred = {each.proposal_id for each in records.verdicts.standing() if each.code in bars}
        group_of = {member: group for group in linked_groups(records) for member in group.members}
        tracks = records.requests.tracks()
        candidates = []
        for key, proposal in sorted(docket.proposals.items(), key=lambda pair: (pair[1].receipt or "", pair[0])):
            group = group_of.get(key)
            candidates.append(
                Candidate(
                    proposal_id=key,
                    track=tracks[key].track if key in tracks else proposal.content.track,
                    mean=docket.mean(key),
                    ties=tuple(docket.criterion_mean(key, code) or Fraction(0) for code in rule.ties),
                    group=group.canonical if group else "",
                    stands_first=group is not None and group.canonical == key,
                    is_barred=key in barred,
                )
            )
        drawn = draw_up(candidates, seats, one_per_group=rule.one_per_group)
        return apply(drawn, records.shortlists.changes(), seats)

    def _seats(self, records: Records) -> dict[str, int]:
        return {track.code: track.finalists for track in self.rules_of(records).tracks}

    def _change(self, person: Person, kind: ChangeKind, proposal_id: str, track: str, reason: str) -> None:
        person.require("change the shortlist", Role.ORGANISER)
        reason = required(reason)
        with self.database.write() as records:
            docket, seats = _changeable(records, self.criteria), self._seats(records)
            if kind is ChangeKind.NO_FINALIST:
                if track not in seats:
                    raise NotFound("track", track)
            else:
                docket.proposal(proposal_id)
                _refuse_own(docket, person, proposal_id)
                lines = self.lines(records, docket)
                track = next(line.track for line in lines if line.proposal_id == proposal_id)
                if kind is ChangeKind.ADD:
                    _refuse_full(lines, proposal_id, track, seats)
            change = Change(self.new_id(), kind, track, proposal_id, person.id, self.now(), reason)
            records.shortlists.change(change)
            facts = {"change": change.id, "kind": kind.value, "track": track, "proposal": proposal_id}
            before = _released(records, docket) if records.shortlists.released() else []
            records.shortlists.drop_packages()
            records.journal.add(Entry(self.now(), person.id, "change_shortlist", SHORTLIST, facts))
            after = apply(before, [change], seats)
            self._decide(records, docket, person, [new for old, new in zip(before, after, strict=True) if old != new])

    def _decide(self, records: Records, docket: Docket, person: Person, lines: Sequence[Line]) -> int:
        at = self.now()
        made = [
            Decision(x.proposal_id, x.track, x.standing is Standing.IN, x.why, x.mean, x.reason, person.id, at)
            for x in lines
        ]
        records.shortlists.decide(made)
        for each in made:
            outcome = "finalist" if each.is_finalist else "not_finalist"
            facts = {"outcome": outcome, "why": each.why.value, "reason": each.reason, "track": each.track}
            proposal = docket.proposals[each.proposal_id]
            self.notifying.tell(records, authors(proposal), "decided", proposal.id, facts)
        return len(made)


def _closed(records: Records, criteria: Criteria) -> Docket:
    docket = Docket.read(records, criteria)
    if docket.phase is not Phase.CLOSED:
        raise ShortlistRefused("under_review")
    return docket


def _changeable(records: Records, criteria: Criteria) -> Docket:
    if records.shortlists.is_sealed():
        raise ShortlistRefused("sealed")
    return _closed(records, criteria)


def _released(records: Records, docket: Docket) -> list[Line]:
    """The released decisions as lines, the best first; what was withdrawn since is not among them."""
    told = [each for each in records.shortlists.decisions().values() if each.proposal_id in docket.proposals]
    ordered = sorted(told, key=lambda each: (each.track, not each.is_finalist, -(each.mean or 0), each.proposal_id))
    return [
        Line(
            each.proposal_id,
            each.track,
            each.mean,
            None,
            Standing.IN if each.is_finalist else Standing.OUT,
            each.why,
            each.reason,
            each.by if each.reason else "",
        )
        for each in ordered
    ]


def _refuse_own(docket: Docket, person: Person, proposal_id: str) -> None:
    if docket.conflicts(person, docket.proposals[proposal_id]):
        raise ShortlistRefused("own")


def _refuse_full(lines: Sequence[Line], proposal_id: str, track: str, seats: dict[str, int]) -> None:
    others = [line for line in lines if line.track == track and line.proposal_id != proposal_id]
    if sum(line.standing is Standing.IN for line in others) >= seats.get(track, 0):
        raise ShortlistRefused("full", seats.get(track, 0))


def _hidden(line: Line) -> Line:
    """The line as somebody with a conflict sees it: the outcome without numbers."""
    return Line(line.proposal_id, line.track, None, None, line.standing, line.why, line.reason, line.by)
