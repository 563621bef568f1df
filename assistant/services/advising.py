"""Asking for advice and deciding on it. What a model says becomes part of a text only by its author's own act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher

from assistant.domain.advice import Advice, AdviceDecision, AdviceKind, Suggestion, Verdict
from assistant.domain.archive import Outcome
from assistant.domain.journal import Entry
from assistant.domain.person import Person
from assistant.domain.proposal import Content, Proposal
from assistant.domain.text import storable
from assistant.domain.track import Track
from assistant.errors import AdvisorFailed, NotFound, TooLong
from assistant.llm.advisor import Advisor
from assistant.services.drafting import Drafting
from assistant.services.owning import own
from assistant.storage.database import Database

NEIGHBOURS_SHOWN = 3
"""Past ideas an advisor is shown; each is cut to its share of the token budget there."""
LONGEST_PITCH = 300


@dataclass(frozen=True, slots=True)
class Advising:
    """`configured` is None where no language model is set up; `offline` always answers."""

    database: Database
    drafting: Drafting
    offline: Advisor
    configured: Advisor | None
    tracks: Sequence[Track]
    now: Callable[[], datetime]
    new_id: Callable[[], str]

    def ask(self, person: Person, proposal_id: str) -> Advice:
        """Advice on the stored text. Raises NotFound, StageForbids; a failing model leads to the offline answer."""
        proposal = self.drafting.open(person, proposal_id)
        proposal.require_draft("advise")
        found = self.drafting.find_similar(person, proposal.content, exclude_id=proposal_id, limit=NEIGHBOURS_SHOWN)
        near = [(idea.item.content, idea.item.outcome) for idea in found.ideas]
        given = suggestion(self.offline, self.configured, proposal.content, near)
        advice = Advice(self.new_id(), proposal_id, proposal.version, given, person.id, self.now())
        origin = given.provenance
        facts = {
            "advice": advice.id,
            "advisor": origin.kind.value,
            "model": origin.model,
            "prompt": origin.prompt,
            "input_tokens": str(origin.input_tokens),
            "output_tokens": str(origin.output_tokens),
            "fell_back": given.fell_back_because,
        }
        with self.database.write() as records:
            records.advice.add(advice)
            records.journal.add(Entry(advice.asked_at, person.id, "ask_advice", proposal_id, facts))
        return advice

    def latest(self, person: Person, proposal_id: str) -> Advice | None:
        """The last advice on her proposal. Raises NotFound."""
        with self.database.read() as records:
            own(records.proposals.get(proposal_id), person)
            return records.advice.latest(proposal_id)

    def decisions(self, person: Person, advice_id: str) -> list[AdviceDecision]:
        """What was made of an advice, oldest first. Raises NotFound."""
        with self.database.read() as records:
            advice = records.advice.get(advice_id)
            own(records.proposals.get(advice.proposal_id), person)
            return records.advice.decisions(advice_id)

    def decide(
        self, person: Person, advice_id: str, kind: AdviceKind, verdict: Verdict, text: str, expected_version: int
    ) -> Proposal:
        """Write the decision down and, unless dismissed, put `text` into the draft in the same transaction.

        Accepting a changed text is an edit, whatever the caller calls it. Raises NotFound (also for a track that does
        not exist), StageForbids, TooLong, EditConflict.
        """
        text, at = storable(text).strip(), self.now()
        with self.database.write() as records:
            advice = records.advice.get(advice_id)
            proposal = own(records.proposals.get(advice.proposal_id), person)
            proposal.require_draft("decide")
            offered = _offered(advice, kind)
            if verdict is Verdict.DISMISSED:
                text = ""
            else:
                verdict = Verdict.ACCEPTED if text == offered else Verdict.EDITED
                content = self._with(proposal.content, kind, text)
                proposal = records.proposals.save(
                    proposal.id, content, expected_version=expected_version, by=person.id, at=at, landmark=True
                )
            records.advice.decide(
                AdviceDecision(advice_id, kind, verdict, text, person.id, at, _distance(offered, text, verdict))
            )
            facts = {"advice": advice_id, "kind": kind.value, "verdict": verdict.value}
            records.journal.add(Entry(at, person.id, "decide_advice", proposal.id, facts))
        self.drafting.changed()
        return proposal

    def _with(self, content: Content, kind: AdviceKind, text: str) -> Content:
        if kind is AdviceKind.TRACK:
            if text not in {track.code for track in self.tracks}:
                raise NotFound("track", text)
            return content.changed(track=text)
        if kind is AdviceKind.PITCH:
            if len(text) > LONGEST_PITCH:
                raise TooLong({"pitch": LONGEST_PITCH})
            return content.changed(pitch=text)
        return content


def suggestion(
    offline: Advisor, configured: Advisor | None, content: Content, near: Sequence[tuple[Content, Outcome]]
) -> Suggestion:
    """The configured model's suggestion; where there is none or it failed, the offline one, with the reason why."""
    if configured is None:
        return offline.suggest(content, near)
    try:
        return configured.suggest(content, near)
    except AdvisorFailed as exc:
        return replace(offline.suggest(content, near), fell_back_because=exc.reason)


def _offered(advice: Advice, kind: AdviceKind) -> str:
    match kind:
        case AdviceKind.TRACK:
            return advice.suggestion.track.track
        case AdviceKind.PITCH:
            return advice.suggestion.pitch.pitch
        case AdviceKind.CONTENTS:
            return ""


def _distance(offered: str, text: str, verdict: Verdict) -> int:
    """Characters that had to be put in or taken out to get from the suggestion to the text."""
    if verdict is not Verdict.EDITED:
        return 0
    same = sum(block.size for block in SequenceMatcher(None, offered, text, autojunk=False).get_matching_blocks())
    return len(offered) + len(text) - 2 * same
