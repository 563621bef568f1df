"""Finalists and ballots as CSV in, standings as JSON out.

Law: a row that cannot be counted is a fault with its line; nothing is passed over in silence except a blank row and a
ballot whose score cell was left empty, which is no ballot.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.documents.contest_table import Faults, rows, same_name
from assistant.domain.award import Awards
from assistant.domain.ballot import Ballot, BallotBox, Finalist, Reason
from assistant.domain.rules import Form, Rules
from assistant.domain.tally import Tally
from assistant.errors import BadFile, BallotRefused, Fault

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_ROWS_BETWEEN_PROGRESS = 20_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class FinalistsFile:
    """The finalists of a file in its order, the line of each name, and what is wrong with the file."""

    path: Path
    finalists: tuple[Finalist, ...]
    lines: Mapping[str, int]
    faults: tuple[Fault, ...]


def parse_finalists(path: Path, content: bytes, rules: Rules) -> FinalistsFile:
    """Rows `finalist,track[,department]`. Raises BadFile when the table itself is broken; other faults are returned."""
    limits = {same_name(track.code): track for track in rules.tracks}
    room = {code: track.finalists for code, track in limits.items()}
    finalists: list[Finalist] = []
    lines: dict[str, int] = {}
    faults = Faults(path)
    for line, (name, track, department) in rows(path, content, ("finalist", "track"), {"department": ""}, faults):
        code = same_name(track)
        if not name:
            faults.add(line, "finalist 칸이 비어 있습니다. 본선 진출작을 적어 주십시오.")
            continue
        if (first := lines.setdefault(same_name(name), line)) != line:
            faults.add(
                line, f"본선 진출작 ‘{name}’이(가) {first}번째 줄에도 있습니다. 하나를 지우거나 이름을 달리해 주십시오."
            )
        elif code not in limits:
            faults.add(line, f"분야 ‘{track}’이(가) 규칙에 없습니다. {', '.join(limits)} 가운데 하나로 고쳐 주십시오.")
        else:
            room[code] -= 1
            if room[code] < 0:
                most = limits[code].finalists
                faults.add(
                    line, f"분야 ‘{track}’은(는) 규칙에 {most}편까지입니다. 이 줄을 빼거나 규칙을 고쳐 주십시오."
                )
            finalists.append(Finalist(name, limits[code].code, department))
    if not finalists and not faults:
        faults.add(1, "본선 진출작이 한 편도 없습니다. 한 줄에 한 편씩 적어 주십시오.")
    return FinalistsFile(path, tuple(finalists), lines, faults.told())


def parse_ballots(
    path: Path,
    content: bytes,
    rules: Rules,
    finalists: FinalistsFile,
    progress: Progress = lambda done, of: None,
    taken: Callable[[Ballot], object] | None = None,
) -> BallotBox:
    """A box of the rows `panel,voter,finalist,score`. Raises BadFile with every fault of the finalists and the ballots.

    In form choices the score column may be absent. `progress` is told (rows read, rows in all) now and then, `taken`
    is told each ballot that went into the box.
    """
    box = BallotBox(rules, finalists.finalists)
    panels = {same_name(panel.code): panel.code for panel in rules.panels}
    names = {same_name(finalist.name): finalist.name for finalist in finalists.finalists}
    faults = Faults(path)
    whole = content.count(b"\n")
    choosing = rules.ballot.form is Form.CHOICES
    columns = ("panel", "voter", "finalist") if choosing else ("panel", "voter", "finalist", "score")
    cells = rows(path, content, columns, {"score": "1"} if choosing else {}, faults)
    scores: dict[str, int] = {}
    try:
        for number, (line, (panel, voter, finalist, score)) in enumerate(cells, start=1):
            if number % _ROWS_BETWEEN_PROGRESS == 0:
                progress(number, whole)
            if not score:
                continue
            if not voter:
                faults.add(line, "voter 칸이 비어 있습니다. 투표인을 적어 주십시오.")
                continue
            points = scores.get(score)
            if points is None:
                if not _WHOLE.fullmatch(score):
                    faults.add(line, f"점수 ‘{score}’은(는) 정수가 아닙니다. 정수로 고치거나 칸을 비워 주십시오.")
                    continue
                points = scores[score] = int(score)
            code = panels.get(panel) or panels.get(same_name(panel), panel)
            name = names.get(finalist) or names.get(same_name(finalist), finalist)
            who = same_name(voter)
            try:
                box.add(code, who, name, points)
            except BallotRefused as exc:
                reason = Reason(exc.reason)
                if reason is not Reason.UNKNOWN_FINALIST or same_name(name) not in finalists.lines:
                    faults.add(line, _mend(reason, rules, Ballot(code, who, name, points)))
                continue
            if taken is not None:
                taken(Ballot(code, who, name, points))
    except BadFile as exc:
        raise BadFile([*finalists.faults, *exc.faults]) from exc
    if finalists.faults or faults:
        raise BadFile([*finalists.faults, *faults.told()])
    return box


def silent_panels(finalists: FinalistsFile, ballots: Path, missing: Sequence[tuple[str, str]]) -> BadFile:
    """The error naming a finalist's line for each panel without a ballot for it; `missing` are (panel, finalist)."""
    faults = Faults(finalists.path)
    for panel, finalist in missing:
        mend = f"‘{finalist}’에 {panel} 평가단이 낸 투표지가 {ballots.name}에 하나도 없습니다. 점수를 넣어 주십시오."
        faults.add(finalists.lines[same_name(finalist)], mend)
    return BadFile(faults.told())


def tally_json(tally: Tally, awards: Awards) -> bytes:
    """Standings, 대상 and turnout, fractions in lowest terms. A shared 대상 is null: the awards tell who shares it."""
    standings = [
        {
            "finalist": each.finalist.name,
            "track": each.finalist.track,
            "panels": {code: {"score": str(of.score), "ballots": of.ballots} for code, of in each.panels.items()},
            "total": str(each.total),
            "place": each.place,
            "shared": each.shared,
            "award": " · ".join(awards.of[each.finalist.name]) or None,
        }
        for each in tally.standings
    ]
    grand_prize = awards.grand_prize[0] if len(awards.grand_prize) == 1 else None
    whole = {"standings": standings, "grand_prize": grand_prize, "turnout": dict(tally.turnout)}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _mend(reason: Reason, rules: Rules, ballot: Ballot) -> str:
    """What to mend in the row of a refused ballot."""
    form = rules.ballot
    match reason:
        case Reason.UNKNOWN_PANEL:
            codes = ", ".join(panel.code for panel in rules.panels)
            return f"평가단 ‘{ballot.panel}’이(가) 규칙에 없습니다. {codes} 가운데 하나로 고쳐 주십시오."
        case Reason.UNKNOWN_FINALIST:
            return f"‘{ballot.finalist}’은(는) 본선 진출작이 아닙니다. 본선 진출작 파일과 같게 적어 주십시오."
        case Reason.OUT_OF_RANGE:
            return f"점수 {ballot.score}은(는) 범위 밖입니다. {form.minimum}~{form.maximum} 사이 정수로 고쳐 주십시오."
        case Reason.NOT_A_CHOICE:
            return f"score {ballot.score}을(를) 1로 고치거나 비워 주십시오. 고르는 투표에서는 1만 씁니다."
        case Reason.TWICE:
            who = f"{ballot.panel} 투표인 ‘{ballot.voter}’"
            return f"{who}이(가) ‘{ballot.finalist}’에 두 번 투표했습니다. 한 줄만 남겨 주십시오."
        case Reason.TOO_MANY_CHOICES:
            who = f"{ballot.panel} 투표인 ‘{ballot.voter}’"
            return f"{who}이(가) 한 분야에서 {form.most}편보다 많이 골랐습니다. {form.most}편만 남겨 주십시오."
