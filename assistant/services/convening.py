"""Running a review: its phases, sharing out the work, seeing how far it is and where reviewers disagree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from assistant.domain.blind import Shown
from assistant.domain.criteria import Criteria
from assistant.domain.journal import Entry
from assistant.domain.link import TakenBack
from assistant.domain.person import Person, Role
from assistant.domain.review import FOLLOWS, Assignment, Phase, Recusal, State, share_out
from assistant.errors import NotFound, ReviewRefused
from assistant.services.docket import Docket, require_overseer
from assistant.services.linking import required
from assistant.storage.database import Database

REVIEW = "review"
"""The subject of journal entries about the review as a whole."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """How far one proposal is. Everything but `shown` is None for whom its scores are hidden from."""

    shown: Shown
    track: str
    done: int | None
    expected: int | None
    abstained: int | None
    mean: Fraction | None
    spread: Fraction | None


@dataclass(frozen=True, slots=True)
class Progress:
    """The whole review in numbers: sheets wanted and there (abstentions too), and by reviewer (name, done, of)."""

    phase: Phase
    until: datetime | None
    proposals: int
    unassigned: int
    wanted: int
    done: int
    by_reviewer: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A reviewer of one proposal: None as a state is to do. Who has a conflict that was found is not among them."""

    id: str
    name: str
    state: State | None
    is_recused: bool


@dataclass(frozen=True, slots=True)
class Convening:
    """For organisers and officers; only an organiser changes anything."""

    database: Database
    criteria: Criteria
    now: Callable[[], datetime]

    def phase(self) -> Phase:
        """Where reviewing stands; anybody may know."""
        with self.database.read() as records:
            return records.reviews.phase()

    def go_on(self, person: Person, phase: Phase) -> None:
        """Enter another phase. Raises NotAllowed, ReviewRefused where the phase does not follow."""
        person.require("change the phase", Role.ORGANISER)
        with self.database.write() as records:
            before = records.reviews.phase()
            if phase not in FOLLOWS[before] or (phase is Phase.OPEN and records.shortlists.released()):
                raise ReviewRefused("not_under_review")
            records.reviews.set_phase(phase)
            facts = {"from": before.value, "to": phase.value}
            records.journal.add(Entry(self.now(), person.id, "review_phase", REVIEW, facts))

    def set_until(self, person: Person, until: datetime) -> None:
        """Say when scores are due. Raises NotAllowed."""
        person.require("set the deadline", Role.ORGANISER)
        with self.database.write() as records:
            records.reviews.set_until(until)
            facts = {"until": until.isoformat()}
            records.journal.add(Entry(self.now(), person.id, "review_until", REVIEW, facts))

    def share_out(self, person: Person) -> int:
        """Assign what has too few reviewers, evenly, never against a conflict; how many assignments were made.

        Raises NotAllowed, ReviewRefused once reviewing is closed.
        """
        person.require("assign", Role.ORGANISER)
        with self.database.write() as records:
            docket = Docket.read(records, self.criteria)
            if docket.phase is Phase.CLOSED:
                raise ReviewRefused("not_under_review")
            reviewers = [each for each in docket.people.values() if Role.REVIEWER in each.roles]
            ordered = sorted(docket.proposals.values(), key=lambda each: (each.receipt or "", each.id))
            free = {each.id: [who.id for who in reviewers if not docket.conflicts(who, each)] for each in ordered}
            assigned = {each.id: [who.id for who in docket.panel(each.id)] for each in ordered}
            at = self.now()
            made = share_out([each.id for each in ordered], free, assigned, self.criteria.reviewers)
            records.reviews.assign([Assignment(key, reviewer, at, person.id) for key, reviewer in made])
            records.journal.add(Entry(at, person.id, "assign", REVIEW, {"assignments": str(len(made))}))
        return len(made)

    def progress(self, person: Person) -> Progress:
        """The review in numbers; who is recused is in none of them. Raises NotAllowed."""
        require_overseer(person, "see the progress")
        with self.database.read() as records:
            docket, until = Docket.read(records, self.criteria), records.reviews.until()
        panels = {key: docket.panel(key) for key in docket.proposals}
        by_reviewer: dict[str, tuple[int, int]] = {}
        for key, panel in panels.items():
            for reviewer in panel:
                done, of = by_reviewer.get(reviewer.id, (0, 0))
                by_reviewer[reviewer.id] = (done + ((key, reviewer.id) in docket.sheets), of + 1)
        return Progress(
            phase=docket.phase,
            until=until,
            proposals=len(panels),
            unassigned=sum(not panel for panel in panels.values()),
            wanted=sum(of for _, of in by_reviewer.values()),
            done=sum(done for done, _ in by_reviewer.values()),
            by_reviewer=tuple((docket.people[who].name, *numbers) for who, numbers in sorted(by_reviewer.items())),
        )

    def board(self, person: Person) -> list[BoardRow]:
        """Every proposal under review in the order of receipts; her own ones are left out. Raises NotAllowed."""
        require_overseer(person, "see the board")
        with self.database.read() as records:
            docket, tracks = Docket.read(records, self.criteria), records.requests.tracks()
        rows = []
        for proposal in sorted(docket.proposals.values(), key=lambda each: (each.receipt or "", each.id)):
            if proposal.belongs_to(person.id):
                continue
            track = tracks[proposal.id].track if proposal.id in tracks else proposal.content.track
            if not docket.may_see_scores(person, proposal.id):
                rows.append(BoardRow(docket.shown(proposal), track, None, None, None, None, None))
                continue
            panel, scored = docket.panel(proposal.id), len(docket.scored(proposal.id))
            sheets = sum((proposal.id, who.id) in docket.sheets for who in panel)
            numbers = (scored, len(panel), sheets - scored, docket.mean(proposal.id), docket.spread(proposal.id))
            rows.append(BoardRow(docket.shown(proposal), track, *numbers))
        return rows

    def panel(self, person: Person, proposal_id: str) -> list[Member]:
        """Who reviews a proposal, and who declared a conflict or was recused; found conflicts are left out as always.

        Raises NotAllowed, NotFound, ReviewRefused.
        """
        require_overseer(person, "see the panel")
        with self.database.read() as records:
            docket = Docket.read(records, self.criteria)
        docket.require_readable(person, proposal_id)
        declared = [docket.people[who] for proposal, who in docket.declared if proposal == proposal_id]
        members = {each.id: each for each in (*docket.panel(proposal_id), *declared)}
        found = []
        for each in sorted(members.values(), key=lambda each: (each.name, each.id)):
            sheet = docket.sheets.get((proposal_id, each.id))
            is_recused = (proposal_id, each.id) in docket.declared
            found.append(Member(each.id, each.name, sheet.state if sheet else None, is_recused))
        return found

    def disagreements(self, person: Person) -> list[BoardRow]:
        """Proposals whose reviewers lie far apart, widest first. Raises NotAllowed."""
        rows = [row for row in self.board(person) if row.spread is not None]
        wide = [row for row in rows if row.spread is not None and row.spread >= self.criteria.disagreement]
        return sorted(wide, key=lambda row: (-(row.spread or 0), row.shown.receipt))

    def reopen(self, person: Person, proposal_id: str, reviewer_id: str, reason: str) -> None:
        """Let a reviewer who abstained begin anew. Raises NotAllowed, NotFound, Incomplete, ReviewRefused."""
        person.require("reopen", Role.ORGANISER)
        required(reason)
        with self.database.write() as records:
            docket = Docket.read(records, self.criteria)
            docket.proposal(proposal_id)
            if (proposal_id, reviewer_id) not in docket.sheets:
                raise NotFound("review", proposal_id)
            if not docket.phase.takes_scores:
                raise ReviewRefused("not_under_review")
            records.reviews.remove(proposal_id, reviewer_id)
            facts = {"reviewer": reviewer_id}
            records.journal.add(Entry(self.now(), person.id, "reopen_review", proposal_id, facts))

    def recuse(self, person: Person, proposal_id: str, reviewer_id: str, reason: str) -> None:
        """Recuse a reviewer on her behalf. Raises NotAllowed, NotFound, Incomplete, ReviewRefused."""
        person.require("recuse", Role.ORGANISER)
        reason, at = required(reason), self.now()
        with self.database.write() as records:
            Docket.read(records, self.criteria).proposal(proposal_id)
            records.people.get(reviewer_id)
            records.reviews.recuse(Recusal(proposal_id, reviewer_id, person.id, at, reason))
            records.journal.add(Entry(at, person.id, "recuse", proposal_id, {"reviewer": reviewer_id}))

    def unrecuse(self, person: Person, proposal_id: str, reviewer_id: str, reason: str) -> None:
        """Take a declared conflict back. Raises NotAllowed, NotFound, Incomplete."""
        person.require("recuse", Role.ORGANISER)
        taken_back = TakenBack(person.id, self.now(), required(reason))
        with self.database.write() as records:
            if not records.reviews.unrecuse(proposal_id, reviewer_id, taken_back):
                raise NotFound("recusal", proposal_id)
            facts = {"reviewer": reviewer_id}
            records.journal.add(Entry(taken_back.at, person.id, "unrecuse", proposal_id, facts))
