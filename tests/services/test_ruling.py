"""The rules through their versions."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from assistant.domain.person import Person, Role
from assistant.errors import BadFile, EditConflict, NotAllowed, RulesSealed
from assistant.services.ruling import Ruling
from assistant.storage.database import Database
from tests.contest import rules_toml

OH = Person("oh", "오운영", "", frozenset({Role.ORGANISER}))
KIM = Person("kim", "김제안", "")
AT = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = Database(f"sqlite:///{tmp_path / 'a' / 'b.sqlite3'}")
    opened.migrate()
    return opened


@pytest.fixture
def ruling(database: Database) -> Ruling:
    return Ruling(database, "", lambda: AT, lambda records: False)


def test_each_change_is_a_version_known_by_the_hash_of_its_bytes(ruling: Ruling) -> None:
    first, second = rules_toml(), rules_toml(minimum_total="60")
    ruling.save(OH, first, 0)
    ruling.save(OH, second, 1)
    assert [(each.number, each.text, each.hash) for each in ruling.history(OH)] == [
        (2, second, sha256(second.encode()).hexdigest()),
        (1, first, sha256(first.encode()).hexdigest()),
    ]


def test_the_same_text_again_adds_nothing(ruling: Ruling) -> None:
    ruling.save(OH, rules_toml(), 0)
    ruling.save(OH, rules_toml(), 1)
    assert len(ruling.history(OH)) == 1


def test_rules_nobody_could_count_by_are_not_saved(ruling: Ruling) -> None:
    with pytest.raises(BadFile, match="더하면 1"):
        ruling.save(OH, rules_toml(panels={"experts": "7/10", "staff": "4/10"}), 0)
    assert ruling.latest(OH) is None


def test_who_did_not_see_the_newest_version_does_not_overwrite_it(ruling: Ruling) -> None:
    ruling.save(OH, rules_toml(), 0)
    with pytest.raises(EditConflict):
        ruling.save(OH, rules_toml(minimum_total="1"), 0)


def test_nobody_changes_the_rules_a_poll_stands_on(database: Database) -> None:
    sealed = Ruling(database, "", lambda: AT, lambda records: True)
    with pytest.raises(RulesSealed):
        sealed.save(OH, rules_toml(), 0)
    assert sealed.latest(OH) is None


def test_only_the_organiser_reads_and_changes_the_rules(ruling: Ruling) -> None:
    with pytest.raises(NotAllowed):
        ruling.latest(KIM)
    with pytest.raises(NotAllowed):
        ruling.save(KIM, rules_toml(), 0)


def test_the_proposal_offered_at_first_can_be_counted_by(ruling: Ruling) -> None:
    from assistant.config import PROJECT

    ruling.save(OH, (PROJECT / "data" / "rules.toml").read_text("utf-8"), 0)
    assert [track.code for track in ruling.current(OH).tracks] == ["internal_process", "citizen_service"]
