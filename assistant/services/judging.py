"""Recording a verdict on a proposal, with the clause it rests on. A verdict is a person's, never a model's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.criteria import Criteria
from assistant.domain.journal import Entry
from assistant.domain.link import TakenBack
from assistant.domain.person import Person
from assistant.domain.verdict import ProposalVerdict, VerdictCode
from assistant.errors import AlreadyJudged, Incomplete, NotFound
from assistant.services.docket import Docket
from assistant.services.linking import JUDGES, required
from assistant.storage.database import Database
from assistant.storage.records import Records


@dataclass(frozen=True, slots=True)
class Judging:
    """`codes` are the organisation's, in the order of its file."""

    database: Database
    codes: Sequence[VerdictCode]
    criteria: Criteria
    now: Callable[[], datetime]
    new_id: Callable[[], str]

    def record(self, person: Person, proposal_id: str, code: str, reason: str, archive_id: str = "") -> ProposalVerdict:
        """Say something of a submitted proposal.

        Raises NotAllowed, NotFound (also for an unknown code or archive item), Incomplete (no reason, or no archive
        item where the code asks for one), ReviewRefused, AlreadyJudged where another verdict stands.
        """
        person.require("verdict", *JUDGES)
        chosen = next((each for each in self.codes if each.code == code), None)
        if chosen is None:
            raise NotFound("verdict code", code)
        reason = required(reason)
        if chosen.needs_archive and not archive_id:
            raise Incomplete(["archive_id"])
        words = (chosen.code, chosen.clause, chosen.words, archive_id)
        verdict = ProposalVerdict(self.new_id(), proposal_id, *words, person.id, self.now(), reason)
        with self.database.write() as records:
            self._check(records, person, proposal_id)
            if archive_id:
                records.archive.get(archive_id)
            for each in records.verdicts.of(proposal_id):
                if each.taken_back is None:
                    raise AlreadyJudged(each.code, each.by)
            records.verdicts.add(verdict)
            facts = {"verdict": verdict.id, "code": code, "clause": chosen.clause, "archive": archive_id}
            records.journal.add(Entry(verdict.at, person.id, "verdict", proposal_id, facts))
        return verdict

    def take_back(self, person: Person, verdict_id: str, reason: str) -> ProposalVerdict:
        """Undo a verdict. Raises NotAllowed, NotFound, Incomplete, ReviewRefused."""
        person.require("verdict", *JUDGES)
        taken_back = TakenBack(person.id, self.now(), required(reason))
        with self.database.write() as records:
            self._check(records, person, records.verdicts.get(verdict_id).proposal_id)
            verdict = records.verdicts.take_back(verdict_id, taken_back)
            facts = {"verdict": verdict_id, "code": verdict.code}
            records.journal.add(Entry(taken_back.at, person.id, "take_back_verdict", verdict.proposal_id, facts))
        return verdict

    def of(self, person: Person, proposal_id: str) -> list[ProposalVerdict]:
        """Everything ever said of a proposal, oldest first. Raises NotAllowed, NotFound, ReviewRefused."""
        person.require("verdict", *JUDGES)
        with self.database.read() as records:
            self._check(records, person, proposal_id)
            return records.verdicts.of(proposal_id)

    def bars(self, verdict: ProposalVerdict) -> bool:
        """Whether the verdict keeps a proposal off the shortlist; one whose code has left the file does not."""
        return any(each.bars for each in self.codes if each.code == verdict.code)

    def _check(self, records: Records, person: Person, proposal_id: str) -> None:
        Docket.read(records, self.criteria).require_readable(person, proposal_id)
