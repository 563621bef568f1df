"""How long records are kept: `retention.toml` in, `Retention` out. Every rule has to be there: none is guessed."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.documents.whole_files import as_utf8, read_bytes
from assistant.domain.retention import Retention
from assistant.errors import BadFile, Fault


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
    try:
        found = _File.model_validate(tomllib.loads(as_utf8(path, read_bytes(path))))
    except tomllib.TOMLDecodeError as exc:
        raise BadFile([Fault(str(path), 0, f"TOML이 아닙니다: {exc}")]) from exc
    except ValidationError as exc:
        faults = [".".join(map(str, error["loc"])) for error in exc.errors(include_input=False)]
        raise BadFile([Fault(str(path), 0, f"{where}: 1 이상의 날수로 적어 주십시오.") for where in faults]) from exc
    return Retention(**{name: timedelta(days=getattr(found, name).days) for name in _File.model_fields})
