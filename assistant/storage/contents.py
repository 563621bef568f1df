"""A proposal's text between `Content` and its columns, the same in every table that holds one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from assistant.domain.proposal import CONTENT_FIELDS, Content
from assistant.storage.columns import storable


def stored_form(content: Content) -> Content:
    """`content` as it will come back from the database."""
    return Content(**{name: storable(getattr(content, name)) for name in CONTENT_FIELDS})


def to_columns(content: Content) -> dict[str, str]:
    """Column values by name."""
    return {name: getattr(content, name) for name in CONTENT_FIELDS}


def from_row(row: Row[Any]) -> Content:
    """The content that a row of proposals, versions or archive holds."""
    columns = row._mapping
    return Content(**{name: columns[name] for name in CONTENT_FIELDS})
