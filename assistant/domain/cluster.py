"""Groups of proposals that stay themselves: what the machine groups anew is matched to what stood before.

Law: an id is never used twice; what a person named, moved, split or merged is held, and no later grouping undoes it;
every proposal is in one small group or in none, and all of a small group is in one theme.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """묶음 and 작은 묶음."""

    THEME = "theme"
    IDEA = "idea"


class Side(StrEnum):
    """Which list a text is from."""

    PROPOSAL = "proposal"
    ARCHIVE = "archive"


class Text(NamedTuple):
    """A submitted proposal or a past idea."""

    side: Side
    id: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """A group. `name` is a person's (empty: none gave one), `terms` are the machine's; `version` counts its edits.

    `title` was suggested by the language model `titled_by`, for the terms as they are.
    """

    id: str
    level: Level
    made_at: datetime
    name: str = ""
    named_by: str = ""
    named_at: datetime | None = None
    terms: tuple[str, ...] = ()
    example: str = ""
    version: int = 1
    retired_at: datetime | None = None
    into: str = ""
    title: str = ""
    titled_by: str = ""

    def label(self) -> str:
        """What it is called: as people said, else a model's title, its most telling terms, an example's title."""
        return self.name or self.title or " · ".join(self.terms[:3]) or self.example

    def is_titled(self) -> bool:
        """Whether what it is called comes from a language model."""
        return bool(self.title) and not self.name

    def described(self, terms: tuple[str, ...], example: str) -> Cluster:
        """With other terms; a title was made for the old ones and goes with them."""
        stays = terms == self.terms
        title, by = (self.title, self.titled_by) if stays else ("", "")
        return replace(self, terms=terms, example=example, title=title, titled_by=by)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a text stands: its groups, whether a person holds it there, its place on the map, how near others are.

    `near_*` are cosines, 0 where there is none; `since` is when it was first placed.
    """

    idea: str | None = None
    theme: str | None = None
    is_idea_held: bool = False
    is_theme_held: bool = False
    x: float = 0.0
    y: float = 0.0
    near_other: float = 0.0
    near_past: float = 0.0
    near_adopted: float = 0.0
    since: datetime | None = None

    def at(self, level: Level) -> str | None:
        """Its group at a level."""
        return self.idea if level is Level.IDEA else self.theme


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the change list: a text that was placed before and stands elsewhere now; `by` is "" for a run."""

    text: Text
    level: Level
    before: str | None
    after: str | None
    at: datetime
    by: str = ""


Numbers = Mapping[Text, int]
"""The machine's groups: a number for every text, -1 for none."""


def settle(
    before: Mapping[Text, Standing], ideas: Numbers, themes: Numbers, fresh: Callable[[Level], str]
) -> dict[Text, Standing]:
    """The machine's groups under the ids they had before, people's acts kept; `fresh` makes an unused id.

    Places and likenesses are left as they were; a text not in `ideas` is left out.
    """
    old_ideas = {text: each.idea for text, each in before.items()}
    old_themes = {text: each.theme for text, each in before.items()}
    held_ideas = {text for text, each in before.items() if each.is_idea_held and text in ideas}
    held_themes = {text for text, each in before.items() if each.is_theme_held and text in themes}
    count = Counter(ideas.values())
    together = {text: number if count[number] > 1 else -1 for text, number in ideas.items()}
    idea_of = _matched(old_ideas, together, held_ideas, lambda: fresh(Level.IDEA))
    sizes = Counter(idea for idea in idea_of.values() if idea is not None)
    for text, idea in idea_of.items():
        if idea is not None and sizes[idea] == 1 and text not in held_ideas:
            idea_of[text] = None
    theme_of = _matched(old_themes, themes, held_themes, lambda: fresh(Level.THEME))
    theme_of = _nested(idea_of, theme_of, held_themes, lambda: fresh(Level.THEME))
    return {text: replace(before.get(text, Standing()), idea=idea_of[text], theme=theme_of[text]) for text in ideas}


def moves(before: Mapping[Text, Standing], after: Mapping[Text, Standing], at: datetime, by: str = "") -> list[Move]:
    """Every change of group among the texts that were placed before."""
    return [
        Move(text, level, before[text].at(level), standing.at(level), at, by)
        for text, standing in after.items()
        if text in before
        for level in (Level.IDEA, Level.THEME)
        if before[text].at(level) != standing.at(level)
    ]


def _matched(
    before: Mapping[Text, str | None], numbers: Numbers, held: set[Text], fresh: Callable[[], str]
) -> dict[Text, str | None]:
    groups: dict[int, list[Text]] = {}
    for text, number in numbers.items():
        if number >= 0:
            groups.setdefault(number, []).append(text)
    ids = _following(groups, before, held)
    ids |= _overlapping(groups, before, held, ids)
    for number in groups:
        if number not in ids:
            ids[number] = fresh()
    return {
        text: before[text] if text in held else (ids[number] if number >= 0 else None)
        for text, number in numbers.items()
    }


def _following(
    groups: Mapping[int, Sequence[Text]], before: Mapping[Text, str | None], held: set[Text]
) -> dict[int, str]:
    """Groups most of whose texts people hold in one place: the rest goes there too."""
    found: dict[int, str] = {}
    for number, texts in groups.items():
        votes = Counter(before[text] for text in texts if text in held)
        for place, count in votes.most_common(1):
            if place is not None and 2 * count > len(texts):
                found[number] = place
    return found


def _overlapping(
    groups: Mapping[int, Sequence[Text]], before: Mapping[Text, str | None], held: set[Text], taken: Mapping[int, str]
) -> dict[int, str]:
    """The other groups under the id they share most texts with, the largest overlap first; an id goes to one group."""
    sizes = Counter(place for place in before.values() if place is not None)
    shared = Counter(
        (number, place)
        for number, texts in groups.items()
        if number not in taken
        for text in texts
        if text not in held and (place := before.get(text)) is not None
    )
    found: dict[int, str] = {}
    used = set(taken.values())
    for (number, place), count in sorted(shared.items(), key=lambda each: (-each[1], each[0][1], each[0][0])):
        if number not in found and place not in used and 3 * count >= min(len(groups[number]), sizes[place]):
            found[number] = place
            used.add(place)
    return found


def _nested(
    idea_of: Mapping[Text, str | None], theme_of: Mapping[Text, str | None], held: set[Text], fresh: Callable[[], str]
) -> dict[Text, str | None]:
    """The theme of every text, one for all of a small group: where people hold most of it, else where most are."""
    members: dict[str, list[Text]] = {}
    for text, idea in idea_of.items():
        if idea is not None:
            members.setdefault(idea, []).append(text)
    found = dict(theme_of)
    for texts in members.values():
        votes = Counter(theme_of[text] for text in texts if text in held) or Counter(theme_of[text] for text in texts)
        votes.pop(None, None)
        place = min(votes, key=lambda theme: (-votes[theme], theme or "")) if votes else fresh()
        for text in texts:
            found[text] = place
    return found
