"""Every error has a sentence in both languages, and none shows internals."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime

import pytest
import streamlit as st

from assistant import errors as e
from assistant.ui.errors import FELL_BACK, sentence
from assistant.ui.text import LANGUAGES, translate

NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
EXAMPLES: dict[type[e.AssistantError], e.AssistantError] = {
    e.NotAllowed: e.NotAllowed("SECRET"),
    e.NotFound: e.NotFound("proposal", "SECRET"),
    e.Incomplete: e.Incomplete(["effect"]),
    e.TooLong: e.TooLong({"title": 200}),
    e.DeadlinePassed: e.DeadlinePassed(NOON, NOON),
    e.StageForbids: e.StageForbids("SECRET", "SECRET"),
    e.StorageUnavailable: e.StorageUnavailable("SECRET"),
    e.EditConflict: e.EditConflict(1, 2),
    e.BadFile: e.BadFile([e.Fault("SECRET", 1, "SECRET")]),
    e.RehearsalTooLarge: e.RehearsalTooLarge(2, 1),
    e.PackageRefused: e.PackageRefused("not_signed", "SECRET"),
    e.PanelSilent: e.PanelSilent([("experts", "F1")]),
    e.ReviewRefused: e.ReviewRefused("recused"),
    e.ShortlistRefused: e.ShortlistRefused("sealed"),
    e.AdvisorFailed: e.AdvisorFailed("timeout", "SECRET"),
}


def all_errors() -> list[type[e.AssistantError]]:
    return [kind for _, kind in inspect.getmembers(e, inspect.isclass) if issubclass(kind, e.AssistantError)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", all_errors())
def test_every_error_has_a_sentence_without_internals(
    kind: type[e.AssistantError], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(st.session_state, "language", language)
    error = EXAMPLES.get(kind) or kind.__new__(kind, "SECRET")
    said = sentence(error)
    assert said.endswith((".", "오."))
    assert "SECRET" not in said
    assert "{" not in said


def test_empty_and_overlong_fields_are_called_by_their_names_on_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(st.session_state, "language", "ko")
    assert "기대효과" in sentence(e.Incomplete(["effect"]))
    assert "제목" in sentence(e.TooLong({"title": 200}))


def test_every_reason_a_model_can_fail_for_is_put_into_words() -> None:
    assert set(FELL_BACK) == set(e.AdvisorFailed.REASONS)
    assert all(translate(words, "ko") != words for words in FELL_BACK.values())


def test_every_reason_of_a_refused_review_or_shortlist_is_put_into_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(st.session_state, "language", "ko")
    refused = [e.ReviewRefused(reason) for reason in e.ReviewRefused.REASONS]
    refused += [e.ShortlistRefused(reason) for reason in e.ShortlistRefused.REASONS]
    assert all(sentence(error).endswith("오.") or sentence(error).endswith("다.") for error in refused)
