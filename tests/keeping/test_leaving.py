"""The way out: every table is described or left out for a reason, nothing secret leaves, everything else does."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

import assistant.storage.records  # noqa: F401 - makes every table known
from assistant.documents.open_export import COLUMNS, LEFT_OUT, TABLES
from assistant.services.recounting import recount
from assistant.storage.tables import metadata
from tests.evening import HOST
from tests.keeping.conftest import Home
from tests.keeping.furnishing import keeping
from tests.storage.samples import CARE

SECRET_COLUMNS = {"salt", "verifier", "token", "key", "seed", "failures"}


def test_every_table_is_described_or_left_out_for_a_reason() -> None:
    assert TABLES.keys() | LEFT_OUT.keys() == metadata.tables.keys()
    assert TABLES.keys() & LEFT_OUT.keys() == set()


def test_every_column_has_a_meaning_and_none_is_secret() -> None:
    columns = {column.name for name in TABLES for column in metadata.tables[name].columns}
    assert columns - COLUMNS.keys() == set()
    assert columns & SECRET_COLUMNS == set()


@pytest.fixture
def archive(home: Home, tmp_path: Path) -> zipfile.ZipFile:
    url, folder = home
    with keeping(url, folder) as services:
        closed = next(poll for poll in _polls(url, folder) if poll.state.value == "closed")
        services.verifying.closing.publish(HOST, closed.id)
        services.leaving.export(tmp_path / "out.zip")
    return zipfile.ZipFile(tmp_path / "out.zip")


def _polls(url: str, folder: Path) -> list:  # type: ignore[type-arg]
    with keeping(url, folder) as services, services.database.read() as records:
        return records.polls.all()


def test_texts_come_out_as_they_are(archive: zipfile.ZipFile) -> None:
    proposals = [json.loads(line) for line in archive.read("tables/proposals.jsonl").splitlines()]
    assert {row["title"] for row in proposals} == {'쉼표, "따옴표"와\n줄바꿈 \t 탭 \\ 역빗금 😀', "둘째"}
    versions = [json.loads(line) for line in archive.read("tables/versions.jsonl").splitlines()]
    assert CARE.problem in {row["problem"] for row in versions}
    assert {json.loads(line)["id"] for line in archive.read("tables/people.jsonl").splitlines()} >= {"kim", "lee"}


def test_a_table_in_an_office_program_holds_the_same_rows_and_no_formula(archive: zipfile.ZipFile) -> None:
    told = archive.read("tables/proposals.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert len(rows) == 2
    assert '\'=HYPERLINK("x")' in {row["idea"] for row in rows}


def test_a_published_contest_can_be_counted_again(archive: zipfile.ZipFile, tmp_path: Path) -> None:
    (name,) = [name for name in archive.namelist() if name.startswith("contests/")]
    (tmp_path / "contest.zip").write_bytes(archive.read(name))
    assert recount(tmp_path / "contest.zip").agrees


def test_no_secret_of_the_ballot_is_in_it(home: Home, archive: zipfile.ZipFile) -> None:
    url, folder = home
    with keeping(url, folder) as services, services.database.snapshot() as seen:
        papers = list(seen.rows("papers"))
        voters = list(seen.rows("voters"))
    secrets = {row["token"] for row in papers} | {row["verifier"] for row in voters} - {""}
    assert len(secrets) > 10
    content = b"".join(archive.read(name) for name in archive.namelist() if not name.startswith("contests/"))
    assert [word for word in secrets if str(word).encode() in content] == []


def test_the_readme_names_every_field(archive: zipfile.ZipFile) -> None:
    told = archive.read("README.md").decode()
    for name in TABLES:
        assert f"## {name} (" in told
        assert all(f"| {column.name} |" in told for column in metadata.tables[name].columns)
