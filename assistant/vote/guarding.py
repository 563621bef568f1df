"""What stands around every ballot page: headers, the voter's cookie, and who may post a form.

Law: the key in the cookie is never in a page, an address or a log; a form from another site is refused.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from assistant.headers import BALLOT, of_page

COOKIE = "ballot"
COOKIE_S = 12 * 3600
LARGEST_FORM = 64 * 1024
MOST_FIELDS = 3_000
HEADERS = of_page(BALLOT)

Fields = Sequence[tuple[str, str]]


class BadForm(Exception):
    """A request that is not one of our forms."""


def harden(answer: Response) -> Response:
    """The answer with the headers every ballot page has."""
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    return answer


def give_pass(request: Request, answer: Response, voters_pass: str) -> None:
    """Put the pass where only our server reads it."""
    answer.set_cookie(
        COOKIE,
        voters_pass,
        max_age=COOKIE_S,
        path="/vote",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def form_token(voters_pass: str) -> str:
    """What a form of this voter's carries; nobody without the cookie can make it."""
    return hmac.new(voters_pass.encode(), b"form", hashlib.sha256).hexdigest()


def check_token(voters_pass: str, fields: Fields) -> None:
    """Raise BadForm unless the form was made for this pass."""
    if not hmac.compare_digest(value(fields, "t").encode(), form_token(voters_pass).encode()):
        raise BadForm


def check_site(request: Request) -> None:
    """Raise BadForm for a post that a page of another site started."""
    site, origin = request.headers.get("sec-fetch-site", ""), request.headers.get("origin", "")
    if site not in {"", "same-origin", "none"}:
        raise BadForm
    if origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise BadForm


async def read_form(request: Request) -> Fields:
    """The fields of a posted form. Raises BadForm: another type, too large, not UTF-8."""
    check_site(request)
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/x-www-form-urlencoded":
        raise BadForm
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise BadForm
    try:
        return parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as exc:
        raise BadForm from exc


def value(fields: Fields, name: str) -> str:
    """The last value of a field; empty where it is missing."""
    return dict(fields).get(name, "")
