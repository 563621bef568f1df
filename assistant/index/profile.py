"""What has to be known about a model to read its vectors: its mean, and how features become a chance.

A profile is a versioned file in `profiles/`, fitted by `benchmarks/fit_profile.py` on judged pairs; a model without one
gets the cautious `unknown.json`, which calls nothing a near duplicate on the strength of its vectors.
Law: the same profile gives the same numbers for ever; a new calibration is a new file with a new id.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from assistant.domain.similarity import Kind
from assistant.errors import ConfigurationError
from assistant.index.lexical import BUCKETS

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TypicalGrams:
    """The share of typical proposals (and of their titles) that hold each column of letters."""

    wholes: Matrix
    titles: Matrix


UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Profile:
    """A model's calibration. `weights` and `bias` give log odds that a person says "the same".

    `stands_for` are models whose vectors differ so little that this profile serves them until they have their own.
    """

    id: str
    model_id: str
    mean: Matrix | None
    mean_trust: float
    stands_for: tuple[str, ...]
    weights: Mapping[str, float]
    bias: float
    near_duplicate_from: float
    related_from: float

    def centre(self, raw: Matrix, mean: Matrix | None = None) -> Matrix:
        """(n, dimension) raw rows -> unit rows around `mean` (the profile's own when None); zero rows stay zero."""
        around = self.mean if mean is None else mean
        moved = raw if around is None else raw - around
        length = np.linalg.norm(moved, axis=-1, keepdims=True)
        known = np.any(raw != 0.0, axis=-1, keepdims=True)
        return np.where(known, moved / np.maximum(length, 1e-6), 0.0).astype(np.float32)

    def mean_of(self, raw: Matrix) -> Matrix | None:
        """The mean to centre a corpus by: its own and the profile's, which counts as `mean_trust` texts."""
        known = raw[np.any(raw != 0.0, axis=1)]
        if self.mean is None:
            return None if len(known) < self.mean_trust else known.mean(axis=0).astype(np.float32)
        total = known.sum(axis=0, dtype=np.float64) + self.mean_trust * self.mean.astype(np.float64)
        return np.asarray(total / (len(known) + self.mean_trust), dtype=np.float32)

    def kind(self, similarity: float) -> Kind:
        """What a similarity amounts to, short of exact."""
        if similarity >= self.near_duplicate_from:
            return Kind.NEAR_DUPLICATE
        return Kind.RELATED if similarity >= self.related_from else Kind.NONE


@cache
def load_profile(model_id: str) -> Profile:
    """The newest profile of a model, or the cautious one. Raises ConfigurationError when a file is damaged."""
    folder = files("assistant.index") / "profiles"
    found = [_read(file.name, file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".json")]
    found.sort(key=lambda profile: profile.id)
    if own := [profile for profile in found if profile.model_id == model_id]:
        return own[-1]
    near = [profile for profile in found if model_id in profile.stands_for or profile.model_id == UNKNOWN]
    best = max(near, key=lambda profile: (profile.model_id != UNKNOWN, profile.id))
    return replace(best, id=f"{best.id}/{model_id}", model_id=model_id)


@cache
def typical_grams() -> TypicalGrams:
    """Read once from `profiles/typical_grams.npz`: counts only, no text can be read back from it."""
    with as_file(files("assistant.index") / "profiles" / "typical_grams.npz") as path, np.load(path) as held:
        return TypicalGrams(
            *(_spread(held[f"{name}_columns"], held[f"{name}_shares"]) for name in ("wholes", "titles"))
        )


def _spread(columns: NDArray[np.int32], shares: NDArray[np.float16]) -> Matrix:
    full = np.zeros(BUCKETS, dtype=np.float32)
    full[columns] = shares
    return full


def _read(name: str, text: str) -> Profile:
    try:
        raw = json.loads(text)
        mean = None if raw["mean"] is None else np.array(raw.pop("mean"), dtype=np.float32)
        stands_for = tuple(raw.pop("stands_for", ()))
        kept = {name: raw[name] for name in Profile.__slots__ if name not in {"mean", "stands_for"}}
        return Profile(**kept, mean=mean, stands_for=stands_for)
    except (ValueError, KeyError, TypeError) as exc:
        raise ConfigurationError(f"the profile {name} is damaged: {exc}") from exc
