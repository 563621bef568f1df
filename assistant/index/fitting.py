"""Fitting a profile to what people said of pairs.

The most probable weights of a logistic regression under a normal prior; chances are judged on families of texts that a
fit did not see. Law: one family is never on both sides of such a split, and the same pairs give the same numbers.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.domain.share import Share

FOLDS = 8
NO_LINE = 0.99

Numbers = NDArray[np.float64]


def fit(x: Numbers, y: Numbers, prior: Numbers, loose: Numbers) -> Numbers:
    """(features + 1,) weights and the bias (last) of the odds that y is 1.

    x: (n, features); y: (n,) 0 or 1; `prior`: (features + 1,) expected weights and bias; `loose`: their standard
    deviations, 0 holds a weight.
    """
    free = loose > 0

    def loss(moved: Numbers) -> float:
        found = prior.copy()
        found[free] += moved * loose[free]
        odds = x @ found[:-1] + found[-1]
        return float(np.sum(np.logaddexp(0.0, odds) - y * odds) + 0.5 * np.sum(moved**2))

    best = minimize(loss, np.zeros(int(free.sum())), method="L-BFGS-B").x
    found = prior.copy()
    found[free] += best * loose[free]
    return found


def unseen(x: Numbers, y: Numbers, families: Sequence[str], prior: Numbers, loose: Numbers) -> Numbers:
    """(n,) chances of all rows, each from a fit that did not see its family."""
    fold = np.array([zlib.crc32(family.encode()) % FOLDS for family in families])
    found = np.zeros(len(y))
    for number in range(FOLDS):
        out = fold == number
        if out.any():
            found[out] = chances(x[out], fit(x[~out], y[~out], prior, loose))
    return found


def chances(x: Numbers, found: Numbers) -> Numbers:
    """(n,) chances of rows under fitted weights."""
    return np.asarray(1.0 / (1.0 + np.exp(-(x @ found[:-1] + found[-1]))))


def begins(shown: Numbers, is_right: NDArray[np.bool_], share: float) -> float:
    """The smallest chance from which `share` of the rows above are right even at the low end of the 95 % interval.

    The low end, because on pairs nobody has seen yet a line drawn at the share itself falls short every other time.
    NO_LINE where there is none.
    """
    order = np.argsort(-shown, kind="stable")
    right = np.cumsum(is_right[order]).tolist()
    enough = [at for at, count in enumerate(right) if Share(count, at + 1).interval[0] >= share]
    return float(shown[order][enough[-1]]) if enough else NO_LINE


def families(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """A name for each pair's family: pairs that share a text, directly or through others, have the same."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = key = parent[parent[key]]
        return key

    for a, b in pairs:
        parent[root(a)] = root(b)
    return [root(a) for a, _ in pairs]
