"""How long a copy of an installation takes, and putting it back: `python -m benchmarks.backup [--proposals N]`.

Made-up texts of a proposal's usual length, five versions each, a vector and ten journal entries a proposal. With
`--postgres ADDRESS` the copy is put back into that empty database too.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import insert

from assistant.config import Settings
from assistant.domain.journal import Entry
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Content
from assistant.storage.contents import to_columns
from assistant.storage.database import Database
from assistant.storage.tables import proposals, versions
from assistant.wiring_keeping import build_keeping

AT = datetime(2026, 11, 1, tzinfo=UTC)
VERSIONS, ENTRIES = 5, 10
SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허 제안시민업무자동화개선효과예산부서"


def made_up(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(SYLLABLES, k=length))


def furnish(database: Database, count: int) -> None:
    """A quarter of the people as proposals; portions of 500, as an import does it."""
    chance = random.Random(1)
    with database.write() as records:
        for number in range(count // 4 + 1):
            records.people.put(Person(f"p{number}", f"사람{number}", "부서", frozenset({Role.AUTHOR})))
    for start in range(0, count, 500):
        with database.write() as records:
            rows, old, vectors = [], [], {}
            for number in range(start, min(count, start + 500)):
                fields = {name: made_up(chance, 350) for name in ("problem", "idea", "effect")}
                content = Content(title=made_up(chance, 25), **fields)
                row = {"id": f"n{number}", "author_id": f"p{number // 4}", "stage": "submitted", "version": VERSIONS}
                row |= {"created_at": AT, "saved_at": AT, "submitted_at": AT, "receipt": f"2026-{number:05d}"}
                rows.append({**row, "content_hash": content.hash(), **to_columns(content)})
                for version in range(1, VERSIONS + 1):
                    at = AT + timedelta(minutes=version)
                    kept = {"proposal_id": f"n{number}", "number": version, "begun_at": at, "saved_at": at}
                    old.append({**kept, "saved_by": f"p{number // 4}", "is_landmark": False, **to_columns(content)})
                vectors[content.hash()] = np.random.default_rng(number).random(384, dtype=np.float32)
                for entry in range(ENTRIES):
                    records.journal.add(Entry(AT, f"p{number // 4}", "act", f"n{number}", {"n": str(entry)}))
            connection = records.facts._connection
            connection.execute(insert(proposals), rows)
            connection.execute(insert(versions), old)
            records.vectors.put_many(vectors, "model")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--proposals", type=int, default=10_000)
    parser.add_argument("--postgres", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = Database(f"sqlite:///{folder}/home/assistant.sqlite3")
        home.migrate()
        furnish(home, asked.proposals)
        size = (folder / "home" / "assistant.sqlite3").stat().st_size / 1024**2
        print(f"{asked.proposals:,} proposals, {VERSIONS} versions and {ENTRIES} journal entries each: {size:,.0f} MB")
        begun = time.perf_counter()
        made = build_keeping(Settings(data_dir=folder / "home"), home).backing_up.make(folder / "copy.zip")
        print(f"backup: {time.perf_counter() - begun:.1f} s, {made.path.stat().st_size / 1024**2:,.0f} MB")
        for kind, url in (("SQLite", f"sqlite:///{folder}/there/assistant.sqlite3"), ("PostgreSQL", asked.postgres)):
            if not url:
                continue
            there = Database(url, patience_s=600)
            begun = time.perf_counter()
            build_keeping(Settings(data_dir=folder / "there"), there).restoring.restore(folder / "copy.zip")
            print(f"restore to {kind}, hashes and chains followed: {time.perf_counter() - begun:.1f} s")
            there.close()


if __name__ == "__main__":
    main()
