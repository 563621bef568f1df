"""The words the form's own script shows."""

from __future__ import annotations

from assistant.ui.text import say


def editor_words() -> dict[str, str]:
    """By the names the script knows them by; `{time}` is filled in there."""
    return {
        "required": say("required"),
        "optional": say("optional"),
        "more": say("More about it (optional): tools, data, department, video"),
        "unsaved": say("Saving…"),
        "saved": say("Saved {time}"),
        "cut": say("Not connected. Your text is kept in this browser and will be saved once the connection is back."),
        "cut_and_not_kept": say(
            "Not connected, and this browser keeps nothing. Copy your text before you leave this page."
        ),
        "restored": say("Text from {time} that had been kept in this browser was put back."),
        "undo_restore": say("Use the saved text instead"),
        "close": say("Close"),
        "too_long": say("This is too long. It is kept in this browser and will be saved once it is shorter."),
        "conflict": say("This field was changed elsewhere too. Your text stays here; below is the other one."),
        "nothing": say("(empty)"),
        "keep_mine": say("Keep my text"),
        "take_theirs": say("Use the other text"),
    }
