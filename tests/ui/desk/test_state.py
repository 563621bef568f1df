"""The desk: what the browser sends is stored, never over something newer."""

from __future__ import annotations

import pytest
import streamlit as st

from assistant.domain.proposal import Content
from assistant.ui.desk.state import Desk, hand_in
from assistant.ui.parts.editor import Ack, Sent
from assistant.wiring import Application
from tests.conftest import KIM, LEE


@pytest.fixture
def desk(application: Application, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setitem(st.session_state, "language", "ko")
    return Desk(application, KIM, application.drafting.start(KIM, Content(title="처음", track="citizen_service")))


def message(desk: Desk, stamp: int, **texts: str) -> Sent:
    content = dict(desk.stored().content) | texts
    return Sent(desk.proposal.id, stamp, desk.proposal.version, content)


def test_a_message_is_stored_and_confirmed(desk: Desk) -> None:
    assert desk.take(message(desk, 7, title="다음"))
    assert desk.app.drafting.open(KIM, desk.proposal.id).content == Content(title="다음", track="citizen_service")
    assert desk.ack() == Ack(7, [])


def test_before_the_first_message_nothing_is_confirmed(desk: Desk) -> None:
    assert desk.ack() is None


def test_a_message_that_has_not_seen_the_newest_version_changes_nothing(desk: Desk) -> None:
    late = message(desk, 8, title="늦은 글")
    elsewhere = desk.app.drafting.save(KIM, desk.proposal.id, Content(title="다른 창"), desk.proposal.version)
    assert not desk.take(late)
    assert desk.app.drafting.open(KIM, desk.proposal.id) == elsewhere
    assert desk.stored().content["title"] == "다른 창"
    assert desk.stored().version == elsewhere.version
    assert desk.ack() is None


def test_what_something_else_changed_after_the_message_is_named(desk: Desk) -> None:
    desk.take(message(desk, 9, title="다음"))
    content = desk.proposal.content.changed(pitch="추천받은 소개")
    desk.app.drafting.save(KIM, desk.proposal.id, content, desk.proposal.version)
    desk.refresh()
    assert desk.ack() == Ack(9, ["pitch"])


def test_only_fields_of_the_form_can_be_sent(desk: Desk) -> None:
    assert desk.take(message(desk, 10, title="다음", track="internal_process", body="몰래", nonsense="x"))
    assert desk.proposal.content == Content(title="다음", track="citizen_service")


def test_a_text_that_cannot_be_saved_is_told_in_words(desk: Desk) -> None:
    assert not desk.take(message(desk, 11, title="가" * 201))
    assert desk.trouble.startswith("너무 깁니다: 제목")
    assert desk.take(message(desk, 12, title="가" * 200))
    assert desk.trouble == ""


def test_a_text_left_in_the_browser_is_taken_unless_something_newer_is_stored(desk: Desk) -> None:
    left = message(desk, 13, title="두고 간 글")
    assert hand_in(desk.app, KIM, left).was_stored
    assert not hand_in(desk.app, KIM, Sent(left.draft, 14, left.version, {"title": "더 오래된 글"})).was_stored
    assert desk.app.drafting.open(KIM, desk.proposal.id).content.title == "두고 간 글"


def test_nobody_hands_in_a_text_for_somebody_else(desk: Desk) -> None:
    assert not hand_in(desk.app, LEE, message(desk, 15, title="남의 글")).was_stored
    assert desk.app.drafting.open(KIM, desk.proposal.id).content.title == "처음"


def test_a_message_of_the_draft_shown_before_goes_to_that_draft(desk: Desk) -> None:
    before = message(desk, 16, title="앞의 초안")
    other = Desk(desk.app, KIM, desk.app.drafting.start(KIM, Content(title="새 초안")))
    other.hear(before)
    assert desk.app.drafting.open(KIM, desk.proposal.id).content.title == "앞의 초안"
    assert desk.app.drafting.open(KIM, other.proposal.id).content.title == "새 초안"
