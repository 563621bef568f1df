"""People, times and texts that the storage tests share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from assistant.domain.person import Person, Role
from assistant.domain.proposal import Content

KIM = Person("kim", "김하나", "교통정책과", frozenset({Role.AUTHOR}))
LEE = Person("lee", "이두리", "디지털정책과", frozenset({Role.AUTHOR, Role.REVIEWER}))

NINE = datetime(2026, 6, 1, 0, 0, tzinfo=UTC)
"""Nine in the morning in Seoul."""

CARE = Content(
    title="AI 안부 확인",
    problem="혼자 사는 어르신의 안부를 사람이 일일이 묻는다.",
    idea="전력과 통신 기록으로 이상을 먼저 알아낸다.",
    effect="위급한 때를 놓치지 않는다.",
    tools="예측 모형",
    needs="전력 사용량",
    department="복지정책과",
    video="https://example.org/care",
    pitch="먼저 묻는 도시.",
    track="citizen_service",
)


def after(seconds: float) -> datetime:
    """So many seconds after nine."""
    return NINE + timedelta(seconds=seconds)
