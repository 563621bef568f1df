"""Fitting the chance that is shown to what reviewers say of pairs every day.

Only the slope and the place of the chance are fitted, always from the shipped profile: the order of a list never
changes. Law: labels change through a new, numbered file alone, and never on fewer than `ENOUGH` judged pairs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.documents.whole_files import write_whole
from assistant.domain.calibration import Calibration, calibration
from assistant.domain.link import Relation
from assistant.domain.proposal import Stage
from assistant.domain.share import ENOUGH
from assistant.errors import TooFewJudgements
from assistant.index.corpus import Corpus
from assistant.index.finder import MOST_CHANCE, Finder
from assistant.index.fitting import NO_LINE, begins, families, fit, unseen
from assistant.index.profile import Profile, load_profile, written
from assistant.services.embedding import PAST_IDEA, Embedding, Progress, Whose, silent
from assistant.storage.links import JudgedPair

RIGHT = 0.9
"""Share of the pairs called nearly the same that people must call the same."""
_PRIOR, _LOOSE = np.array([1.0, 0.0]), np.array([0.3, 1.5])
"""Slope and place of the shipped profile, and how far (one standard deviation) reviewers may move them."""
_LABELS: Mapping[Relation, int] = {Relation.SAME: 2, Relation.DIFFERENT: 0}
_RELATED = 1
JUDGED_BY = "reviewers"


class Calibrating:
    """Used from the command line. `folder` holds this installation's own profiles, one file for each calibration."""

    def __init__(self, embedding: Embedding, folder: Path) -> None:
        self._embedding, self._folder = embedding, folder

    def refit(self, progress: Progress = silent) -> tuple[Path, Calibration]:
        """Fit, judge on pairs a fit did not see, and write the next profile.

        Raises TooFewJudgements, BadFile, ModelUnavailable, EmbeddingFailed, StorageUnavailable.
        """
        with self._embedding.database.read() as records:
            judged = records.links.judged_pairs()
            handed = records.proposals.entries(*Stage)
        shipped = load_profile(self._embedding.model_id)
        whose = {text.hash(): PAST_IDEA for pair in judged for text in (pair.a, pair.b)}
        whose |= {content_hash: proposal_id for proposal_id, content_hash in handed}
        odds, labels, names = self._odds(shipped, judged, whose, progress)
        if len(labels) < ENOUGH:
            raise TooFewJudgements(len(labels), ENOUGH)
        x, same = np.array(odds)[:, np.newaxis], np.array(labels) == 2
        shown = unseen(x, same.astype(float), families(names), _PRIOR, _LOOSE)
        line = begins(shown, same, RIGHT)
        slope, place = fit(x, same.astype(float), _PRIOR, _LOOSE).tolist()
        # too few pairs to draw a line of its own: the chance where it begins stays
        near = shipped.near_duplicate_from if line == NO_LINE else line
        found = calibration(JUDGED_BY, shown.tolist(), labels, near)
        return self._write(shipped, slope, place, near, found), found

    def _odds(
        self, shipped: Profile, judged: list[JudgedPair], whose: Whose, progress: Progress
    ) -> tuple[list[float], list[int], list[tuple[str, str]]]:
        """Log odds (against the profile's own mean), labels and hashes of the pairs that are not exact copies."""
        texts = {c.hash(): c.whole() for pair in judged for c in (pair.a, pair.b)}
        vectors = self._embedding.kept(texts, progress, whose)
        finder = Finder(self._embedding, shipped)
        alone = Corpus.build([], np.zeros((0, self._embedding.dimension), np.float32), shipped)
        odds, labels, names = [], [], []
        for pair in judged:
            a, b = pair.a.hash(), pair.b.hash()
            if a not in vectors or b not in vectors:
                continue
            chance = finder.compare(alone, pair.a, pair.b, vectors[a], vectors[b]).similarity
            if 0.0 < chance < MOST_CHANCE:
                odds.append(math.log(chance / (MOST_CHANCE - chance)))
                labels.append(_LABELS.get(pair.relation, _RELATED))
                names.append((a, b))
        return odds, labels, names

    def _write(self, shipped: Profile, slope: float, place: float, near: float, found: Calibration) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        number = 1 + len(list(self._folder.glob(f"{shipped.id}+*.json")))
        profile = replace(
            shipped,
            id=f"{shipped.id}+{number:03d}",
            weights={name: slope * weight for name, weight in shipped.weights.items()},
            bias=slope * shipped.bias + place,
            near_duplicate_from=near,
            calibration=found,
        )
        path = self._folder / f"{profile.id}.json"
        write_whole(path, written(profile).encode())
        return path
