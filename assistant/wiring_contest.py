"""The part of the composition root that the ballot server starts with: the competition, and no model.

Law: nothing imported here leads to streamlit, chromadb, langchain or sklearn, so the hall's server stays small.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.config import Settings
from assistant.domain.poll import PollState
from assistant.services.awarding import Awarding
from assistant.services.closing import Closing
from assistant.services.implementing import Implementing
from assistant.services.notifying import Notifying
from assistant.services.polling import Polling
from assistant.services.rolling import Rolling
from assistant.services.staging import Staging
from assistant.services.transcribing import Transcribing
from assistant.services.voting import Voting
from assistant.storage.database import Database
from assistant.storage.records import Records

PACKAGE = "proposal-review-assistant"
"""What this program is called where packages are installed."""


@dataclass(frozen=True, slots=True)
class ContestServices:
    """Every service of the competition over one database."""

    polling: Polling
    rolling: Rolling
    voting: Voting
    transcribing: Transcribing
    closing: Closing
    staging: Staging
    awarding: Awarding
    implementing: Implementing


def build_contest(database: Database, changed: Callable[[], None] = lambda: None) -> ContestServices:
    """The competition over a database that has its tables; `changed` is called when the archive has grown."""

    def now() -> datetime:
        return datetime.now(UTC)

    def new_id() -> str:
        return uuid.uuid4().hex

    polling = Polling(database, now, new_id)
    notifying = Notifying(database, now, new_id)
    awarding = Awarding(database, notifying, now)
    return ContestServices(
        polling=polling,
        rolling=Rolling(database, now, new_id, secrets.token_hex, secrets.randbelow),
        voting=Voting(database, new_id, secrets.randbelow),
        transcribing=Transcribing(database, new_id, secrets.randbelow),
        closing=Closing(database, now, lambda: secrets.token_hex(32), awarding.tell, changed),
        staging=Staging(database, polling, now),
        awarding=awarding,
        implementing=Implementing(database, notifying, now, changed),
    )


def stands_on_rules(records: Records) -> bool:
    """Whether a poll is open, or the newest one closed and not yet published: its rules may not change."""
    polls = records.polls.all()
    return any(each.state is PollState.OPEN for each in polls) or any(
        each.state is PollState.CLOSED for each in polls[:1]
    )


def open_contest(settings: Settings) -> tuple[Database, ContestServices]:
    """The competition alone, its database at the newest schema. Raises StorageUnavailable."""
    database = Database(settings.database)
    database.migrate()
    return database, build_contest(database)
