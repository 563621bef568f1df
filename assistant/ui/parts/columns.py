"""Texts side by side, for the screen, the keyboard and A4.

Law: every text is set as text by the browser; nothing here is ever markup.
"""

from __future__ import annotations

import streamlit as st

from assistant.services.annotating import Note
from assistant.services.comparing import Column, Comparison
from assistant.ui.labels import field_label
from assistant.ui.parts.sources import sources
from assistant.ui.text import say

_component = st.components.v2.component("columns", **sources("columns"))


def columns(key: str, shown: Comparison, tracks: dict[str, str]) -> None:
    """Show the comparison; `tracks` are the names of the tracks by code."""
    passages = [
        {
            "left": each.left,
            "right": each.right,
            "a": each.pair.a,
            "b": each.pair.b,
            "percent": round(100 * each.pair.similarity),
        }
        for each in shown.passages
    ]
    words = {
        "print": say("Print"),
        "passages": say("Sentences that say the same"),
        "none": say("No sentences match."),
        "only": say("Only here"),
        "numbers": say("Numbers"),
        "notes": say("The author on the difference"),
        "orders": say("Reads like an order to a machine"),
        "whole": say("The whole text"),
        "nothing": say("Nothing"),
    }
    _component(
        key=key,
        data={"columns": [_column(each, tracks) for each in shown.columns], "passages": passages, "words": words},
    )


def _column(each: Column, tracks: dict[str, str]) -> dict[str, object]:
    facts = (
        (say("Track"), tracks.get(each.track, "")),
        (say("Department"), each.department),
        (say("Authors"), ", ".join(each.authors)),
        (say("Versions"), str(each.versions)),
    )
    return {
        "title": each.title or say("Without a title"),
        "facts": [fact for fact in facts if fact[1]],
        "only": each.only_here,
        "numbers": each.numbers,
        "notes": [note_words(note) for note in each.notes],
        "orders": each.like_orders,
        "parts": [(field_label(name), text) for name, text in each.parts],
    }


def note_words(note: Note) -> str:
    """What the author says is different from which past proposal, and whether it only repeats that one."""
    said = say("From “{title}”: {text}", title=note.past_title or say("Without a title"), text=note.text)
    return said + (" " + say("(repeats the past proposal)") if note.only_repeats else "")
