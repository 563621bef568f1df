"""The part of the composition root for documents in and out: no model and no index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.config import Settings
from assistant.documents.reading.asking import Limits
from assistant.domain.criteria import Criteria
from assistant.domain.proposal import Programme
from assistant.domain.track import Track
from assistant.services.attaching import Attaching
from assistant.services.handing_out import HandingOut
from assistant.services.taking_in import TakingIn
from assistant.storage.database import Database
from assistant.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class PaperServices:
    """Everything between a person's files and her proposal."""

    taking_in: TakingIn
    attaching: Attaching
    handing_out: HandingOut


def build_papers(
    settings: Settings,
    database: Database,
    criteria: Criteria,
    programme: Programme,
    tracks: tuple[Track, ...],
    now: Callable[[], datetime],
    new_id: Callable[[], str],
    changed: Callable[[], None],
) -> PaperServices:
    """The services, wired."""
    seconds, scanner = settings.reading_seconds, settings.scan_command
    limits = Limits(wall_s=4 * seconds, cpu_s=seconds)
    vault, zone = Vault(settings.attachments_dir), programme.closes_at.tzinfo or UTC
    names = {track.code: track.label("ko") for track in tracks}
    return PaperServices(
        taking_in=TakingIn(database, limits, scanner, now, new_id, changed),
        attaching=Attaching(database, vault, limits, scanner, settings.largest_video_mb, criteria, now, new_id),
        handing_out=HandingOut(database, criteria, names, zone, now),
    )
