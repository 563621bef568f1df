"""Keeping an installation: `assistant backup`, `restore`, `export-all`, `retain` and `forget`."""

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


def export_all(
    dest: Annotated[Path, typer.Argument(help="내보낼 ZIP 파일")],
) -> None:
    """다른 시스템으로 옮길 수 있게 모든 자료를 JSON Lines와 CSV로 내보냅니다. 비밀은 넣지 않습니다."""
    from assistant.wiring_keeping import open_keeping

    with open_keeping(load_settings()) as keeping:
        rows = keeping.leaving.export(dest)
    print(f"{dest}에 표 {len(rows)}개, {sum(rows.values()):,}줄을 내보냈습니다. 칸의 뜻은 안의 README.md에 있습니다.")


def retain(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="몇 건인지 세기만 합니다")] = False,
) -> None:
    """보관 기간이 지난 개인정보를 규칙(data/retention.toml)대로 지우고 건수를 알립니다."""
    from assistant.wiring_keeping import open_keeping

    with open_keeping(load_settings()) as keeping:
        done = keeping.retaining.rehearse() if dry_run else keeping.retaining.carry_out()
    for due in done:
        print(f"{_RETAINED[due.what]}: {due.count:,}건")
    print("세기만 했습니다. 아무것도 지우지 않았습니다." if dry_run else "규칙대로 마쳤고 기록에 남겼습니다.")


def forget(
    person: Annotated[str, typer.Argument(help="사람 번호(people.id)")],
    yes: Annotated[bool, typer.Option("--yes", help="되돌릴 수 없음을 압니다")] = False,
) -> None:
    """한 사람의 이름·부서·권한·로그인 기록을 지웁니다. 쓴 글과 기록의 사슬은 번호로만 남습니다."""
    from assistant.wiring_keeping import open_keeping

    if not yes:
        print("되돌릴 수 없습니다. 확인했으면 --yes를 붙여 다시 실행해 주십시오.", file=sys.stderr)
        raise SystemExit(2)
    with open_keeping(load_settings()) as keeping:
        keeping.retaining.forget(person)
    print("이름과 부서를 지웠습니다. 더 이른 백업에는 남아 있으니 백업의 보관 기간이 지나야 모두 없어집니다.")


_RETAINED = {
    "trash": "휴지통에서 30일이 지나 지운 초안",
    "drafts": "오래 손대지 않아 휴지통에 넣은 초안",
    "ledger": "언어 모델에 보낸 글과 답을 지운 장부 줄",
    "answers": "비운 모델의 답",
    "notices": "지운 알림",
    "roll": "이름을 지운 비밀 투표자",
    "visits": "지운 로그인 기록",
    "vectors": "글이 없어져 지운 벡터",
}
