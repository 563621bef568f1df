"""What models suggested and what people made of it.

Law: a part written anew (another pitch) is added; the last one of a kind counts, the earlier ones stay.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, Select, func, insert, select

from assistant.domain.advice import (
    Advice,
    AdviceDecision,
    AdviceKind,
    ContentsAdvice,
    DifferenceAdvice,
    PitchAdvice,
    Provenance,
    Rung,
    Suggestion,
    TrackAdvice,
    Value,
    Verdict,
)
from assistant.errors import NotFound
from assistant.storage.advice_tables import advice, advice_decisions, advice_parts, own_tracks
from assistant.storage.tables import people, proposals
from assistant.storage.writing import refusing, upsert

_FORMS: Final[dict[AdviceKind, TypeAdapter[Any]]] = {
    AdviceKind.TRACK: TypeAdapter(TrackAdvice),
    AdviceKind.PITCH: TypeAdapter(PitchAdvice),
    AdviceKind.CONTENTS: TypeAdapter(ContentsAdvice),
    AdviceKind.DIFFERENCE: TypeAdapter(DifferenceAdvice),
}


class AdviceRecords:
    """Advice and decisions of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, given: Advice) -> None:
        """Store one advice. Raises NotFound where its proposal or the person who asked is unknown."""
        references = (proposals.c.id, given.proposal_id), (people.c.id, given.asked_by)
        row = {"id": given.id, "proposal_id": given.proposal_id, "version": given.version}
        with refusing(self._connection, *references):
            self._connection.execute(insert(advice), {**row, "asked_by": given.asked_by, "asked_at": given.asked_at})
        for kind, origin in given.suggestion.origins.items():
            self.add_part(given.id, kind, given.suggestion.value(kind), origin)

    def add_part(self, advice_id: str, kind: AdviceKind, value: Value, origin: Provenance) -> None:
        """Store a part, which takes the place of an earlier one of its kind. Raises NotFound for unknown advice."""
        row = {"advice_id": advice_id, "kind": kind.value, "value": _FORMS[kind].dump_json(value).decode("utf-8")}
        row |= {"rung": origin.rung.value, "model": origin.model, "prompt": origin.prompt}
        row |= {"input_hash": origin.input_hash, "fell_back_because": origin.fell_back_because}
        counted = {"input_tokens": origin.input_tokens, "output_tokens": origin.output_tokens}
        measured = {"seconds": origin.seconds, "dropped": origin.dropped}
        with refusing(self._connection, (advice.c.id, advice_id)):
            self._connection.execute(insert(advice_parts), {**row, **counted, **measured})

    def count_parts(self, advice_id: str, kind: AdviceKind) -> int:
        """How many parts of a kind were ever written for an advice."""
        p = advice_parts.c
        counted = select(func.count()).where(p.advice_id == advice_id, p.kind == kind.value)
        return self._connection.scalar(counted) or 0

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

    def of_proposal(self, proposal_id: str) -> list[Advice]:
        """Every advice on one proposal, in the order it was given."""
        query = select(advice).where(advice.c.proposal_id == proposal_id).order_by(advice.c.seq)
        return [self._whole(row) for row in self._connection.execute(query)]

    def all(self) -> list[Advice]:
        """Every advice, in the order it was given."""
        return [self._whole(row) for row in self._connection.execute(select(advice).order_by(advice.c.seq))]

    def stamps(self) -> set[str]:
        """The stamps of all prompts that ever answered."""
        return set(self._connection.scalars(select(advice_parts.c.prompt).distinct()))

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

    def all_decisions(self) -> list[AdviceDecision]:
        """Every decision on every advice, in the order they were made."""
        return [_decision(row) for row in self._connection.execute(select(advice_decisions).order_by("seq"))]

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

    def put_own_track(self, proposal_id: str, track: str, by: str, at: datetime) -> None:
        """The track its author named before a suggestion was shown."""
        row = {"proposal_id": proposal_id, "track": track, "chosen_by": by, "chosen_at": at}
        upsert(self._connection, own_tracks, [row])

    def own_track(self, proposal_id: str) -> str | None:
        """That track, or None where the author was not asked or has not answered."""
        return self._connection.scalar(select(own_tracks.c.track).where(own_tracks.c.proposal_id == proposal_id))

    def all_own_tracks(self) -> dict[str, str]:
        """Proposal -> the track its author named first."""
        return {row.proposal_id: row.track for row in self._connection.execute(select(own_tracks))}

    def _one(self, query: Select[Any]) -> Advice | None:
        row = self._connection.execute(query).one_or_none()
        return None if row is None else self._whole(row)

    def _whole(self, row: Row[Any]) -> Advice:
        p = advice_parts
        parts = self._connection.execute(select(p).where(p.c.advice_id == row.id).order_by(p.c.seq)).all()
        values = {AdviceKind(part.kind): _FORMS[AdviceKind(part.kind)].validate_json(part.value) for part in parts}
        origins = {AdviceKind(part.kind): _origin(part) for part in parts}
        suggestion = Suggestion.of(values, origins)
        return Advice(row.id, row.proposal_id, row.version, suggestion, row.asked_by, row.asked_at)


def _origin(part: Row[Any]) -> Provenance:
    told = (Rung(part.rung), part.model, part.prompt, part.input_hash, part.seconds)
    return Provenance(*told, part.input_tokens, part.output_tokens, part.fell_back_because, part.dropped)


def _decision(row: Row[Any]) -> AdviceDecision:
    made = (row.text, row.decided_by, row.decided_at, row.edit_distance)
    return AdviceDecision(row.advice_id, AdviceKind(row.kind), Verdict(row.verdict), *made)
