"""Hostile files are refused for what they are, by a process that can do nothing but read."""

from __future__ import annotations

import pytest

from assistant.documents.reading import asking
from assistant.documents.reading.asking import Limits, read_document
from assistant.errors_files import FileRefused
from assistant.ui.refusals_files import FILES
from assistant.ui.text import translate
from tests.documents.reading.hostile import HOSTILE
from tests.documents.reading.makers import hp, hwpx

PATIENT = Limits(wall_s=60, cpu_s=20)
"""A loaded machine makes a healthy process slow; what is refused for being slow is tested by itself."""


def test_there_are_more_than_forty_of_them() -> None:
    assert len(HOSTILE) > 55


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused(case: str) -> None:
    name, content, reason = HOSTILE[case]()
    with pytest.raises(FileRefused) as refused:
        read_document(name, content, PATIENT)
    assert refused.value.reason == reason


def test_every_reason_is_a_korean_sentence_that_says_what_to_do() -> None:
    assert set(FILES) == set(FileRefused.REASONS)
    for words in FILES.values():
        said = translate(words, "ko", most="10")
        assert said != words
        assert said.endswith("십시오.")


def test_a_process_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(FileRefused) as refused:
        read_document("a.hwpx", hwpx(hp("글")), Limits(wall_s=0.01))
    assert refused.value.reason == "too_slow"


def test_a_process_that_works_too_long_is_stopped_however_long_it_may_wait() -> None:
    content = hwpx("".join(hp(f"{n}") for n in range(20_000)))
    with pytest.raises(FileRefused) as refused:
        read_document("a.hwpx", content, Limits(wall_s=60, cpu_s=0.02))
    assert refused.value.reason == "too_slow"


def test_a_process_that_wants_too_much_memory_ends_with_a_sentence() -> None:
    content = hwpx("".join(hp(f"{n}") for n in range(30_000)))
    with pytest.raises(FileRefused) as refused:
        read_document("a.hwpx", content, Limits(wall_s=20, cpu_s=10, memory=60 * 1024 * 1024))
    # nearly always the first; a process short of memory may also come to a standstill, and is then stopped by the clock
    assert refused.value.reason in {"too_much_memory", "too_slow"}


def test_the_process_knows_nothing_of_this_ones_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "SECRET")
    started: list[dict[str, str]] = []
    begin = asking.subprocess.Popen

    def watched(*words: object, **facts: object) -> object:
        started.append(facts["env"])  # type: ignore[arg-type]
        return begin(*words, **facts)  # type: ignore[call-overload]

    monkeypatch.setattr(asking.subprocess, "Popen", watched)
    read_document("a.hwpx", hwpx(hp("글")), PATIENT)
    assert "SECRET" not in str(started)
