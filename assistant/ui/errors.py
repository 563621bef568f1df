"""What a person reads when something was refused or failed: what happened, and what to do next.

Law: every class of `assistant.errors` leads to a sentence; internals never do. What is not foreseen gets a reference
number that also stands in the log.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

import streamlit as st

from assistant import errors as e
from assistant.ui.labels import field_label, moment
from assistant.ui.text import mark, say, say_many

log = logging.getLogger(__name__)

MOST_FAULTS = 20

_PLAIN: dict[type[Exception], str] = {
    e.NotAllowed: mark("Your role does not allow this. If you need it, ask the organiser."),
    e.NotFound: mark("This does not exist, or it is not yours. Go back to “My proposals” and choose again."),
    e.StageForbids: mark("This proposal is no longer a draft, so it cannot be changed. Withdraw it first."),
    e.EditConflict: mark(
        "The text was changed elsewhere in the meantime. Nothing was overwritten; look at it and try again."
    ),
    e.RulesSealed: mark("A poll stands on these rules. They cannot be changed until its result is published."),
    e.BadFile: mark("This file cannot be read. Nothing was changed."),
    e.ConfigurationError: mark("The application is not set up correctly. Please tell the administrator."),
    e.ModelUnavailable: mark(
        "Similar ideas cannot be searched right now. Your text is saved all the same; just go on writing."
    ),
    e.EmbeddingFailed: mark(
        "Similar ideas cannot be searched right now. Your text is saved all the same; just go on writing."
    ),
    e.AdvisorFailed: mark("The language model gave no usable answer. Try again in a while."),
    e.IndexBusy: mark("Another program is using the index of past ideas. Please tell the administrator."),
    e.IndexUnavailable: mark("The index of past ideas is being rebuilt. Search works, but takes a little longer."),
    e.StorageUnavailable: mark(
        "Saving is not possible right now. Your text is kept in this browser and saved as soon as it works again."
    ),
    e.Refused: mark("This is not possible right now."),
    e.AssistantError: mark("Something went wrong. Please try again in a while."),
}

FELL_BACK: dict[str, str] = {
    "timeout": mark("The language model took too long"),
    "refused": mark("The language model could not be reached"),
    "unauthorised": mark("The language model refused the access key"),
    "rate_limited": mark("The language model has too many requests"),
    "server_error": mark("The language model has a fault of its own"),
    "bad_answer": mark("The language model's answer could not be used"),
    "too_long": mark("The text is too long for the language model"),
}
"""Why the offline advisor answered instead, by `AdvisorFailed.reason`."""


def sentence(error: e.AssistantError) -> str:
    """What to say about `error` in the person's language."""
    match error:
        case e.Incomplete():
            return say("Still empty: {fields}. Fill them in and submit again.", fields=_names(error.fields))
        case e.TooLong():
            return say(
                "Too long: {fields}. Shorten the text; until then it is kept in this browser only.",
                fields=_names(error.fields),
            )
        case e.DeadlinePassed():
            return say(
                "Proposals are taken from {opens} to {closes}.",
                opens=moment(error.opens_at),
                closes=moment(error.closes_at),
            )
    for kind in type(error).__mro__:
        if kind in _PLAIN:
            return say(_PLAIN[kind])
    return say(_PLAIN[e.AssistantError])


def attempt(act: Callable[[], object]) -> bool:
    """Do `act`; when it is refused or fails, show the sentence instead. Whether it was done."""
    try:
        act()
    except e.AssistantError as error:
        show(error)
        return False
    return True


def show(error: e.AssistantError) -> None:
    """The sentence about `error`, on the page."""
    if not isinstance(error, e.Refused):
        log.warning("shown to a person: %s", error)
    st.warning(sentence(error), icon=":material/info:")


def show_faults(error: e.BadFile) -> None:
    """Every fault of a file with its line, the first MOST_FAULTS of them."""
    lines = [f"{fault.file} {fault.line}: {fault.mend}" if fault.line else fault.mend for fault in error.faults]
    more = len(lines) - MOST_FAULTS
    rest = [say_many("{count} more place to mend.", "{count} more places to mend.", more)] if more > 0 else []
    with st.container(border=True):
        st.text("\n".join([*lines[:MOST_FAULTS], *rest]))


def unforeseen(error: Exception) -> bool:
    """Streamlit's last resort for an error in a page: a sentence and a reference number, no internals."""
    if isinstance(error, e.AssistantError):
        show(error)
        return True
    reference = secrets.token_hex(4)
    log.error("reference %s", reference, exc_info=error)
    st.error(
        say(
            "Something unexpected happened. What you typed is kept. If it recurs, tell the administrator {reference}.",
            reference=reference,
        )
    )
    return True


def _names(fields: object) -> str:
    return ", ".join(field_label(str(name)) for name in fields)  # type: ignore[attr-defined]
