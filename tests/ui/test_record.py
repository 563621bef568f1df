"""The public record of the advice: without sign-in, from the live settings, everything escaped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.sign_in_settings import SignInSettings
from assistant.ui.doors import LANGUAGE_COOKIE, doors
from assistant.ui.record import record
from assistant.wiring import Application


def _client(application: Application) -> TestClient:
    return TestClient(Starlette(routes=doors(SignInSettings(), record=lambda to: record(application, to))))


def test_it_says_what_is_used_for_what_and_who_decides(application: Application) -> None:
    answer = _client(application).get("/record/advice")
    assert answer.status_code == 200
    for part in (
        "목적",
        "자료",
        "모델",
        "수치",
        "결정하는 사람",
        "이의 제기",
        "언어 모델을 쓰지 않습니다",
        "n = 0 &lt; 30",
    ):
        assert part in answer.text, part
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_it_follows_the_settings_and_shows_no_key_and_no_address(application: Application) -> None:
    told = {"openai_base_url": "http://10.9.8.7/v1", "openai_model": "<b>model</b>", "advice_endpoints": "any"}
    settings = application.settings.model_copy(update=told)
    changed = replace(
        application, settings=settings, advising=replace(application.advising, configured=application.advising.offline)
    )
    page = record(changed, "ko")
    assert "기관 밖의 언어 모델" in page
    assert "&lt;b&gt;model" in page
    assert "10.9.8.7" not in page


def test_where_drafts_go_for_their_vectors_it_says_so(application: Application) -> None:
    told = {"embedder": "endpoint", "embedding_base_url": "http://10.9.8.7/v1", "embedding_model": "bge"}
    page = record(replace(application, settings=application.settings.model_copy(update=told)), "ko")
    for part in ("임베딩 모델: bge", "쓰는 중인 초안", "언어 모델에 아예 보내지 않습니다", "임베딩 서버의 모델이"):
        assert part in page, part
    assert "10.9.8.7" not in page
    assert "쓰는 중인 초안" not in record(application, "ko")


@pytest.mark.parametrize(("cookie", "title"), [("en", "Public record"), ("ko", "공개 기록"), ("xx", "공개 기록")])
def test_it_speaks_the_readers_language(application: Application, cookie: str, title: str) -> None:
    client = _client(application)
    client.cookies.set(LANGUAGE_COOKIE, cookie)
    assert title in client.get("/record/advice").text
