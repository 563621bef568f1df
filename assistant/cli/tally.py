"""Counting on files: `assistant tally`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.progress import Bar


def tally(
    rules: Annotated[Path, typer.Option(help="대회 규칙 TOML")],
    finalists: Annotated[Path, typer.Option(help="본선 진출작 CSV: finalist,track[,department]")],
    ballots: Annotated[Path, typer.Option(help="투표지 CSV: panel,voter,finalist,score")],
    out: Annotated[Path, typer.Option(help="순위를 적을 JSON")],
    export: Annotated[Path | None, typer.Option(help="다시 집계할 수 있는 ZIP도 남깁니다 (assistant recount)")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="진행 상황을 보이지 않습니다")] = False,
) -> None:
    """투표지를 집계해 순위와 시상을 냅니다. 점수와 합계는 반올림 없는 분수로 적습니다."""
    from assistant.services.tallying import tally_files

    with Bar("집계하는 중", quiet=quiet) as bar:
        tally_files(rules, finalists, ballots, out, bar, export)
