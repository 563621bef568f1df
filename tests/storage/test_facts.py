from __future__ import annotations

from assistant.storage.database import Database


def test_a_fact_is_what_was_put_last(database: Database) -> None:
    with database.write() as records:
        assert records.facts.get("space") is None
        records.facts.put("space", "one")
        records.facts.put("other", "")
        records.facts.put("space", "두 번째")
    with database.read() as records:
        assert (records.facts.get("space"), records.facts.get("other")) == ("두 번째", "")
