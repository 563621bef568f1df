"""Whatever breaks while she types, nothing older than a second is lost: the scenes of `scenes`, on the real thing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from assistant.config import PROJECT
from benchmarks.unprotected import OF_SCENE
from tests.journeys.conftest import Server
from tests.journeys.scenes import SCENES, SETTINGS, Stage, play
from tests.journeys.wire import Wire

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


@pytest.fixture
def stage(
    request: pytest.FixtureRequest, browser: Browser, name: str, samples: Path, tmp_path: Path
) -> Iterator[Stage]:
    """Before the server of all journeys, or before one of the scene's own."""
    if name not in SETTINGS:
        server: Server = request.getfixturevalue("server")
    else:
        shutil.copytree(samples, tmp_path / "data")
        server = Server(tmp_path / "data", **SETTINGS[name])
        server.start()
    wire = Wire(server.port)
    yield Stage(browser, server, wire)
    wire.close()
    if name in SETTINGS:
        server.kill()


def test_every_scene_has_a_protection_that_can_be_taken_out() -> None:
    assert set(OF_SCENE) == set(SCENES)
    for protection in OF_SCENE.values():
        assert (PROJECT / protection.file).read_text("utf-8").count(protection.whole) == 1


@pytest.mark.parametrize("name", SCENES)
def test_nothing_typed_is_lost_when(stage: Stage, name: str) -> None:
    play(SCENES[name], stage)
