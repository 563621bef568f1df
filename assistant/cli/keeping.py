"""Keeping an installation: `assistant backup` and `assistant restore`."""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.progress import Bar
from assistant.config import load_settings

Quiet = Annotated[bool, typer.Option("--quiet", help="진행 상황을 보이지 않습니다")]
_NAME = "assistant-{:%Y%m%d-%H%M%S}.zip"


def backup(
    dest: Annotated[Path, typer.Argument(help="백업 파일, 또는 백업을 모아 두는 폴더")],
    vectors: Annotated[bool, typer.Option(help="계산한 벡터도 넣습니다. 빼면 복구한 뒤 다시 계산합니다")] = True,
    keep: Annotated[int, typer.Option(min=0, help="폴더에 남길 백업 수. 0이면 지우지 않습니다")] = 0,
    skip_during_poll: Annotated[bool, typer.Option(help="투표 중이면 백업하지 않고 끝냅니다")] = False,
    quiet: Quiet = False,
) -> None:
    """쓰는 중에도 백업 파일 하나를 만듭니다. SQLite와 PostgreSQL 어느 쪽으로도 복구할 수 있습니다."""
    from assistant.wiring_keeping import open_keeping

    with open_keeping(load_settings()) as keeping:
        if skip_during_poll and keeping.backing_up.has_open_poll():
            print("투표가 열려 있어 백업하지 않았습니다. 투표를 마감한 뒤 다시 만듭니다.")
            return
        path = dest / _NAME.format(datetime.now()) if dest.is_dir() else dest
        with Bar("백업하는 중", quiet=quiet) as bar:
            made = keeping.backing_up.make(path, vectors=vectors, progress=bar)
    if keep and dest.is_dir():
        for old in sorted(dest.glob("assistant-*.zip"))[:-keep]:
            old.unlink()
    size = path.stat().st_size / 1024**2
    print(f"{path}에 백업했습니다. 제안 {made.rows.get('proposals', 0):,}건, 파일 {made.files:,}개, {size:,.1f}MB")
    print(f"지문 {made.fingerprint}")
    if made.is_during_poll:
        print("투표가 열려 있는 동안의 백업입니다. 투표의 비밀을 위해 마감한 뒤 지워 주십시오.", file=sys.stderr)
    for fault in made.faults:
        print(f"사슬이 끊어져 있습니다: {fault}. 이 백업은 그대로는 복구되지 않습니다.", file=sys.stderr)
    if made.faults:
        raise SystemExit(1)


def restore(
    file: Annotated[Path, typer.Argument(help="assistant backup으로 만든 파일")],
    fingerprint: Annotated[str, typer.Option(help="백업할 때 적어 둔 지문. 다르면 복구하지 않습니다")] = "",
    check: Annotated[bool, typer.Option("--check", help="임시 폴더에 복구해 보기만 합니다(복구 연습)")] = False,
    quiet: Quiet = False,
) -> None:
    """비어 있는 설치에 백업을 되돌립니다. 해시와 사슬을 모두 확인한 뒤 한꺼번에 바꿉니다."""
    from assistant.wiring_keeping import open_keeping

    settings, begun = load_settings(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="restore-check-") as folder:
        if check:
            settings = settings.model_copy(update={"data_dir": Path(folder) / "data", "database_url": ""})
        with open_keeping(settings) as keeping, Bar("복구하는 중", quiet=quiet) as bar:
            done = keeping.restoring.restore(file, fingerprint=fingerprint, progress=bar)
    rows, manifest = sum(done.rows.values()), done.manifest
    made = manifest.made_at.astimezone().strftime("%Y-%m-%d %H:%M")
    took = time.monotonic() - begun
    print(f"{made}의 백업, 지문 {done.fingerprint}")
    print(f"{rows:,}줄과 파일 {len(manifest.files):,}개의 해시, 기록과 투표함의 사슬이 모두 맞습니다({took:.1f}초).")
    if check:
        print("복구 연습을 마쳤습니다. 쓰고 있는 자료는 그대로입니다.")
    else:
        where = "assistant index rebuild로" if settings.chroma_url else "다음에 시작할 때"
        print(f"복구했습니다. 벡터 색인은 저장된 벡터로 {where} 다시 만들어집니다.")
