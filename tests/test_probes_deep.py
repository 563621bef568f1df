"""Each question of `assistant doctor --deep` finds what it is asked to find."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from assistant.config import Settings
from assistant.domain.attachment import Attachment, AttachmentKind
from assistant.domain.journal import Entry
from assistant.domain.proposal import Content
from assistant.errors_keeping import Unwell
from assistant.probes_deep import deep_probes
from assistant.wiring import Application, open_index
from assistant.wiring_keeping import open_keeping


@pytest.fixture
def settled(application: Application) -> Settings:
    """A whole installation with three past ideas, backed up, its index given back."""
    settings = application.settings
    with application.database.write() as records:
        for number in range(3):
            records.journal.add(Entry(datetime.now(UTC), "kim", "act", "p", {"n": str(number)}))
    application.close()
    with open_keeping(settings) as keeping:
        keeping.backing_up.make(settings.data_dir.parent / "backup.zip")
    return settings


def said(settings: Settings, part: str) -> str:
    return deep_probes(settings)[part]()


def test_a_whole_installation_is_well(settled: Settings) -> None:
    answers = {part: probe() for part, probe in deep_probes(settled).items()}
    assert "3건 중 3건" in answers["색인 자기 조회"]
    assert "기록 3줄" in answers["기록과 투표함의 사슬"]


def _change(settings: Settings, *statements: str) -> None:
    with sqlite3.connect(settings.data_dir / "assistant.sqlite3") as connection:
        for statement in statements:
            connection.execute(statement)


def _journal_altered(settings: Settings) -> None:
    _change(settings, "DROP TRIGGER journal_is_never_changed", "UPDATE journal SET act = 'x' WHERE seq = 2")


def _journal_cut(settings: Settings) -> None:
    _change(settings, "DROP TRIGGER journal_is_never_deleted", "DELETE FROM journal WHERE seq > 1")


def _time_ahead(settings: Settings) -> None:
    _change(settings, "DROP TRIGGER journal_is_never_changed", "UPDATE journal SET at = '2999-01-01 00:00:00.000000'")


def _open_to_all(settings: Settings) -> None:
    settings.data_dir.chmod(0o755)


def _old_tables(settings: Settings) -> None:
    _change(settings, "UPDATE alembic_version SET version_num = '0015'")


def _index_of_others(settings: Settings) -> None:
    """The index holds other vectors under these ids."""
    from assistant.groundwork import build_embedding, open_database
    from assistant.index.profile import load_profile

    database = open_database(settings)
    embedding = build_embedding(settings, database)
    profile = load_profile(embedding.model_id, settings.profiles_dir)
    raw = embedding.many(["가", "나다", "라마바"])
    index = open_index(settings, profile.space)
    index.upsert("archive", ["A-CALL", "A-COST", "A-TREE"], profile.centre(raw))
    index.close()
    database.close()


def _no_backup(settings: Settings) -> None:
    (settings.data_dir / "last-backup.json").unlink()


def _old_backup(settings: Settings) -> None:
    file = settings.data_dir / "last-backup.json"
    now = datetime.now(UTC)
    file.write_text(file.read_text("utf-8").replace(f"{now:%Y-%m-%d}", f"{now - timedelta(days=3):%Y-%m-%d}"), "utf-8")


@pytest.mark.parametrize(
    ("harm", "part", "sentence"),
    [
        (_journal_altered, "기록과 투표함의 사슬", "journal entry 2"),
        (_journal_cut, "기록과 투표함의 사슬", "이어지지 않습니다"),
        (_time_ahead, "시계", "앞서 있습니다"),
        (_open_to_all, "자료 폴더 권한", "다른 사용자"),
        (_old_tables, "표의 판", "판이 아닙니다"),
        (_index_of_others, "색인 자기 조회", "스스로를 찾습니다"),
        (_no_backup, "백업", "아직 백업이 없습니다"),
        (_old_backup, "백업", "시간 전입니다"),
    ],
)
def test_what_is_wrong_is_found(settled: Settings, harm: Callable[[Settings], None], part: str, sentence: str) -> None:
    harm(settled)
    with pytest.raises(Unwell, match=sentence):
        said(settled, part)


def test_a_lost_attachment_is_found(settled: Settings) -> None:
    with open_keeping(settled) as keeping, keeping.database.write() as records:
        at = datetime.now(UTC)
        records.proposals.add("p", "kim", Content(title="제목"), at)
        told = {"kind": AttachmentKind.PNG, "name": "a.png", "size": 7, "sha256": "0" * 64, "address": ""}
        records.attachments.add(Attachment(id="a", proposal_id="p", added_by="kim", added_at=at, **told))
    with pytest.raises(Unwell, match="1개가 없거나"):
        said(settled, "첨부 파일")
