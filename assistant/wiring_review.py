"""The part of the composition root that linking, reviewing and the shortlist need: no model and no index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.config import Settings
from assistant.documents.contest_rules import parse_rules
from assistant.documents.criteria_file import read_criteria
from assistant.documents.verdict_codes import read_verdict_codes
from assistant.domain.criteria import Criteria
from assistant.domain.proposal import Programme
from assistant.domain.rulebook import rules_hash
from assistant.domain.rules import Rules
from assistant.domain.track import Track
from assistant.services.asking import Asking
from assistant.services.convening import Convening
from assistant.services.exporting import Exporting
from assistant.services.judging import Judging
from assistant.services.linking import Linking
from assistant.services.notifying import Notifying
from assistant.services.objecting import Objecting
from assistant.services.reviewing import Reviewing
from assistant.services.sealing import Sealing
from assistant.services.shortlisting import Shortlisting
from assistant.storage.database import Database
from assistant.storage.records import Records


@dataclass(frozen=True, slots=True)
class ReviewServices:
    """Everything between the submission and the sealed package, over one database."""

    criteria: Criteria
    notifying: Notifying
    linking: Linking
    judging: Judging
    reviewing: Reviewing
    convening: Convening
    asking: Asking
    shortlisting: Shortlisting
    objecting: Objecting
    sealing: Sealing
    exporting: Exporting


def build_review(
    settings: Settings,
    database: Database,
    programme: Programme,
    tracks: tuple[Track, ...],
    now: Callable[[], datetime],
    new_id: Callable[[], str],
) -> ReviewServices:
    """The services, wired. Before the rules are saved for the first time the rules file counts. Raises BadFile."""
    template = settings.rules_file.read_text("utf-8")

    def rules_text(records: Records) -> str:
        version = records.rulebook.latest()
        return version.text if version else template

    def rules(records: Records) -> Rules:
        return parse_rules(Path("rules.toml"), rules_text(records).encode())

    criteria, codes = read_criteria(settings.criteria_file), read_verdict_codes(settings.verdicts_file)
    told = (Notifying(database, now, new_id), now, new_id)
    zone = programme.closes_at.tzinfo or UTC
    convening = Convening(database, criteria, now)
    shortlisting = Shortlisting(database, criteria, codes, rules, *told)
    return ReviewServices(
        criteria=criteria,
        notifying=told[0],
        linking=Linking(database, *told),
        judging=Judging(database, codes, criteria, now, new_id),
        reviewing=Reviewing(database, criteria, frozenset(track.code for track in tracks), zone, now),
        convening=convening,
        asking=Asking(database, criteria, *told),
        shortlisting=shortlisting,
        objecting=Objecting(database, *told),
        sealing=Sealing(database, shortlisting, lambda records: rules_hash(rules_text(records)), now),
        exporting=Exporting(database, criteria, convening, now),
    )
