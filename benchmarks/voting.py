"""The ballot server under kills, races and load, on loopback.

    .venv/bin/python -m benchmarks.voting kill [--kills 200] [--ballots 10000] [--postgresql] [--build true]
    .venv/bin/python -m benchmarks.voting race [--rounds 500] [--postgresql] [--build true]
    .venv/bin/python -m benchmarks.voting load [--voters 113] [--within 10] [--mounted] [--desks 30]

`--build` no-unique, early-receipt (kill) and no-lock (race) are broken on purpose: the run must end with faults.
`load --mounted` votes in the application itself; `--desks` lets Streamlit sessions rerun a page every three seconds in
the application on the same machine. The same code runs, shorter, in tests/vote/.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from assistant.domain import voter
from assistant.storage.database import Database
from benchmarks.voting_desks import application, desks
from tests.evening import HOST, Evening, evening
from tests.storage import postgres
from tests.vote.hall_server import NO_LOCK, NO_UNIQUE, TRUE, Hall, forget_uniqueness
from tests.vote.killing import check, free_port, kill_and_vote
from tests.vote.loading import Load, vote_all
from tests.vote.racing import race


@contextmanager
def address(*, postgresql: bool) -> Iterator[str]:
    """An empty database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        if not postgresql:
            yield f"sqlite:///{folder}/hall.sqlite"
            return
        with postgres.running() as server:
            yield server.schema()


def quantiles(seconds: list[float]) -> str:
    """p50, p95 and worst in milliseconds."""
    cuts = statistics.quantiles(seconds, n=20)
    return f"p50 {1000 * statistics.median(seconds):.0f}, p95 {1000 * cuts[18]:.0f}, worst {1000 * max(seconds):.0f} ms"


def kill(arguments: argparse.Namespace) -> int:
    """113 voters who retry under a server that is killed; the number of faults."""
    with address(postgresql=arguments.postgresql) as url:
        database = Database(url)
        database.migrate()
        if arguments.build == NO_UNIQUE:
            forget_uniqueness(Path(url.removeprefix("sqlite:///")))
        hall = evening(database, experts=13, staff=100)
        hall.open_all()
        port, papers = free_port(), -(-arguments.ballots // 113)
        began = time.monotonic()
        with Hall(arguments.build, url, port) as server:
            killing = kill_and_vote(
                server,
                hall,
                port,
                kills=arguments.kills,
                papers=papers,
                pause_s=0.2,
                close=False,
                within_s=arguments.seconds,
            )
            run = asyncio.run(killing)
        faults = check(run, hall)
        took = time.monotonic() - began
        database.close()
    print(f"{arguments.build}: {run.kills} kills, {len(run.casts)} papers meant, {run.receipts} receipted,")
    print(f"  {run.retries} sent again, {run.refused} refused, {len(faults)} faults, {took:.0f} s")
    for fault in faults[:5]:
        print(f"  {fault}")
    return len(faults)


def close_while_casting(arguments: argparse.Namespace) -> int:
    """Rounds of closing while everybody casts; the number of faults."""
    voter.COST = {"n": 2, "r": 1, "p": 1}
    found, receipts, refused = [], 0, 0
    with address(postgresql=arguments.postgresql) as url:
        database = Database(url)
        database.migrate()
        for _ in range(arguments.rounds):
            hall = evening(database, experts=2, staff=6)
            hall.open_all()
            faults, taken, late = race(hall, url, careless=arguments.build == NO_LOCK)
            found += faults
            receipts, refused = receipts + taken, refused + late
        database.close()
    print(
        f"{arguments.build}: {arguments.rounds} rounds, {receipts} receipted, {refused} too late, {len(found)} faults"
    )
    for fault in found[:5]:
        print(f"  {fault}")
    return len(found)


def load(arguments: argparse.Namespace) -> int:
    """Everybody votes once; the number of ballots that are not stored exactly once."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder}/assistant.sqlite3"
        database = Database(url)
        database.migrate()
        hall = evening(database, experts=13, staff=arguments.voters - 13)
        hall.open_all()
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        if arguments.mounted or arguments.desks:
            base = stack.enter_context(application(folder))
        if not arguments.mounted:
            stack.enter_context(Hall(TRUE, url, port))
            base, beside = f"http://127.0.0.1:{port}", base
        else:
            beside = base
        found, reruns = asyncio.run(_vote_beside(hall, base, beside, arguments))
        hall.services.closing.close(HOST, hall.poll_id)
        with database.read() as records:
            stored = [paper.receipt for _, paper, _ in records.box.chained(hall.poll_id)]
        database.close()
    for name, seconds in found.steps.items():
        print(f"  {name}: {quantiles(seconds)}")
    print(
        f"  largest page {found.largest} bytes, {found.resent} sent again, {len(stored)} stored, {reruns} desk reruns"
    )
    return len(set(stored) ^ set(found.receipts.values())) + abs(len(stored) - arguments.voters)


async def _vote_beside(hall: Evening, base: str, beside: str, arguments: argparse.Namespace) -> tuple[Load, int]:
    async with desks(beside, arguments.desks) as reruns:
        return await vote_all(hall, base, arguments.within), reruns()


def main() -> None:
    """Run one of the three; exit 1 when there were faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("kill", "race", "load"))
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--ballots", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no new paper after so long")
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--voters", type=int, default=113)
    parser.add_argument("--within", type=float, default=10)
    parser.add_argument("--desks", type=int, default=0)
    parser.add_argument("--mounted", action="store_true")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--build", default=TRUE)
    arguments = parser.parse_args()
    acts = {"kill": kill, "race": close_while_casting, "load": load}
    raise SystemExit(1 if acts[arguments.what](arguments) else 0)


if __name__ == "__main__":
    main()
