"""One evening's vote: its state, its sealed rules and finalists, and what is open right now.

Law: CREATED → OPEN → CLOSED → PUBLISHED and never back; rules and package stay as they were when it opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from assistant.errors_voting import PollForbids


class PollState(StrEnum):
    """Where a poll stands."""

    CREATED = "created"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll as it is stored.

    `rules` and `package` are the very bytes of their files. `opening` and `closing` are the records written at those
    moments, empty before. `seed` is what the order of presentation was drawn with here, empty: the package's own order.
    `open_ids` are the finalists that can be voted on right now. `guesses` are wrong codes in all.
    """

    id: str
    state: PollState
    rules: bytes
    package: bytes
    seed: str = ""
    opening: str = ""
    closing: str = ""
    salt: str = ""
    open_ids: tuple[str, ...] = ()
    guesses: int = 0

    def require(self, act: str, *states: PollState) -> None:
        """Raise PollForbids unless the poll is in one of `states`."""
        if self.state not in states:
            raise PollForbids(act, self.state.value)

    @property
    def first_link(self) -> str:
        """sha256 of the opening record: what the box's chain begins with."""
        return digest(self.opening.encode())


@dataclass(frozen=True, slots=True)
class PanelTurnout:
    """How many of a panel have voted, and how many could."""

    panel: str
    cast: int
    voters: int


def digest(content: bytes) -> str:
    """sha256 in hexadecimal."""
    return sha256(content).hexdigest()


def fact(record: str, key: str) -> str:
    """The value of `key` in a record of lines `key value`; empty where there is none."""
    for line in record.split("\n"):
        name, _, value = line.partition(" ")
        if name == key:
            return value
    return ""
