"""A voter's phone for tests: follows forms like a browser without JavaScript does."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx


@dataclass
class Form:
    """A form of a page: where it goes and its fields, in order."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, **typed: str) -> list[tuple[str, str]]:
        """The fields with scores of finalists (F1="90") put in."""
        given = {f"s.{name}": value for name, value in typed.items()}
        kept = [(name, given.pop(name, value)) for name, value in self.fields]
        return [*kept, *given.items()]


class Page(HTMLParser):
    """What a browser knows of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(found["action"]))
        if tag == "input" and self.forms:
            is_off = found["type"] in ("radio", "checkbox") and "checked" not in dict(attrs)
            if not is_off:
                self.forms[-1].fields.append((found["name"], found.get("value", "")))

    def handle_data(self, data: str) -> None:
        self.words += data


class Phone:
    """One phone over an httpx client with cookies of its own."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def get(self, address: str = "/vote") -> tuple[httpx.Response, Page]:
        answer = self.client.get(address)
        return answer, Page(answer.text)

    def post(self, address: str, fields: list[tuple[str, str]]) -> httpx.Response:
        return self.client.post(
            address,
            content=httpx.QueryParams(fields).__str__(),
            headers={"content-type": "application/x-www-form-urlencoded"},
        )

    def enter(self, poll_id: str, seat: str, code: str) -> httpx.Response:
        return self.post("/vote/enter", [("poll", poll_id), ("seat", seat), ("code", code)])

    def ready(self, **typed: str) -> list[tuple[str, str]]:
        """Open the ballot, fill it in and come to the review page; the fields that casting posts."""
        _, page = self.get()
        answer = self.post("/vote/review", page.forms[0].filled(**typed))
        assert answer.status_code == 200, Page(answer.text).words
        return Page(answer.text).forms[0].fields

    def cast(self, **typed: str) -> str:
        """From ballot to receipt code."""
        answer = self.post("/vote/cast", self.ready(**typed))
        assert answer.status_code == 303, Page(answer.text).words
        return receipt_in(answer)


def receipt_in(answer: httpx.Response) -> str:
    """The receipt code a cast led to."""
    return answer.headers["location"].partition("code=")[2]
