"""Grouping proposals that come in a file, by the same rules as the stored ones.

Law: the answer depends on the file and the model alone; whoever has no letters, or nobody like it, stands alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.domain.text import normalise
from assistant.index.corpus import Entry
from assistant.index.groups import group, most_typical
from assistant.index.layout import Places, lay_out
from assistant.index.names import READ_TEXTS, key_terms
from assistant.index.nearest import Progress, Rows
from assistant.index.profile import Profile

MOST_EXAMPLES = 3
LABEL_TERMS = 3
_LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class Placed:
    """A proposal, the group it is in (None: alone), and its place on the map where one was asked for."""

    id: str
    cluster: str | None
    place: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Named:
    """A group with what it is about; the examples are those nearest its middle."""

    cluster: str
    label: str
    size: int
    keywords: tuple[str, ...]
    examples: tuple[str, ...]


class Grouping:
    """The groups of one file. `raw` are (n, dimension) raw vectors, zero rows for texts without letters."""

    def __init__(self, entries: Sequence[Entry], raw: Rows, profile: Profile, progress: Progress | None = None) -> None:
        self._entries = entries
        self._vectors = profile.centre(raw, profile.mean_of(raw))
        self._ideas = group(self._vectors, progress=progress).ideas

    def placed(self, *, with_map: bool) -> list[Placed]:
        """Every entry, in order."""
        places: Places | None = lay_out(self._vectors) if with_map else None
        return [
            Placed(
                entry.id,
                None if number < 0 else _name(int(number)),
                None if places is None else (round(float(places[row, 0]), 3), round(float(places[row, 1]), 3)),
            )
            for row, (entry, number) in enumerate(zip(self._entries, self._ideas, strict=True))
        ]

    def named(self) -> list[Named]:
        """Every group, the largest first."""
        count = int(self._ideas.max(initial=-1)) + 1
        members = [most_typical(self._vectors, np.flatnonzero(self._ideas == number)) for number in range(count)]
        terms = key_terms([[reading(self._entries[row]) for row in rows[:READ_TEXTS]] for rows in members])
        return [
            Named(
                _name(number),
                label(terms[number], self._entries[rows[0]]),
                len(rows),
                terms[number],
                tuple(self._entries[row].id for row in rows[:MOST_EXAMPLES]),
            )
            for number, rows in enumerate(members)
        ]


def reading(entry: Entry) -> str:
    """What is read of a text to name its group: title, then the rest."""
    content = entry.content
    return normalise("\n".join((content.title, content.idea, content.problem, content.body, content.effect)))


def label(terms: Sequence[str], example: Entry) -> str:
    """A short name: the most telling terms, or where there are none, the beginning of an example."""
    if terms:
        return " · ".join(terms[:LABEL_TERMS])
    text = " ".join(reading(example).split())
    return text if len(text) <= _LONGEST_TITLE else text[:_LONGEST_TITLE].rstrip() + "…"


def _name(number: int) -> str:
    return f"g{number + 1}"
