"""What changed from one version to another, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import streamlit as st

from assistant.domain.proposal import Content
from assistant.ui.labels import field_label

_HERE = Path(__file__).parent / "changes"
_component = st.components.v2.component(
    "changes", js=(_HERE / "changes.js").read_text("utf-8"), css=(_HERE / "changes.css").read_text("utf-8")
)
_PIECES = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Change:
    """One field's pieces in reading order: ("same" | "gone" | "come", text)."""

    name: str
    pieces: tuple[tuple[str, str], ...]


def compare(old: Content, new: Content, names: tuple[str, ...]) -> list[Change]:
    """The fields among `names` that differ; "same" and "gone" joined give the old text, "same" and "come" the new."""
    return [
        Change(name, tuple(_pieces(before, after)))
        for name in names
        if (before := getattr(old, name)) != (after := getattr(new, name))
    ]


def changes(key: str, shown: list[Change]) -> None:
    """Show them."""
    fields = [{"label": field_label(change.name), "pieces": change.pieces} for change in shown]
    _component(key=key, data={"fields": fields})


def _pieces(old: str, new: str) -> list[tuple[str, str]]:
    a, b = _PIECES.findall(old), _PIECES.findall(new)
    found: list[tuple[str, str]] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(a[i:j])))
            continue
        found += [piece for piece in (("gone", "".join(a[i:j])), ("come", "".join(b[k:m]))) if piece[1]]
    return found
