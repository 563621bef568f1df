"""How long records are kept: `retention.toml` in, `Retention` out. Every rule has to be there: none is guessed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.documents.toml_file import read_toml
from assistant.domain.retention import Retention


class _Rule(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    days: int = Field(ge=1, le=36_500)


class _File(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    drafts: _Rule
    ledger: _Rule
    answers: _Rule
    notices: _Rule
    roll: _Rule
    visits: _Rule


def read_retention(path: Path) -> Retention:
    """Raises BadFile with one fault a rule."""
    found = read_toml(path).read_as(_File)
    return Retention(**{name: timedelta(days=getattr(found, name).days) for name in _File.model_fields})
