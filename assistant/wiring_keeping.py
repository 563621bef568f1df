"""The part of the composition root that copies, restores and tidies an installation: no model and no index.

Law: a database is opened as it is; bringing its tables up to date is not for whoever wants to save it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from assistant.config import Settings
from assistant.documents.retention_file import read_retention
from assistant.services.backing_up import BackingUp
from assistant.services.leaving import Leaving
from assistant.services.observing import Observing
from assistant.services.restoring import Restoring
from assistant.services.retaining import Retaining
from assistant.services.trashing import Trashing
from assistant.services.verifying import Verifying
from assistant.storage.database import Database
from assistant.storage.vault import Vault
from assistant.wiring_contest import PACKAGE, build_contest

LONG_S = 600.0
"""A copy of a large installation may keep a writer waiting; a restore waits for nobody."""


@dataclass(frozen=True, slots=True)
class KeepingServices:
    """Everything that keeps an installation, over one database."""

    database: Database
    verifying: Verifying
    backing_up: BackingUp
    restoring: Restoring
    observing: Observing
    trashing: Trashing
    retaining: Retaining
    leaving: Leaving


def build_keeping(
    settings: Settings,
    database: Database,
    changed: Callable[[], None] = lambda: None,
    index: Callable[[], str] = lambda: "none",
) -> KeepingServices:
    """The services, wired; `changed` wakes whoever follows the outbox, `index` says how the vector index is."""

    def now() -> datetime:
        return datetime.now(UTC)

    vault = Vault(settings.attachments_dir)
    verifying = Verifying(database, build_contest(database).closing)
    kind = "postgresql" if settings.database.startswith("postgresql") else "sqlite"
    return KeepingServices(
        database=database,
        verifying=verifying,
        backing_up=BackingUp(database, verifying, settings.data_dir, kind, version(PACKAGE), now),
        restoring=Restoring(database, verifying, settings.data_dir),
        observing=Observing(database, settings.data_dir, version(PACKAGE), now, index),
        trashing=Trashing(database, now, changed, vault),
        retaining=Retaining(database, lambda: read_retention(settings.retention_file), vault, now, changed),
        leaving=Leaving(database, verifying.closing, settings.attachments_dir, now),
    )


@contextmanager
def open_keeping(settings: Settings) -> Iterator[KeepingServices]:
    """The same over a database of its own, which is closed in the end."""
    database = Database(settings.database, patience_s=LONG_S)
    try:
        yield build_keeping(settings, database)
    finally:
        database.close()
