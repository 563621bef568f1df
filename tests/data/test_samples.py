"""The sample files: whole, unmistakably invented, and pointing at each other without gaps."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data"
SAMPLES = DATA / "samples"
JSONL = ("archive", "drafts", "judged_pairs", "track_examples")
TEXT_FIELDS = ("title", "problem", "idea", "effect")
PRESS_TITLES = {
    "서울 AI 뉴스맵",
    "스마트 공사비 산정 시스템",
    "홍보 전용 GPTs",
    "지능형 CCTV 안전 강화",
    "개인 맞춤형 뉴스레터",
    "AI 안부 확인·스마트 돌봄",
}
PERSONAL = re.compile(r"\d{2,4}[-.)\s]\d{3,4}[-.\s]\d{4}|\d{6}-\d{7}|[\w.]+@[\w.]+\.\w+|https?://")


def rows(name: str) -> list[dict[str, object]]:
    lines = (SAMPLES / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def toml(path: Path) -> dict[str, list[dict[str, object]]]:
    return tomllib.loads(path.read_text("utf-8"))


def letters(row: dict[str, object]) -> str:
    return re.sub(r"\W", "", "".join(str(row[name]) for name in TEXT_FIELDS))


TRACKS = {track["code"] for track in toml(DATA / "tracks.toml")["tracks"]}


def test_ids_are_unique_over_archive_and_drafts():
    counted = Counter(row["id"] for name in ("archive", "drafts") for row in rows(name))
    assert [key for key, times in counted.items() if times > 1] == []


def test_the_archive_is_large_enough_for_a_demonstration():
    assert len(rows("archive")) >= 120
    assert len(rows("drafts")) >= 12


def test_every_archive_item_is_complete_and_marked_as_a_sample():
    for row in rows("archive"):
        assert all(str(row[name]).strip() for name in (*TEXT_FIELDS, "department")), row["id"]
        assert row["outcome"] in {"adopted", "not_adopted", "running"}, row["id"]
        assert row["track"] in TRACKS, row["id"]
        assert row["source"] == "sample", row["id"]
        assert row["year"] in range(2021, 2026), row["id"]
        assert str(row["id"]).startswith(f"SAMPLE-{row['year']}-"), row["id"]


def test_no_two_archive_items_have_the_same_letters():
    counted = Counter(letters(row) for row in rows("archive"))
    assert max(counted.values()) == 1
    titles = Counter(row["title"] for row in rows("archive"))
    assert max(titles.values()) == 1


def test_no_sentence_is_used_in_two_archive_items():
    seen: dict[str, object] = {}
    for row in rows("archive"):
        for sentence in re.split(r"(?<=[.?!])\s+|\n", "\n".join(str(row[name]) for name in TEXT_FIELDS)):
            key = re.sub(r"\W", "", sentence)
            if len(key) >= 12:
                assert seen.setdefault(key, row["id"]) == row["id"], sentence


def test_short_middling_and_long_items_are_all_there():
    sizes = [sum(len(str(row[name])) for name in TEXT_FIELDS) for row in rows("archive")]
    assert sum(size <= 220 for size in sizes) >= 5
    assert sum(400 <= size <= 900 for size in sizes) >= 40
    assert sum(size >= 1_200 for size in sizes) >= 3


def test_the_ideas_the_press_named_are_marked_as_invented():
    named = {str(row["title"]): str(row.get("reason", "")) for row in rows("archive")}
    assert named.keys() >= PRESS_TITLES
    assert all("예시 자료" in named[title] for title in PRESS_TITLES)


def test_judged_pairs_name_existing_rows_once():
    known = {row["id"] for name in ("archive", "drafts") for row in rows(name)}
    pairs = rows("judged_pairs")
    assert {row[side] for row in pairs for side in ("a", "b")} <= known
    assert all(row["a"] != row["b"] for row in pairs)
    assert max(Counter(frozenset((row["a"], row["b"])) for row in pairs).values()) == 1


def test_every_label_has_pairs_enough():
    labels = Counter(row["label"] for row in rows("judged_pairs"))
    assert labels.keys() == {0, 1, 2}
    assert labels.total() >= 60
    assert labels[2] >= 8


def test_at_least_four_drafts_repeat_an_archive_item():
    repeats = {row["a"] for row in rows("judged_pairs") if row["label"] == 2}
    assert len([row for row in rows("drafts") if row["id"] in repeats]) >= 4


def test_drafts_belong_to_sample_people_who_may_write():
    authors = {p["id"] for p in toml(SAMPLES / "people.toml")["people"] if "author" in p["roles"]}
    for row in rows("drafts"):
        assert row["author"] in authors, row["id"]
        assert row["stage"] in {"draft", "submitted"}, row["id"]
        assert row["track"] in TRACKS | {None}, row["id"]
        if row["stage"] == "submitted":
            assert all(str(row[name]).strip() for name in TEXT_FIELDS), row["id"]


def test_people_say_that_they_are_examples_and_fill_every_role():
    people = toml(SAMPLES / "people.toml")["people"]
    assert len({p["id"] for p in people}) == len(people) == 10
    assert all(str(p["name"]).endswith("(예시)") for p in people)
    assert {role for p in people for role in p["roles"]} == {"author", "reviewer", "organiser", "officer"}


def test_the_sample_programme_is_open_and_its_files_exist():
    programme = toml(SAMPLES / "programme.toml")["programme"]
    opens, closes = programme["opens"], programme["closes"]
    assert opens.tzinfo is not None
    assert opens < datetime(2026, 11, 22, tzinfo=UTC) < closes
    assert (SAMPLES / str(programme["tracks"])).is_file()
    assert all((SAMPLES / str(path)).is_file() for path in toml(SAMPLES / "programme.toml")["samples"].values())


def test_each_track_has_both_languages_and_enough_prototypes():
    for track in toml(DATA / "tracks.toml")["tracks"]:
        assert set(track["name"]) == set(track["description"]) == {"ko", "en"}
        assert 6 <= len(set(track["prototypes"])) == len(track["prototypes"]) <= 8


def test_track_examples_are_even_and_none_is_a_prototype():
    examples = rows("track_examples")
    assert len({row["id"] for row in examples}) == len(examples) == 40
    counted = Counter(row["track"] for row in examples)
    assert counted.keys() == TRACKS | {None}
    assert min(counted[code] for code in TRACKS) >= 15
    prototypes = {p for track in toml(DATA / "tracks.toml")["tracks"] for p in track["prototypes"]}
    assert not any(prototype in str(row["body"]) for row in examples for prototype in prototypes)


@pytest.mark.parametrize("name", [*(f"{n}.jsonl" for n in JSONL), "people.toml", "programme.toml"])
def test_no_telephone_number_address_or_link_stands_in_a_sample(name: str):
    assert PERSONAL.findall((SAMPLES / name).read_text("utf-8")) == []


def test_the_readme_names_every_file():
    told = (DATA / "README.md").read_text("utf-8")
    assert [p.name for p in (*SAMPLES.iterdir(), DATA / "tracks.toml") if p.name not in told] == []
