from __future__ import annotations

import pytest

from assistant.domain.proposal import Content, Version
from assistant.storage.database import Database

from .samples import KIM, LEE, NINE, after


class Desk:
    """Saves one proposal again and again; each text is its title."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.write() as records:
            records.proposals.add("p", KIM.id, Content(title="0"), NINE)
        self.version = 1

    def save(self, title: str, seconds: float, by: str = KIM.id, *, landmark: bool = False) -> None:
        with self.database.write() as records:
            text = Content(title=title)
            saved = records.proposals.save(
                "p", text, expected_version=self.version, by=by, at=after(seconds), landmark=landmark
            )
        self.version = saved.version

    def kept(self) -> list[str]:
        with self.database.read() as records:
            versions = records.proposals.versions("p")
        assert [version.number for version in versions] == list(range(1, len(versions) + 1))
        return [version.content.title for version in versions]


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_four_minutes_of_autosaves_every_second_keep_a_version_a_minute(desk: Desk) -> None:
    with desk.database.write() as records:
        for second in range(1, 241):
            text = Content(title=str(second))
            saved = records.proposals.save("p", text, expected_version=second, by=KIM.id, at=after(second))
    assert saved.version == 241
    assert desk.kept() == ["60", "121", "182", "240"]


def test_a_version_tells_when_and_by_whom_it_was_saved_last(desk: Desk) -> None:
    desk.save("1", 10)
    with desk.database.read() as records:
        assert records.proposals.versions("p") == [Version(1, Content(title="1"), after(10), KIM.id)]


def test_a_minute_takes_saves_and_a_second_more_begins_a_new_version(desk: Desk) -> None:
    desk.save("1", 60)
    assert desk.kept() == ["1"]
    desk.save("2", 60.001)
    assert desk.kept() == ["1", "2"]


def test_another_person_never_overwrites_a_version(desk: Desk) -> None:
    desk.save("kim", 1)
    desk.save("lee", 2, LEE.id)
    desk.save("lee again", 3, LEE.id)
    desk.save("kim again", 4)
    assert desk.kept() == ["kim", "lee again", "kim again"]


def test_a_landmark_is_a_version_of_its_own_that_later_saves_leave_alone(desk: Desk) -> None:
    desk.save("before", 1)
    desk.save("landmark", 2, landmark=True)
    desk.save("after", 3)
    desk.save("after that", 4)
    assert desk.kept() == ["before", "landmark", "after that"]


def test_an_unchanged_text_saved_as_a_landmark_seals_what_is_there(desk: Desk) -> None:
    desk.save("text", 1)
    desk.save("text", 2, landmark=True)
    desk.save("newer", 3)
    assert desk.kept() == ["text", "newer"]


def test_the_submitted_text_is_kept_for_good(desk: Desk) -> None:
    desk.save("submitted", 1)
    with desk.database.write() as records:
        records.proposals.submit("p", "1", after(2))
    desk.save("mended", 3)
    assert desk.kept() == ["submitted", "mended"]


def test_a_clock_set_back_begins_a_new_version(desk: Desk) -> None:
    desk.save("earlier", -10)
    assert desk.kept() == ["0", "earlier"]


def test_an_unknown_proposal_has_no_versions(database: Database) -> None:
    with database.read() as records:
        assert records.proposals.versions("?") == []


def test_two_proposals_keep_their_versions_apart(desk: Desk) -> None:
    with desk.database.write() as records:
        records.proposals.add("q", KIM.id, Content(title="q"), after(1))
        records.proposals.save("q", Content(title="q later"), expected_version=1, by=KIM.id, at=after(99))
    desk.save("1", 2)
    assert desk.kept() == ["1"]
    with desk.database.read() as records:
        assert [version.content.title for version in records.proposals.versions("q")] == ["q", "q later"]
