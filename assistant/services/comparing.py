"""Two to four proposals side by side: passages that say the same, what only one of them has, numbers, versions.

Law: everything shown stands verbatim in the text as the phase lets it be seen; nothing is judged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.blind import Shown, shown, telling
from assistant.domain.cluster import Side, Text
from assistant.domain.outgoing import Errand
from assistant.domain.person import Person
from assistant.domain.proposal import Content, Proposal, Stage
from assistant.domain.similarity import SentencePair
from assistant.errors import StageForbids
from assistant.index.evidence import cut
from assistant.index.finder import Finder
from assistant.services.annotating import Note, content_of, like_orders, notes
from assistant.services.clustering import BROWSERS
from assistant.services.posting import on_behalf
from assistant.storage.database import Database
from assistant.storage.records import Records

FEWEST, MOST = 2, 4
MOST_PASSAGES = 8
"""Shown of each pair; more is reading both, which the columns are for."""
_ALL = 40
_UNITS = "%|퍼센트|원|명|건|시간|분|일|주|개월|년|곳|개|대|회|배|km|m|㎡"
_NUMBER = re.compile(rf"(?:약\s*)?\d(?:[\d,.]*\d)?\s*(?:[천만억조]+\s*)?(?:{_UNITS})?")
_LISTED = re.compile(r"^\s*\d{1,2}[.)]\s", re.MULTILINE)
"""The number of a line in a list says nothing about the idea."""


@dataclass(frozen=True, slots=True)
class Column:
    """One text: what may be seen of it, what only it has, its numbers, how many versions, its author's own notes.

    `like_orders` are its sentences that read like an order to a machine.
    """

    text: Text
    title: str
    parts: tuple[tuple[str, str], ...]
    only_here: tuple[str, ...]
    numbers: tuple[str, ...]
    department: str
    authors: tuple[str, ...]
    track: str
    versions: int
    notes: tuple[Note, ...]
    like_orders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of one column and the one of another column that says the same; columns by number."""

    left: int
    right: int
    pair: SentencePair


@dataclass(frozen=True, slots=True)
class Comparison:
    """Columns in the order asked for, passages strongest first."""

    columns: tuple[Column, ...]
    passages: tuple[Passage, ...]
    is_blind: bool


class Comparing:
    """Puts texts side by side."""

    def __init__(self, database: Database, finder: Finder) -> None:
        self._database, self._finder = database, finder

    def compare(self, person: Person, texts: Sequence[Text]) -> Comparison:
        """Raises NotAllowed, NotFound, ValueError for fewer than two or more than four, ModelUnavailable."""
        person.require("compare", *BROWSERS)
        if not FEWEST <= len(set(texts)) == len(texts) <= MOST:
            raise ValueError(f"{len(texts)} texts cannot be put side by side")
        with self._database.read() as records:
            is_blind = records.reviews.phase().is_blind
            read = [_read(records, text, is_blind) for text in texts]
            counted = [_versions(records, text) for text in texts]
            written = [_notes(records, text, is_blind) for text in texts]
        contents = [content_of(each) for each in read]
        for text, content in zip(texts, contents, strict=True):
            its = text.id if text.side is Side.PROPOSAL else ""
            with on_behalf(
                Errand(proposal_id=its, person_id=person.id)
            ):  # each by itself: ledgers show no other's text
                self._finder.read(content)
        passages: list[Passage] = []
        matched: list[set[str]] = [set() for _ in texts]
        for left in range(len(texts)):
            for right in range(left + 1, len(texts)):
                found = self._finder.evidence(contents[left], contents[right], most=_ALL)
                matched[left] |= {pair.a for pair in found}
                matched[right] |= {pair.b for pair in found}
                passages += [Passage(left, right, pair) for pair in found[:MOST_PASSAGES]]
        columns = [
            Column(
                text,
                each.title,
                tuple(each.texts()),
                tuple(sentence for sentence in cut(content) if sentence not in have and sentence != each.title.strip()),
                _numbers(content),
                each.department,
                each.authors,
                each.track,
                count,
                noted,
                like_orders(each) if text.side is Side.PROPOSAL else (),
            )
            for text, each, content, have, count, noted in zip(
                texts, read, contents, matched, counted, written, strict=True
            )
        ]
        passages.sort(key=lambda passage: (-passage.pair.similarity, passage.left, passage.right))
        return Comparison(tuple(columns), tuple(passages), is_blind)


def _read(records: Records, text: Text, is_blind: bool) -> Shown:
    if text.side is Side.ARCHIVE:
        item = records.archive.get(text.id)
        fields = {name: getattr(item.content, name) for name in ("title", "problem", "idea", "effect", "body")}
        return Shown(
            text.id, "", None, "", **fields, tools="", needs="", pitch="", is_blind=False, department=item.department
        )
    proposal = records.proposals.get(text.id)
    if proposal.stage is not Stage.SUBMITTED:
        raise StageForbids("compare", proposal.stage.value)
    return shown(proposal, _writers(records, proposal), is_blind=is_blind)


def _numbers(content: Content) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number.strip() for number in _NUMBER.findall(_LISTED.sub("", content.prose()))))


def _versions(records: Records, text: Text) -> int:
    return len(records.proposals.versions(text.id)) if text.side is Side.PROPOSAL else 1


def _notes(records: Records, text: Text, is_blind: bool) -> tuple[Note, ...]:
    """What the author says her idea adds, names covered while blind."""
    if text.side is Side.ARCHIVE:
        return ()
    proposal = records.proposals.get(text.id)
    names = telling(proposal, _writers(records, proposal)) if is_blind else frozenset()
    return tuple(notes(records, text.id, names))


def _writers(records: Records, proposal: Proposal) -> list[Person]:
    people = {person.id: person for person in records.people.all()}
    return [people[each] for each in (proposal.author_id, *proposal.co_author_ids) if each in people]
