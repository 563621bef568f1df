"""Ledger and memory that live in this process, so that tests can look into them."""

from __future__ import annotations

from assistant.domain.outgoing import Outgoing, Returned


class Remembered:
    """Everything in lists and dictionaries."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.returned: dict[str, Returned] = {}
        self.answers: dict[str, tuple[str, str]] = {}

    def send(self, sent: Outgoing) -> None:
        self.sent.append(sent)

    def receive(self, outgoing_id: str, returned: Returned) -> None:
        self.returned[outgoing_id] = returned

    def recall(self, key: str) -> tuple[str, str] | None:
        return self.answers.get(key)

    def remember(self, key: str, model: str, answer: str) -> None:
        self.answers[key] = (model, answer)
