"""The rules file of a contest: TOML in, `domain.rules.Rules` out.

Law: an unknown key is a fault, never ignored, and no number of the file passes through a float on its way.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from assistant.documents.toml_file import TomlFile, sentence
from assistant.documents.whole_files import read_bytes
from assistant.domain.rules import (
    Award,
    BallotForm,
    ContestTrack,
    Contradiction,
    Form,
    GrandPrize,
    Panel,
    PanelScore,
    Rules,
    ShortlistRule,
)
from assistant.errors import BadFile, RulesContradict

_FRACTION = re.compile(r"-?[0-9]{1,30}(/[0-9]{1,30}|\.[0-9]{1,30})?")


@dataclass(frozen=True, slots=True)
class _Decimal:
    """A number with a point as it is written in the file."""

    written: str


def _exact(value: object) -> Fraction:
    if isinstance(value, _Decimal):
        value = value.written
    elif isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if not isinstance(value, str) or not _FRACTION.fullmatch(value.strip()):
        raise PydanticCustomError("exact", "not an exact fraction")
    try:
        return Fraction(value.strip())
    except ZeroDivisionError:
        raise PydanticCustomError("exact", "not an exact fraction") from None


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


_Exact = Annotated[Fraction, BeforeValidator(_exact)]
_Text = Annotated[str, AfterValidator(_tidy), Field(min_length=1)]
_AwardStep = Annotated[tuple[_Text, Annotated[int, Field(ge=0)]], Field(strict=False)]


class _Table(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _Contest(_Table):
    name: str = ""


class _Track(_Table):
    code: _Text
    finalists: Annotated[int, Field(ge=1)]
    name: str = ""


class _Panel(_Table):
    code: _Text
    weight: _Exact
    name: str = ""
    named: bool = False


class _Ballot(_Table):
    form: Annotated[Form, Field(strict=False)]
    minimum: int | None = None
    maximum: int | None = None
    most: Annotated[int, Field(ge=1)] | None = None
    change: bool = True


class _Scoring(_Table):
    panel_score: Annotated[PanelScore, Field(strict=False)]


class _Ties(_Table):
    order: list[_Text]


class _Awards(_Table):
    per_track: list[_AwardStep]
    grand_prize: Annotated[GrandPrize, Field(strict=False)]
    minimum_total: _Exact = Fraction(0)


class _Shortlist(_Table):
    ties: list[_Text] = []
    one_per_group: bool = True


class _RulesFile(_Table):
    contest: _Contest = _Contest()
    tracks: list[_Track]
    panels: list[_Panel]
    ballot: _Ballot
    scoring: _Scoring
    ties: _Ties
    awards: _Awards
    shortlist: _Shortlist = _Shortlist()

    def rules(self) -> Rules:
        return Rules(
            name=self.contest.name,
            tracks=tuple(ContestTrack(track.code, track.finalists) for track in self.tracks),
            panels=tuple(Panel(panel.code, panel.weight, panel.named) for panel in self.panels),
            ballot=BallotForm(
                self.ballot.form, self.ballot.minimum, self.ballot.maximum, self.ballot.most, self.ballot.change
            ),
            panel_score=self.scoring.panel_score,
            tie_order=tuple(self.ties.order),
            awards=tuple(Award(name, places) for name, places in self.awards.per_track),
            grand_prize=self.awards.grand_prize,
            minimum_total=self.awards.minimum_total,
            shortlist=ShortlistRule(tuple(self.shortlist.ties), self.shortlist.one_per_group),
        )


def read_rules(path: Path) -> Rules:
    """The rules in the file at `path`. Raises BadFile with every fault found."""
    return parse_rules(path, read_bytes(path))


def parse_rules(path: Path, content: bytes) -> Rules:
    """The rules in `content`; `path` is only named in faults. Raises BadFile."""
    file = TomlFile(path, content, parse_float=_Decimal)
    try:
        return _RulesFile.model_validate(file.tables).rules()
    except ValidationError as exc:
        found = [(tuple(detail["loc"]), _sentence(detail)) for detail in exc.errors()]
    except RulesContradict as exc:
        found = [(key, _SENTENCES[Contradiction(reason)]) for key, reason in exc.contradictions]
    faults = [file.fault(key, mend) for key, mend in found]
    raise BadFile(sorted(dict.fromkeys(faults), key=lambda fault: fault.line))


def _sentence(detail: ErrorDetails) -> str:
    match detail["type"]:
        case "exact":
            return '"7/10"처럼 따옴표 안에 분수나 정수로 적어 주십시오.'
        case "tuple_type" | "too_long":
            return '["최우수상", 1]처럼 상 이름과 자리 수를 적어 주십시오.'
        case _:
            return sentence(detail)


_SENTENCES = {
    Contradiction.NONE_GIVEN: "하나 이상 적어 주십시오.",
    Contradiction.TWICE: "같은 이름이 두 번 나옵니다. 하나를 고치거나 지워 주십시오.",
    Contradiction.NEGATIVE: "0 이상으로 적어 주십시오.",
    Contradiction.NOT_ONE: "모든 평가단의 weight를 더하면 1이어야 합니다.",
    Contradiction.BELOW_MINIMUM: "minimum보다 작습니다. minimum 이상으로 적어 주십시오.",
    Contradiction.NEEDED_FOR_SCORES: 'form = "scores"에는 꼭 필요합니다. 정수로 적어 주십시오.',
    Contradiction.NEEDED_FOR_CHOICES: 'form = "choices"에는 꼭 필요합니다. 분야마다 고를 수 있는 수를 적어 주십시오.',
    Contradiction.SHARE_OF_NEGATIVES: 'panel_score = "share"에서는 0 이상이어야 합니다',
    Contradiction.UNKNOWN_PANEL: "panels에 없는 평가단이 있습니다. code와 같게 적어 주십시오.",
}
