"""No float can slip into the files that rank people: checked on their syntax trees."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

DOMAIN = Path(__file__).parents[2] / "assistant" / "domain"
COUNTING = ("tally.py", "award.py", "ballot.py", "rules.py")
INEXACT = {"float", "round", "complex", "statistics", "math", "decimal", "numpy"}


def inexact(source: str) -> list[str]:
    """Everything in a source text that makes or may make a float: literals, true division, names, powers."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Constant(value=float() | complex()):
                found.append(f"{node.lineno}: literal {node.value}")
            case ast.BinOp(op=ast.Div() | ast.Pow()) | ast.AugAssign(op=ast.Div() | ast.Pow()):
                found.append(f"{node.lineno}: / or **")
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name) if name in INEXACT:
                found.append(f"{getattr(node, 'lineno', 0)}: {name}")
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in INEXACT:
                found.append(f"{node.lineno}: from {module}")
    return found


@pytest.mark.parametrize("name", COUNTING)
def test_a_counting_file_holds_no_float(name: str) -> None:
    assert inexact((DOMAIN / name).read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    ["x = 0.7", "x = a / b", "a /= b", "x = float(a)", "x = round(a)", "from math import sqrt", "import statistics",
     "x = a ** b", "x = 1j", "x = fraction.numerator.__class__; y = builtins.float"],
)  # fmt: skip
def test_the_search_for_floats_finds_each_way_in(source: str) -> None:
    assert inexact(source)
