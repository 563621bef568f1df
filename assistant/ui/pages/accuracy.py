"""얼마나 맞습니까?: how often the likeness shown was right on pairs that people judged."""

from __future__ import annotations

import streamlit as st

from assistant.domain.calibration import Calibration
from assistant.domain.share import Share
from assistant.ui.session import application
from assistant.ui.text import say


def show() -> None:
    """The page."""
    profile = application().finding.profile
    st.title(say("How often is it right?"), anchor=False)
    st.text(
        say(
            "The per cent beside a past proposal is the chance that a person would call the two the same idea. "
            "It is a hint for reading, not a verdict: people decide."
        )
    )
    found = profile.calibration
    if found is None:
        st.info(say("No pairs were judged for this model yet, so nothing can be said about how often it is right."))
    else:
        _calibration(found, profile.near_duplicate_from)
    st.caption(say("Model {model} · calibration {id}", model=profile.model_id, id=profile.id))


def _calibration(found: Calibration, line: float) -> None:
    st.subheader(say("When it says “nearly the same proposal”"), anchor=False)
    st.text(say("It says so from {percent} % on.", percent=round(100 * line)))
    rows = [
        (say("It says so and people agree"), found.called_same),
        (say("People say the same and it says so too"), found.found),
        (say("People say different and it says so all the same"), found.look_alikes),
    ]
    st.table([{say("On judged pairs"): name, **_cells(say("Share"), share)} for name, share in rows])
    st.subheader(say("The per cent shown, and what people said"), anchor=False)
    st.table(
        [
            {
                say("Shown"): f"{band.low * 100:.0f}–{band.high * 100:.0f}%",
                **_cells(say("People said the same"), band.same),
            }
            for band in found.bands
        ]
    )
    st.caption(
        say(
            "{pairs} pairs judged by reading: {same} the same, {related} related, {different} different. No pair "
            "counts towards the fit it is judged by.",
            pairs=found.pairs,
            same=found.same,
            related=found.related,
            different=found.different,
        )
    )


def _cells(heading: str, share: Share) -> dict[str, str]:
    low, high = share.interval
    known = share.is_enough
    return {
        heading: f"{share.rate:.0%}" if known else say("too few pairs"),
        say("95 % interval"): f"{low:.0%}–{high:.0%}" if known else "–",
        say("Pairs"): say("{right} of {said}", right=share.hits, said=share.n),
    }
