"""A count from three files to one: rules, finalists and ballots in, standings out.

Law: whatever is wrong is told with its line before anything is written; the same files give the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from assistant.documents.contest_export import export
from assistant.documents.contest_files import (
    FinalistsFile,
    Progress,
    parse_ballots,
    parse_finalists,
    silent_panels,
    tally_json,
)
from assistant.documents.contest_rules import parse_rules
from assistant.documents.whole_files import check_writable, read_bytes, write_whole
from assistant.domain.award import award
from assistant.domain.ballot import Ballot, BallotBox
from assistant.domain.rules import Rules
from assistant.domain.tally import count
from assistant.errors import BadFile, Fault, PanelSilent


def tally_files(
    rules: Path,
    finalists: Path,
    ballots: Path,
    out: Path,
    progress: Progress = lambda done, of: None,
    export_to: Path | None = None,
) -> None:
    """Count `ballots` and write the standings to `out`, whole or not at all. Raises BadFile.

    With `export_to` the contest is also written as the zip that `assistant recount` verifies.
    """
    check_writable(out, rules, finalists, ballots)
    if export_to:
        check_writable(export_to, rules, finalists, ballots, out)
    contents = _read_all(rules, finalists, ballots)
    parsed = parse_rules(rules, contents[0])
    listed = parse_finalists(finalists, contents[1], parsed)
    cast: list[Ballot] = []
    taken = cast.append if export_to else None
    box = parse_ballots(ballots, contents[2], parsed, listed, progress, taken)
    standings = outcome(parsed, listed, box, ballots)
    if export_to:
        opening = {"contest": parsed.name}
        write_whole(export_to, export(contents[0], listed.finalists, cast, standings, opening, {}))
    write_whole(out, standings)


def outcome(rules: Rules, finalists: FinalistsFile, box: BallotBox, ballots: Path) -> bytes:
    """The standings of a box as the JSON of `assistant tally`. Raises BadFile when a panel is silent on a finalist."""
    try:
        tally = count(box)
    except PanelSilent as exc:
        raise silent_panels(finalists, ballots, exc.missing) from exc
    return tally_json(tally, award(rules, tally))


def _read_all(*paths: Path) -> list[bytes]:
    contents: list[bytes] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            contents.append(read_bytes(path))
        except BadFile as exc:
            faults += exc.faults
    if faults:
        raise BadFile(faults)
    return contents
