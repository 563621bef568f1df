"""Every refusal of the competition has its own sentence, with no word of the machinery."""

from __future__ import annotations

import inspect

import pytest
import streamlit as st

from assistant import errors_voting as v
from assistant.domain.package import Flaw
from assistant.domain.paper import Why
from assistant.errors import AssistantError, PackageRefused, PanelSilent
from assistant.ui.errors import sentence
from assistant.ui.text import LANGUAGES

REFUSALS: list[AssistantError] = [
    *(v.CastRefused(why, "SECRET") for why in Why),
    *(PackageRefused(flaw, "SECRET") for flaw in Flaw),
    v.PollForbids("SECRET", "SECRET"),
    v.EntryRefused("SECRET"),
    v.AlreadyCast("S7"),
    v.RollRefused([(0, "SECRET", "SECRET")]),
    v.BoxBroken(["SECRET"]),
    v.SecondOfficerNeeded("SECRET"),
    PanelSilent([("experts", "F1")]),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_says_something_of_its_own(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(st.session_state, "language", language)
    said = [sentence(each) for each in REFUSALS]
    assert len(set(said)) == len(said)
    assert not any("SECRET" in each or "{" in each for each in said)


def test_no_refusal_of_the_vote_is_forgotten() -> None:
    kinds = {kind for _, kind in inspect.getmembers(v, inspect.isclass) if kind.__module__ == v.__name__}
    assert kinds == {type(each) for each in REFUSALS} & kinds
