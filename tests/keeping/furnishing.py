"""An installation with something in every room: drafts, versions, an archive, vectors, two contests, files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from assistant.config import Settings
from assistant.documents.backup_file import reading
from assistant.domain.archive import ArchiveItem, Outcome
from assistant.domain.journal import Entry
from assistant.domain.notice import Notice
from assistant.domain.proposal import Content
from assistant.storage.database import Database
from assistant.wiring_keeping import KeepingServices, build_keeping
from tests.evening import HOST, Evening, evening
from tests.storage.samples import CARE, KIM, LEE, NINE, after

ODD = CARE.changed(title='쉼표, "따옴표"와\n줄바꿈 \t 탭 \\ 역빗금 😀', idea='=HYPERLINK("x")', body="가" * 5_000)


def furnish(database: Database) -> tuple[Evening, Evening]:
    """Fill a database that has its tables; a contest that is closed and one that is open."""
    with database.write() as records:
        for person in (KIM, LEE):
            records.people.put(person)
        records.proposals.add("p1", KIM.id, CARE, NINE)
        records.proposals.save("p1", ODD, expected_version=1, by=KIM.id, at=after(90))
        records.proposals.add("p2", LEE.id, Content(title="둘째"), after(5))
        records.proposals.set_co_authors("p2", [KIM.id])
        records.proposals.submit("p2", f"2026-{records.proposals.next_receipt_number(2026):04d}", after(100))
        records.archive.put_many([ArchiveItem("a1", ODD, Outcome.ADOPTED, 2024, "부서", "까닭")])
        records.vectors.put_many({CARE.hash(): np.linspace(-1, 1, 384, dtype=np.float32)}, "model")
        records.facts.put("이름", "값")
        records.notices.add([Notice("n1", KIM.id, NINE, "kind", "p1", {"a": "가"})])
        for number in range(5):
            records.journal.add(Entry(after(number + 0.123456), KIM.id, "act", "p1", {"n": str(number)}))
    closed = evening(database)
    closed.open_all()
    closed.everybody_casts()
    closed.services.closing.close(HOST, closed.poll_id)
    open_ = evening(database)
    open_.open_all()
    open_.everybody_but("S1")
    return closed, open_


def lay_files(data_dir: Path) -> None:
    """A profile, two attachments, and what has no business in a copy."""
    for name, content in {
        "profiles/model-2.json": b"{}",
        "attachments/ab/abcdef": bytes(range(256)) * 999,
        "attachments/cd/cdefab": b"",
        "attachments/ab/.half": b"half",
        "chroma/chroma.sqlite3": b"index",
        "server.log": b"log",
    }.items():
        (data_dir / name).parent.mkdir(parents=True, exist_ok=True)
        (data_dir / name).write_bytes(content)


@contextmanager
def keeping(url: str, data_dir: Path) -> Iterator[KeepingServices]:
    """The services over a database address and a data directory."""
    database = Database(url, patience_s=60)
    yield build_keeping(Settings(data_dir=data_dir, database_url=url), database)
    database.close()


def hashes(copy: Path) -> dict[str, str]:
    """sha256 of every part of a copy."""
    with reading(copy) as found:
        parts = [*found.manifest.tables, *found.manifest.files]
        return {part.member: part.sha256 for part in parts}


def said(copy: Path) -> dict[str, object]:
    """The manifest as it stands in the file."""
    with reading(copy) as found:
        return dict(json.loads(found.manifest.model_dump_json()))
