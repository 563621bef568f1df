"""Every package that comes with the program: what pyproject.toml asks for, and what that asks for in turn.

Read from the metadata of the installed packages, so it is what really runs here. Law: no path of this machine and no
address of a registry gets into anything made from it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Package:
    """One installed package; `needs` are the names it asks for here."""

    name: str
    version: str
    licence: str
    needs: tuple[str, ...]


def runtime() -> dict[str, Package]:
    """By canonical name. Raises PackageNotFoundError where one that is asked for is not installed."""
    found: dict[str, Package] = {}
    waiting = [(Requirement(line), frozenset[str]()) for line in PYPROJECT["project"]["dependencies"]]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted, _ = waiting.pop()
        name, extras = canonical(wanted.name), frozenset(wanted.extras)
        if (wanted.marker and not wanted.marker.evaluate({"extra": ""})) or (name, extras) in seen:
            continue
        seen.add((name, extras))
        installed = distribution(wanted.name)
        needs = list(_needs(installed, extras))
        waiting += [(need, extras) for need in needs]
        before = found[name].needs if name in found else ()
        names = sorted({*before, *(canonical(need.name) for need in needs)})
        found[name] = Package(name, installed.version, licence(installed), tuple(names))
    return dict(sorted(found.items()))


def canonical(name: str) -> str:
    """The name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence(installed: Distribution) -> str:
    """What the package says its licence is, in its shortest form."""
    said = installed.metadata
    if expression := said.get("License-Expression"):
        return str(expression)
    classes = [each.split(" :: ")[-1] for each in said.get_all("Classifier") or [] if each.startswith("License ::")]
    named = [each for each in classes if each != "OSI Approved"]
    if named:
        return "; ".join(named)
    return next(iter((said.get("License") or "").strip().splitlines()), "")[:80]


def locked() -> dict[str, str]:
    """Name -> version as requirements.lock pins it; where it pins several for several machines, the last."""
    pins = re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.M)
    return {canonical(name): version for name, version in pins}


def _needs(installed: Distribution, extras: frozenset[str]) -> Iterator[Requirement]:
    for line in installed.requires or []:
        need = Requirement(line)
        if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in extras or {""}):
            need.marker = None
            yield need


__all__ = ["Package", "PackageNotFoundError", "canonical", "licence", "locked", "runtime"]
