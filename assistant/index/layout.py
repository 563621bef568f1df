"""A picture of all texts in the plane, for finding one's way: what is near on it is alike, what is far says nothing.

t-SNE (van der Maaten and Hinton 2008) by openTSNE, on the exact neighbours that the groups are made of.
Law: the same rows, neighbours and start give the same picture; one thread, because sums in another order would not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assistant.index.nearest import Nearest, Rows, nearest

PERPLEXITY = 10.0
NEIGHBOURS = 30
SIDE = 100.0
"""The picture is scaled so that 98 of 100 texts lie within this square's half sides around 0."""
EARLY_STEPS, STEPS = 100, 300
STEPS_FROM_START = 100
_SEED = 20_260_401
_FEWEST = 8

Places = NDArray[np.float32]


def lay_out(vectors: Rows, near: Nearest | None = None, start: Places | None = None) -> Places:
    """(n, 2) places of (n, dimension) unit rows; `start` (n, 2) is an earlier picture, NaN where a row is new to it."""
    n = len(vectors)
    if n < _FEWEST:
        return _in_a_row(n)
    import openTSNE  # brings scikit-learn and pandas: two seconds that only a picture is worth
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    near = (near or nearest(vectors, NEIGHBOURS)).first(min(NEIGHBOURS, n - 1))
    distances = np.maximum(1.0 - near.cosines.astype(np.float64), 1e-6)
    perplexity = min(PERPLEXITY, near.count / 3.0)
    affinities = openTSNE.affinity.PerplexityBasedNN(
        knn_index=PrecomputedNeighbors(near.rows.astype(np.int64), distances), perplexity=perplexity, n_jobs=1
    )
    first = _first(vectors, near, start)
    picture = openTSNE.TSNEEmbedding(
        first, affinities, n_jobs=1, random_state=_SEED, negative_gradient_method="fft" if n > 2_000 else "bh"
    )
    rate = max(200.0, n / 12.0)
    if start is None:
        picture = picture.optimize(n_iter=EARLY_STEPS, exaggeration=12, momentum=0.5, learning_rate=rate)
    picture = picture.optimize(
        n_iter=STEPS if start is None else STEPS_FROM_START, momentum=0.8, learning_rate=rate, exaggeration=1
    )
    return scaled(np.asarray(picture, dtype=np.float64))


def _first(vectors: Rows, near: Nearest, start: Places | None) -> NDArray[np.float64]:
    """Where the texts stand at the beginning: on the earlier picture, new ones among their neighbours."""
    if start is None:
        import openTSNE

        return np.asarray(openTSNE.initialization.pca(vectors, random_state=_SEED), dtype=np.float64)
    return place_new(near, start).astype(np.float64)


def place_new(near: Nearest, start: Places) -> Places:
    """`start` (n, 2) with NaN rows put in the middle of their nearest placed neighbours, slightly apart."""
    found = start.copy()
    for row in np.flatnonzero(np.isnan(start[:, 0])):
        placed = [other for other in near.rows[row] if not np.isnan(start[other, 0])][:3]
        middle = start[placed].mean(axis=0) if placed else np.nanmean(start, axis=0)
        angle = 2.399963 * row  # the golden angle: newcomers beside one place do not lie on each other
        found[row] = np.nan_to_num(middle) + 0.6 * np.array([np.cos(angle), np.sin(angle)])
    return found


def scaled(places: NDArray[np.float64]) -> Places:
    """Moved to the middle and scaled to `SIDE`, far outliers kept at the rim."""
    centred = places - np.median(places, axis=0)
    reach = max(float(np.quantile(np.abs(centred), 0.98)), 1e-9)
    return np.clip(centred * (SIDE / 2 / reach), -0.6 * SIDE, 0.6 * SIDE).astype(np.float32)


def _in_a_row(n: int) -> Places:
    places = np.zeros((n, 2), np.float32)
    places[:, 0] = (np.arange(n) - (n - 1) / 2) * 10.0
    return places
