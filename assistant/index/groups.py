"""Putting texts into groups by meaning: small ones of one idea in several wordings, large ones of one theme.

Nearest neighbours (exact) -> edges between texts that choose each other, weighed by how many neighbours they share
(Jaccard; Jarvis and Patrick 1973) -> Leiden (Traag, Waltman and van Eck 2019) by density, which knows no smallest
size -> groups that belong together joined -> the same for themes, over the small groups as wholes.
Law: the same rows in the same order give the same groups; every row is in one small group or alone, and a small group
is in one theme.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import graspologic_native
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from assistant.index.joining import Labels, join
from assistant.index.nearest import Nearest, Progress, Rows, nearest

NEIGHBOURS = 10
TOUCHING = 30
"""So many neighbours are looked at when groups are joined."""
LEAST_COSINE = 0.38
"""Of pairs that people called the same demand 95 in 100 are above it, of unlike ones one in ten."""
OF_OWN_BEST = 0.80
"""A neighbour is kept when its cosine is this share of the third best, or of `ENOUGH` where that is less: in a crowd of
paraphrases a text that is merely on the subject is no neighbour."""
ENOUGH = 0.75
DENSITY = 0.07
"""Leiden keeps texts together that share at least this weight on average; on the development texts .05 to .1 differ by
little (benchmarks/results/grouping.md)."""
LEAST_OF_TWO = 0.46
"""Two texts alone are one idea only from here on: a pair has nobody else to vouch for it."""
THEME_COSINE = 0.30
SEED = 20_260_401

Edges = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Groups:
    """Group numbers from 0 on, the largest first, -1 for none: `ideas` (n,) small ones, `themes` (n,) large ones."""

    ideas: Labels
    themes: Labels


def group(vectors: Rows, start: Groups | None = None, progress: Progress | None = None) -> Groups:
    """Groups of (n, dimension) centred unit rows; a zero row, a text without letters, belongs nowhere.

    `start` is an earlier grouping of the same rows (-1 where a row is new): what is still good stays as it was.
    """
    known = np.flatnonzero(np.any(vectors != 0.0, axis=1))
    if not len(known):
        return Groups(np.full(len(vectors), -1, np.int32), np.full(len(vectors), -1, np.int32))
    _, firsts, copy_of = np.unique(
        np.array([row.tobytes() for row in vectors[known]], dtype=object), return_index=True, return_inverse=True
    )
    order = np.argsort(firsts, kind="stable")  # equal texts count once, in the order of their first appearance
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    copy_of, rows = place[copy_of], known[firsts[order]]
    once = vectors[rows]
    near = nearest(once, TOUCHING, progress)
    earlier = Groups(start.ideas[rows], start.themes[rows]) if start is not None else None
    ideas = _ideas(once, near, np.bincount(copy_of, minlength=len(rows)), earlier)
    themes = _themes(near, ideas, earlier)
    return Groups(
        _numbered(_spread(ideas, known, copy_of, len(vectors))),
        _numbered(_spread(themes, known, copy_of, len(vectors))),
    )


def most_typical(vectors: Rows, rows: NDArray[np.int64]) -> list[int]:
    """`rows` of a group, the one nearest the group's middle first; ties in order."""
    middle = vectors[rows].sum(axis=0)
    near = np.round(vectors[rows] @ middle, 4)
    return [int(row) for row in rows[np.argsort(-near, kind="stable")]]


def _spread(labels: Labels, known: NDArray[np.int64], copy_of: NDArray[np.int64], count: int) -> Labels:
    found = np.full(count, -1, np.int32)
    found[known] = labels[copy_of]
    return found


def _ideas(vectors: Rows, near: Nearest, copies: NDArray[np.int64], start: Groups | None) -> Labels:
    edges = _shared(near.first(NEIGHBOURS), LEAST_COSINE, is_mutual=True)
    labels = _leiden(edges, DENSITY, start.ideas if start is not None else None, len(vectors), by_density=True)
    labels = _own_numbers(labels)
    i = np.repeat(np.arange(len(vectors)), near.count)
    j = near.rows.ravel()
    apart = (near.cosines.ravel() >= LEAST_COSINE) & (labels[i] != labels[j])
    labels = join(vectors, labels, zip(labels[i[apart]].tolist(), labels[j[apart]].tolist(), strict=True))
    sizes = np.bincount(labels)
    for number in np.flatnonzero(sizes == 2):
        a, b = np.flatnonzero(labels == number)
        if copies[a] == copies[b] == 1 and float(vectors[a] @ vectors[b]) < LEAST_OF_TWO:
            labels[a] = -1
            labels[b] = -1
    alone = (labels >= 0) & (sizes[labels] == 1) & (copies == 1)
    return np.where(alone, -1, labels).astype(np.int32)


def _themes(near: Nearest, ideas: Labels, start: Groups | None) -> Labels:
    """Communities of small groups and single texts by all that ties them."""
    i, j, weights = _shared(near.first(NEIGHBOURS), THEME_COSINE, is_mutual=False)
    whole = _own_numbers(ideas)
    a, b = whole[i], whole[j]
    apart = a != b
    count = int(whole.max(initial=-1)) + 1
    tied = (
        sparse.coo_matrix((weights[apart], (np.minimum(a, b)[apart], np.maximum(a, b)[apart])), (count, count))
        .tocsr()
        .tocoo()
    )
    first = np.full(count, -1, np.int32)
    if start is not None:
        first[whole[::-1]] = start.themes[::-1]  # a whole starts where its first text stood
    found = _leiden((tied.row, tied.col, tied.data), 1.0, first if start is not None else None, count, by_density=False)
    is_group = np.bincount(whole, minlength=count) > 1
    own = _own_numbers(found)
    kept = np.where((found >= 0) | is_group, own, -1)
    return np.asarray(kept[whole] if len(whole) else whole, dtype=np.int32)


def _shared(near: Nearest, least: float, *, is_mutual: bool) -> Edges:
    """Edges between near texts (each once) and the Jaccard share of the neighbours they have in common."""
    n, k = near.rows.shape
    keep = near.cosines >= least
    if is_mutual and k:
        best = np.minimum(near.cosines[:, min(2, k - 1), np.newaxis], ENOUGH)
        keep &= near.cosines >= OF_OWN_BEST * best
    i, at = np.nonzero(keep)
    chosen = sparse.csr_matrix((np.ones(len(i), np.float32), (i, near.rows[i, at])), shape=(n, n))
    both = chosen.minimum(chosen.T) if is_mutual else chosen.maximum(chosen.T)
    with_self = (chosen + sparse.identity(n, dtype=np.float32, format="csr")).tocsr()
    sizes = np.asarray(with_self.sum(axis=1)).ravel()
    pairs = sparse.triu(both, 1).tocoo()
    order = np.lexsort((pairs.col, pairs.row))
    row, col = pairs.row[order].astype(np.int64), pairs.col[order].astype(np.int64)
    common = np.asarray(with_self[row].multiply(with_self[col]).sum(axis=1)).ravel() if len(row) else np.zeros(0)
    weights = (common / (sizes[row] + sizes[col] - common)).astype(np.float64)
    return row, col, weights


def _leiden(edges: Edges, resolution: float, start: Labels | None, count: int, *, by_density: bool) -> Labels:
    """(count,) community numbers; -1 for a node without an edge."""
    found = np.full(count, -1, np.int32)
    row, col, weights = edges
    if not len(row):
        return found
    named = [(str(a), str(b), w) for a, b, w in zip(row.tolist(), col.tolist(), weights.tolist(), strict=True)]
    first: Mapping[str, int] | None = None
    if start is not None:
        nodes = np.unique(np.concatenate([row, col]))
        own = _own_numbers(start)
        first = {str(node): int(own[node]) for node in nodes}
    _quality, communities = graspologic_native.leiden(
        named, starting_communities=first, resolution=resolution, use_modularity=not by_density, seed=SEED
    )
    for node, number in communities.items():
        found[int(node)] = number
    return found


def _own_numbers(labels: Labels) -> Labels:
    """`labels` with a number of its own for everyone who has none, and no gaps."""
    found = labels.astype(np.int64)
    none = found < 0
    found[none] = found.max(initial=-1) + 1 + np.arange(int(none.sum()))
    return np.unique(found, return_inverse=True)[1].astype(np.int32)


def _numbered(labels: Labels) -> Labels:
    """The same groups numbered from 0, the largest first, of equal ones the one that begins earlier."""
    found = np.full(len(labels), -1, np.int32)
    has = np.flatnonzero(labels >= 0)
    if not len(has):
        return found
    _, firsts, which, sizes = np.unique(labels[has], return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((firsts, -sizes))
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order))
    found[has] = place[which]
    return found
