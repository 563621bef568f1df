"""Everything that is installed is pinned with its hash, floors have reasons, and nothing is woken from stored bytes."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from assistant.config import PROJECT
from supply.runtime import locked

PYPROJECT = (PROJECT / "pyproject.toml").read_text("utf-8")
FLOORS = {"streamlit": (1, 54), "langchain-core": (1, 2, 22), "pillow": (11,), "authlib": (1, 9)}
"""Floors that are there for safety: below them something is known to be wrong."""
WAKING = {"pickle", "cPickle", "dill", "shelve", "marshal", "cloudpickle", "joblib", "jsonpickle"}
CALLS = {"eval", "exec", "compile", "__import__"}
ATTRIBUTES = {"unsafe_load", "full_load", "load_prompt", "load_chain", "loads_chain", "from_template_file"}
SOURCES = [*sorted((PROJECT / "assistant").rglob("*.py")), PROJECT / "streamlit_app.py"]


def test_every_requirement_of_the_lock_has_hashes() -> None:
    blocks = re.split(r"\n(?=\S)", (PROJECT / "requirements.lock").read_text("utf-8"))
    bare = [block.split()[0] for block in blocks if "==" in block and "--hash=sha256:" not in block]
    assert bare == []
    assert len(locked()) > 100


@pytest.mark.parametrize("name", FLOORS)
def test_floors_that_are_there_for_safety_hold_and_have_a_reason(name: str) -> None:
    line = next(line for line in PYPROJECT.splitlines() if line.strip().startswith(f'"{name}>='))
    floor = re.search(r">=([\d.]+)", line)
    assert floor is not None
    assert tuple(map(int, floor.group(1).split("."))) >= FLOORS[name]
    assert "#" in line.split('",')[1], "the reason stands on the line"
    assert tuple(int(part) for part in re.findall(r"\d+", locked()[name])[:3]) >= FLOORS[name]


def _faults(source: str) -> list[str]:
    """Imports and calls that could wake code from bytes."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.partition(".")[0] in WAKING]
        elif isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            found += [str(node.module)] if (node.module or "").partition(".")[0] in WAKING else []
            found += sorted(names & ATTRIBUTES)
            found += [f"{node.module}"] if (node.module or "").startswith("langchain_core.load") else []
        elif isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            attribute = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            of = (
                node.func.value.id
                if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
                else ""
            )
            found += [name] if name in CALLS else []
            found += [attribute] if attribute in ATTRIBUTES or (of, attribute) == ("yaml", "load") else []
            found += [
                "allow_pickle" for keyword in node.keywords if keyword.arg == "allow_pickle" and _is_true(keyword)
            ]
    return found


def _is_true(keyword: ast.keyword) -> bool:
    return not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False)


def test_no_prompt_chain_or_object_is_woken_from_stored_bytes() -> None:
    assert {path.name: faults for path in SOURCES if (faults := _faults(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from langchain_core.load import loads",
        "import yaml; yaml.load('x')",
        "eval('1')",
        "import numpy; numpy.load('x', allow_pickle=True)",
        "from langchain_core.prompts import load_prompt",
        "import joblib",
    ],
)
def test_the_test_above_would_notice(line: str) -> None:
    assert _faults(line)


def test_prompts_are_plain_text() -> None:
    assert {path.suffix for path in (PROJECT / "prompts").rglob("*") if path.is_file()} <= {".md", ""}
    assert tomllib.loads(PYPROJECT)["project"]["license"] == "MIT"
