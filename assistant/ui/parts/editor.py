"""The proposal form that sends while one types, and remembers in the browser what the server has not got yet.

Law: the browser decides what stands in a box; the server only ever offers. See docs/decisions/0006-screens.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent / "editor"
_PARTS = ("memory", "ledger", "merge", "fields", "keeper", "editor")
_SCRIPT = "\n".join((_HERE / f"{part}.js").read_text("utf-8") for part in _PARTS)

FORM = "editor"
_KEEPER = "keeper"
_component = st.components.v2.component("draft_editor", js=_SCRIPT, css=(_HERE / "editor.css").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Field:
    """One box of the form. `most` counts characters; `more` puts it under the fold of optional contents.

    `required` None says neither "required" nor "optional".
    """

    name: str
    label: str
    hint: str = ""
    placeholder: str = ""
    rows: int = 1
    most: int = 10_000
    required: bool | None = False
    more: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """What the server holds: a version and its texts by field, and when they were saved (as shown)."""

    version: int
    content: Mapping[str, str]
    saved_at: str


@dataclass(frozen=True, slots=True)
class Ack:
    """The last message that was stored, and the fields that something else has changed since."""

    stamp: int
    changed_since: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """What the browser sent: texts that were written looking at `version`."""

    draft: str
    stamp: int
    version: int
    content: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a message of the keeper."""

    stamp: int
    was_stored: bool


def editor(
    draft: str,
    fields: Sequence[Field],
    stored: Stored,
    *,
    words: Mapping[str, str],
    language: str,
    on_sent: Callable[[], None],
    ack: Ack | None = None,
    trouble: str = "",
    locked: bool = False,
    key: str = FORM,
) -> None:
    """Show the form of `draft`. `on_sent` is called before a run that brings new text; read it with `sent`.

    One form serves draft after draft under the same `key`, so that two never stand on the page at once.
    """
    _component(
        key=key,
        data={
            "draft": draft,
            "fields": [asdict(field) for field in fields],
            "server": asdict(stored),
            "ack": asdict(ack) if ack else None,
            "words": dict(words),
            "language": language,
            "trouble": trouble,
            "locked": locked,
        },
        on_draft_change=on_sent,
    )


def keeper(*, on_kept: Callable[[], None], delivered: Delivered | None) -> None:
    """Take in, from any page, what closed pages and tabs left in this browser; read it with `handed_in`."""
    _component(
        key=_KEEPER, data={"delivered": asdict(delivered) if delivered else None}, height=1, on_kept_change=on_kept
    )


def sent(key: str = FORM) -> Sent | None:
    """The form's message that caused this run, or None. It may still be of the draft shown before."""
    return _read(key, "draft")


def handed_in() -> Sent | None:
    """The keeper's message that caused this run, or None."""
    return _read(_KEEPER, "kept")


def _read(key: str, name: str) -> Sent | None:
    """A message; one of another shape counts as none."""
    message = st.session_state[key].get(name) if key in st.session_state else None
    match message:
        case {"draft": str(draft), "stamp": int(stamp), "version": int(version), "content": dict(content)} if all(
            isinstance(field, str) and isinstance(text, str) for field, text in content.items()
        ):
            return Sent(draft, stamp, version, content)
        case _:
            return None
