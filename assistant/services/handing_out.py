"""A proposal as an office document: for its author, and for those who review it as far as they may see it.

Law: a reviewer's file holds what her screen holds; a text a model wrote is labelled wherever it goes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from assistant.documents.writing.docx import docx_bytes
from assistant.documents.writing.hwpx import hwpx_bytes
from assistant.documents.writing.sheet import GENERATED, LABELS, FormSheet, rows_of
from assistant.domain.advice import AdviceKind, AdvisorKind, Verdict
from assistant.domain.blind import Shown
from assistant.domain.criteria import Criteria
from assistant.domain.journal import Entry
from assistant.domain.person import Person
from assistant.domain.proposal import Proposal
from assistant.services.docket import Docket
from assistant.services.owning import own
from assistant.storage.database import Database
from assistant.storage.records import Records

FORMS: Mapping[str, Callable[[FormSheet], bytes]] = {"docx": docx_bytes, "hwpx": hwpx_bytes}
_BLIND = "이름을 가린 심사용 사본입니다. 제안자의 이름과 부서는 ○○○로 가렸습니다."
_MACHINE = f"‘{GENERATED}’이라고 적힌 글은 언어 모델이 만들고 제안자가 받아들인 것입니다."


@dataclass(frozen=True, slots=True)
class HandingOut:
    """`tracks` are the Korean names by code; `zone` is the city's. Every file is noted in the journal."""

    database: Database
    criteria: Criteria
    tracks: Mapping[str, str]
    zone: tzinfo
    now: Callable[[], datetime]

    def mine(self, person: Person, proposal_id: str, form: str) -> bytes:
        """Her own proposal at any stage; `form` is one of FORMS. Raises NotFound."""
        with self.database.read() as records:
            proposal = own(records.proposals.get(proposal_id), person)
            writers = [records.people.get(each).name for each in (proposal.author_id, *proposal.co_author_ids)]
            generated = _generated(records, proposal)
        content = proposal.content
        head = [("제안자", ", ".join(writers)), ("부서", content.department), *self._facts(proposal, content.track)]
        texts = [(name, getattr(content, name)) for name in LABELS]
        return self._written(person, proposal_id, form, content.title, head, texts, generated, blind=False)

    def of_review(self, person: Person, proposal_id: str, form: str) -> bytes:
        """A proposal under review, without names while it is blind. Raises NotAllowed, NotFound, ReviewRefused."""
        with self.database.read() as records:
            docket = Docket.read(records, self.criteria)
            proposal = docket.require_readable(person, proposal_id)
            shown = docket.shown(proposal)
            generated = _generated(records, proposal)
        head = [("제안자", ", ".join(shown.authors)), ("부서", shown.department)] if not shown.is_blind else []
        texts = [(name, _of(shown, name)) for name in LABELS]
        head += self._facts(proposal, shown.track)
        return self._written(person, proposal_id, form, shown.title, head, texts, generated, blind=shown.is_blind)

    def _facts(self, proposal: Proposal, track: str) -> list[tuple[str, str]]:
        at = proposal.submitted_at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M") if proposal.submitted_at else ""
        found = (("분야", self.tracks.get(track, track)), ("접수번호", proposal.receipt or ""), ("접수일시", at))
        return [(label, text) for label, text in found if text]

    def _written(
        self,
        person: Person,
        proposal_id: str,
        form: str,
        title: str,
        head: list[tuple[str, str]],
        texts: list[tuple[str, str]],
        generated: frozenset[str],
        *,
        blind: bool,
    ) -> bytes:
        rows = rows_of(texts, generated)
        is_marked = any(GENERATED in label for label, _ in rows)
        foot = tuple(filter(None, (_BLIND if blind else "", _MACHINE if is_marked else "")))
        made = FORMS[form](FormSheet(title, tuple(head), rows, foot))
        with self.database.write() as records:
            facts = {"form": form, "is_blind": str(blind)}
            records.journal.add(Entry(self.now(), person.id, "export", proposal_id, facts))
        return made


def _generated(records: Records, proposal: Proposal) -> frozenset[str]:
    """Fields whose text a language model wrote and nobody has changed since it was taken over."""
    pitch = " ".join(proposal.content.pitch.split())
    for advice in records.advice.of_proposal(proposal.id) if pitch else ():
        origin = advice.suggestion.origins.get(AdviceKind.PITCH)
        if origin is None or origin.kind is not AdvisorKind.LLM:
            continue
        for decision in records.advice.decisions(advice.id):
            is_taken = decision.kind is AdviceKind.PITCH and decision.verdict is not Verdict.DISMISSED
            if is_taken and " ".join(decision.text.split()) == pitch:
                return frozenset({"pitch"})
    return frozenset()


def _of(shown: Shown, name: str) -> str:
    return str(getattr(shown, name))
