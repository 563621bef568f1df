"""The addresses of the ballot, the same in the application and in the hall's own server.

Every post is answered with 303 or with a page that says the ballot is not in the box. Law: nothing here is logged.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio
import anyio.to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from assistant.domain.voter import Entry
from assistant.errors import NotFound, StorageUnavailable
from assistant.errors_voting import CastRefused, EntryRefused
from assistant.services.voting import HASHES_AT_ONCE, Booth, Voting
from assistant.vote import guarding, pages, words
from assistant.vote.guarding import COOKIE, BadForm, Fields, value
from assistant.vote.pages import Filled

STATIC = {name: Path(__file__).parent / "static" / name for name in ("vote.css", "vote.js")}
CASTS_AT_ONCE = 4
"""Casts at work at the same time; the others wait where waiting is cheap."""
NOW_S = 1.0
"""How long an answer to "has the poll moved on?" is used again: a thousand phones ask every few seconds."""

Handler = Callable[[Request], Awaitable[Response]]


def routes(voting: Callable[[], Voting]) -> list[BaseRoute]:
    """The ballot's routes over a service that is looked up when first needed."""
    desk = _Desk(voting)
    return [
        Route("/vote", desk.guarded(desk.show)),
        Route("/vote/card/{poll}/{seat}/{code}", desk.guarded(desk.card)),
        Route("/vote/enter", desk.guarded(desk.enter), methods=["POST"]),
        Route("/vote/review", desk.guarded(desk.review), methods=["POST"]),
        Route("/vote/correct", desk.guarded(desk.correct), methods=["POST"]),
        Route("/vote/cast", desk.guarded(desk.cast), methods=["POST"]),
        Route("/vote/receipt", desk.guarded(desk.receipt)),
        Route("/vote/read/{order:int}", desk.guarded(desk.read)),
        Route("/vote/leave", desk.guarded(desk.leave)),
        Route("/vote/now/{poll}", desk.guarded(desk.now)),
        Route("/vote/static/{name}", _static),
        Route("/vote/{nothing:path}", desk.guarded(desk.nothing)),
    ]


class _Desk:
    """The handlers."""

    def __init__(self, voting: Callable[[], Voting]) -> None:
        self._voting = voting
        self._doors: anyio.CapacityLimiter | None = None
        self._casting: anyio.Semaphore | None = None
        self._moments: dict[str, tuple[float, str]] = {}

    def guarded(self, handler: Handler) -> Handler:
        """`handler`, its refusals turned into pages, its answers hardened."""

        async def guard(request: Request) -> Response:
            try:
                answer = await handler(request)
            except EntryRefused as refusal:
                answer = await run_in_threadpool(self._door_after, Entry(refusal.why))
                answer.delete_cookie(COOKIE, path="/vote")
            except BadForm:
                answer = HTMLResponse(pages.refused(words.BAD_REQUEST), 400)
            except NotFound:
                answer = HTMLResponse(pages.refused(words.NOT_FOUND), 404)
            except StorageUnavailable:
                answer = HTMLResponse(pages.refused(words.UNAVAILABLE), 503, {"Retry-After": "2"})
            except ClientDisconnect:
                answer = PlainTextResponse("", 400)
            return guarding.harden(answer)

        return guard

    async def show(self, request: Request) -> Response:
        """The ballot, or the door for whoever has no pass."""
        voters_pass = request.cookies.get(COOKIE, "")
        if not voters_pass:
            return HTMLResponse(pages.door(await run_in_threadpool(self._voting().current)))
        booth = await run_in_threadpool(self._voting().booth, voters_pass)
        return HTMLResponse(pages.ballot(booth, guarding.form_token(voters_pass), secrets.token_urlsafe(18)))

    async def card(self, request: Request) -> Response:
        """What a card's QR code opens: one button, so that a preview of the link enters nobody."""
        where = request.path_params
        contest = await run_in_threadpool(self._voting().contest, where["poll"])
        return HTMLResponse(pages.door(contest, None, where["seat"], where["code"]))

    async def enter(self, request: Request) -> Response:
        """Seat and code for a pass. Few codes are hashed at a time, so that they keep no caster waiting."""
        fields = await guarding.read_form(request)
        if self._doors is None:
            self._doors = anyio.CapacityLimiter(HASHES_AT_ONCE)
        typed = (value(fields, "poll"), value(fields, "seat")[:40], value(fields, "code")[:40])
        voters_pass = await anyio.to_thread.run_sync(self._voting().enter, *typed, limiter=self._doors)
        answer = _to("/vote")
        guarding.give_pass(request, answer, voters_pass)
        return answer

    async def review(self, request: Request) -> Response:
        """What was filled in, to be looked at once more."""
        voters_pass, fields = await self._own_form(request)
        filled = _filled(fields)
        booth = await run_in_threadpool(self._voting().booth, voters_pass)
        try:
            await run_in_threadpool(self._voting().check, voters_pass, filled.covers, filled.typed)
        except CastRefused as refusal:
            return self._again(booth, voters_pass, filled, refusal)
        return HTMLResponse(pages.review(booth, guarding.form_token(voters_pass), filled))

    async def correct(self, request: Request) -> Response:
        """Back to the ballot with everything as it was filled in."""
        voters_pass, fields = await self._own_form(request)
        filled = _filled(fields)
        booth = await run_in_threadpool(self._voting().booth, voters_pass)
        return HTMLResponse(pages.ballot(booth, guarding.form_token(voters_pass), filled.key, filled))

    async def cast(self, request: Request) -> Response:
        """Into the box; the same form again leads to the same receipt.

        A phone that gave up waiting sends the form anew; doing the work for the abandoned request too would make the
        queue grow until nobody is answered in time, so it is dropped when its turn comes.
        """
        voters_pass, fields = await self._own_form(request)
        filled = _filled(fields)
        arguments = (voters_pass, filled.key, filled.papers, filled.covers, filled.typed)
        if self._casting is None:
            self._casting = anyio.Semaphore(CASTS_AT_ONCE)
        try:
            async with self._casting:
                if await request.is_disconnected():
                    raise ClientDisconnect
                found = await run_in_threadpool(self._voting().cast, *arguments)
        except CastRefused as refusal:
            booth = await run_in_threadpool(self._voting().booth, voters_pass)
            return self._again(booth, voters_pass, filled, refusal)
        except StorageUnavailable:
            return HTMLResponse(pages.unsent(fields, "/vote/cast"), 503, {"Retry-After": "2"})
        return _to(f"/vote/receipt?code={found.code}")

    async def receipt(self, request: Request) -> Response:
        """A receipt of the voter's own."""
        voters_pass = request.cookies.get(COOKIE, "")
        booth = await run_in_threadpool(self._voting().booth, voters_pass)
        return HTMLResponse(pages.receipt(booth, request.query_params.get("code", "")))

    async def read(self, request: Request) -> Response:
        """A finalist's own words."""
        booth = await run_in_threadpool(self._voting().booth, request.cookies.get(COOKIE, ""))
        for line in booth.lines:
            if line.finalist.order == request.path_params["order"]:
                return HTMLResponse(pages.reading(booth, line))
        raise NotFound("finalist", str(request.path_params["order"]))

    async def leave(self, request: Request) -> Response:
        """Forget the pass on this phone."""
        answer = _to("/vote")
        answer.delete_cookie(COOKIE, path="/vote")
        return answer

    async def nothing(self, request: Request) -> Response:
        """Any other address below ours: nobody else may answer there."""
        raise NotFound("page", request.url.path)

    async def now(self, request: Request) -> Response:
        """What changes when a waiting page should be looked at again: never anything of a ballot."""
        poll_id = request.path_params["poll"]
        until, said = self._moments.get(poll_id, (0.0, ""))
        if time.monotonic() > until:
            contest = await run_in_threadpool(self._voting().contest, poll_id)
            said = pages.moment_of(contest.poll)
            self._moments = {poll_id: (time.monotonic() + NOW_S, said)}
        return PlainTextResponse(said)

    async def _own_form(self, request: Request) -> tuple[str, Fields]:
        fields = await guarding.read_form(request)
        voters_pass = request.cookies.get(COOKIE, "")
        if not voters_pass:
            raise EntryRefused(Entry.ENDED)
        guarding.check_token(voters_pass, fields)
        return voters_pass, fields

    def _again(self, booth: Booth, voters_pass: str, filled: Filled, refusal: CastRefused) -> Response:
        token, said = guarding.form_token(voters_pass), pages.told(booth, refusal)
        stale = filled.papers != booth.papers
        shown = pages.ballot(booth, token, secrets.token_urlsafe(18), None if stale else filled, said)
        return HTMLResponse(shown, 409)

    def _door_after(self, why: Entry) -> Response:
        status = 429 if why in (Entry.SEAT_SHUT, Entry.ALL_SHUT) else 403
        return HTMLResponse(pages.door(self._voting().current(), words.ENTRY[why]), status)


async def _static(request: Request) -> Response:
    path = STATIC.get(request.path_params["name"])
    if path is None:
        return guarding.harden(PlainTextResponse("", 404))
    answer = FileResponse(path, headers={"Cache-Control": "public, max-age=600"})
    return guarding.harden(answer)


def _filled(fields: Fields) -> Filled:
    papers = value(fields, "papers")
    if not papers.isdecimal() or not papers.isascii() or len(papers) > 9:
        raise BadForm
    covers = tuple(item for name, item in fields if name == "on")
    typed = {name[2:]: item for name, item in fields if name.startswith("s.")}
    return Filled(value(fields, "key"), int(papers), covers, typed)


def _to(address: str) -> Response:
    return RedirectResponse(address, 303)
