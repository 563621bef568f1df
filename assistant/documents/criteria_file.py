"""The review criteria: `criteria.toml` in, `Criteria` out. Weights are exact fractions and add up to 1."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant.documents.toml_file import read_toml
from assistant.domain.criteria import Criteria, Criterion
from assistant.errors import BadFile, Fault

_Text = Annotated[str, Field(min_length=1, max_length=300)]
_Share = Annotated[str, Field(pattern=r"^[0-9]{1,9}(/[1-9][0-9]{0,8})?$")]


class _Table(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class _Scale(_Table):
    minimum: int
    maximum: int


class _Assigning(_Table):
    reviewers: Annotated[int, Field(ge=1, le=100)]


class _Disagreement(_Table):
    spread: Annotated[int, Field(ge=1)]


class _Criterion(_Table):
    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    name: _Text
    words: _Text
    weight: _Share


class _File(_Table):
    scale: _Scale
    assigning: _Assigning
    disagreement: _Disagreement
    criteria: Annotated[list[_Criterion], Field(min_length=1, max_length=20)]


def read_criteria(path: Path) -> Criteria:
    """Criteria in the order of the file. Raises BadFile with what to mend."""
    found = read_toml(path).read_as(_File)
    criteria = tuple(Criterion(c.code, c.name, c.words, Fraction(c.weight)) for c in found.criteria)
    codes = [each.code for each in criteria]
    mend = [f"심사 기준 '{code}'가 두 번 나옵니다." for code in dict.fromkeys(codes) if codes.count(code) > 1]
    if sum(each.weight for each in criteria) != 1:
        mend.append("모든 기준의 weight를 더하면 1이어야 합니다.")
    if found.scale.minimum >= found.scale.maximum:
        mend.append("scale의 minimum은 maximum보다 작아야 합니다.")
    if mend:
        raise BadFile([Fault(str(path), 0, each) for each in mend])
    spread = Fraction(found.disagreement.spread)
    return Criteria(criteria, found.scale.minimum, found.scale.maximum, found.assigning.reviewers, spread)
