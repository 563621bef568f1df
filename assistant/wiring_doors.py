"""The part of the composition root that people meet at the door: who they are, what they may do, how often they ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from assistant.config import Settings
from assistant.services.admitting import Admitting
from assistant.services.granting import Granting
from assistant.services.pacing import Pacing
from assistant.storage.database import Database


@dataclass(frozen=True, slots=True)
class DoorServices:
    """Signing in, roles and limits over one database."""

    admitting: Admitting
    granting: Granting
    pacing: Pacing


def build_doors(settings: Settings, database: Database, now: Callable[[], datetime]) -> DoorServices:
    """The services, wired."""
    admitting = Admitting(database, now, settings.stay, settings.group_roles, settings.first_organiser)
    return DoorServices(admitting, Granting(database, now), Pacing())
