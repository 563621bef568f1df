"""After the count: what is announced to everybody, and telling each author with reasons.

Law: nothing of a count is read before the poll is closed, and nobody but the stage sees any of it before publishing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from assistant.documents.certificates import Certificate, certificates_csv
from assistant.domain.announcement import Announcement, Placed, announce
from assistant.domain.archive import ArchiveItem, Outcome
from assistant.domain.ballot import Ballot
from assistant.domain.decimals import decimal, digits_needed
from assistant.domain.package import PackagedFinalist
from assistant.domain.paper import standing
from assistant.domain.person import Person, Role
from assistant.domain.poll import Poll, PollState
from assistant.domain.proposal import Content
from assistant.domain.voter import recusals
from assistant.errors import NotFound
from assistant.services.notifying import Notifying
from assistant.services.polling import Contest, contest_of
from assistant.storage.database import Database
from assistant.storage.records import Records

AWARDED, NOT_AWARDED = "awarded", "not_awarded"
"""Kinds of notices. Facts: title, award, place, total, panels and ballots (JSON, by code)."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A closed contest and its count."""

    contest: Contest
    announcement: Announcement

    @property
    def titles(self) -> Mapping[str, PackagedFinalist]:
        """Finalists by id."""
        return {each.id: each for each in self.contest.finalists}


@dataclass(frozen=True, slots=True)
class Awarding:
    """What may be read once a poll is published, and who is told of it."""

    database: Database
    notifying: Notifying
    now: Callable[[], datetime]

    def published(self) -> list[Contest]:
        """Contests whose results anybody signed in may read, newest first."""
        with self.database.read() as records:
            return [contest_of(poll) for poll in records.polls.all() if poll.state is PollState.PUBLISHED]

    def results(self, poll_id: str) -> Announced:
        """The count of a published poll, from its ballots anew. Raises NotFound, PollForbids, PanelSilent."""
        with self.database.read() as records:
            poll = records.polls.get(poll_id)
            poll.require("read the results", PollState.PUBLISHED)
            return announced(records, poll)

    def certificates(self, person: Person, poll_id: str, track_names: Mapping[str, str]) -> bytes:
        """One line for each award, as CSV, tracks by name. Raises NotAllowed, NotFound, PollForbids, PanelSilent."""
        person.require("print certificates", Role.ORGANISER)
        found = self.results(poll_id)
        with self.database.read() as records:
            names = {each.id: each.name for each in records.people.all()}
        digits = digits_needed(each.standing.total for each in found.announcement.placed)
        return certificates_csv(
            _certificate(award, each, found.titles[each.standing.finalist.name], names, track_names, digits)
            for each in found.announcement.placed
            for award in each.awards
        )

    def tell(self, records: Records, poll: Poll) -> None:
        """On publishing, in the same transaction: a notice to every author with reasons, and the archive fed."""
        found = announced(records, poll)
        known = {person.id for person in records.people.all()}
        items = []
        for each in found.announcement.placed:
            finalist = found.titles[each.standing.finalist.name]
            people = [author for author in finalist.author_ids if author in known]
            kind = AWARDED if each.awards else NOT_AWARDED
            self.notifying.tell(records, people, kind, finalist.id, _facts(found, each, finalist))
            items.append(archive_item(found.contest, finalist, each.awards, Outcome.UNKNOWN, "", self.now().year))
        records.archive.put_many(items)


def announced(records: Records, poll: Poll) -> Announced:
    """The count of a closed poll. Raises PollForbids before closing, PanelSilent."""
    poll.require("count", PollState.CLOSED, PollState.PUBLISHED)
    contest = contest_of(poll)
    papers = [paper for _, paper, _ in records.box.chained(poll.id)]
    ballots = [
        Ballot(panel, token, finalist, score)
        for (panel, token), scores in standing(papers).items()
        for finalist, score in scores.items()
    ]
    out = Counter(
        (voter.panel, finalist) for voter in records.roll.all(poll.id) for finalist in recusals(voter, contest.package)
    )
    return Announced(contest, announce(contest.rules, contest.listed(), ballots, out))


def archive_item(
    contest: Contest, finalist: PackagedFinalist, awards: tuple[str, ...], outcome: Outcome, reason: str, year: int
) -> ArchiveItem:
    """A finalist as next year's search finds it; the award stands in the reason, for winning is not being adopted."""
    names = ("title", "problem", "idea", "effect", "tools", "needs", "department", "track", "body")
    content = Content(**{name: getattr(finalist, name) for name in names}, pitch=finalist.pitch.text)
    said = f"{contest.package.contest} {' · '.join(awards) or '본선 진출'}"
    key = f"FINAL-{finalist.id}"
    return ArchiveItem(key, content, outcome, year, finalist.department, f"{said}. {reason}".strip(" ."))


def _certificate(
    award: str,
    placed: Placed,
    finalist: PackagedFinalist,
    names: Mapping[str, str],
    track_names: Mapping[str, str],
    digits: int,
) -> Certificate:
    return Certificate(
        award=award,
        track=track_names.get(finalist.track, finalist.track),
        title=finalist.title,
        department=finalist.department,
        authors=", ".join(names[each] for each in finalist.author_ids if each in names),
        place=str(placed.standing.place),
        shared="공동" if placed.standing.shared else "",
        total=decimal(placed.standing.total, digits),
        exact=str(placed.standing.total),
    )


def _facts(found: Announced, placed: Placed, finalist: PackagedFinalist) -> dict[str, str]:
    panels = placed.standing.panels
    same_track = [each for each in found.announcement.placed if each.standing.finalist.track == finalist.track]
    return {
        "poll": found.contest.poll.id,
        "title": finalist.title,
        "award": " · ".join(placed.awards),
        "place": str(placed.standing.place),
        "of": str(len(same_track)),
        "total": str(placed.standing.total),
        "panels": json.dumps({code: str(panel.score) for code, panel in panels.items()}),
        "ballots": json.dumps({code: panel.ballots for code, panel in panels.items()}),
    }


def finalist_of(contests: list[Contest], finalist_id: str) -> tuple[Contest, PackagedFinalist]:
    """The newest contest a finalist stood in. Raises NotFound."""
    for contest in contests:
        for finalist in contest.finalists:
            if finalist.id == finalist_id:
                return contest, finalist
    raise NotFound("finalist", finalist_id)
