"""What may stand in a log line, and what never gets there."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator

import pytest

from assistant import logs
from assistant.errors import AdvisorFailed, StorageUnavailable

SECRET = "어머니 010-1234-5678 sk-live-비밀"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[object]:
    """Everything logged since the last call, one dictionary a line."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logs.begin("INFO")

    def read() -> list[dict[str, object]]:
        said = capsys.readouterr().err
        assert SECRET not in said
        assert "010-1234" not in said.encode().decode("unicode_escape", "ignore")
        return [json.loads(line) for line in said.splitlines()]

    yield read
    logs.know()
    logging.captureWarnings(False)
    root.handlers[:], root.level = before, level


def test_a_line_has_time_level_place_and_ids(lines: object) -> None:
    logs.know(request="r1", person="kim")
    logs.note("request", area="screens", status=200)
    (line,) = lines()  # type: ignore[operator]
    assert [line[name] for name in ("event", "level", "request", "status")] == ["request", "info", "r1", 200]
    assert line["person"] == logs.mark_of("kim") != "kim"
    assert str(line["timestamp"]).endswith("Z")


def test_what_is_filled_into_a_sentence_is_named_by_its_kind(lines: object) -> None:
    log = logging.getLogger("assistant.test")
    log.warning("storage said %s after %d tries", StorageUnavailable(SECRET, "full"), 3)
    log.warning("advice: %s", AdvisorFailed("timeout", SECRET))
    log.warning("a text: %s", SECRET)
    told = lines()  # type: ignore[operator]
    assert [line["event"] for line in told] == ["storage said %s after %d tries", "advice: %s", "a text: %s"]
    assert told[0]["with"] == ["assistant.errors.StorageUnavailable:full", 3]
    assert told[1]["with"] == ["assistant.errors.AdvisorFailed:timeout"]
    assert told[2]["with"] == ["str"]


@pytest.mark.parametrize("name", ["assistant.test", "some.library", "root"])
def test_a_sentence_made_at_run_time_is_left_out(lines: object, name: str) -> None:
    logging.getLogger(name).error(f"could not save {SECRET}")
    logging.getLogger(name).error("could not save")
    told = lines()  # type: ignore[operator]
    assert [line["event"] for line in told] == ["", "could not save"]
    assert all("test_logs.py" in str(line["at"]) for line in told)


def test_an_exception_is_named_by_class_and_way(lines: object) -> None:
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("some.library").exception("it broke")
    (line,) = lines()  # type: ignore[operator]
    assert line["fault"] == "ValueError"
    assert any("test_an_exception_is_named" in str(frame) for frame in line["passed"])


def test_a_library_that_has_its_own_handler_goes_through_ours(lines: object) -> None:
    library = logging.getLogger("a.library.with.a.handler")
    library.addHandler(logging.StreamHandler())
    library.propagate = False
    logs.begin("INFO")
    library.error(f"{SECRET}")
    (line,) = lines()  # type: ignore[operator]
    assert line["logger"] == "a.library.with.a.handler"


def test_a_warning_of_python_is_a_line_too(lines: object) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"deprecated {SECRET}", stacklevel=1)
    (line,) = lines()  # type: ignore[operator]
    assert line["logger"] == "py.warnings"
