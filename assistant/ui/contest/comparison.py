"""A rehearsal as a table, and how its ballots were made."""

from __future__ import annotations

import streamlit as st

from assistant.domain import simulation
from assistant.services.rehearsing import Rehearsal
from assistant.ui.contest.words import variant_words
from assistant.ui.parts.table import Column, Line, table
from assistant.ui.text import say, say_many


def model_words() -> str:
    """What a simulation assumes."""
    return say(
        "How the ballots are made: out of a scale of 100 the finalists lie around {centre} and differ by {strength}, "
        "panels see one differently by {taste}, voters are strict or lenient by {leniency}, "
        "and each score varies by {chance} (standard deviations). It is a model, not a forecast.",
        centre=simulation.CENTRE,
        strength=simulation.STRENGTH,
        taste=simulation.TASTE,
        leniency=simulation.LENIENCY,
        chance=simulation.CHANCE,
    )


def shown(key: str, found: Rehearsal, where: str) -> None:
    """One line for each way of counting; each number is of how many contests."""
    contests = found.comparisons[0].contests
    caption = " · ".join(filter(None, [say_many("{count} contest", "{count} contests", contests), where]))
    labels = (say("Other grand prize"), say("Other first place"), say("Other awards"), say("Shared awards"))
    columns = [Column(say("Way of counting")), *(Column(label, is_number=True) for label in labels)]
    lines = [
        Line(
            (
                variant_words(each.variant),
                *(
                    f"{part} / {each.contests}"
                    for part in (each.grand_prize, each.first_places, each.awards, each.shared)
                ),
            ),
            tone="" if each.variant.changes else "strong",
        )
        for each in found.comparisons
    ]
    table(key, caption, columns, lines)
    if found.silent:
        st.caption(say("{count} left out: a panel had no ballot for a finalist.", count=found.silent))
