"""The frame of every ballot page, and the few elements they are made of.

Law: text goes through `tag` or `text`, which escape it; nothing else makes HTML.
"""

from __future__ import annotations

from html import escape

from assistant.vote.words import Both

TITLE = "투표"


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def text(words: str) -> Html:
    """Anybody's words, escaped."""
    return words if isinstance(words, Html) else Html(escape(words, quote=True))


def tag(name: str, /, *inside: str, **attributes: str | bool | None) -> Html:
    """An element. `class_` loses its last underscore, other underscores become hyphens; None and False are left out."""
    spelled = "".join(
        f" {key.strip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(value, quote=True)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in {"input", "meta", "link"}:
        return Html(f"<{name}{spelled}>")
    return Html(f"<{name}{spelled}>{''.join(map(text, inside))}</{name}>")


def join(*parts: str) -> Html:
    """Parts, one after another."""
    return Html("".join(map(text, parts)))


def both(words: Both) -> Html:
    """Korean with English beside it."""
    return join(words[0], " ", tag("span", words[1], lang="en"))


def note(words: Both, kind: str = "", role: str = "status") -> Html:
    """A framed sentence; `kind` is "", "bad" or "good", and the words say so too."""
    return tag("p", both(words), class_=f"note {kind}".strip(), role=role)


def hidden(name: str, value: str) -> Html:
    """A hidden field."""
    return tag("input", type="hidden", name=name, value=value)


def page(heading: Both, *inside: str, contest: str = "", poll: str = "", now: str = "", refresh: bool = False) -> Html:
    """A whole document. With `now` the script leads on once the poll has moved; `refresh` does so without a script."""
    head = join(
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{heading[0]} · {contest or TITLE}"),
        tag("link", rel="stylesheet", href="/vote/static/vote.css"),
        tag("link", rel="icon", href="data:,"),
        tag("noscript", tag("meta", http_equiv="refresh", content="5")) if refresh else Html(),
        tag("script", src="/vote/static/vote.js", defer=True),
    )
    body = tag(
        "body",
        tag("header", tag("p", contest or TITLE)),
        tag("main", tag("h1", both(heading)), *inside),
        data_poll=poll or None,
        data_now=now or None,
    )
    return Html(f'<!doctype html>\n<html lang="ko"><head>{head}</head>{body}</html>\n')
