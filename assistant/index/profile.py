"""What has to be known about a model to read its vectors: its mean, and how features become a chance.

A profile is a versioned file in `profiles/`, fitted by `benchmarks/fit_profile.py` on judged pairs; a model without one
gets the cautious `unknown.json`, which calls nothing a near duplicate on the strength of its vectors.
Law: the same profile gives the same numbers for ever; a new calibration is a new file with a new id.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.domain.calibration import Band, Calibration
from assistant.domain.share import Share
from assistant.domain.similarity import Kind
from assistant.errors import ConfigurationError
from assistant.index.lexical import BUCKETS
from assistant.index.likeness import FEATURES

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

    `space` names the mean: profiles that share it share the vectors of one index. `calibration` is None where no pair
    was judged yet. `stands_for` are models whose vectors differ so little that this profile serves them until they have
    their own.
    """

    id: str
    space: str
    model_id: str
    mean: Matrix | None
    mean_trust: float
    stands_for: tuple[str, ...]
    weights: Mapping[str, float]
    bias: float
    near_duplicate_from: float
    related_from: float
    calibration: Calibration | None

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
def load_profile(model_id: str, own_folder: Path | None = None) -> Profile:
    """The newest profile of a model, or the cautious one; one in `own_folder` goes before all of ours.

    Raises ConfigurationError when a file is damaged.
    """
    if own_folder is not None and own_folder.is_dir():
        local = [read_profile(file.name, file.read_text("utf-8")) for file in sorted(own_folder.glob("*.json"))]
        if own := [profile for profile in local if profile.model_id == model_id]:
            return own[-1]
    folder = files("assistant.index") / "profiles"
    found = [
        read_profile(file.name, file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".json")
    ]
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


def read_profile(name: str, text: str) -> Profile:
    """A profile from its file. Raises ConfigurationError when it is damaged."""
    try:
        raw = json.loads(text)
        mean = None if raw["mean"] is None else np.array(raw["mean"], dtype=np.float32)
        fitted = raw.get("calibration")
        return Profile(
            id=raw["id"],
            space=raw.get("space", raw["id"]),
            model_id=raw["model_id"],
            mean=mean,
            mean_trust=raw["mean_trust"],
            stands_for=tuple(raw.get("stands_for", ())),
            weights={feature: raw["weights"].get(feature, 0.0) for feature in FEATURES},
            bias=raw["bias"],
            near_duplicate_from=raw["near_duplicate_from"],
            related_from=raw["related_from"],
            calibration=None if fitted is None else _calibration(fitted),
        )
    except (ValueError, KeyError, TypeError) as exc:
        raise ConfigurationError(f"the profile {name} is damaged: {exc}") from exc


def written(profile: Profile) -> str:
    """The file of a profile, a line for each part; `read_profile` gives the same profile again."""
    parts: dict[str, object] = {
        "id": profile.id,
        "space": profile.space,
        "model_id": profile.model_id,
        "stands_for": profile.stands_for,
        "calibration": None if profile.calibration is None else asdict(profile.calibration),
        "weights": {name: round(float(weight), 3) for name, weight in profile.weights.items()},
        "bias": round(profile.bias, 3),
        "near_duplicate_from": round(profile.near_duplicate_from, 3),
        "related_from": profile.related_from,
        "mean_trust": profile.mean_trust,
        "mean": None if profile.mean is None else [round(float(value), 5) for value in profile.mean],
    }
    lines = [f"{json.dumps(name)}: {json.dumps(part, ensure_ascii=False)}" for name, part in parts.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _calibration(raw: dict[str, Any]) -> Calibration:
    bands = tuple(Band(band["low"], band["high"], Share(**band["same"])) for band in raw["bands"])
    return Calibration(
        judged_by=raw["judged_by"],
        same=raw["same"],
        related=raw["related"],
        different=raw["different"],
        bands=bands,
        called_same=Share(**raw["called_same"]),
        found=Share(**raw["found"]),
        look_alikes=Share(**raw["look_alikes"]),
    )
