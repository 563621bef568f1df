"""What people made of the advice: blind agreement, agreement after seeing, and the fate of each kind, never mixed.

Who sees a suggestion first tends to agree with it; so for a fixed fifth of the proposals the author names a track
before any is shown, and only that counts as agreement.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.domain.advice import Advice, AdviceDecision, AdviceKind, Verdict
from assistant.domain.agreement import Evaluation, Fate
from assistant.domain.person import Person, Role
from assistant.domain.share import Share
from assistant.domain.text import fingerprint
from assistant.domain.track import UNDECIDED
from assistant.storage.database import Database

ONE_IN = 5
"""One proposal in so many is asked blind."""


def is_blind(proposal_id: str) -> bool:
    """Whether this proposal's author is asked before she is shown a track; by hash, so it never changes."""
    return int(fingerprint(proposal_id)[:8], 16) % ONE_IN == 0


@dataclass(frozen=True, slots=True)
class Measuring:
    """Reads decisions; decides nothing."""

    database: Database

    def evaluation(self, person: Person) -> Evaluation:
        """The figures as they stand. Raises NotAllowed."""
        person.require("see the evaluation of advice", Role.ORGANISER)
        return self.figures()

    def figures(self) -> Evaluation:
        """The same without a person: for the public record."""
        with self.database.read() as records:
            given = records.advice.all()
            last = {(d.advice_id, d.kind): d for d in records.advice.all_decisions()}
            chosen = records.advice.all_own_tracks()
        return Evaluation(_blind(given, chosen), _seen(given, last, chosen), tuple(_fates(given, last)))


def _blind(given: Iterable[Advice], chosen: dict[str, str]) -> Share:
    first: dict[str, str] = {}
    for advice in given:
        track = advice.suggestion.track.track
        if advice.proposal_id in chosen and track != UNDECIDED:
            first.setdefault(advice.proposal_id, track)
    return Share(sum(chosen[key] == track for key, track in first.items()), len(first))


def _seen(given: Iterable[Advice], last: dict[tuple[str, AdviceKind], AdviceDecision], chosen: dict[str, str]) -> Share:
    told = [
        (advice.suggestion.track.track, last[advice.id, AdviceKind.TRACK])
        for advice in given
        if (advice.id, AdviceKind.TRACK) in last and advice.proposal_id not in chosen
    ]
    told = [(track, decision) for track, decision in told if track != UNDECIDED]
    return Share(sum(decision.text == track for track, decision in told), len(told))


def _fates(given: Iterable[Advice], last: dict[tuple[str, AdviceKind], AdviceDecision]) -> list[Fate]:
    found: dict[tuple[str, str, str], Fate] = {}
    for advice in given:
        for kind, origin in advice.suggestion.origins.items():
            decision = last.get((advice.id, kind))
            if decision is None:
                continue
            key = (kind.value, origin.model, origin.prompt)
            fate = found.setdefault(key, Fate(*key))
            match decision.verdict:
                case Verdict.ACCEPTED:
                    found[key] = replace(fate, accepted=fate.accepted + 1)
                case Verdict.EDITED:
                    more = fate.edited_by + decision.edit_distance
                    found[key] = replace(fate, edited=fate.edited + 1, edited_by=more)
                case Verdict.DISMISSED:
                    found[key] = replace(fate, dismissed=fate.dismissed + 1)
    return [found[key] for key in sorted(found)]
