"""One file that holds an installation: its database in one state, its own profiles, its attachments.

It is made while people write. Texts, people and, while a poll is open, what lies in its box are in it: the file is as
secret as the database. Law: database first, files after it, so that every file a row speaks of is there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assistant.documents.backup_file import FORMAT, BoxEnd, JournalEnd, Manifest, Writer, writing
from assistant.domain.poll import PollState
from assistant.services.verifying import Chains, Verifying
from assistant.storage.copying import Snapshot
from assistant.storage.database import Database

FOLDERS = ("profiles", "attachments")
"""What of the data directory goes into a copy beside the database; everything else can be made anew."""
LAST = "last-backup.json"
_VECTORS = "vectors"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A copy that was made; `faults` are chains that do not hold, `is_during_poll` that a box in it is still open."""

    path: Path
    fingerprint: str
    rows: Mapping[str, int]
    files: int
    faults: tuple[str, ...]
    is_during_poll: bool


@dataclass(frozen=True, slots=True)
class BackingUp:
    """`folders` by their names in the copy; `notes` is where it is remembered when the last one was made."""

    database: Database
    verifying: Verifying
    data_dir: Path
    kind: str
    program: str
    now: Callable[[], datetime]

    def has_open_poll(self) -> bool:
        """Whether people may be voting right now."""
        with self.database.read() as records:
            return any(poll.state is PollState.OPEN for poll in records.polls.all())

    def make(self, path: Path, *, vectors: bool = True, progress: Progress = lambda done, of: None) -> Made:
        """Write a copy to `path`. Raises StorageUnavailable, BadFile."""
        with writing(path) as writer:
            with self.database.snapshot() as seen:
                chains = self.verifying.over(seen.records)
                is_during_poll = any(poll.state is PollState.OPEN for poll in seen.records.polls.all())
                rows = dict(_tables(seen, writer, vectors=vectors, progress=progress))
            for name, file in _files(self.data_dir):
                with suppress(FileNotFoundError), file.open("rb") as source:  # its author took it away just now
                    writer.file(name, source)
            fingerprint = writer.finish(self._manifest(seen.revision, writer, chains, vectors=vectors))
        self._remember(path, fingerprint, chains)
        return Made(path, fingerprint, rows, len(writer.files), tuple(chains.faults()), is_during_poll)

    def _manifest(self, revision: str, writer: Writer, chains: Chains, *, vectors: bool) -> Manifest:
        return Manifest(
            format=FORMAT,
            program=self.program,
            made_at=self.now(),
            database=self.kind,
            revision=revision,
            has_vectors=vectors,
            journal=JournalEnd(entries=chains.journal.entries, link=chains.journal.link),
            boxes=[BoxEnd(poll=box.poll, papers=box.papers, link=box.link) for box in chains.boxes],
            tables=writer.tables,
            files=writer.files,
        )

    def _remember(self, path: Path, fingerprint: str, chains: Chains) -> None:
        """For `assistant doctor --deep`; a disk that is full must not make the copy worthless."""
        said = {"at": self.now().isoformat(), "path": str(path.resolve()), "fingerprint": fingerprint}
        said |= {"journal": chains.journal.link, "entries": str(chains.journal.entries)}
        try:
            beside = self.data_dir / f".{LAST}.{os.getpid()}"
            beside.write_text(json.dumps(said), "utf-8")
            beside.replace(self.data_dir / LAST)
        except OSError:
            return


def _tables(seen: Snapshot, writer: Writer, *, vectors: bool, progress: Progress) -> Iterator[tuple[str, int]]:
    shapes = seen.shapes()
    for done, shape in enumerate(shapes, start=1):
        rows = iter(()) if shape.name == _VECTORS and not vectors else seen.rows(shape.name)
        yield shape.name, writer.table(shape.name, shape.columns, rows)
        progress(done, len(shapes))


def _files(data_dir: Path) -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        for file in sorted((data_dir / folder).rglob("*")):
            if file.is_file() and not file.is_symlink() and not file.name.startswith("."):
                yield file.relative_to(data_dir).as_posix(), file
