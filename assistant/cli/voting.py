"""The hall's own ballot server: `assistant vote-server`."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer


def vote_server(
    host: Annotated[str, typer.Option(help="주소. 행사장에서는 앞에 TLS 프록시를 두십시오")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="포트")] = 8600,
) -> None:
    """투표지 화면만 엽니다. 데이터베이스는 DATABASE_URL이나 자료 폴더의 것을 씁니다."""
    from assistant.config import load_settings

    load_settings()
    print(f"http://{host}:{port}/vote 에서 투표합니다. 끝내려면 Ctrl+C를 누르십시오.", flush=True)
    arguments = [sys.executable, "-m", "assistant.vote", host, str(port)]
    os.execv(sys.executable, arguments)  # noqa: S606 - our own words; the server is the sibling that knows no terminal
