"""The vector index from a terminal: `assistant index rebuild`."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.progress import Bar
from assistant.config import load_settings

app = typer.Typer(help="벡터 색인을 다룹니다.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """벡터 색인을 다룹니다."""


@app.command()
def rebuild(
    quiet: Annotated[bool, typer.Option("--quiet", help="진행 상황을 보이지 않습니다")] = False,
) -> None:
    """저장된 벡터로 색인을 다시 만듭니다. 이미 계산한 벡터는 다시 계산하지 않습니다."""
    from assistant.index.vectors import erase
    from assistant.wiring import build

    settings = load_settings()
    if not settings.chroma_url:
        erase(settings.chroma_dir)
    application = build(settings)
    try:
        with Bar("색인하는 중", quiet=quiet) as bar:
            total = application.indexing.rebuild(bar)
    finally:
        application.close()
    print(f"{total:,}건으로 색인을 다시 만들었습니다.")
