"""The kill test: voters who retry, a server that is killed again and again, and what must be true afterwards."""

from __future__ import annotations

import asyncio
import math
import random
import secrets
import socket
import time
from collections import Counter
from dataclasses import dataclass, field

import httpx

from assistant.services.closing import Closing
from assistant.vote.guarding import COOKIE, form_token
from tests.evening import HOST, Evening
from tests.vote.hall_server import Hall

TWICE = 0.15
"""Share of casts that are tapped twice."""


@dataclass
class Cast:
    """One intended paper: its form, and the receipt it got (None: none yet)."""

    seat: str
    key: str
    scores: dict[str, int]
    receipt: str | None = None
    after_closing: bool = False


@dataclass
class Run:
    """What happened."""

    casts: list[Cast] = field(default_factory=list)
    kills: int = 0
    retries: int = 0
    refused: int = 0
    latencies_s: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    receipts: int = 0
    until: float = math.inf


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def vote(evening: Evening, passes: dict[str, str], seat: str, port: int, papers: int, run: Run) -> None:
    """One voter casts `papers` papers, each sent again until there is an answer."""
    chance = random.Random(seat)
    voters_pass = passes[seat]
    limits = httpx.Timeout(3.0)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=limits, verify=False) as client:
        client.cookies.set(COOKIE, voters_pass)
        for number in range(papers):
            if time.monotonic() > run.until:
                return
            scores = {f"F{n}": chance.randint(0, 100) for n in chance.sample(range(1, 11), 3)}
            cast = Cast(seat, secrets.token_urlsafe(18), scores)
            run.casts.append(cast)
            fields = [("t", form_token(voters_pass)), ("key", cast.key), ("papers", str(number))]
            for name, score in scores.items():
                fields += [("on", name), (f"s.{name}", str(score))]
            if not await _send(client, fields, cast, run, twice=chance.random() < TWICE):
                return
            await asyncio.sleep(chance.random() * 0.02)


async def _send(client: httpx.AsyncClient, fields: list[tuple[str, str]], cast: Cast, run: Run, *, twice: bool) -> bool:
    """Whether voting goes on. Sends until the server answers with a receipt or a refusal."""
    body = str(httpx.QueryParams(fields))
    headers = {"content-type": "application/x-www-form-urlencoded"}
    while True:
        sent = [client.post("/vote/cast", content=body, headers=headers) for _ in range(2 if twice else 1)]
        answers = await asyncio.gather(*sent, return_exceptions=True)
        for answer in answers:
            if isinstance(answer, httpx.Response) and answer.status_code == 303:
                receipt = answer.headers["location"].partition("code=")[2]
                if cast.receipt not in (None, receipt):
                    run.faults.append(f"{cast.key}: two receipts, {cast.receipt} and {receipt}")
                run.receipts += cast.receipt is None
                cast.receipt = receipt
            elif isinstance(answer, httpx.Response) and answer.status_code == 409:
                run.refused += 1
                if not cast.receipt:
                    return False
            elif isinstance(answer, BaseException) and not isinstance(answer, httpx.HTTPError):
                raise answer
        if cast.receipt:
            return True
        run.retries += 1
        await asyncio.sleep(0.05 + random.random() * 0.1)


async def kill_and_vote(
    hall: Hall,
    evening: Evening,
    port: int,
    *,
    kills: int,
    papers: int,
    pause_s: float,
    close: bool,
    within_s: float = math.inf,
) -> Run:
    """Kill while everybody votes; with `close` the poll is closed in the middle of it, else after everybody is done.

    After `within_s` no new paper is begun; those begun are sent until they have their receipt.
    """
    run = Run(until=time.monotonic() + within_s)
    passes = {card.seat: evening.enter(card.seat) for card in evening.cards}
    voters = [asyncio.create_task(vote(evening, passes, seat, port, papers, run)) for seat in passes]
    everybody = asyncio.gather(*voters)
    while run.kills < kills and not everybody.done() and time.monotonic() < run.until:
        await _progress(run, everybody, random.randint(1, len(voters)))
        await asyncio.sleep(random.uniform(0, pause_s))
        hall.kill()
        run.kills += 1
        hall.serve()
    if close:
        await _progress(run, everybody, len(voters))
        await asyncio.to_thread(evening.services.closing.close, HOST, evening.poll_id)
    await everybody
    if not close:
        evening.services.closing.close(HOST, evening.poll_id)
    return run


async def _progress(run: Run, everybody: asyncio.Future[list[None]], more: int) -> None:
    """Wait until so many more receipts were given: a kill before anybody could cast proves nothing."""
    wanted = run.receipts + more
    while run.receipts < wanted and not everybody.done():
        await asyncio.sleep(0.002)


def check(run: Run, evening: Evening, closing: Closing | None = None) -> list[str]:
    """Everything that must be true of a box after any run; empty: it is."""
    faults = list(run.faults)
    with evening.database.read() as records:
        chained = list(records.box.chained(evening.poll_id))
    by_receipt = {paper.receipt: paper for _, paper, _ in chained}
    for cast in run.casts:
        paper = by_receipt.get(cast.receipt or "")
        if cast.receipt and paper is None:
            faults.append(f"lost after its receipt: {cast.receipt} of {cast.seat}")
        elif paper is not None and dict(paper.scores) != cast.scores:
            faults.append(f"stored otherwise than cast: {cast.receipt}")
    for kind in ("key", "receipt"):
        stored = Counter(getattr(paper, kind) for _, paper, _ in chained)
        faults += [f"stored twice: {kind} {name}" for name, count in stored.items() if count > 1]
    counted = Counter((paper.token, paper.number) for _, paper, _ in chained)
    faults += [f"two papers under one number: {key}" for key, count in counted.items() if count > 1]
    breaks = (closing or evening.services.closing).verify(evening.poll_id)
    faults += [f"box: {each.position} {each.what}" for each in breaks]
    return faults
