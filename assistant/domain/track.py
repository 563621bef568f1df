"""Competition categories as the organiser defines them."""

from __future__ import annotations

from dataclasses import dataclass

UNDECIDED = "undecided"
"""What an advisor answers when no track stands out."""


@dataclass(frozen=True, slots=True)
class Track:
    """One category; `prototypes` are sentences an idea of this track could be made of."""

    code: str
    name: dict[str, str]
    description: dict[str, str]
    prototypes: tuple[str, ...]

    def label(self, language: str) -> str:
        """The name in `language` ("ko", "en"), Korean where there is none."""
        return self.name.get(language, self.name["ko"])
