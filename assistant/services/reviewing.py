"""A reviewer's day: what is hers to score, one proposal after the other, and what she may know of the others' scores.

Law: scores are given by people only; nothing a model said about a proposal is looked at here except the track it
suggested.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from fractions import Fraction

from assistant.domain.blind import Shown, masked
from assistant.domain.criteria import Criteria
from assistant.domain.journal import Entry
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Proposal
from assistant.domain.request import Request, TrackConfirmation
from assistant.domain.review import Conflict, Phase, Recusal, Review, Share, State, fair_today
from assistant.domain.text import fingerprint, storable
from assistant.errors import NotFound, ReviewRefused
from assistant.services.docket import OVERSEERS, Docket
from assistant.services.linking import required
from assistant.storage.database import Database
from assistant.storage.records import Records


@dataclass(frozen=True, slots=True)
class Item:
    """One of a reviewer's proposals and what she made of it; None: still to do."""

    shown: Shown
    state: State | None


@dataclass(frozen=True, slots=True)
class OtherSheet:
    """Another reviewer's scores, shown once one's own are in."""

    reviewer: str
    state: State
    scores: Mapping[str, int]
    weighted: Fraction | None
    note: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A proposal on a reviewer's desk. `others` and `mean` are None as long as they are hidden."""

    shown: Shown
    phase: Phase
    own: Review | None
    is_assigned: bool
    others: tuple[OtherSheet, ...] | None
    mean: Fraction | None
    suggested_track: str
    confirmed: TrackConfirmation | None
    requests: tuple[Request, ...]


@dataclass(frozen=True, slots=True)
class Reviewing:
    """`zone` tells where a day begins and ends; `tracks` are the codes that may be confirmed."""

    database: Database
    criteria: Criteria
    tracks: frozenset[str]
    zone: tzinfo
    now: Callable[[], datetime]

    def mine(self, person: Person) -> list[Item]:
        """Her proposals, what is still to do first, in an order of her own so that nobody is always read last.

        Raises NotAllowed.
        """
        person.require("review", Role.REVIEWER)
        with self.database.read() as records:
            docket = Docket.read(records, self.criteria)
        items = []
        for key in sorted(docket.mine(person), key=lambda each: fingerprint(f"{person.id}\n{each}")):
            sheet = docket.sheets.get((key, person.id))
            items.append(Item(docket.shown(docket.proposals[key]), sheet.state if sheet else None))
        return sorted(items, key=lambda item: item.state is not None)

    def share(self, person: Person) -> Share:
        """How much is hers, how much is done, and her fair part of today. Raises NotAllowed."""
        person.require("review", Role.REVIEWER)
        with self.database.read() as records:
            docket, until = Docket.read(records, self.criteria), records.reviews.until()
        today = self.now().astimezone(self.zone).date()
        sheets = [docket.sheets.get((key, person.id)) for key in docket.mine(person)]
        done = [sheet for sheet in sheets if sheet is not None]
        done_today = sum(sheet.at.astimezone(self.zone).date() == today for sheet in done)
        days_left = (until.astimezone(self.zone).date() - today).days + 1 if until else 1
        return fair_today(len(sheets), len(done), done_today, days_left)

    def titles(self, person: Person) -> dict[str, str]:
        """What a link can point at: receipt and title by id of proposals she neither wrote nor is recused from.

        In the order of receipts. Raises NotAllowed.
        """
        person.require("link", Role.REVIEWER, Role.ORGANISER)
        with self.database.read() as records:
            docket = Docket.read(records, self.criteria)
        hidden = {Conflict.OWN, Conflict.DECLARED}
        found = [each for each in docket.proposals.values() if not docket.conflicts(person, each) & hidden]
        ordered = sorted(found, key=lambda each: (each.receipt or "", each.id))
        return {each.id: " · ".join(filter(None, (each.receipt, docket.title(each)))) for each in ordered}

    def open(self, person: Person, proposal_id: str) -> Sheet:
        """A proposal to read and score. Raises NotAllowed, NotFound, ReviewRefused."""
        with self.database.read() as records:
            docket = Docket.read(records, self.criteria)
            proposal = docket.require_readable(person, proposal_id)
            advice = records.advice.latest(proposal_id)
            asked = records.requests.of(proposal_id)
            confirmed = records.requests.tracks().get(proposal_id)
        may_see = docket.may_see_scores(person, proposal_id)
        names = docket.telling([proposal_id])
        return Sheet(
            shown=docket.shown(proposal),
            phase=docket.phase,
            own=docket.sheets.get((proposal_id, person.id)),
            is_assigned=person.id in docket.assigned.get(proposal_id, ()),
            others=tuple(self._others(docket, person, proposal_id)) if may_see else None,
            mean=docket.mean(proposal_id) if may_see else None,
            suggested_track=advice.suggestion.track.track if advice else "",
            confirmed=confirmed,
            requests=tuple(_covered(each, names) for each in asked),
        )

    def save(
        self, person: Person, proposal_id: str, scores: Mapping[str, int], note: str = "", reason: str = ""
    ) -> str | None:
        """Store her scores and return the next proposal still to do, None when all are done.

        Changing scores that are in needs a reason, which the journal notes, for she has seen the others' by then.
        Raises NotAllowed, NotFound, ReviewRefused, Incomplete.
        """
        person.require("review", Role.REVIEWER)
        self.criteria.check(scores)
        with self.database.write() as records:
            docket = self._writable(records, person, proposal_id)
            before = docket.sheets.get((proposal_id, person.id))
            if before is not None and before.state is State.ABSTAINED:
                raise ReviewRefused("abstained")
            if before is not None:
                required(reason)
            note, at = storable(note).strip(), self.now()
            revisions = before.revisions + 1 if before else 0
            review = Review(proposal_id, person.id, State.SCORED, dict(scores), note, at, revisions)
            records.reviews.put(review)
            docket.sheets[proposal_id, person.id] = review
            facts = {"revisions": str(revisions)} | {code: str(score) for code, score in scores.items()}
            records.journal.add(Entry(at, person.id, "revise_review" if before else "review", proposal_id, facts))
            return self._next(docket, person)

    def abstain(self, person: Person, proposal_id: str, reason: str) -> str | None:
        """Give no score, with a reason; returns the next to do.

        Raises NotAllowed, NotFound, ReviewRefused, Incomplete.
        """
        reason = required(reason)
        with self.database.write() as records:
            docket = self._writable(records, person, proposal_id)
            if (proposal_id, person.id) in docket.sheets:
                raise ReviewRefused("abstained")
            at = self.now()
            records.reviews.put(Review(proposal_id, person.id, State.ABSTAINED, {}, reason, at))
            records.journal.add(Entry(at, person.id, "abstain", proposal_id, {}))
            return self._next(Docket.read(records, self.criteria), person)

    def declare(self, person: Person, proposal_id: str, reason: str) -> str | None:
        """Declare a conflict of interest: the proposal leaves her list and she leaves its counts.

        Returns the next to do. Raises NotAllowed, NotFound, ReviewRefused, Incomplete.
        """
        reason = required(reason)
        with self.database.write() as records:
            docket = Docket.read(records, self.criteria)
            docket.require_readable(person, proposal_id)
            at = self.now()
            records.reviews.recuse(Recusal(proposal_id, person.id, person.id, at, reason))
            records.journal.add(Entry(at, person.id, "recuse", proposal_id, {}))
            return self._next(Docket.read(records, self.criteria), person)

    def confirm_track(self, person: Person, proposal_id: str, track: str) -> TrackConfirmation:
        """Say which track it belongs to; what the author chose and a model suggested is written beside it.

        Raises NotAllowed, NotFound (also for an unknown track), ReviewRefused.
        """
        person.require("confirm the track", Role.REVIEWER, *OVERSEERS)
        if track not in self.tracks:
            raise NotFound("track", track)
        with self.database.write() as records:
            docket = Docket.read(records, self.criteria)
            chosen = docket.require_readable(person, proposal_id).content.track
            advice, at = records.advice.latest(proposal_id), self.now()
            suggested = advice.suggestion.track.track if advice else ""
            confirmed = TrackConfirmation(proposal_id, track, chosen, suggested, person.id, at)
            records.requests.confirm_track(confirmed)
            facts = {"track": track, "chosen": chosen, "suggested": suggested}
            records.journal.add(Entry(at, person.id, "confirm_track", proposal_id, facts))
        return confirmed

    def _writable(self, records: Records, person: Person, proposal_id: str) -> Docket:
        person.require("review", Role.REVIEWER)
        docket = Docket.read(records, self.criteria)
        proposal: Proposal = docket.require_readable(person, proposal_id)
        if person.id not in docket.assigned.get(proposal.id, ()):
            raise ReviewRefused("not_assigned")
        if not docket.phase.takes_scores:
            raise ReviewRefused("not_under_review")
        return docket

    def _next(self, docket: Docket, person: Person) -> str | None:
        if Role.REVIEWER not in person.roles:
            return None
        left = [key for key in docket.mine(person) if (key, person.id) not in docket.sheets]
        return min(left, key=lambda each: fingerprint(f"{person.id}\n{each}"), default=None)

    def _others(self, docket: Docket, person: Person, proposal_id: str) -> list[OtherSheet]:
        found = []
        for other in docket.panel(proposal_id):
            sheet = docket.sheets.get((proposal_id, other.id))
            if sheet is None or other.id == person.id:
                continue
            weighted = self.criteria.weighted(sheet.scores) if sheet.state is State.SCORED else None
            found.append(OtherSheet(other.name, sheet.state, sheet.scores, weighted, sheet.note))
        return found


def _covered(asked: Request, names: frozenset[str]) -> Request:
    """The request without its authors' ids and, while blind, without names in the answer."""
    answer = masked(asked.answer, names) if names else asked.answer
    return replace(asked, by="", answered_by=None, answer=answer)
