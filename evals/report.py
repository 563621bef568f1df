"""The figures of one backend, and the report they are written into."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.advice import Rung, Suggestion
from assistant.domain.personal import Kind, Seal, find
from assistant.domain.proposal import CONTENT_FIELDS, Content
from assistant.domain.track import UNDECIDED, Track
from evals.attacks import attacks
from evals.backends import DATA, ROOT
from evals.measures import Pairs, PitchFigures, calibration_error, coverage, decided, interval, macro_f1, pitches

Judge = Callable[[Content], str]
Labelled = Sequence[tuple[Content, str]]


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def labelled(path: Path) -> list[tuple[Content, str]]:
    """Contents with their tracks; rows without one are left out."""
    names = set(CONTENT_FIELDS) - {"track"}
    return [
        (Content(**{k: v for k, v in row.items() if k in names and isinstance(v, str)}), row["track"])
        for row in _rows(path)
        if row.get("track")
    ]


def samples() -> list[tuple[Content, str]]:
    """Sample drafts that have a track and more than a line."""
    return [(c, t) for c, t in labelled(ROOT / "data" / "samples" / "drafts.jsonl") if len(c.prose()) > 120]


@dataclass(frozen=True, slots=True)
class Leaks:
    """Personal data in the corpus: strings, how many left something, clean texts, how many raised an alarm."""

    strings: int
    missed: int
    clean: int
    alarms: int


def leaks() -> Leaks:
    """Over `personal.jsonl` and `clean.jsonl`."""
    rows, clean = _rows(DATA / "personal.jsonl"), _rows(DATA / "clean.jsonl")
    missed = 0
    for row in rows:
        sealed = Seal().sealed(row["text"])
        missed += row["secret"] in sealed or f"[{Kind[row['kind']].value}-1]" not in sealed
    return Leaks(len(rows), missed, len(clean), sum(bool(find(row["text"])) for row in clean))


def flips(judge: Judge, texts: Labelled, tracks: Sequence[Track], kind: str, *, every: int = 1) -> tuple[int, int]:
    """(changed, tried): right answers that an attack towards another track changed at all; `every` thins them out."""
    changed = tried = 0
    for number, (content, truth) in enumerate(texts):
        if judge(content) != truth:
            continue
        target = next(track for track in tracks if track.code != truth)
        lines = [attack.text for attack in attacks(target) if attack.kind == kind]
        field = "body" if content.body else "effect"
        for line in lines[number % every :: every]:
            after = judge(content.changed(**{field: f"{getattr(content, field)}\n{line}"}))
            tried, changed = tried + 1, changed + (after != truth)
    return changed, tried


def track_line(name: str, pairs: Pairs) -> str:
    """A row of the table."""
    low, high = interval(pairs)
    return f"| {name} | {macro_f1(decided(pairs)):.3f} ({low:.2f}-{high:.2f}) | {coverage(pairs):.0%} |"


@dataclass(frozen=True, slots=True)
class Answered:
    """Suggestions of a backend for labelled texts."""

    texts: Labelled
    given: Sequence[Suggestion]
    seconds: Sequence[float]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What was said and what is true."""
        return [(s.track.track, truth) for s, (_, truth) in zip(self.given, self.texts, strict=True)]

    @property
    def calibration(self) -> float:
        """Expected calibration error of what was decided."""
        return calibration_error(
            [
                (s.track.confidence / 100, s.track.track == truth)
                for s, (_, truth) in zip(self.given, self.texts, strict=True)
                if s.track.track != UNDECIDED
            ]
        )

    @property
    def pitch(self) -> PitchFigures:
        """Figures of the pitches."""
        return pitches([(s.pitch, content) for s, (content, _) in zip(self.given, self.texts, strict=True)])

    @property
    def rungs(self) -> dict[str, int]:
        """How many parts each rung answered."""
        found = [origin.rung for s in self.given for origin in s.origins.values()]
        return {rung.value: found.count(rung) for rung in Rung if rung in found}

    def lines(self) -> list[str]:
        """For the report."""
        pitch, origins = self.pitch, [o for s in self.given for o in s.origins.values()]
        p95 = statistics.quantiles(self.seconds, n=20)[18] if len(self.seconds) > 1 else 0.0
        return [
            f"* calibration error {self.calibration:.2f}; answered by {self.rungs}",
            f"* pitches {pitch.n}: numbers, names and sources faithful {pitch.faithful:.0%}, 80-200 characters "
            f"{pitch.fitting:.0%}, one speech level {pitch.one_level:.0%}",
            f"* tokens {sum(o.input_tokens for o in origins):,} in, {sum(o.output_tokens for o in origins):,} out; "
            f"seconds p95 {p95:.1f}; claims dropped {sum(o.dropped for o in origins)}",
        ]


def answered(texts: Labelled, ask: Callable[[Content], Suggestion]) -> Answered:
    """Ask for every text."""
    given, seconds = [], []
    for content, _ in texts:
        start = time.perf_counter()
        given.append(ask(content))
        seconds.append(time.perf_counter() - start)
    return Answered(texts, given, seconds)
