"""Files of the roll: a roll read from CSV, and the cards to print.

Law: nothing is stored here; a card's code passes through to the page that is printed and is kept nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant.documents.code_cards import CodeCard, cards_page
from assistant.documents.roll_file import MOST_VOTERS, parse_roll
from assistant.domain.poll import digest
from assistant.domain.voter import Voter
from assistant.services.polling import Contest
from assistant.services.rolling import Card

__all__ = ["MOST_VOTERS", "ROLL_FILE", "by_seat", "cards_to_print", "read_roll"]

ROLL_FILE = Path("명부")
"""What a roll is called in a fault, whatever the file was called where it came from."""


def read_roll(contest: Contest, content: bytes, panel_names: Mapping[str, str]) -> tuple[list[Voter], list[int]]:
    """Voters and the line each stands on; `panel_names` are panel codes by what people call them. Raises BadFile."""
    return parse_roll(ROLL_FILE, content, {each.id: each.title for each in contest.finalists}, panel_names)


def cards_to_print(
    contest: Contest, cards: Sequence[Card], link: Callable[[Card], str], address: str, panel_name: Callable[[str], str]
) -> bytes:
    """An HTML page, four cards to a sheet; `link` is what a card's QR holds, `address` what can be typed."""
    ordered = sorted(cards, key=lambda card: (card.panel, by_seat(card.seat)))
    shown = [CodeCard(each.seat, panel_name(each.panel), each.name, each.code, link(each), address) for each in ordered]
    return cards_page(contest.package.contest, digest(contest.poll.rules), shown)


def by_seat(seat: str) -> tuple[tuple[str, int], ...]:
    """A key that puts S2 before S10."""
    return tuple((letters, int(number or 0)) for letters, number in re.findall(r"([^0-9]*)([0-9]{0,18})", seat))
