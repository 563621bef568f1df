"""Whatever breaks while she types, nothing older than a second is lost: the scenes of `scenes`, on the real thing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from assistant.config import PROJECT
from benchmarks.unprotected import OF_SCENE
from tests.journeys.conftest import Server
from tests.journeys.scenes import SCENES, Stage, play
from tests.journeys.wire import Wire

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


@pytest.fixture
def stage(browser: Browser, server: Server) -> Iterator[Stage]:
    wire = Wire(server.port)
    yield Stage(browser, server, wire)
    wire.close()


def test_every_scene_has_a_protection_that_can_be_taken_out() -> None:
    assert set(OF_SCENE) == set(SCENES)
    for protection in OF_SCENE.values():
        assert (PROJECT / protection.file).read_text("utf-8").count(protection.whole) == 1


@pytest.mark.parametrize("name", SCENES)
def test_nothing_typed_is_lost_when(stage: Stage, name: str) -> None:
    play(SCENES[name], stage)
