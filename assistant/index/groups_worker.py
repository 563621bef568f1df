"""The process that groups: vectors and openings of texts come in on stdin, groups, names and a map go out on stdout.

In: a JSON line (`Asked`'s fields and `shape`), then float32 rows. Out: JSON lines `{"done", "of"}`, then one with all
of `Regrouped`. Law: it yields to whatever else wants the processor, and writes nothing anywhere.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from assistant.index.groups import Groups, group, most_typical
from assistant.index.layout import Places, lay_out
from assistant.index.names import READ_TEXTS, key_terms
from assistant.index.nearest import BLOCK, Progress, Rows

_NICENESS: Final = 10


def main() -> None:
    """Answer one question."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    asked = json.loads(sys.stdin.buffer.readline())
    count, dimension = asked["shape"]
    vectors = np.frombuffer(sys.stdin.buffer.read(count * dimension * 4), np.float32).reshape(count, dimension)
    _say(answer(vectors, asked, lambda done, of: _say({"done": done, "of": of})))


def answer(vectors: Rows, asked: Mapping[str, Any], progress: Progress | None = None) -> dict[str, Any]:
    """See the module; `vectors` (n, dimension) are centred unit rows."""
    start = None
    if asked["ideas"] is not None:
        start = Groups(np.array(asked["ideas"], np.int32), np.array(asked["themes"], np.int32))
    groups = group(vectors, start, progress)
    places: Places | None = None
    if asked["places"] is not None:
        places = np.array([[np.nan, np.nan] if at is None else at for at in asked["places"]], np.float32)
    mapped = lay_out(vectors, start=places)
    is_past, is_adopted = np.array(asked["is_past"], bool), np.array(asked["is_adopted"], bool)
    return {
        "ideas": groups.ideas.tolist(),
        "themes": groups.themes.tolist(),
        "places": np.round(mapped.astype(np.float64), 3).tolist(),
        "near_other": _nearest_among(vectors, ~is_past),
        "near_past": _nearest_among(vectors, is_past),
        "near_adopted": _nearest_among(vectors, is_adopted),
        "idea_names": _named(vectors, groups.ideas, asked["openings"]),
        "theme_names": _named(vectors, groups.themes, asked["openings"]),
    }


def _named(vectors: Rows, labels: np.ndarray, openings: Sequence[str]) -> list[dict[str, Any]]:
    """For each group its terms and the number of its most typical text."""
    members = [most_typical(vectors, np.flatnonzero(labels == each)) for each in range(int(labels.max(initial=-1)) + 1)]
    terms = key_terms([[openings[row] for row in rows[:READ_TEXTS]] for rows in members])
    return [{"terms": list(found), "example": rows[0]} for found, rows in zip(terms, members, strict=True)]


def _nearest_among(vectors: Rows, chosen: np.ndarray) -> list[float]:
    """(n,) the greatest cosine of every row with a chosen one other than itself; 0 where there is none."""
    found = np.zeros(len(vectors), np.float32)
    others = np.flatnonzero(chosen)
    for begin in range(0, len(vectors) if len(others) else 0, BLOCK):
        likeness = vectors[begin : begin + BLOCK] @ vectors[others].T
        likeness[others[np.newaxis, :] == np.arange(begin, begin + len(likeness))[:, np.newaxis]] = 0.0
        found[begin : begin + BLOCK] = likeness.max(axis=1)
    return [round(max(float(value), 0.0), 4) for value in found]


def _say(line: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
