"""What models suggested and what people made of it, in two tables."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select

from assistant.domain.advice import (
    Advice,
    AdviceDecision,
    AdviceKind,
    AdvisorKind,
    ContentsAdvice,
    PitchAdvice,
    Provenance,
    Suggestion,
    TrackAdvice,
    Verdict,
)
from assistant.errors import NotFound
from assistant.storage.tables import advice, advice_decisions, people, proposals
from assistant.storage.writing import refusing


class AdviceRecords:
    """Advice and decisions of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, given: Advice) -> None:
        """Store one advice. Raises NotFound where its proposal or the person who asked is unknown."""
        references = (proposals.c.id, given.proposal_id), (people.c.id, given.asked_by)
        with refusing(self._connection, *references):
            self._connection.execute(insert(advice), _columns(given))

    def get(self, advice_id: str) -> Advice:
        """Raises NotFound."""
        found = self._one(select(advice).where(advice.c.id == advice_id))
        if found is None:
            raise NotFound("advice", advice_id)
        return found

    def latest(self, proposal_id: str) -> Advice | None:
        """The advice stored last on a proposal."""
        query = select(advice).where(advice.c.proposal_id == proposal_id)
        return self._one(query.order_by(advice.c.seq.desc()).limit(1))

    def decide(self, decision: AdviceDecision) -> None:
        """Store a decision; an earlier one on the same kind stays. Raises NotFound for unknown advice or person."""
        row = {"advice_id": decision.advice_id, "kind": decision.kind.value, "verdict": decision.verdict.value}
        row |= {"text": decision.text, "decided_by": decision.decided_by}
        when = {"decided_at": decision.decided_at, "edit_distance": decision.edit_distance}
        references = (advice.c.id, decision.advice_id), (people.c.id, decision.decided_by)
        with refusing(self._connection, *references):
            self._connection.execute(insert(advice_decisions), {**row, **when})

    def decisions(self, advice_id: str) -> list[AdviceDecision]:
        """Decisions on one advice, in the order they were made; the last of a kind holds."""
        d = advice_decisions
        rows = self._connection.execute(select(d).where(d.c.advice_id == advice_id).order_by(d.c.seq))
        return [_decision(row) for row in rows]

    def confirmed_tracks(self) -> list[tuple[str, str]]:
        """(content hash, track) of every proposal whose last decision on a track put one into the draft.

        The hash is that of the text as it stands now; in the order of proposal ids.
        """
        a, d, p = advice.c, advice_decisions.c, proposals.c
        source = advice_decisions.join(advice, a.id == d.advice_id).join(proposals, p.id == a.proposal_id)
        query = select(p.id, p.content_hash, d.verdict, d.text).select_from(source).order_by(d.seq)
        last = {row.id: row for row in self._connection.execute(query.where(d.kind == AdviceKind.TRACK.value))}
        return [
            (row.content_hash, row.text) for _, row in sorted(last.items()) if row.verdict != Verdict.DISMISSED.value
        ]

    def _one(self, query: Select[Any]) -> Advice | None:
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _advice(row)


def _columns(given: Advice) -> dict[str, object]:
    suggestion, came_from = given.suggestion, given.suggestion.provenance
    return {
        "id": given.id,
        "proposal_id": given.proposal_id,
        "version": given.version,
        "asked_by": given.asked_by,
        "asked_at": given.asked_at,
        "track": suggestion.track.track,
        "confidence": suggestion.track.confidence,
        "why": suggestion.track.why,
        "pitch": suggestion.pitch.pitch,
        "sources": suggestion.pitch.sources,
        "missing": suggestion.contents.missing,
        "advisor": came_from.kind.value,
        "model": came_from.model,
        "prompt": came_from.prompt,
        "input_hash": came_from.input_hash,
        "seconds": came_from.seconds,
        "input_tokens": came_from.input_tokens,
        "output_tokens": came_from.output_tokens,
        "fell_back_because": suggestion.fell_back_because,
    }


def _advice(row: Row[Any]) -> Advice:
    kind = AdvisorKind(row.advisor)
    tokens = (row.input_tokens, row.output_tokens)
    suggestion = Suggestion(
        TrackAdvice(row.track, row.confidence, row.why),
        PitchAdvice(row.pitch, row.sources),
        ContentsAdvice(row.missing),
        Provenance(kind, row.model, row.prompt, row.input_hash, row.seconds, *tokens),
        row.fell_back_because,
    )
    return Advice(row.id, row.proposal_id, row.version, suggestion, row.asked_by, row.asked_at)


def _decision(row: Row[Any]) -> AdviceDecision:
    made = (row.text, row.decided_by, row.decided_at, row.edit_distance)
    return AdviceDecision(row.advice_id, AdviceKind(row.kind), Verdict(row.verdict), *made)
