"""What a model suggested, and what a person made of it: two types, never one.

Law: advice carries no score and ranks nothing; only a named person's decision turns it into a fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from assistant.domain.archive import Outcome
from assistant.domain.link import Relation
from assistant.domain.proposal import Content
from assistant.domain.similarity import SentencePair


class AdviceKind(StrEnum):
    """What the advice is about; `contents` is the coach's."""

    TRACK = "track"
    PITCH = "pitch"
    CONTENTS = "contents"
    DIFFERENCE = "difference"


class AdvisorKind(StrEnum):
    """Which sort of advisor answered."""

    OFFLINE = "offline"
    LLM = "llm"


class Rung(StrEnum):
    """How far down the ladder an answer was found: the model, its second try, an answer kept from before, no model."""

    MODEL = "model"
    REPAIRED = "repaired"
    KEPT = "kept"
    OFFLINE = "offline"


class Verdict(StrEnum):
    """What the person did with it; DISMISSED on the coach's part reads "도움이 안 됨"."""

    ACCEPTED = "accepted"
    EDITED = "edited"
    DISMISSED = "dismissed"


class Presence(StrEnum):
    """Whether a required content is there."""

    PRESENT = "present"
    THIN = "thin"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an answer came from. `prompt` is "name@vN#sha"; tokens are those this answer cost, 0 without a model.

    `fell_back_because` is an AdvisorFailed reason or empty; `dropped` counts claims that no sentence supported.
    """

    rung: Rung
    model: str
    prompt: str
    input_hash: str
    seconds: float
    input_tokens: int = 0
    output_tokens: int = 0
    fell_back_because: str = ""
    dropped: int = 0

    @property
    def kind(self) -> AdvisorKind:
        """Whether a language model wrote it."""
        return AdvisorKind.OFFLINE if self.rung is Rung.OFFLINE else AdvisorKind.LLM


@dataclass(frozen=True, slots=True)
class TrackAdvice:
    """A suggested track (a track's code or "undecided"), why, a confidence in per cent, the two closest examples."""

    track: str
    confidence: int
    why: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rest:
    """A sentence of a pitch and the draft's own sentence it rests on (verbatim)."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class PitchAdvice:
    """Two or three sentences for voters, each with its source."""

    sentences: tuple[Rest, ...] = ()

    @property
    def pitch(self) -> str:
        """The sentences as one text."""
        return " ".join(one.text for one in self.sentences)

    @property
    def sources(self) -> tuple[str, ...]:
        """The draft's sentences it rests on, each once."""
        return tuple(dict.fromkeys(one.source for one in self.sentences))


@dataclass(frozen=True, slots=True)
class RequiredContent:
    """One required content: whether it is there, and the words of the draft that show it (empty where missing)."""

    name: str
    presence: Presence
    quote: str


@dataclass(frozen=True, slots=True)
class ContentsAdvice:
    """The coach's view of the required contents, and one question that would help."""

    contents: tuple[RequiredContent, ...] = ()
    question: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the contents that were not found."""
        return tuple(one.name for one in self.contents if one.presence is Presence.MISSING)


@dataclass(frozen=True, slots=True)
class Difference:
    """What is alike and what differs between the draft and one past idea; `mine` and `theirs` are quoted verbatim.

    `relation` is what a language model takes the draft to be to that idea; None where none was asked.
    """

    item_id: str
    title: str
    same: str
    different: str
    mine: str
    theirs: str
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class DifferenceAdvice:
    """One entry for each of the nearest past ideas that something can be said about."""

    items: tuple[Difference, ...] = ()


Value = TrackAdvice | PitchAdvice | ContentsAdvice | DifferenceAdvice


@dataclass(frozen=True, slots=True)
class Near:
    """A past idea near the draft, with the pairs of sentences that show it (`a` the draft's, `b` the idea's)."""

    id: str
    content: Content
    outcome: Outcome
    pairs: tuple[SentencePair, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """How a pitch is to be written anew: `length` -1 shorter, 0 as before, 1 longer; `again` counts the tries."""

    length: int = 0
    is_formal: bool = False
    again: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Everything one request for advice brought, and where each part came from."""

    track: TrackAdvice
    pitch: PitchAdvice
    contents: ContentsAdvice
    difference: DifferenceAdvice
    origins: Mapping[AdviceKind, Provenance]

    def value(self, kind: AdviceKind) -> Value:
        """The part of that kind."""
        match kind:
            case AdviceKind.TRACK:
                return self.track
            case AdviceKind.PITCH:
                return self.pitch
            case AdviceKind.CONTENTS:
                return self.contents
            case AdviceKind.DIFFERENCE:
                return self.difference

    @classmethod
    def of(cls, values: Mapping[AdviceKind, Value], origins: Mapping[AdviceKind, Provenance]) -> Suggestion:
        """From its parts; a part that is not there is empty."""
        track, pitch = values.get(AdviceKind.TRACK), values.get(AdviceKind.PITCH)
        contents, difference = values.get(AdviceKind.CONTENTS), values.get(AdviceKind.DIFFERENCE)
        return cls(
            track if isinstance(track, TrackAdvice) else TrackAdvice("undecided", 0, ""),
            pitch if isinstance(pitch, PitchAdvice) else PitchAdvice(),
            contents if isinstance(contents, ContentsAdvice) else ContentsAdvice(),
            difference if isinstance(difference, DifferenceAdvice) else DifferenceAdvice(),
            dict(origins),
        )

    @property
    def provenance(self) -> Provenance:
        """All parts as one: a model's where it wrote any, with models and prompts joined and tokens added up."""
        parts = [self.origins[kind] for kind in AdviceKind if kind in self.origins]
        told = [part for part in parts if part.rung is not Rung.OFFLINE] or parts
        worst = max(told, key=lambda part: tuple(Rung).index(part.rung))
        return Provenance(
            worst.rung,
            "+".join(dict.fromkeys(part.model for part in told)),
            "+".join(dict.fromkeys(part.prompt for part in told)),
            told[0].input_hash,
            round(max(part.seconds for part in parts), 3),
            sum(part.input_tokens for part in parts),
            sum(part.output_tokens for part in parts),
            self.fell_back_because,
            sum(part.dropped for part in parts),
        )

    @property
    def fell_back_because(self) -> str:
        """Why a part is not a model's although one was asked; empty where none was asked or all answered."""
        return next((part.fell_back_because for part in self.origins.values() if part.fell_back_because), "")


@dataclass(frozen=True, slots=True)
class Advice:
    """A stored suggestion on one version of one proposal."""

    id: str
    proposal_id: str
    version: int
    suggestion: Suggestion
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class AdviceDecision:
    """What a person made of one kind of one advice; `text` is what entered the draft (empty when dismissed)."""

    advice_id: str
    kind: AdviceKind
    verdict: Verdict
    text: str
    decided_by: str
    decided_at: datetime
    edit_distance: int = field(default=0)
