"""The command `assistant`: every command registered, every refusal turned into a sentence and exit code 2."""

from __future__ import annotations

import logging
import os
import sys

import typer

from assistant.cli import (
    bulk,
    calibrate,
    files,
    group,
    health,
    index,
    keeping,
    recount,
    replay,
    role,
    serving,
    tally,
    voting,
)
from assistant.cli.faults import sentences
from assistant.errors import AssistantError

app = typer.Typer(
    help="제안 도우미: 제안을 다듬고, 비슷한 지난 제안을 찾고, 대회까지 돕습니다.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("import")(files.import_file)
app.command("rank")(bulk.rank)
app.command("compare")(bulk.compare)
app.command("advise")(bulk.advise)
app.command("replay")(replay.replay)
app.command("group")(group.group)
app.command("calibrate")(calibrate.calibrate)
app.command("tally")(tally.tally)
app.command("recount")(recount.recount)
app.command("vote-server")(voting.vote_server)
app.command("backup")(keeping.backup)
app.command("restore")(keeping.restore)
app.command("export-all")(keeping.export_all)
app.command("retain")(keeping.retain)
app.command("forget")(keeping.forget)
app.command("doctor")(health.doctor)
app.command("demo")(serving.demo)
app.command("serve")(serving.serve)
app.add_typer(index.app, name="index")
app.add_typer(role.app, name="role")


def main() -> None:
    """Run a command; exit 2 with a line per fault where something is refused."""
    logging.basicConfig(level=os.environ.get("ASSISTANT_LOG", "WARNING").upper(), format="%(levelname)s %(message)s")
    try:
        app()
    except AssistantError as fault:
        for sentence in sentences(fault):
            print(sentence, file=sys.stderr)
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        print("멈추었습니다. 같은 명령을 다시 실행하면 이어서 합니다.", file=sys.stderr)
        raise SystemExit(130) from None
