"""Column types that mean the same on SQLite and PostgreSQL.

Law: what a person wrote comes back as written, without NUL and lone surrogates, which PostgreSQL (NUL) and UTF-8
(surrogates) cannot hold. `Content.hash()` of the text is the same before and after.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, Text
from sqlalchemy.dialects.postgresql import TEXT
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

_BYTEWISE = Text().with_variant(TEXT(collation="C"), "postgresql")
"""Sorted by code point on both databases, whatever the server's locale."""

BigCount = BigInteger().with_variant(Integer(), "sqlite")
"""A number that counts up; SQLite numbers rows by itself only where the type is INTEGER."""


def storable(text: str) -> str:
    """`text` without NUL and lone surrogates, nothing else changed."""
    return _UNSTORABLE.sub("", text)


class Words(TypeDecorator[str]):
    """Text from people or programs, made storable on the way in."""

    impl = _BYTEWISE
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Moment(TypeDecorator[datetime]):
    """A moment with a zone; UTC inside and out. Raises ValueError for one without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a zone: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class WordList(TypeDecorator[tuple[str, ...]]):
    """A tuple of strings as a JSON array."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps([storable(word) for word in value], ensure_ascii=False)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(json.loads(value))


class WordMap(TypeDecorator[dict[str, str]]):
    """A dictionary of strings as a JSON object."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, str] | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return json.dumps({storable(k): storable(v) for k, v in value.items()}, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dict[str, str] | None:
        return None if value is None else {str(k): str(v) for k, v in json.loads(value).items()}
