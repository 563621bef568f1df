"""Everything stored, over one connection and so in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from sqlalchemy import Connection

from assistant.storage.advice import AdviceRecords
from assistant.storage.archive import Archive
from assistant.storage.attachments import Attachments
from assistant.storage.box import Box
from assistant.storage.clusters import Clusters
from assistant.storage.difference_notes import DifferenceNotes
from assistant.storage.erasing import Erasing
from assistant.storage.facts import Facts
from assistant.storage.follow_up import FollowUp
from assistant.storage.journal import Journal
from assistant.storage.links import Links
from assistant.storage.notices import Notices
from assistant.storage.outbox import Outbox
from assistant.storage.outgoing import OutgoingRecords
from assistant.storage.people import People
from assistant.storage.polls import Polls
from assistant.storage.proposals import Proposals
from assistant.storage.requests import Requests
from assistant.storage.reviews import Reviews
from assistant.storage.roll import Roll
from assistant.storage.rulebook import Rulebook
from assistant.storage.shortlists import Shortlists
from assistant.storage.taken import TakenDocuments
from assistant.storage.vectors import Vectors
from assistant.storage.verdicts import Verdicts
from assistant.storage.visits import Visits


@dataclass(frozen=True, slots=True)
class Records:
    """What `Database.read` and `Database.write` hand out; of no use after the transaction."""

    people: People
    proposals: Proposals
    archive: Archive
    advice: AdviceRecords
    outgoing: OutgoingRecords
    difference_notes: DifferenceNotes
    journal: Journal
    vectors: Vectors
    outbox: Outbox
    facts: Facts
    rulebook: Rulebook
    follow_up: FollowUp
    links: Links
    verdicts: Verdicts
    notices: Notices
    reviews: Reviews
    requests: Requests
    shortlists: Shortlists
    polls: Polls
    roll: Roll
    box: Box
    clusters: Clusters
    visits: Visits
    attachments: Attachments
    taken: TakenDocuments
    erasing: Erasing

    @classmethod
    def over(cls, connection: Connection) -> Self:
        """Every repository over one connection."""
        return cls(
            People(connection),
            Proposals(connection),
            Archive(connection),
            AdviceRecords(connection),
            OutgoingRecords(connection),
            DifferenceNotes(connection),
            Journal(connection),
            Vectors(connection),
            Outbox(connection),
            Facts(connection),
            Rulebook(connection),
            FollowUp(connection),
            Links(connection),
            Verdicts(connection),
            Notices(connection),
            Reviews(connection),
            Requests(connection),
            Shortlists(connection),
            Polls(connection),
            Roll(connection),
            Box(connection),
            Clusters(connection),
            Visits(connection),
            Attachments(connection),
            TakenDocuments(connection),
            Erasing(connection),
        )
