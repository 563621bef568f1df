"""Taking files in: `assistant import`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from assistant.cli.progress import Bar
from assistant.config import load_settings
from assistant.errors import BadFile, Fault


def import_file(
    file: Annotated[Path, typer.Argument(help="JSONL, CSV 또는 XLSX 파일")],
    as_: Annotated[
        Literal["archive", "proposals"], typer.Option("--as", help="archive: 지난 제안, proposals: 접수된 제안")
    ],
    column: Annotated[
        list[str] | None, typer.Option(help="칸 이름 지정: --column title=제안명 (여러 번 쓸 수 있습니다)")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="진행 상황을 보이지 않습니다")] = False,
) -> None:
    """파일의 제안을 넣습니다. 중간에 멈추면 다시 실행해 이어서 할 수 있습니다."""
    from assistant.services.importing import COLUMNS
    from assistant.wiring import open_intake

    mapping: dict[str, str] = {}
    for pair in column or []:
        name, _, heading = pair.partition("=")
        if name not in COLUMNS or not heading:
            known = ", ".join(COLUMNS)
            raise BadFile([Fault(str(file), 0, f"--column '{pair}': '{known}' 가운데 하나=칸 이름으로 적어 주십시오.")])
        mapping[name] = heading
    with open_intake(load_settings()) as intake:
        with Bar("읽는 중", quiet=quiet) as bar:
            take = intake.importing.archive if as_ == "archive" else intake.importing.proposals
            imported = take(file, mapping, bar)
        with Bar("뜻을 계산하는 중", quiet=quiet) as bar:
            intake.indexing.embed_pending(bar)
        if intake.is_owner:
            with Bar("색인하는 중", quiet=quiet) as bar:
                intake.indexing.catch_up(bar)
    for fault in imported.refused:
        print(fault, file=sys.stderr)
    later = "" if intake.is_owner else " 실행 중인 제안 도우미가 곧 색인합니다."
    print(f"{imported.taken:,}건을 넣었습니다. 넣지 못한 줄은 {len(imported.refused):,}건입니다.{later}")
    if imported.refused:
        raise SystemExit(2)
