"""The whole installation in open formats, for another system: texts, people, judgements, results; no secrets.

Law: one state of the database, a description beside it, and no table or column leaves that nobody has described.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assistant.documents.open_export import COLUMNS, LEFT_OUT, TABLES, readme
from assistant.documents.open_zip import OpenZip, writing_open
from assistant.domain.person import Person, Role
from assistant.domain.poll import PollState
from assistant.errors import StorageUnavailable
from assistant.services.closing import Closing
from assistant.storage.copying import Snapshot
from assistant.storage.database import Database

_NOBODY = Person("", "", "", frozenset[Role]())
"""Published results are for everybody."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """`attachments` is the folder of attached files."""

    database: Database
    closing: Closing
    attachments: Path
    now: Callable[[], datetime]

    def export(self, path: Path) -> dict[str, int]:
        """Write the zip; rows by table. Raises StorageUnavailable, BadFile."""
        with writing_open(path) as archive:
            with self.database.snapshot() as seen:
                unknown = {shape.name for shape in seen.shapes()} - TABLES.keys() - LEFT_OUT.keys()
                if unknown:
                    raise StorageUnavailable(f"tables nobody described: {', '.join(sorted(unknown))}")
                rows = self._tables(seen, archive)
                published = [poll.id for poll in seen.records.polls.all() if poll.state is PollState.PUBLISHED]
            for poll_id in published:
                archive.put(f"contests/{poll_id}.zip", self.closing.export(_NOBODY, poll_id))
            for file in sorted(self.attachments.rglob("*")):
                if file.is_file() and not file.name.startswith("."):
                    with suppress(FileNotFoundError):
                        archive.put(f"attachments/{file.name}", file.read_bytes())
        return rows

    def _tables(self, seen: Snapshot, archive: OpenZip) -> dict[str, int]:
        shapes = {
            shape.name: {column: kind for column, kind in shape.columns.items() if column in COLUMNS}
            for shape in seen.shapes()
        }
        rows = {}
        for name in TABLES:
            told = ({column: row[column] for column in shapes[name]} for row in seen.rows(name))
            rows[name] = archive.table(name, list(shapes[name]), told)
        made = self.now().isoformat(timespec="seconds")
        archive.put("README.md", readme(made, rows, shapes).encode())
        archive.put("rows.json", json.dumps(rows, indent=1).encode())
        return rows
