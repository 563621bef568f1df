"""What `assistant doctor` asks: one small question per part, answered in a Korean sentence.

Law: nothing secret is ever part of an answer, and no proposal is sent anywhere.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit

from assistant.config import Settings
from assistant.documents.programme import read_programme, read_tracks
from assistant.errors import StorageUnavailable
from assistant.groundwork import build_embedding, open_database
from assistant.index.profile import load_profile
from assistant.llm.tokens import Tokens
from assistant.services.checking import Probe
from assistant.wiring import open_index
from assistant.wiring_advice import build_configured_advisor

LEAST_FREE = 500 * 1024 * 1024


def probes(settings: Settings) -> Mapping[str, Probe]:
    """Name of a part -> question."""
    return {
        "파이썬": lambda: f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}",
        "저장 공간": partial(_disk, settings),
        "데이터베이스": partial(_database, settings),
        "분야와 접수 기간": partial(_programme, settings),
        "임베딩 모델": partial(_embedding, settings),
        "벡터 색인": partial(_index, settings),
        "토큰 계산": partial(_tokens, settings),
        "언어 모델": partial(_advisor, settings),
    }


def _disk(settings: Settings) -> str:
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir).free
    if free < LEAST_FREE:
        raise StorageUnavailable(f"남은 공간이 {free // 1024**2:,}MB뿐입니다.")
    return f"{settings.data_dir} (남은 공간 {free / 1024**3:,.1f}GB)"


def _database(settings: Settings) -> str:
    database = open_database(settings)
    try:
        with database.read() as records:
            items, waiting = records.archive.count(), len(records.outbox.pending(1_000))
    finally:
        database.close()
    kind = "PostgreSQL" if settings.database.startswith("postgresql") else "SQLite"
    return f"{kind}, 지난 제안 {items:,}건, 색인을 기다리는 변경 {waiting:,}건"


def _programme(settings: Settings) -> str:
    programme, tracks = read_programme(settings.programme_file), read_tracks(settings.tracks_file)
    state = "접수 중" if programme.is_open(datetime.now(UTC)) else "접수 기간이 아님"
    return f"{programme.name}, 분야 {len(tracks)}개, {state} (마감 {programme.closes_at:%Y-%m-%d %H:%M})"


def _embedding(settings: Settings) -> str:
    database = open_database(settings)
    try:
        embedder = build_embedding(settings, database).embedder
        profile = load_profile(embedder.model_id, settings.profiles_dir)
    finally:
        database.close()
    return f"{embedder.model_id} ({embedder.dimension}차원, 보정표 {profile.id})"


def _index(settings: Settings) -> str:
    where = urlsplit(settings.chroma_url).netloc or str(settings.chroma_dir)
    index = open_index(settings, "doctor")
    try:
        index.count("probe")
        index.clear("probe")
    finally:
        index.close()
    return f"Chroma {where}"


def _tokens(settings: Settings) -> str:
    tokens = Tokens(settings.tokenizer_dir)
    return (
        "어림으로 셉니다(어휘 파일이 없습니다)."
        if tokens.is_estimate
        else f"o200k_base, '제안'은 {tokens.count('제안')}개"
    )


def _advisor(settings: Settings) -> str:
    advisor = build_configured_advisor(settings, read_tracks(settings.tracks_file), None)
    if advisor is None:
        return "설정하지 않음. 이 컴퓨터 안의 규칙으로 도움말을 만들며, 글은 밖으로 나가지 않습니다."
    return f"{settings.openai_model} ({urlsplit(settings.openai_base_url).netloc}): {advisor.ping()}"
