"""What most tests stand on: an application over a fresh data directory, with a few past ideas in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as drawing

from assistant.config import QUIET, Settings, load_settings
from assistant.domain.archive import ArchiveItem, Outcome
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Content
from assistant.storage.database import Database
from assistant.wiring import Application, build
from tests import chromium, tables
from tests.tables import every_step

__all__ = ["every_step"]

if TYPE_CHECKING:
    from playwright.sync_api import Browser

os.environ.update(QUIET)
Database.migrate = tables.migrate  # type: ignore[method-assign]
drawing.register_profile("same every time", derandomize=True)
drawing.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same every time"))
"""`HYPOTHESIS_PROFILE=default` draws anew at every run; what that finds becomes an example of its own."""
LONGEST = (
    "test_every_view",
    "test_scenes",
    "test_two_people",
    "test_losing_nothing",
    "test_signing_in",
    "test_nothing_before_closing",
    "test_whole_contest",
    "test_operations",
    "test_browse",
    "test_bulk",
    "test_killing",
    "test_storage_trouble",
    "test_database",
    "test_clustering",
    "test_copies",
    "test_advice_failing",
)
"""Files that take a minute and more: begun first, so that no worker is left alone with one at the end."""

KIM = Person("kim", "김제안", "디지털정책과", frozenset({Role.AUTHOR}))
LEE = Person("lee", "이제안", "복지정책과", frozenset({Role.AUTHOR}))
PARK = Person("park", "박심사", "감사담당관", frozenset({Role.REVIEWER}))

PAST = (
    ArchiveItem(
        "A-CALL",
        Content(
            title="인공지능 전화로 혼자 사는 어르신 안부 확인",
            problem="혼자 사는 어르신이 늘어 동 주민센터 직원이 모두 찾아뵙기 어렵습니다.",
            idea="인공지능이 정해진 시간에 어르신께 전화를 걸어 안부를 묻고, 응답이 없으면 담당자에게 알립니다.",
            effect="고독사를 예방하고 담당자의 업무 부담을 덜 수 있습니다.",
        ),
        Outcome.ADOPTED,
        2024,
        "복지정책과",
    ),
    ArchiveItem(
        "A-COST",
        Content(
            title="공사 자재 단가 자동 비교",
            problem="설계 담당자가 자재 단가를 일일이 찾아 입력하느라 시간이 걸립니다.",
            idea="조달청과 물가지의 단가를 모아 자동으로 비교하고 적정 공사비를 계산합니다.",
            effect="설계 기간이 줄고 예산을 아낄 수 있습니다.",
        ),
        Outcome.RUNNING,
        2025,
        "재무과",
    ),
    ArchiveItem(
        "A-TREE",
        Content(
            title="가로수 열매 악취 줄이기",
            problem="가을마다 은행나무 열매 냄새로 민원이 많습니다.",
            idea="열매가 떨어지기 전에 그물망을 설치하여 한꺼번에 거둡니다.",
            effect="거리 환경이 깨끗해집니다.",
        ),
        Outcome.NOT_ADOPTED,
        2019,
        "조경과",
    ),
)

SAME_IN_OTHER_WORDS = Content(
    title="독거노인 대상 AI 자동 통화 서비스",
    problem="독거 어르신 수에 비해 돌봄 인력이 부족하여 매일 살펴 드리지 못합니다.",
    idea="AI가 날마다 독거노인에게 전화하여 건강 상태를 확인하고 받지 않으시면 돌봄 인력에게 통보합니다.",
    effect="위급한 상황을 빨리 알아차려 고독사를 막습니다.",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; everything else in its order."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(LONGEST)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one Chromium of this process."""
    if chromium.CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install Debian's chromium to run the browser tests")
    with chromium.opened() as browser:
        yield browser


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings over a fresh data directory and nothing else."""
    for name in ("DATABASE_URL", "CHROMA_URL", "OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    return load_settings()


@pytest.fixture
def application(settings: Settings) -> Iterator[Application]:
    """Three past ideas, indexed; two authors and a reviewer."""
    built = build(settings)
    with built.database.write() as records:
        for person in (KIM, LEE, PARK):
            records.people.put(person)
        records.archive.put_many(PAST)
    built.indexing.catch_up()
    yield built
    built.close()
