"""A copy put back into an empty installation, on this or another machine, on this or the other kind of database.

First every hash, then one transaction that fills, follows all chains and compares them with the manifest, then the
files, then the commit. Law: killed at any point the database is empty as before or whole; a file without a row is the
most that is left over, and the next attempt takes it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.documents.backup_file import Manifest, Reader, reading
from assistant.errors import StorageUnavailable
from assistant.errors_keeping import BackupRefused
from assistant.services.backing_up import FOLDERS
from assistant.services.verifying import Chains, Verifying
from assistant.storage.database import Database
from assistant.storage.shapes import Shape

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and the copy's own description."""

    manifest: Manifest
    fingerprint: str
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Restoring:
    """`verifying` knows how to follow the chains in a transaction that is not committed yet."""

    database: Database
    verifying: Verifying
    data_dir: Path

    def restore(self, path: Path, *, fingerprint: str = "", progress: Progress = lambda done, of: None) -> Restored:
        """Fill the empty installation. Raises BadFile, BackupRefused, InstallationNotEmpty, StorageUnavailable."""
        with reading(path) as copy:
            if fingerprint and fingerprint.strip().lower() != copy.fingerprint:
                raise BackupRefused("other")
            if not self.database.knows(copy.manifest.revision):
                raise BackupRefused("newer")
            copy.check()
            staged = self._stage(copy)
            try:
                rows = self._fill(copy, staged, progress)
            finally:
                shutil.rmtree(staged, ignore_errors=True)
        return Restored(copy.manifest, copy.fingerprint, rows)

    def _fill(self, copy: Reader, staged: Path, progress: Progress) -> dict[str, int]:
        manifest = copy.manifest
        with self.database.filling(manifest.revision) as filling:
            rows: dict[str, int] = {}
            for done, part in enumerate(manifest.tables, start=1):
                try:
                    rows[part.name] = filling.put(Shape(part.name, part.columns), copy.rows(part))
                except ValueError as exc:
                    raise BackupRefused("altered", part.member) from exc
                progress(done, len(manifest.tables))
            if rows != {part.name: part.rows for part in manifest.tables}:
                raise BackupRefused("altered", "manifest.json")
            _compare(manifest, self.verifying.over(filling.finish()))
            self._swap(staged)
        return rows

    def _stage(self, copy: Reader) -> Path:
        """The copy's files, beside where they belong."""
        staged = self.data_dir / f".restoring-{os.getpid()}"
        try:
            self.data_dir.parent.mkdir(parents=True, exist_ok=True)
            self.data_dir.mkdir(mode=0o700, exist_ok=True)
            for left in self.data_dir.glob(".restoring-*"):
                shutil.rmtree(left, ignore_errors=True)
            staged.mkdir(mode=0o700)
            for part in copy.manifest.files:
                if part.path.split("/")[0] not in FOLDERS:
                    raise BackupRefused("altered", part.member)
                target = staged / part.path
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                    file.writelines(copy.chunks(part))
                    file.flush()
                    os.fsync(file.fileno())
        except OSError as exc:
            shutil.rmtree(staged, ignore_errors=True)
            raise StorageUnavailable(f"{self.data_dir}: {exc.strerror}") from exc
        except BackupRefused:
            shutil.rmtree(staged, ignore_errors=True)
            raise
        return staged

    def _swap(self, staged: Path) -> None:
        """Two renames, the moment before the commit; what an empty installation had there gives way."""
        try:
            for name in FOLDERS:
                if (staged / name).is_dir():
                    shutil.rmtree(self.data_dir / name, ignore_errors=True)
                    (staged / name).rename(self.data_dir / name)
        except OSError as exc:
            raise StorageUnavailable(f"{self.data_dir}: {exc.strerror}") from exc


def _compare(manifest: Manifest, chains: Chains) -> None:
    """Every chain holds and ends where the manifest says. Raises BackupRefused."""
    if faults := chains.faults():
        raise BackupRefused("chain", faults[0])
    stated = (manifest.journal.entries, manifest.journal.link)
    if stated != (chains.journal.entries, chains.journal.link):
        raise BackupRefused("chain", "journal")
    ends = {box.poll: (box.papers, box.link) for box in manifest.boxes}
    if ends != {box.poll: (box.papers, box.link) for box in chains.boxes}:
        raise BackupRefused("chain", "box")
