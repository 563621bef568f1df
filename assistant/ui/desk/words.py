"""The words the form's own script shows."""

from __future__ import annotations

from functools import cache

from assistant.ui.text import language, mark, translate

_WORDS = {
    "required": mark("required"),
    "optional": mark("optional"),
    "more": mark("More about it (optional): tools, data, department, video"),
    "unsaved": mark("Saving…"),
    "saved": mark("Saved {time}"),
    "held_back": mark("One field is not saved yet. See what stands below it."),
    "cut": mark("Not connected. Your text is kept in this browser and will be saved once the connection is back."),
    "cut_and_not_kept": mark(
        "Not connected, and this browser keeps nothing. Copy your text before you leave this page."
    ),
    "restored": mark("Text from {time} that had been kept in this browser was put back."),
    "undo_restore": mark("Use the saved text instead"),
    "close": mark("Close"),
    "too_long": mark("This is too long. It is kept in this browser and will be saved once it is shorter."),
    "conflict": mark("This field was changed elsewhere too. Your text stays here; below is the other one."),
    "nothing": mark("(empty)"),
    "differences": mark("Underlined: only in the other text. Struck out: only in yours."),
    "join": mark("Join both texts"),
    "keep_mine": mark("Keep my text"),
    "take_theirs": mark("Use the other text"),
}


def editor_words() -> dict[str, str]:
    """By the names the script knows them by; `{time}` is filled in there."""
    return _in(language())


@cache
def _in(to: str) -> dict[str, str]:
    return {name: translate(words, to) for name, words in _WORDS.items()}
