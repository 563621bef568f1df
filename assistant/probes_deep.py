"""What `assistant doctor --deep` asks besides: is what is stored still what was stored, and can it be found?

Law: nothing is mended, nothing of anybody's text is in an answer, and what would take minutes is asked of a sample.
"""

from __future__ import annotations

import os
import random
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

import numpy as np

from assistant.config import Settings
from assistant.errors_keeping import Unwell
from assistant.groundwork import build_embedding, open_database
from assistant.index.profile import load_profile
from assistant.services.checking import Probe
from assistant.services.indexing import ARCHIVE
from assistant.services.observing import last_backup
from assistant.storage.database import Database
from assistant.wiring import open_index
from assistant.wiring_keeping import build_keeping

SAMPLE = 200
"""Stored past ideas that are looked for in the index."""
LEAST_FOUND = 0.98
AHEAD = timedelta(minutes=5)
"""So far a stored time may lie ahead of this clock before somebody has to look."""
OLDEST_BACKUP = timedelta(hours=36)


def deep_probes(settings: Settings) -> Mapping[str, Probe]:
    """Name of a part -> question."""
    return {
        "표의 판": partial(_migrations, settings),
        "데이터베이스 파일": partial(_soundness, settings),
        "기록과 투표함의 사슬": partial(_chains, settings),
        "시계": partial(_clock, settings),
        "자료 폴더 권한": partial(_permissions, settings),
        "첨부 파일": partial(_attachments, settings),
        "백업": partial(_backup, settings),
        "색인 자기 조회": partial(_self_query, settings),
    }


@contextmanager
def _as_it_is(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database)
    try:
        yield database
    finally:
        database.close()


def _migrations(settings: Settings) -> str:
    with _as_it_is(settings) as database:
        if not database.is_newest():
            raise Unwell("표가 이 프로그램의 판이 아닙니다.")
    return "이 프로그램이 쓰는 판입니다."


def _soundness(settings: Settings) -> str:
    with _as_it_is(settings) as database:
        if not database.is_whole():
            raise Unwell("SQLite 파일이 상했습니다. 백업에서 복구해 주십시오.")
        database.try_writing()
        if database.trouble:
            raise Unwell("지금은 쓸 수 없습니다.")
    return "온전하고 쓸 수 있습니다."


def _chains(settings: Settings) -> str:
    with _as_it_is(settings) as database:
        chains = build_keeping(settings, database).verifying.chains()
        if faults := chains.faults():
            raise Unwell(f"사슬이 끊어져 있습니다: {'; '.join(faults)}.")
        last = last_backup(settings.data_dir)
        with database.read() as records:
            if last is not None and last.entries and not records.journal.has_link(last.journal):
                raise Unwell(f"마지막 백업 때의 기록 {last.entries:,}줄이 지금 기록에 이어지지 않습니다.")
    papers = sum(box.papers for box in chains.boxes)
    return f"기록 {chains.journal.entries:,}줄, 투표함 {len(chains.boxes)}개({papers:,}장)의 해시 사슬이 온전합니다."


def _clock(settings: Settings) -> str:
    begun, wall = time.monotonic(), time.time()
    time.sleep(0.2)
    drift = abs((time.time() - wall) - (time.monotonic() - begun))
    if drift > 0.1:
        raise Unwell(f"시계가 튑니다(0.2초에 {drift:.1f}초).")
    now = datetime.now(UTC)
    with _as_it_is(settings) as database:
        with database.read() as records:
            latest = records.journal.latest()
        server = database.clock()
    if latest is not None and latest > now + AHEAD:
        raise Unwell(f"가장 새 기록({latest:%Y-%m-%d %H:%M}Z)이 이 컴퓨터의 시계보다 앞서 있습니다.")
    if server is not None and abs(server - now) > timedelta(seconds=5):
        raise Unwell(f"데이터베이스의 시계와 {abs(server - now).total_seconds():.0f}초 다릅니다.")
    return f"{now:%Y-%m-%d %H:%M:%S}Z, 저장된 시각보다 늦지 않습니다."


def _permissions(settings: Settings) -> str:
    open_ = []
    for path in (settings.data_dir, settings.data_dir / "assistant.sqlite3", settings.attachments_dir):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            open_.append(path.name)
        if path.exists() and not os.access(path, os.W_OK):
            raise Unwell(f"{path.name}에 쓸 권한이 없습니다.")
    if open_:
        raise Unwell(f"다른 사용자도 읽을 수 있습니다({', '.join(open_)}). chmod go= 로 닫아 주십시오.")
    return "주인만 읽고 쓸 수 있습니다."


def _attachments(settings: Settings) -> str:
    with _as_it_is(settings) as database, database.read() as records:
        wanted = records.attachments.files()
    missing = [key for key, size in wanted.items() if not _is_there(settings, key, size)]
    if missing:
        raise Unwell(f"첨부 파일 {len(missing):,}개가 없거나 크기가 다릅니다.")
    return f"{len(wanted):,}개가 모두 있습니다."


def _is_there(settings: Settings, key: str, size: int) -> bool:
    from assistant.storage.vault import Vault

    place = Vault(settings.attachments_dir).place(key)
    return place.is_file() and place.stat().st_size == size


def _backup(settings: Settings) -> str:
    last = last_backup(settings.data_dir)
    if last is None:
        raise Unwell("아직 백업이 없습니다. assistant backup을 실행해 주십시오.")
    age = datetime.now(UTC) - last.at
    if age > OLDEST_BACKUP:
        raise Unwell(f"마지막 백업이 {age.total_seconds() / 3600:,.0f}시간 전입니다.")
    where = "" if last.path.is_file() else " (다른 곳으로 옮겨졌습니다)"
    return f"{age.total_seconds() / 3600:,.1f}시간 전, 지문 {last.fingerprint[:12]}…{where}"


def _self_query(settings: Settings) -> str:
    database = open_database(settings)
    try:
        embedding = build_embedding(settings, database, deferred=True)
        profile = load_profile(embedding.model_id, settings.profiles_dir)
        with database.read() as records:
            entries = records.archive.entries()
        chosen = random.Random(0).sample(entries, min(SAMPLE, len(entries)))  # noqa: S311 - a sample, no secret
        vectors = embedding.stored([key for _, key in chosen])
        asked = [(item, key) for item, key in chosen if key in vectors]
        if not asked:
            return "벡터가 아직 없습니다."
        twins = dict(entries)
        index = open_index(settings, profile.space)
        try:
            found = 0
            for item, key in asked:
                first = index.query(ARCHIVE, profile.centre(vectors[key][np.newaxis, :])[0], 1)
                found += bool(first) and (first[0][0] == item or twins.get(first[0][0]) == key)
        finally:
            index.close()
    finally:
        database.close()
    if found < LEAST_FOUND * len(asked):
        raise Unwell(
            f"{len(asked)}건 중 {found}건만 스스로를 찾습니다. assistant index rebuild로 다시 만들어 주십시오."
        )
    return f"지난 제안 {len(asked)}건 중 {found}건이 스스로를 첫째로 찾습니다({found / len(asked):.0%})."
