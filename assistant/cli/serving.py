"""Serving the application on this machine: `assistant demo` and `assistant serve`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.config import PROJECT, Settings, load_settings
from assistant.sign_in_settings import NOBODY, signing_secret

SAMPLES = PROJECT / "data" / "samples"


def demo(
    port: Annotated[int, typer.Option(help="포트 번호")] = 8501,
    load_only: Annotated[bool, typer.Option("--load-only", help="예시만 넣고 끝냅니다")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="진행 상황을 보이지 않습니다")] = False,
) -> None:
    """예시 자료를 넣고 이 컴퓨터에서만 열리는 화면을 띄웁니다."""
    os.environ["ASSISTANT_DEMO"] = "1"
    os.environ.setdefault("ASSISTANT_DATA_DIR", str(PROJECT / "var" / "demo"))
    settings = load_settings()
    load_samples(settings, quiet=quiet)
    if not load_only:
        _run(settings, port)


def serve(port: Annotated[int | None, typer.Option(help="포트 번호")] = None) -> None:
    """화면을 띄웁니다. 주소와 포트는 ASSISTANT_HOST, ASSISTANT_PORT로 바꿉니다."""
    settings = load_settings()
    _run(settings, port or settings.port)


def load_samples(settings: Settings, *, quiet: bool) -> None:
    """Put sample people, past ideas and drafts in; what is there already stays as it is."""
    from assistant.cli.progress import Bar
    from assistant.documents.programme import read_people
    from assistant.wiring import build

    application = build(settings)
    try:
        with application.database.write() as records:
            for person in read_people(SAMPLES / "people.toml"):
                records.people.put(person)
        with Bar("예시를 넣는 중", quiet=quiet) as bar:
            application.importing.archive(SAMPLES / "archive.jsonl", {}, bar)
            application.importing.proposals(SAMPLES / "drafts.jsonl", {}, bar)
        with Bar("뜻을 계산하는 중", quiet=quiet) as bar:
            application.indexing.catch_up(bar)
    finally:
        application.close()


def _run(settings: Settings, port: int) -> None:
    """Become the server; never returns."""
    script = PROJECT / "streamlit_app.py"
    if secret := signing_secret(settings):
        os.environ["STREAMLIT_SERVER_COOKIE_SECRET"] = secret  # one for all replicas, for what signing in leaves behind
    if settings.sign_in == "proxy":
        os.environ["FORWARDED_ALLOW_IPS"] = NOBODY
    shown = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - only shown
    print(f"http://{shown}:{port} 에서 열립니다. 끝내려면 Ctrl+C를 누르십시오.", flush=True)
    arguments = ["-m", "streamlit", "run", str(script), "--server.address", settings.host, "--server.port", str(port)]
    os.chdir(Path(script).parent)
    os.execv(sys.executable, [sys.executable, *arguments, "--server.headless", "true"])  # noqa: S606 - our own words
