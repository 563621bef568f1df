"""Reading an answer back: what was shown, where each part came from, what was sent for it, who decided what.

Law: nothing is asked and nothing computed anew; what is told is what was stored at the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.advice import Advice, AdviceDecision, AdviceKind, Provenance, Value
from assistant.domain.outgoing import LedgerEntry
from assistant.storage.database import Database


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of advice as it stands; `requests` are those made for it, `decisions` oldest first."""

    kind: AdviceKind
    value: Value
    origin: Provenance
    requests: tuple[LedgerEntry, ...]
    decisions: tuple[AdviceDecision, ...]


@dataclass(frozen=True, slots=True)
class Replayed:
    """An advice and its parts, in the order of the kinds."""

    advice: Advice
    parts: tuple[Part, ...]


def replay(database: Database, advice_id: str) -> Replayed:
    """Raises NotFound."""
    with database.read() as records:
        advice = records.advice.get(advice_id)
        decisions = records.advice.decisions(advice_id)
        sent = [e for e in records.outgoing.of_proposal(advice.proposal_id) if e.sent.errand.advice_id == advice_id]
    return Replayed(advice, tuple(_part(advice, kind, sent, decisions) for kind in AdviceKind if _has(advice, kind)))


def _has(advice: Advice, kind: AdviceKind) -> bool:
    return kind in advice.suggestion.origins


def _part(advice: Advice, kind: AdviceKind, sent: Sequence[LedgerEntry], decisions: Sequence[AdviceDecision]) -> Part:
    origin = advice.suggestion.origins[kind]
    return Part(
        kind,
        advice.suggestion.value(kind),
        origin,
        tuple(entry for entry in sent if entry.sent.prompt == origin.prompt),
        tuple(decision for decision in decisions if decision.kind is kind),
    )
