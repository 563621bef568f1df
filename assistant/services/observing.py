"""How the installation is at this moment, in figures that tell nothing of any person.

While a poll is open its turnout is the host's business: figures of a ballot appear when it is closed. Law: only counts
leave here, and every one of them could be pinned to a wall.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assistant.domain.poll import PollState
from assistant.domain.proposal import Stage
from assistant.errors import StorageUnavailable
from assistant.meters import COUNTERS, Reading, gauge
from assistant.services.backing_up import LAST
from assistant.storage.database import Database

LEAST_FREE = 200 * 1024 * 1024
_MANY = 10_000
_OVER = (PollState.CLOSED, PollState.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Observing:
    """`index` says in one word how the vector index is: "ok", or "scanning" where stored vectors are gone through."""

    database: Database
    data_dir: Path
    program: str
    now: Callable[[], datetime]
    index: Callable[[], str] = lambda: "none"

    def ready(self) -> dict[str, str]:
        """How every part is, in a word."""
        try:
            database = "ok" if self.database.is_newest() else "old_tables"
        except StorageUnavailable as fault:
            database = fault.kind
        trouble = self.database.trouble
        disk = "full" if trouble == "full" or self._free() < LEAST_FREE else "ok"
        return {"database": "read_only" if trouble == "read_only" else database, "disk": disk, "index": self.index()}

    def figures(self) -> Iterator[Reading]:
        """Everything `/metrics` shows; of a database that does not answer only what this process counted."""
        yield gauge("assistant_build_info", "the program's version", {self.program: 1}, "version")
        for counter in COUNTERS:
            yield counter.read()
        yield gauge("assistant_disk_free_bytes", "free room where the data directory lies", self._free())
        last = last_backup(self.data_dir)
        if last is not None:
            age = (self.now() - last.at).total_seconds()
            yield gauge("assistant_backup_age_seconds", "since the last backup was made", age)
        parts = self.ready()
        up = {part: float(said in {"ok", "none"}) for part, said in parts.items()}
        yield gauge("assistant_part_ok", "whether a part is well", up, "part")
        try:
            yield from self._stored()
        except StorageUnavailable:
            return

    def _stored(self) -> Iterator[Reading]:
        with self.database.read() as records:
            backlog = len(records.outbox.pending(_MANY))
            stages = {stage.value: float(len(records.proposals.entries(stage))) for stage in Stage}
            use = records.outgoing.use(datetime.min.replace(tzinfo=self.now().tzinfo))
            polls = records.polls.all()
            over = {poll.id: records.roll.turnout(poll.id) for poll in polls if poll.state in _OVER}
        yield gauge("assistant_outbox_backlog", "changes that wait for the index", backlog)
        yield gauge("assistant_proposals", "proposals by stage", stages, "stage")
        yield gauge("assistant_advice_requests", "requests that left for a language model", use.requests)
        tokens = {"input": float(use.input_tokens), "output": float(use.output_tokens)}
        yield gauge("assistant_advice_tokens", "tokens, as the model counted them", tokens, "direction")
        yield gauge("assistant_advice_cost", "cost in the currency of the price list", use.cost_micro / 1_000_000)
        states = {state.value: float(sum(poll.state is state for poll in polls)) for state in PollState}
        yield gauge("assistant_polls", "polls by state", states, "state")
        turnout: dict[tuple[tuple[str, str], ...], float] = {
            (("panel", panel), ("poll", poll), ("what", what)): float(count)
            for poll, panels in over.items()
            for panel, counts in panels.items()
            for what, count in zip(("cast", "entitled"), counts, strict=True)
        }
        yield Reading("assistant_ballots", "gauge", "ballots of polls that are over", turnout)

    def _free(self) -> int:
        folder = self.data_dir
        while not folder.exists():
            folder = folder.parent
        return shutil.disk_usage(folder).free


@dataclass(frozen=True, slots=True)
class LastBackup:
    """What is remembered of the last backup: when, where, its fingerprint, and where the journal ended."""

    at: datetime
    path: Path
    fingerprint: str
    journal: str
    entries: int


def last_backup(data_dir: Path) -> LastBackup | None:
    """The last backup made from this data directory, None where none is remembered."""
    try:
        said = json.loads((data_dir / LAST).read_text("utf-8"))
        at = datetime.fromisoformat(said["at"])
        return LastBackup(at, Path(said["path"]), said["fingerprint"], said["journal"], int(said["entries"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
