"""A contest counted again from its export: is the chain whole, and do the ballots give the result that was announced?

Law: nothing but the export is asked; the announced result is compared with the recount and never used in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.documents.contest_export import check, closing_value
from assistant.documents.contest_files import parse_ballots, parse_finalists
from assistant.documents.contest_held import box_closing
from assistant.documents.contest_rules import parse_rules
from assistant.documents.whole_files import read_bytes
from assistant.errors import BadFile, Fault
from assistant.services.tallying import outcome


class CountedPanel(BaseModel):
    """A panel's score for a finalist as it is written: an exact fraction."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    score: str
    ballots: int


class CountedStanding(BaseModel):
    """One finalist of a written result."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    finalist: str
    track: str
    panels: dict[str, CountedPanel]
    total: str
    place: int
    shared: bool
    award: str | None


class Counted(BaseModel):
    """A whole written result, as `assistant tally` writes it."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    standings: list[CountedStanding]
    grand_prize: str | None
    turnout: dict[str, int]


@dataclass(frozen=True, slots=True)
class Recount:
    """What a recount found: where the export is not as it was closed, and where the result is not the announced one.

    `closing_value` is what was read out in the hall where the export comes from a box, else the export's own link.
    """

    standings: tuple[CountedStanding, ...]
    breaks: tuple[Fault, ...]
    differences: tuple[Fault, ...]
    rules_hash: str
    closing_value: str

    @property
    def agrees(self) -> bool:
        """Nothing was changed and the count is the announced one."""
        return not self.breaks and not self.differences


def recount(path: Path, closing: str = "") -> Recount:
    """Verify and count the export at `path`; `closing` is the value announced at closing, if somebody kept it.

    Raises BadFile only when there is no such file.
    """
    members, breaks = check(read_bytes(path))
    exported = closing_value(members)
    found = box_closing(members) or exported
    if closing and closing.strip().lower() not in {found, exported}:
        breaks.append(Fault("closing.txt", 0, f"마감 확인값이 알려 주신 값({closing.strip()})과 다릅니다."))
    try:
        counted = _count(members)
    except BadFile as exc:
        return Recount((), tuple(breaks), exc.faults, _rules_hash(members), found)
    differences = _compare(counted, members["result.json"])
    return Recount(tuple(counted.standings), tuple(breaks), tuple(differences), _rules_hash(members), found)


def _count(members: dict[str, bytes]) -> Counted:
    for name in ("rules.toml", "finalists.csv", "ballots.csv", "result.json"):
        if name not in members:
            raise BadFile([Fault(name, 0, "읽을 수 없어 다시 집계하지 못했습니다.")])
    rules = parse_rules(Path("rules.toml"), members["rules.toml"])
    finalists = parse_finalists(Path("finalists.csv"), members["finalists.csv"], rules)
    box = parse_ballots(Path("ballots.csv"), members["ballots.csv"], rules, finalists)
    return Counted.model_validate_json(outcome(rules, finalists, box, Path("ballots.csv")))


def _compare(counted: Counted, announced: bytes) -> list[Fault]:
    try:
        stated = Counted.model_validate_json(announced)
    except ValidationError:
        return [Fault("result.json", 0, "결과로 읽을 수 없습니다.")]
    if stated == counted:
        return []
    own, theirs = ({each.finalist: each for each in of.standings} for of in (counted, stated))
    found = [
        Fault("result.json", 0, f"‘{name}’: 발표 {_told(theirs.get(name))}, 재집계 {_told(own.get(name))}")
        for name in dict.fromkeys([*own, *theirs])
        if own.get(name) != theirs.get(name)
    ]
    if stated.grand_prize != counted.grand_prize:
        found.append(Fault("result.json", 0, f"대상: 발표 {stated.grand_prize}, 재집계 {counted.grand_prize}"))
    if stated.turnout != counted.turnout:
        found.append(Fault("result.json", 0, f"투표인 수: 발표 {stated.turnout}, 재집계 {counted.turnout}"))
    return found or [Fault("result.json", 0, "순위를 적은 순서가 재집계와 다릅니다.")]


def _told(standing: CountedStanding | None) -> str:
    if standing is None:
        return "없음"
    scores = ", ".join(f"{code} {panel.score}({panel.ballots}표)" for code, panel in standing.panels.items())
    place = f"{'공동 ' if standing.shared else ''}{standing.place}위"
    return f"{standing.track} {place} {standing.award or '상 없음'} 합계 {standing.total} [{scores}]"


def _rules_hash(members: dict[str, bytes]) -> str:
    return sha256(members.get("rules.toml", b"")).hexdigest()
