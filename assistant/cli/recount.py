"""Counting a finished contest again: `assistant recount`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def recount(
    export: Annotated[Path, typer.Argument(help="대회를 내보낸 ZIP")],
    closing: Annotated[str, typer.Option(help="마감할 때 발표한 마감 확인값(64자). 주면 그 값과도 견줍니다")] = "",
) -> None:
    """봉인이 온전한지 확인하고 투표지만으로 다시 집계합니다. 다르면 어디가 다른지 알리고 1로 끝납니다."""
    from assistant.services import recounting

    found = recounting.recount(export, closing)
    for each in found.standings:
        place = f"{'공동 ' if each.shared else ''}{each.place}위"
        print(f"{each.track}\t{place}\t{each.finalist}\t{each.total}\t{each.award or ''}")
    print(f"rules {found.rules_hash}")
    print(f"closing {found.closing_value}")
    for fault in (*found.breaks, *found.differences):
        print(fault)
    if not found.agrees:
        raise typer.Exit(1)
    print("recount agrees")
