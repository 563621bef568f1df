"""Grouping in another process, so that no screen waits behind it.

The process is started by command line; `index/bulk.py` says why.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import GroupingFailed
from assistant.index.groups_worker import answer
from assistant.index.nearest import Progress, Rows


@dataclass(frozen=True, slots=True)
class Asked:
    """What the process is told beside the vectors, one entry a row.

    `ideas`, `themes` and `places` are an earlier grouping and picture (-1 and None where a row is new), or None.
    """

    ideas: Sequence[int] | None
    themes: Sequence[int] | None
    places: Sequence[tuple[float, float] | None] | None
    is_past: Sequence[bool]
    is_adopted: Sequence[bool]
    openings: Sequence[str]


@dataclass(frozen=True, slots=True)
class Name:
    """What a group is about, and the row that is most typical of it."""

    terms: tuple[str, ...]
    example: int


@dataclass(frozen=True, slots=True)
class Regrouped:
    """The answer: group numbers and places of the rows, how near others are (cosines), the groups' names."""

    ideas: tuple[int, ...]
    themes: tuple[int, ...]
    places: tuple[tuple[float, float], ...]
    near_other: tuple[float, ...]
    near_past: tuple[float, ...]
    near_adopted: tuple[float, ...]
    idea_names: tuple[Name, ...]
    theme_names: tuple[Name, ...]


def regroup(vectors: Rows, asked: Asked, progress: Progress | None = None) -> Regrouped:
    """Group (n, dimension) centred unit rows. Raises GroupingFailed when the process ends without an answer."""
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    child = subprocess.Popen(
        [sys.executable, "-m", "assistant.index.groups_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": path},
    )
    try:  # around the `with`: closing the pipe of a process that has died fails once more
        with child:
            assert child.stdin is not None
            assert child.stdout is not None
            try:
                child.stdin.write(json.dumps({**_told(asked), "shape": list(vectors.shape)}).encode() + b"\n")
                child.stdin.write(vectors.tobytes())
                child.stdin.close()
                for line in child.stdout:
                    said = json.loads(line)
                    if "ideas" in said:
                        return _regrouped(said)
                    if progress is not None:
                        progress(said["done"], said["of"])
            finally:
                child.kill()
    except (BrokenPipeError, json.JSONDecodeError) as exc:
        raise GroupingFailed(f"the grouping process ended with code {child.wait()}") from exc
    raise GroupingFailed(f"the grouping process ended with code {child.wait()}")


def regroup_here(vectors: Rows, asked: Asked, progress: Progress | None = None) -> Regrouped:
    """Like `regroup` in this process: for a command that has nothing else to do."""
    return _regrouped(answer(vectors, _told(asked), progress))


def _told(asked: Asked) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in Asked.__slots__}


def _regrouped(said: Mapping[str, Any]) -> Regrouped:
    return Regrouped(
        places=tuple((float(x), float(y)) for x, y in said["places"]),
        idea_names=_names(said["idea_names"]),
        theme_names=_names(said["theme_names"]),
        **{name: tuple(said[name]) for name in ("ideas", "themes", "near_other", "near_past", "near_adopted")},
    )


def _names(said: Sequence[Mapping[str, Any]]) -> tuple[Name, ...]:
    return tuple(Name(tuple(each["terms"]), int(each["example"])) for each in said)
