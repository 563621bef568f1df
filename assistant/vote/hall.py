"""The big screen of the hall: QR, who presents, the clock and the turnout; after closing the awards, one by one.

A whole page at every look, a few kilobytes; a small script fetches it again every two seconds and puts in what changed,
and without script the browser loads it again by itself. Law: it shows what everybody in the hall may know, so it needs
no sign-in; every text on it is escaped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from assistant.documents.code_cards import qr_svg
from assistant.domain.announcement import Reveal
from assistant.domain.package import PackagedFinalist
from assistant.domain.poll import PollState, fact
from assistant.errors import NotFound
from assistant.headers import BALLOT, COMMON, PLAIN, of_page
from assistant.services.staging import Screen, Staging

_HERE = Path(__file__).parent
STYLE, SCRIPT = ((_HERE / f"hall.{kind}").read_bytes() for kind in ("css", "js"))

PANELS = {"experts": "전문가 평가단", "staff": "직원 평가단"}
AGAIN_S = 0.7
"""How long a page is shown again: a whole hall may look at this address, and one count is enough for all."""
OVER_S = 20
"""How long a clock that has run out stays: the next finalist does not begin with it."""
MANY = 5
"""More finalists than this are listed in one line each."""
LONG = ((120, "longest"), (60, "long"))
"""Characters of a title beyond which it is set in smaller letters."""
_HEADERS = of_page(BALLOT)
_FILE = {"Cache-Control": "max-age=60", "Content-Security-Policy": PLAIN, **COMMON}

_PAGE = """<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/hall/hall.css">
<noscript><meta http-equiv="refresh" content="5"></noscript><script src="/hall/hall.js" defer></script></head>
<body class="{state}"><header><h1>{contest}</h1></header><main>{main}</main></body></html>"""


def hall_routes(staging: Callable[[], Staging], vote_url: str, track_names: Mapping[str, str]) -> list[BaseRoute]:
    """`staging` is asked at each request; an empty `vote_url` means: here, under /vote."""

    def track_name(code: str) -> str:
        return track_names.get(code, code)

    kept: dict[tuple[str, str], tuple[float, str]] = {}

    def screen(request: Request) -> Response:
        address = vote_url or f"{str(request.base_url).rstrip('/')}/vote"
        key = (request.path_params["poll"], address)
        until, shown = kept.get(key, (0.0, ""))
        if time.monotonic() > until:
            try:
                shown = page(staging().screen(key[0]), address, track_name)
            except NotFound:
                return PlainTextResponse("없는 투표입니다.", status_code=404, headers=_HEADERS)
            kept.clear()
            kept[key] = (time.monotonic() + AGAIN_S, shown)
        return Response(shown, media_type="text/html", headers=_HEADERS)

    def style(_request: Request) -> Response:
        return Response(STYLE, media_type="text/css", headers=_FILE)

    def script(_request: Request) -> Response:
        return Response(SCRIPT, media_type="text/javascript", headers=_FILE)

    return [
        Route("/hall/hall.css", style),
        Route("/hall/hall.js", script),
        Route("/hall/{poll:str}", screen),
    ]


def page(screen: Screen, address: str, track_name: Callable[[str], str]) -> str:
    """The whole document."""
    contest = screen.contest
    parts = {
        PollState.CREATED: _before,
        PollState.OPEN: _open,
        PollState.CLOSED: _after,
        PollState.PUBLISHED: _after,
    }[contest.poll.state]
    return _PAGE.format(
        title=escape(contest.package.contest),
        contest=escape(contest.package.contest),
        state=contest.poll.state.value,
        main=parts(screen, address, track_name),
    )


def _before(screen: Screen, address: str, track_name: Callable[[str], str]) -> str:
    return (
        f'{_door(address)}<section class="main"><h2>곧 시작합니다</h2>{_programme(screen.contest.finalists)}</section>'
    )


def _open(screen: Screen, address: str, track_name: Callable[[str], str]) -> str:
    shown = screen.presenting
    if not shown:
        what = '<h2>잠시 기다려 주십시오</h2><p class="quiet">다음 발표를 준비하고 있습니다.</p>'
    elif len(shown) == 1:
        what = _presenting(shown[0], track_name)
    else:
        what = f"<h2>{len(shown)}편을 투표하고 있습니다</h2>{_programme(shown)}"
    rows = "".join(
        f"<li><span>{escape(PANELS.get(each.panel, each.panel))}</span> <b>{each.cast}</b> / {each.voters}명"
        f'<meter min="0" max="{max(each.voters, 1)}" value="{each.cast}">{each.cast}/{each.voters}</meter></li>'
        for each in screen.turnout
    )
    clock = ""
    if screen.until and (screen.now - screen.until).total_seconds() < OVER_S:
        left = max(0, int((screen.until - screen.now).total_seconds()))
        clock = f'<p class="clock" role="timer" data-left="{left}">{left // 60}:{left % 60:02d}</p>'
    counted = f'<h3>투표한 사람</h3><ul class="turnout">{rows}</ul>' if rows else ""
    return f'{_door(address)}<section class="main">{what}</section><section class="bar">{counted}{clock}</section>'


def _after(screen: Screen, address: str, track_name: Callable[[str], str]) -> str:
    if not screen.revealed:
        link = fact(screen.contest.poll.closing, "closing")
        spaced = " ".join(link[at : at + 8] for at in range(0, len(link), 8))
        return (
            '<section class="main alone"><h2>투표를 마감했습니다</h2><p class="quiet">곧 결과를 발표합니다.</p>'
            f'<p class="link"><span>마감 확인값</span> <code>{escape(spaced)}</code></p></section>'
        )
    titles = {each.id: each for each in screen.contest.finalists}
    latest, *before = reversed(screen.revealed)
    earlier = "".join(f"<li>{_award(each, track_name)} {_names(each, titles)}</li>" for each in before)
    winners = "".join(
        f'<p class="winner{_size(titles[name].title)}">{escape(titles[name].title)}</p>'
        f'<p class="department">{escape(titles[name].department)}</p>'
        for name in latest.finalists
    )
    many = " several" if len(latest.finalists) > 1 else ""
    return (
        f'<section class="main alone{many}" aria-live="polite">'
        f'<h2 class="award">{_award(latest, track_name)}</h2>{winners}</section><ol class="earlier">{earlier}</ol>'
    )


def _door(address: str) -> str:
    shown = address.split("://", 1)[-1]
    return (
        f'<aside>{qr_svg(address, title="투표 화면으로 가는 QR")}<p class="address">{escape(shown)}</p>'
        '<p class="quiet">카드의 QR을 비추거나 자리 번호와 코드를 넣어 주십시오.</p></aside>'
    )


def _programme(finalists: Sequence[PackagedFinalist]) -> str:
    """A line each where there are many: nobody scrolls a screen on a wall."""
    listed = "".join(
        f'<li><span class="order">{each.order}</span><span class="title">{escape(each.title)}</span>'
        f"<small>{escape(each.department)}</small></li>"
        for each in finalists
    )
    return f'<ol class="programme{" many" if len(finalists) > MANY else ""}">{listed}</ol>'


def _size(title: str) -> str:
    """A class for a title that would not fit in the largest letters."""
    return next((f" {name}" for longest, name in LONG if len(title) > longest), "")


def _presenting(finalist: PackagedFinalist, track_name: Callable[[str], str]) -> str:
    return (
        f'<p class="now">발표 {finalist.order} · {escape(track_name(finalist.track))}</p>'
        f'<h2 class="title{_size(finalist.title)}">{escape(finalist.title)}</h2>'
        f'<p class="department">{escape(finalist.department)}</p>'
    )


def _award(step: Reveal, track_name: Callable[[str], str]) -> str:
    where = f"<small>{escape(track_name(step.track))}</small> " if step.track else ""
    return f"{where}{escape(step.award)}"


def _names(step: Reveal, titles: dict[str, PackagedFinalist]) -> str:
    return ", ".join(escape(titles[name].title) for name in step.finalists)
