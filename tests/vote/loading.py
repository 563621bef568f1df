"""Honest voters under load: each enters, opens the ballot, reviews, casts and reads the receipt, without JavaScript."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field

import httpx

from tests.evening import Evening
from tests.vote.phone import Page

Fields = list[tuple[str, str]]
FORM = {"content-type": "application/x-www-form-urlencoded"}


@dataclass
class Load:
    """Seconds by step, and receipts by seat."""

    steps: dict[str, list[float]] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    largest: int = 0
    resent: int = 0


async def vote_all(evening: Evening, address: str, within_s: float) -> Load:
    """Everybody of the roll comes at a moment of their own within `within_s` seconds."""
    load = Load()
    chance = random.Random(7)
    phones = [httpx.AsyncClient(base_url=address, timeout=httpx.Timeout(10.0), verify=False) for _ in evening.cards]
    came = zip(evening.cards, phones, strict=True)  # made before: each takes the clients' one thread 11 ms
    await asyncio.gather(*(_one(evening, phone, card.seat, chance.random() * within_s, load) for card, phone in came))
    return load


async def _one(evening: Evening, phone: httpx.AsyncClient, seat: str, wait_s: float, load: Load) -> None:
    await asyncio.sleep(wait_s)
    async with phone as client:

        async def step(name: str, method: str, path: str, fields: Fields | None = None) -> httpx.Response:
            body = str(httpx.QueryParams(fields)) if fields else None
            while True:
                began = time.perf_counter()
                try:
                    answer = await client.request(method, path, content=body, headers=FORM if fields else None)
                except httpx.HTTPError:
                    load.resent += 1
                    await asyncio.sleep(0.3)
                    continue
                load.steps.setdefault(name, []).append(time.perf_counter() - began)
                load.largest = max(load.largest, len(answer.content))
                return answer

        code = evening.card(seat).code
        await step("enter", "POST", "/vote/enter", [("poll", evening.poll_id), ("seat", seat), ("code", code)])
        page = Page((await step("ballot", "GET", "/vote")).text)
        chance = random.Random(seat)
        scores = {name: str(chance.randint(0, 100)) for field, name in page.forms[0].fields if field == "on"}
        review = Page((await step("review", "POST", "/vote/review", page.forms[0].filled(**scores))).text)
        cast = await step("cast", "POST", "/vote/cast", review.forms[0].fields)
        assert cast.status_code == 303, (cast.status_code, Page(cast.text).words)
        load.receipts[seat] = cast.headers["location"].partition("code=")[2]
        await step("receipt", "GET", cast.headers["location"])
