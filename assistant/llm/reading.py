"""A draft as the offline advisor reads it: its sentences with vectors and weights.

Law: a sentence weighs by its length up to a cap, what is said again weighs nothing more, and a sentence that speaks to
a machine or only heaps up words is not read at all; so no planted sentence outweighs the idea.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.domain.hostile import looks_like_instruction, looks_listed, looks_stuffed
from assistant.domain.proposal import Content
from assistant.domain.text import normalise
from assistant.llm.sentences import DraftSentence, cut

Vectors = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]
Centre = Callable[[Vectors], Vectors]

MOST_READ = 48
"""Sentences that get a vector, spread evenly over a longer draft; embedding them takes about 0.4 s on one core."""
LONGEST_READ = 300
HEAVIEST = 60
"""Letters beyond which a sentence weighs no more."""
OF_A_TITLE = 2.0
"""How much more a title weighs than a sentence of its length: it says what the idea is."""
OF_A_LIST = 0.4
"""How much a line of bare nouns weighs: among whole sentences less, among its like the same."""
SAME = 0.92
"""Centred cosine from which a sentence repeats an earlier one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`vectors` are (n, dim) centred unit rows of `sentences`; `weights` (n,) add up to 1. Title first, if any."""

    title: str
    sentences: tuple[DraftSentence, ...]
    vectors: Vectors
    weights: NDArray[np.float64]


def read(content: Content, embed: Embed, centre: Centre) -> Reading:
    """Read the draft; one without anything to read has no sentences."""
    found = [s for s in cut(content) if not looks_like_instruction(s.text) and not looks_stuffed(s.text)]
    if len(found) > MOST_READ:
        found = [found[i] for i in np.linspace(0, len(found) - 1, MOST_READ).round().astype(int)]
    if not found:
        return Reading("", (), np.zeros((0, 0), np.float32), np.zeros(0))
    title = normalise(content.title)
    if found[0].field != "title" and title and not looks_like_instruction(title):
        found.insert(0, DraftSentence("title", content.title.strip(), title))
    vectors = centre(embed([s.text[:LONGEST_READ] for s in found]))
    weights = np.array([min(len(s.text), HEAVIEST) for s in found], np.float64)
    weights *= [OF_A_LIST if looks_listed(s.text) else 1.0 for s in found]
    if found[0].field == "title":
        weights[0] *= OF_A_TITLE
    alike = vectors @ vectors.T
    for i in range(1, len(found)):
        if alike[i, :i].max() >= SAME:
            weights[i] = 0.0
    return Reading(title, tuple(found), vectors, weights / weights.sum())
