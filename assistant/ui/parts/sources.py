"""Script and style of a component from the folder of its name; all of them make elements in one way."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

_HERE = Path(__file__).parent


class Sources(TypedDict):
    """What Streamlit's component takes."""

    js: str
    css: str


def sources(name: str) -> Sources:
    """The texts of NAME/NAME.js, with `make` before it, and of NAME/NAME.css."""
    make, script, style = (_HERE / "make.js", _HERE / name / f"{name}.js", _HERE / name / f"{name}.css")
    return Sources(js=f"{make.read_text('utf-8')}\n{script.read_text('utf-8')}", css=style.read_text("utf-8"))
