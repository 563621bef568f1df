"""What a person reads when something was refused or failed: what happened, and what to do next.

Law: every class of `assistant.errors` leads to a sentence; internals never do. What is not foreseen gets a reference
number that also stands in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from assistant import errors as e
from assistant import errors_doors as d
from assistant.mishaps import reference
from assistant.ui.labels import field_label, moment
from assistant.ui.refusals import refusal
from assistant.ui.text import mark, plain, say, say_many

log = logging.getLogger(__name__)

MOST_FAULTS = 20

_PLAIN: dict[type[Exception], str] = {
    e.NotAllowed: mark("Your role does not allow this. If you need it, ask the organiser."),
    e.NotFound: mark("This does not exist, or it is not yours. Go back to “My proposals” and choose again."),
    e.StageForbids: mark("This proposal is no longer a draft, so it cannot be changed. Withdraw it first."),
    e.EditConflict: mark(
        "The text was changed elsewhere in the meantime. Nothing was overwritten; look at it and try again."
    ),
    e.FollowUpForbids: mark("This step does not follow where the finalist stands. Look again and choose another."),
    e.RulesSealed: mark("A poll stands on these rules. They cannot be changed until its result is published."),
    e.BadFile: mark("This file cannot be used. Nothing was changed."),
    e.ConfigurationError: mark("The application is not set up correctly. Please tell the administrator."),
    e.ModelUnavailable: mark(
        "Similar ideas cannot be searched right now. Your text is saved all the same; just go on writing."
    ),
    e.EmbeddingFailed: mark(
        "Similar ideas cannot be searched right now. Your text is saved all the same; just go on writing."
    ),
    e.AdvisorFailed: mark("The language model gave no usable answer. Try again in a while."),
    e.GroupingFailed: mark("Grouping stopped half-way. The groups stay as they were; start it again in a while."),
    e.IndexBusy: mark("Another program is using the index of past ideas. Please tell the administrator."),
    e.IndexUnavailable: mark("The index of past ideas is being rebuilt. Search works, but takes a little longer."),
    e.StorageUnavailable: mark(
        "Saving is not possible right now. Your text is kept in this browser and saved as soon as it works again."
    ),
    e.MergeCycle: mark("These links would make a proposal part of itself. Take one of the earlier links back first."),
    e.AlreadyJudged: mark("Somebody has judged this already. Take that judgement back first, then record yours."),
    d.SignedOut: mark("You are signed out. Sign in again; what you typed is kept in this browser."),
    d.LastOrganiser: mark("Somebody has to give roles. Make another person an organiser first."),
    e.Refused: mark("This is not possible right now."),
    e.AssistantError: mark("Something went wrong. Please try again in a while."),
}

_STORAGE: dict[str, str] = {
    "full": mark(
        "The disk is full, so nothing can be saved right now. What was saved is safe, and what you write is kept in "
        "this browser. Leave this page open and tell the administrator; it is saved by itself once there is room."
    ),
    "read_only": mark(
        "The data can only be read right now, so nothing can be saved. What was saved is safe, and what you write is "
        "kept in this browser. Leave this page open and tell the administrator; it is saved by itself afterwards."
    ),
}
"""By `StorageUnavailable.kind`."""

FELL_BACK: dict[str, str] = {
    "timeout": mark("The language model took too long"),
    "refused": mark("The language model could not be reached"),
    "unauthorised": mark("The language model refused the access key"),
    "rate_limited": mark("The language model has too many requests"),
    "server_error": mark("The language model has a fault of its own"),
    "bad_answer": mark("The language model's answer could not be used"),
    "too_long": mark("The text is too long for the language model"),
    "private": mark("The text holds personal data and was not sent"),
    "off": mark("The settings let no text go to this language model"),
    "over_budget": mark("Today's limit for the language model is used up"),
    "cancelled": mark("You stopped the language model"),
}
"""Why the offline advisor answered instead, by `AdvisorFailed.reason`."""


_REVIEW: dict[str, str] = {
    "withdrawn": mark("The author has withdrawn this proposal, so it leaves the review. Go on with the next one."),
    "own": mark("You wrote this proposal, alone or with others, so you cannot judge it."),
    "recused": mark("You are recused from this proposal. Go on with the next one."),
    "not_assigned": mark("This proposal is not assigned to you. Choose one from your list."),
    "not_under_review": mark("Reviewing has not begun or is closed. Ask the organiser."),
    "under_review": mark("Reviewing is still going on. Close it first."),
    "bad_score": mark("A score is missing or outside its range. Give every criterion a whole number."),
    "abstained": mark("You have abstained here; the organiser can reopen it."),
    "answer_late": mark("The time to answer is over. Ask the organiser for more time."),
    "answered": mark("This has been answered already."),
}
"""By `ReviewRefused.reason`."""

_SHORTLIST: dict[str, str] = {
    "sealed": mark("The finalist package is sealed by two officers. It cannot be changed any more."),
    "under_review": mark("Reviewing is still going on. Close it first."),
    "undecided": mark("Some proposals tie at the line. Decide with a reason who goes on, then try again."),
    "not_released": mark("The decisions have not been released yet."),
    "released": mark("The decisions are released already."),
    "objections_open": mark("Objections wait for an answer. Answer them first."),
    "answered": mark("This has been answered already."),
    "no_package": mark("There is no package yet. Draw the order first."),
    "pitch_not_approved": mark("A pitch waits for approval. Approve or remove it first."),
    "unknown_criterion": mark(
        "The contest rules settle ties by a review criterion that does not exist. Mend [shortlist] in the rules."
    ),
    "full": mark("The track has as many finalists as the rules allow. Take another one off first."),
    "own": mark("You wrote this proposal, alone or with others, so you cannot judge it."),
    "empty": mark("No proposal is on the shortlist."),
    "changed_since": mark("The package was changed in the meantime. Look at it again before you sign."),
    "unchanged": mark("It is that way already."),
}
"""By `ShortlistRefused.reason`."""


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
        case e.AdvisorFailed(reason="cancelled"):
            return say("You stopped it. Nothing was changed; what had been sent stands under “What left the building”.")
        case e.RehearsalTooLarge():
            return say(
                "This would be {ballots} ballots; {most} at most. Take fewer contests, voters or finalists.",
                ballots=f"{error.ballots:,}",
                most=f"{error.most:,}",
            )
        case e.DeadlinePassed():
            return say(
                "Proposals are taken from {opens} to {closes}.",
                opens=moment(error.opens_at),
                closes=moment(error.closes_at),
            )
        case d.TooOften():
            return say("That was a lot at once. Try again in {seconds} seconds.", seconds=max(1, round(error.wait_s)))
        case e.StageForbids(stage="trashed"):
            return say("This draft is in the trash. Take it back under “My proposals”, then go on writing.")
        case e.StorageUnavailable() if error.kind in _STORAGE:
            return say(_STORAGE[error.kind])
        case e.ReviewRefused():
            return say(_REVIEW[error.reason])
        case e.ShortlistRefused():
            return say(_SHORTLIST[error.reason])
    if said := refusal(error):
        return said
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
    st.warning(plain(sentence(error)), icon=":material/info:")
    if isinstance(error, e.BadFile):
        show_faults(error)


def storage_trouble(kind: str) -> None:
    """A banner on every page while nothing can be stored: what is kept, and what to do."""
    if kind in _STORAGE:
        st.error(say(_STORAGE[kind]), icon=":material/save:")


def show_faults(error: e.BadFile) -> None:
    """Every fault of a file with its line, the first MOST_FAULTS of them."""
    lines = [
        say("{file}, line {line}: {mend}", file=Path(each.file).name, line=each.line, mend=each.mend)
        if each.line
        else each.mend
        for each in error.faults
    ]
    more = len(lines) - MOST_FAULTS
    rest = [say_many("{count} more place to mend.", "{count} more places to mend.", more)] if more > 0 else []
    with st.container(border=True):
        st.text("\n".join([*lines[:MOST_FAULTS], *rest]))


def unforeseen(error: Exception) -> bool:
    """Streamlit's last resort for an error in a page: a sentence and a reference number, no internals."""
    if isinstance(error, e.AssistantError):
        show(error)
        return True
    st.error(
        say(
            "Something unexpected happened. What you typed is kept. If it recurs, tell the administrator {reference}.",
            reference=reference(error),
        )
    )
    return True


def _names(fields: object) -> str:
    return ", ".join(field_label(str(name)) for name in fields)  # type: ignore[attr-defined]
