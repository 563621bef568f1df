"""What the browser, the provider or the proxy says of who is there, in each way of signing in.

A header's text may come percent-encoded, as an RFC 2047 word, or as plain UTF-8; what is none of these is refused.
Law: nothing here is believed before the gate has taken strangers' headers away.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import Any
from urllib.parse import unquote_to_bytes

import streamlit as st

from assistant.domain.visit import Claim, Ending, ticket
from assistant.errors_doors import SignedOut
from assistant.sign_in_settings import SignInSettings
from assistant.ui.doors import LEFT, PERSON_COOKIE, VISIT_COOKIE

log = logging.getLogger(__name__)

LONGEST = 200
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Ticket:
    """The key of a visit, who she is, and since when a provider vouches for her, where it says so."""

    key: str
    who: Claim | str
    since: datetime | None = None


def present(settings: SignInSettings) -> Ticket | None:
    """The ticket of this browser session, None where there is none. Raises SignedOut for a word not meant for us."""
    visit = st.context.cookies.get(VISIT_COOKIE, "")
    if settings.sign_in == "demo" and (named := st.context.cookies.get(PERSON_COOKIE, "")):
        return Ticket(ticket("demo", visit, named), named)
    if settings.sign_in == "proxy" and visit == LEFT:
        raise SignedOut(Ending.LEFT)
    if settings.sign_in == "proxy" and (claim := _from_headers(settings, st.context.headers)):
        return Ticket(ticket("proxy", visit, claim.person_id), claim)
    if settings.sign_in == "oidc" and st.user.get("is_logged_in"):
        return from_claims(settings, st.user.to_dict())
    return None


def from_claims(settings: SignInSettings, claims: Any) -> Ticket:
    """The ticket of an ID token's checked claims. Raises SignedOut.

    Authlib lets a token pass that names us as `azp` only; a token for others opens nothing here.
    """
    audience = claims.get("aud")
    if settings.oidc_client_id not in (audience if isinstance(audience, list) else [audience]):
        raise SignedOut("audience")
    issuer, subject, issued = claims.get("iss"), claims.get("sub"), claims.get("iat")
    name = _word(claims.get(settings.oidc_name))
    if not (isinstance(issuer, str) and isinstance(subject, str) and issuer and subject and name):
        raise SignedOut("nameless")
    if not isinstance(issued, int | float):
        raise SignedOut("nameless")
    groups = claims.get(settings.oidc_groups)
    listed = frozenset(map(str, groups if isinstance(groups, list) else [groups] if groups else []))
    claim = Claim(issuer, subject, name, _word(claims.get(settings.oidc_department)), listed)
    key = ticket("oidc", issuer, subject, str(claims.get("nonce", "")), str(issued))
    return Ticket(key, claim, datetime.fromtimestamp(issued, UTC))


def from_headers(settings: SignInSettings, headers: Any) -> Claim | None:
    """Who the proxy says she is, None where it says nobody. Raises ValueError for text in no known encoding."""
    subject = decoded(headers.get(settings.proxy_header, ""))
    if not subject:
        return None
    name = decoded(headers.get(settings.proxy_name_header, "")) or subject
    groups = decoded(headers.get(settings.proxy_groups_header, ""), longest=4000)
    listed = frozenset(filter(None, (group.strip() for group in re.split("[,;]", groups))))
    return Claim("proxy", subject, name, decoded(headers.get(settings.proxy_department_header, "")), listed)


def _from_headers(settings: SignInSettings, headers: Any) -> Claim | None:
    try:
        return from_headers(settings, headers)
    except ValueError as fault:
        log.warning("nobody is signed in: a header of the proxy cannot be read (%s)", fault)
        return None


def decoded(value: str, *, longest: int = LONGEST) -> str:
    """The text of a header as Starlette hands it out (each byte a character). Raises ValueError."""
    raw = value.strip().encode("latin-1")
    if raw.isascii() and _ENCODED.search(value):
        raw = unquote_to_bytes(raw)
    elif raw.isascii() and "=?" in value:
        try:
            raw = str(make_header(decode_header(value.strip()))).encode("utf-8")
        except (HeaderParseError, LookupError, UnicodeError) as exc:
            raise ValueError("not an RFC 2047 word") from exc
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise ValueError("not UTF-8") from exc
    if _UNSEEN.search(text) or len(text) > longest:
        raise ValueError("signs that cannot be seen, or too long")
    return text.strip()


def _word(value: object) -> str:
    return _UNSEEN.sub("", str(value)).strip()[:LONGEST] if isinstance(value, str) else ""
