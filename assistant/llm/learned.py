"""What is learned from proposals whose track a person confirmed: a logistic regression over whole-proposal vectors.

It is fitted anew only when the confirmed proposals have changed. Law: the same confirmed proposals give the same model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.domain.proposal import Content
from assistant.domain.text import fingerprint
from assistant.llm.reading import Centre, Embed, Vectors

ENOUGH = 16
"""Confirmed proposals from which on they are learned from (issue 2)."""
CERTAINTY = 10.0
"""Inverse strength of the regularisation: with sklearn's 1 the chances stay near even and pull coverage down."""

Confirmed = Callable[[], tuple[Vectors, Sequence[str]]]


def none_confirmed() -> tuple[Vectors, Sequence[str]]:
    """What an installation begins with."""
    return np.zeros((0, 0), np.float32), ()


@dataclass(frozen=True, slots=True)
class _Fitted:
    key: str
    learner: Any


class Learned:
    """Chances of tracks as confirmed proposals teach them. Threads may share it."""

    def __init__(self, codes: Sequence[str], embed: Embed, centre: Centre, confirmed: Confirmed) -> None:
        self._codes, self._embed, self._centre, self._confirmed = list(codes), embed, centre, confirmed
        self._lock = Lock()
        self._fitted: _Fitted | None = None

    def chances(self, content: Content) -> NDArray[np.float64] | None:
        """(tracks,) chances in the order of the codes; None where too little is confirmed to learn from."""
        vectors, told = self._confirmed()
        rows = [i for i, code in enumerate(told) if code in self._codes]
        codes = [told[i] for i in rows]
        if len(rows) < ENOUGH or len(Counter(codes)) < 2:
            return None
        learner = self._fit(vectors[rows], codes)
        said = learner.predict_proba(self._centre(self._embed([content.whole()])))[0]
        found = np.zeros(len(self._codes))
        for code, chance in zip(learner.classes_, said, strict=True):
            found[self._codes.index(code)] = chance
        return found

    def _fit(self, vectors: Vectors, codes: Sequence[str]) -> Any:
        key = fingerprint("\n".join((*codes, vectors.tobytes().hex())))
        with self._lock:
            if self._fitted is None or self._fitted.key != key:
                from sklearn.linear_model import LogisticRegression  # half a second to import, seldom needed

                learner = LogisticRegression(class_weight="balanced", C=CERTAINTY, max_iter=500)
                learner.fit(self._centre(vectors), codes)
                self._fitted = _Fitted(key, learner)
            return self._fitted.learner
