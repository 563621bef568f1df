"""Asking for advice and deciding on it. What a model says becomes part of a text only by its author's own act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import SequenceMatcher

from assistant.domain.advice import (
    Advice,
    AdviceDecision,
    AdviceKind,
    Near,
    Provenance,
    Suggestion,
    TrackAdvice,
    Value,
    Verdict,
    Wish,
)
from assistant.domain.journal import Entry
from assistant.domain.outgoing import Errand
from assistant.domain.person import Person
from assistant.domain.proposal import Content, Proposal
from assistant.domain.text import storable
from assistant.domain.track import Track
from assistant.errors import NotFound, Refused, TooLong
from assistant.llm.advisor import Model, Offline, Request
from assistant.llm.loop import Stop
from assistant.services.drafting import Drafting
from assistant.services.measuring import is_blind
from assistant.services.owning import own
from assistant.services.pacing import Pacing
from assistant.services.posting import on_behalf
from assistant.storage.database import Database
from assistant.storage.records import Records

NEIGHBOURS_SHOWN = 5
"""Past ideas an advisor is shown; each is cut to its share of the token budget there."""
LONGEST_PITCH = 300
MOST_REWRITES = 4
"""Times a pitch can be asked for anew on one advice: once as it is, once each shorter, longer and more formal."""


def _nobody_looks(kind: AdviceKind) -> None:
    """Progress nobody shows."""


@dataclass(frozen=True, slots=True)
class Advising:
    """`configured` is None where no language model is set up; `offline` always answers."""

    database: Database
    drafting: Drafting
    offline: Offline
    configured: Model | None
    tracks: Sequence[Track]
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    pacing: Pacing = field(default_factory=Pacing)

    def ask(
        self,
        person: Person,
        proposal_id: str,
        *,
        progress: Callable[[AdviceKind], None] = _nobody_looks,
        stop: Stop | None = None,
    ) -> Advice:
        """Advice on the stored text; `progress` hears of each part, `stop` calls it off.

        Raises NotFound, StageForbids, TooOften, AdvisorFailed (cancelled); a failing model leads to the offline answer.
        """
        proposal = self.drafting.open(person, proposal_id)
        proposal.require_draft("advise")
        self.pacing.advise(person)
        advice_id = self.new_id()
        request = Request(Errand(advice_id, proposal_id, person.id), progress=progress, stop=stop or Stop())
        near = self._near(person, proposal)
        with on_behalf(request.errand):
            given = suggestion(self.offline, self.configured, proposal.content, near, request)
        advice = Advice(advice_id, proposal_id, proposal.version, given, person.id, self.now())
        with self.database.write() as records:
            if is_blind(proposal_id) and proposal.content.track and records.advice.latest(proposal_id) is None:
                records.advice.put_own_track(proposal_id, proposal.content.track, person.id, advice.asked_at)
            records.advice.add(advice)
            _journal(records, advice, "ask_advice", given.provenance)
        return advice

    def rewrite_pitch(self, person: Person, advice_id: str, wish: Wish, *, stop: Stop | None = None) -> Advice:
        """The same advice with another pitch, for the text as it stands now.

        Raises NotFound, StageForbids, TooOften, AdvisorFailed (cancelled), or Refused after `MOST_REWRITES`.
        """
        with self.database.read() as records:
            advice = records.advice.get(advice_id)
            written = records.advice.count_parts(advice_id, AdviceKind.PITCH)
        proposal = self.drafting.open(person, advice.proposal_id)
        proposal.require_draft("advise")
        if written > MOST_REWRITES:
            raise Refused("the pitch was written anew often enough")
        self.pacing.advise(person)
        wish = replace(wish, again=written)
        errand = Errand(advice_id, proposal.id, person.id)
        request = Request(errand, (AdviceKind.PITCH,), wish, stop=stop or Stop())
        with on_behalf(errand):
            given = suggestion(self.offline, self.configured, proposal.content, (), request)
        origin = given.origins[AdviceKind.PITCH]
        with self.database.write() as records:
            records.advice.add_part(advice_id, AdviceKind.PITCH, given.pitch, origin)
            _journal(records, advice, "rewrite_pitch", origin)
            return records.advice.get(advice_id)

    def latest(self, person: Person, proposal_id: str) -> Advice | None:
        """The last advice on her proposal. Raises NotFound."""
        with self.database.read() as records:
            own(records.proposals.get(proposal_id), person)
            return records.advice.latest(proposal_id)

    def wants_own_track(self, person: Person, proposal_id: str) -> bool:
        """Whether she is to name a track herself before the suggested one is shown. Raises NotFound."""
        with self.database.read() as records:
            own(records.proposals.get(proposal_id), person)
            asked = is_blind(proposal_id) and len(self.tracks) > 1
            return asked and records.advice.own_track(proposal_id) is None

    def name_own_track(self, person: Person, proposal_id: str, track: str) -> None:
        """Her own choice, kept once and apart from the draft. Raises NotFound (also for an unknown track)."""
        if track not in {known.code for known in self.tracks}:
            raise NotFound("track", track)
        with self.database.write() as records:
            own(records.proposals.get(proposal_id), person)
            if records.advice.own_track(proposal_id) is None:
                records.advice.put_own_track(proposal_id, track, person.id, self.now())

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

    def _near(self, person: Person, proposal: Proposal) -> list[Near]:
        found = self.drafting.find_similar(person, proposal.content, exclude_id=proposal.id, limit=NEIGHBOURS_SHOWN)
        return [Near(i.item.id, i.item.content, i.item.outcome, i.evidence) for i in found.ideas]

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
    offline: Offline, configured: Model | None, content: Content, near: Sequence[Near], request: Request | None = None
) -> Suggestion:
    """The configured model's suggestion; parts it did not answer are the offline one's, with the reason why.

    Raises AdvisorFailed (cancelled).
    """
    request = request or Request()
    if configured is None:
        given = offline.suggest(content, near, request.wish)
        return Suggestion.of({k: given.value(k) for k in request.kinds}, {k: given.origins[k] for k in request.kinds})
    partial = configured.suggest(content, near, request)
    values: dict[AdviceKind, Value] = dict(partial.values)
    origins: dict[AdviceKind, Provenance] = dict(partial.origins)
    if rest := [kind for kind in request.kinds if kind not in values]:
        given = offline.suggest(content, near, request.wish)
        for kind in rest:
            values[kind], origins[kind] = given.value(kind), given.origins[kind]
            if failure := partial.failures.get(kind):
                origins[kind] = replace(
                    origins[kind],
                    fell_back_because=failure.reason,
                    input_tokens=failure.input_tokens,
                    output_tokens=failure.output_tokens,
                )
    track = values.get(AdviceKind.TRACK)
    if isinstance(track, TrackAdvice) and not track.examples:
        values[AdviceKind.TRACK] = replace(track, examples=offline.examples(content, track.track))
    return Suggestion.of(values, origins)


def _journal(records: Records, advice: Advice, act: str, origin: Provenance) -> None:
    facts = {
        "advice": advice.id,
        "advisor": origin.kind.value,
        "rung": origin.rung.value,
        "model": origin.model,
        "prompt": origin.prompt,
        "input_tokens": str(origin.input_tokens),
        "output_tokens": str(origin.output_tokens),
        "fell_back": origin.fell_back_because,
    }
    records.journal.add(Entry(advice.asked_at, advice.asked_by, act, advice.proposal_id, facts))


def _offered(advice: Advice, kind: AdviceKind) -> str:
    match kind:
        case AdviceKind.TRACK:
            return advice.suggestion.track.track
        case AdviceKind.PITCH:
            return advice.suggestion.pitch.pitch
        case AdviceKind.CONTENTS | AdviceKind.DIFFERENCE:
            return ""


def _distance(offered: str, text: str, verdict: Verdict) -> int:
    """Characters that had to be put in or taken out to get from the suggestion to the text."""
    if verdict is not Verdict.EDITED:
        return 0
    same = sum(block.size for block in SequenceMatcher(None, offered, text, autojunk=False).get_matching_blocks())
    return len(offered) + len(text) - 2 * same
