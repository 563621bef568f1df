"""Advice reaches no ballot page, no tally and no shortlist rule: not by import, not through the database's records."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACT = next(
    contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    if contract["id"] == "human"
)
ADVICE = {
    *("assistant.domain.advice", "assistant.domain.agreement", "assistant.domain.outgoing", "assistant.storage.advice"),
    *("assistant.storage.advice_tables", "assistant.storage.outgoing", "assistant.services.advising"),
    *("assistant.services.measuring", "assistant.services.spending", "assistant.services.noting"),
}
REPOSITORIES = {"advice", "outgoing"}
"""What the database's records call them."""
TRACK_ONLY = "reviewing.py"
"""A reviewer who confirms a track sees which one was suggested, and nothing else of it."""
LABELS = "sealing.py"
"""Asks the journal whether a pitch was taken over from a machine, to label it; two words of advice, no value."""
ITS_OWN = {"advice.py", "agreement.py", "outgoing.py", "difference_note.py", "personal"}


def _modules() -> list[Path]:
    found: list[Path] = []
    for name in CONTRACT["source_modules"]:
        path = ROOT / name.replace(".", "/")
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    return [path for path in found if not ITS_OWN & {path.name, path.parent.name}]


def _reaches(source: str) -> list[str]:
    """Imports of advice and uses of its repositories in a module."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name in ADVICE]
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
            found += sorted(names & ADVICE)
        elif isinstance(node, ast.Attribute) and node.attr in REPOSITORIES and _is_records(node.value):
            found.append(f".{node.attr}")
    return found


def _is_records(node: ast.expr) -> bool:
    """Whether it reads like the database's records: a panel's or a person's own `advice` is another word."""
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return "records" in name


def test_the_contract_covers_ballots_tally_and_shortlist() -> None:
    covered = {path.relative_to(ROOT / "assistant").as_posix() for path in _modules()}
    wanted = {"vote/pages.py", "domain/tally.py", "domain/shortlist.py", "domain/award.py", "domain/package.py"}
    assert wanted | {"services/tallying.py", "services/voting.py", "services/convening.py"} <= covered
    assert {"assistant.llm", "assistant.index"} <= set(CONTRACT["forbidden_modules"])


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(ROOT / "assistant").as_posix())
def test_no_module_of_the_competition_reaches_advice(path: Path) -> None:
    source = path.read_text("utf-8")
    if path.name == TRACK_ONLY:
        used = {line.strip() for line in source.splitlines() if "suggestion" in line}
        assert all("advice.suggestion.track.track" in line for line in used)
        source = source.replace("records.advice.latest", "latest")
    if path.name == LABELS:
        source = source.replace("from assistant.domain.advice import AdviceKind, Verdict\n", "")
    assert _reaches(source) == []


@pytest.mark.parametrize(
    "line",
    [
        "from assistant.domain.advice import Suggestion",
        "from assistant.domain import advice",
        "import assistant.storage.outgoing",
        "def rule(records):\n    return records.advice.latest('p')",
    ],
)
def test_the_test_above_would_notice(line: str) -> None:
    assert _reaches(line) != []
