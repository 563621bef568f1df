"""What became of the machine's advice: how often people agreed with it, and how."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.domain.advice import AdviceKind
from assistant.domain.share import Share


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one kind of advice by one model and prompt version; `edited_by` adds up the edit distances."""

    kind: str
    model: str
    prompt: str
    accepted: int = 0
    edited: int = 0
    dismissed: int = 0
    edited_by: int = 0

    @property
    def n(self) -> int:
        """Decisions in all."""
        return self.accepted + self.edited + self.dismissed

    @property
    def is_text(self) -> bool:
        """Whether what was changed is people's text; a track is a code, whose letters mean nothing."""
        return self.kind != AdviceKind.TRACK.value

    def share(self, hits: int) -> Share:
        """`hits` of all decisions."""
        return Share(hits, self.n)

    @property
    def mean_edit(self) -> float:
        """Characters changed on average where something was changed."""
        return self.edited_by / self.edited if self.edited else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`blind`: authors who named their track before seeing any; `after_seeing`: those who saw the suggestion first."""

    blind: Share
    after_seeing: Share
    fates: tuple[Fate, ...]
