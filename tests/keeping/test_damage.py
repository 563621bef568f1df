"""What was changed, cut, made by another program or is no copy at all is refused and leaves nothing behind."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.cli.faults import sentences
from assistant.errors import AssistantError, BadFile
from assistant.errors_keeping import BackupRefused
from tests.keeping.furnishing import keeping


def refused(file: Path, there: Path) -> BackupRefused:
    """The refusal of a file; an empty installation stays empty."""
    with keeping(f"sqlite:///{there}/db", there) as services:
        with pytest.raises(BackupRefused) as found:
            services.restoring.restore(file)
        services.database.migrate()
        with services.database.snapshot() as seen:
            assert [shape.name for shape in seen.shapes() for _ in seen.rows(shape.name)] == []
    assert not any((there / name).exists() for name in ("profiles", "attachments"))
    assert len(sentences(found.value)) == 1
    return found.value


def changed(copy: Path, to: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The copy with members changed, as a sound zip."""
    with zipfile.ZipFile(copy) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(to, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return to


def manifest(**new: object) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | new).encode()

    return change


def test_a_copy_cut_anywhere_is_refused(copy: Path, tmp_path: Path) -> None:
    whole = copy.read_bytes()
    file = tmp_path / "cut.zip"
    for length in (0, 1, 30, len(whole) // 3, len(whole) - 1):
        file.write_bytes(whole[:length])
        assert refused(file, tmp_path / f"there{length}").reason in {"cut", "not_a_backup"}


def test_no_byte_of_a_copy_can_be_changed_unseen(copy: Path, tmp_path: Path) -> None:
    whole = bytearray(copy.read_bytes())
    chance = random.Random(8)
    file, taken = tmp_path / "changed.zip", 0
    for number in range(30):
        place = chance.randrange(len(whole))
        whole[place] ^= 0xFF
        file.write_bytes(whole)
        whole[place] ^= 0xFF
        there = tmp_path / f"there{number}"
        with keeping(f"sqlite:///{there}/db", there) as services:
            try:
                restored = services.restoring.restore(file)
            except (BackupRefused, BadFile):
                continue
            taken += 1  # a byte of the zip's own housekeeping: dates, attributes
            assert restored.fingerprint == fingerprint(copy)
            assert services.verifying.chains().faults() == []
    assert taken < 10


def fingerprint(copy: Path) -> str:
    from assistant.documents.backup_file import reading

    with reading(copy) as found:
        return found.fingerprint


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda members: members.update({"tables/people.jsonl": members["tables/people.jsonl"] + b"\n"}), "altered"),
        (lambda members: members.update({"tables/more.jsonl": b""}), "altered"),
        (lambda members: members.pop("tables/people.jsonl"), "altered"),
        (lambda members: members.pop("manifest.json"), "not_a_backup"),
        (manifest(format="proposal-assistant-backup/2"), "newer"),
        (manifest(format="something else"), "not_a_backup"),
        (manifest(revision="9999"), "newer"),
        (manifest(extra=1), "altered"),
        (manifest(journal={"entries": 1, "link": "0" * 64}), "chain"),
        (manifest(boxes=[]), "chain"),
        (lambda members: members.update({"manifest.json": b"[]"}), "altered"),
    ],
)
def test_another_content_is_refused(
    change: Callable[[dict[str, bytes]], None], reason: str, copy: Path, tmp_path: Path
) -> None:
    assert refused(changed(copy, tmp_path / "changed.zip", change), tmp_path / "there").reason == reason


def test_a_file_that_would_land_elsewhere_is_refused(copy: Path, tmp_path: Path) -> None:
    for number, path in enumerate(("../evil", "profiles/../../evil", "/evil", "evil/x", "attachments/a\\..\\b")):

        def change(members: dict[str, bytes], path: str = path) -> None:
            content = json.loads(members["manifest.json"])
            content["files"][0]["path"] = path
            members[f"files/{path}"] = members.pop("files/profiles/model-2.json")
            members["manifest.json"] = json.dumps(content).encode()

        file = changed(copy, tmp_path / "evil.zip", change)
        assert refused(file, tmp_path / f"there{number}").reason == "altered"
    assert not list(tmp_path.rglob("evil"))


def test_a_zip_or_a_text_that_is_no_copy_is_refused(tmp_path: Path) -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "")
    for content in (other.getvalue(), b"", "제안".encode(), b"%PDF-1.7"):
        (tmp_path / "other.zip").write_bytes(content)
        assert refused(tmp_path / "other.zip", tmp_path / "there").reason == "not_a_backup"
    with keeping(f"sqlite:///{tmp_path}/there/db", tmp_path / "there") as services, pytest.raises(AssistantError):
        services.restoring.restore(tmp_path / "nothing.zip")
