from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.documents.package_file import package_bytes, parse_package, read_package
from assistant.domain.package import Flaw
from assistant.errors import BadFile, PackageRefused
from tests.domain.test_package import sealed

PATH = Path("package.json")


def _faults(content: bytes) -> str:
    with pytest.raises(BadFile) as bad:
        parse_package(PATH, content)
    return str(bad.value)


def test_a_package_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "package.json"
    path.write_bytes(package_bytes(sealed()))
    assert read_package(path) == sealed()
    assert package_bytes(read_package(path)) == path.read_bytes()


def test_a_package_edited_by_hand_is_refused() -> None:
    edited = package_bytes(sealed()).replace("재무과".encode(), "감사과".encode(), 1)
    assert "봉인이 내용과 다릅니다" in _faults(edited)


@pytest.mark.parametrize("key", ["similarity", "score", "advice", "model"])
def test_a_field_of_a_machines_making_is_refused(key: str) -> None:
    content = json.loads(package_bytes(sealed()))
    content["package"]["finalists"][0][key] = "0.83"
    assert key in _faults(json.dumps(content).encode())


def test_what_does_not_fit_is_named_in_korean_and_nothing_is_said_in_the_words_of_a_library() -> None:
    content = json.loads(package_bytes(sealed()))
    content["package"]["finalists"][0]["order"] = "first"
    del content["package"]["finalists"][0]["title"]
    said = _faults(json.dumps(content).encode())
    assert "package.finalists.0.title: 이 항목이 빠져 있습니다" in said
    assert "package.finalists.0.order: 값이 본선 자료의 형식에 맞지 않습니다" in said
    assert "봉인한 본선 자료가 아닙니다" in _faults("본선 진출작 목록".encode("cp949"))
    assert "봉인한 본선 자료가 아닙니다" in _faults(b'{"hello": 1}')


def test_a_package_that_contradicts_itself_is_refused_for_that_reason() -> None:
    content = json.loads(package_bytes(sealed()))
    content["package"]["finalists"][0]["order"] = 7
    with pytest.raises(PackageRefused) as refused:
        parse_package(PATH, json.dumps(content).encode())
    assert refused.value.flaw == Flaw.ORDER


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"format":"finalist-package/2"}', b"[" * 100_000, b'{"format":1e999}'],
)
def test_a_file_of_another_kind_is_a_fault_and_no_crash(content: bytes) -> None:
    assert "package.json" in _faults(content)


def test_a_link_that_is_no_web_address_is_refused() -> None:
    content = json.loads(package_bytes(sealed()))
    content["package"]["finalists"][0]["videos"] = ["javascript:alert(1)"]
    assert "videos" in _faults(json.dumps(content).encode())
