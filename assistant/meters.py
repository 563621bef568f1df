"""What this process counts about itself, and how Prometheus reads it (text format 0.0.4).

Law: labels are words of this program's own; nothing a person wrote, typed or is called ever becomes one.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Literal

Kind = Literal["counter", "gauge"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure with its values by labels, as it is read at one moment."""

    name: str
    kind: Kind
    told: str
    values: Mapping[tuple[tuple[str, str], ...], float]


@dataclass(slots=True)
class Counter:
    """Something that only grows while the process lives."""

    name: str
    told: str
    _values: dict[tuple[tuple[str, str], ...], float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def add(self, amount: float = 1.0, **labels: str) -> None:
        """Count on."""
        key = tuple(sorted(labels.items()))
        with self._lock:
            self._values[key] = self._values.get(key, 0.0) + amount

    def read(self) -> Reading:
        """The figure now."""
        with self._lock:
            return Reading(self.name, "counter", self.told, dict(self._values))


REQUESTS = Counter("assistant_requests_total", "HTTP requests answered, by area and class of status")
REQUEST_SECONDS = Counter("assistant_request_seconds_total", "seconds spent answering requests, by area")
PAGE_RUNS = Counter("assistant_page_runs_total", "full runs of a page")
PAGE_SECONDS = Counter("assistant_page_run_seconds_total", "seconds spent in full runs of a page")
EMBED_SECONDS = Counter("assistant_embed_seconds_total", "seconds spent embedding texts")
EMBEDDED = Counter("assistant_embedded_texts_total", "texts embedded")
STORAGE_FAULTS = Counter("assistant_storage_faults_total", "transactions the database refused, by kind")
LOGGED = Counter("assistant_log_lines_total", "log lines of a warning or worse, by level")
COUNTERS = (REQUESTS, REQUEST_SECONDS, PAGE_RUNS, PAGE_SECONDS, EMBED_SECONDS, EMBEDDED, STORAGE_FAULTS, LOGGED)


@contextmanager
def timed(seconds: Counter, **labels: str) -> Iterator[None]:
    """Add the seconds a block takes."""
    begun = time.perf_counter()
    try:
        yield
    finally:
        seconds.add(time.perf_counter() - begun, **labels)


def gauge(name: str, told: str, values: Mapping[str, float] | float, label: str = "") -> Reading:
    """A figure of one moment; several values are told apart by one label."""
    if isinstance(values, Mapping):
        return Reading(name, "gauge", told, {((label, key),): value for key, value in values.items()})
    return Reading(name, "gauge", told, {(): values})


def exposition(readings: Iterable[Reading]) -> str:
    """The text Prometheus reads."""
    lines: list[str] = []
    for reading in readings:
        lines += [f"# HELP {reading.name} {reading.told}", f"# TYPE {reading.name} {reading.kind}"]
        for labels, value in sorted(reading.values.items()):
            told = ",".join(f'{name}="{_escaped(word)}"' for name, word in labels)
            lines.append(f"{reading.name}{{{told}}} {value:.10g}" if told else f"{reading.name} {value:.10g}")
    return "\n".join(lines) + "\n"


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
