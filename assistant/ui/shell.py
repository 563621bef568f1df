"""The one HTML document Streamlit serves: in the reader's language, no inline script, no pointers to what is off.

Law: only Streamlit's own document passes through here, never anybody's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from http.cookies import SimpleCookie

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.ui.doors import chosen_language
from assistant.ui.lost import no_such_page
from assistant.ui.text import mark, translate

_NOT_DOCUMENTS = ("/static/", "/_stcore/", "/media/", "/component/", "/vote/")
_CACHING = frozenset({b"if-none-match", b"if-modified-since", b"accept-encoding"})
_STALE = frozenset({b"etag", b"last-modified", b"content-length", b"cache-control"})
_STREAMLITS = '<div id="root">'
_HTML_TAG = re.compile(r'<html lang="[^"]*">')
_TITLE = re.compile(r"<title>[^<]*</title>")
_AGENT_LINK = re.compile(r'<link rel="service-desc"[^>]*>')
_INLINE = re.compile(r"<script>.*?</script>", re.DOTALL)
_NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)


class Shell:
    """ASGI middleware that rewrites the document and leaves everything else alone.

    Streamlit answers every address with its document; one that is none of `pages` gets 404 and a page that says so.
    """

    def __init__(self, app: ASGIApp, pages: Iterable[str]) -> None:
        self.app = app
        self.paths = frozenset({"/", "/index.html", *(f"/{page}" for page in pages)})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        if scope["type"] != "http" or f"{scope['path']}/".startswith(_NOT_DOCUMENTS):
            await self.app(scope, receive, send)
            return
        language = _language(scope)
        scope["headers"] = [pair for pair in scope["headers"] if pair[0] not in _CACHING]
        held: list[Message] = []
        parts: list[bytes] = []

        async def rewrite(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_html(message):
                held.append(message)
            elif not held:
                await send(message)
            else:
                parts.append(message.get("body", b""))
                if message.get("more_body"):
                    return
                found, start = b"".join(parts).decode("utf-8"), held[0]
                if _STREAMLITS not in found:
                    body = found
                elif scope["path"] in self.paths:
                    body = in_language(found, language)
                else:
                    body, start = no_such_page(language), {**start, "status": 404}
                content = body.encode("utf-8")
                headers = [pair for pair in start["headers"] if pair[0].lower() not in _STALE]
                headers += [(b"content-length", str(len(content)).encode()), (b"cache-control", b"no-store")]
                await send({**start, "headers": headers})
                await send({"type": "http.response.body", "body": content})

        await self.app(scope, receive, rewrite)


def in_language(document: str, language: str) -> str:
    """Streamlit's document with our language, title and words for browsers without scripts."""
    no_script = translate(mark("This page needs JavaScript. Please allow it in your browser."), language)
    document = _HTML_TAG.sub(f'<html lang="{language}">', document, count=1)
    document = _TITLE.sub(f"<title>{translate(mark('Proposal assistant'), language)}</title>", document, count=1)
    document = _INLINE.sub("", _AGENT_LINK.sub("", document))
    return _NO_SCRIPT.sub(lambda _: f"<noscript><p>{no_script}</p></noscript>", document)


def _language(scope: Scope) -> str:
    cookies: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookies.load(value.decode("latin-1"))
    return chosen_language({name: morsel.value for name, morsel in cookies.items()})


def _is_html(message: Message) -> bool:
    return any(name.lower() == b"content-type" and b"text/html" in value for name, value in message["headers"])
