from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.archive import ArchiveItem
from assistant.domain.journal import Entry
from assistant.domain.proposal import CONTENT_FIELDS, Content
from assistant.storage.columns import storable
from assistant.storage.database import Database

from .samples import CARE, KIM, NINE

TORTURE = (
    "한글 " + unicodedata.normalize("NFD", "각") + " ㄱㅏ 훈ᄆᆡᆫ",
    "👨‍👩‍👧‍👦 👍🏽 🇰🇷 e\u0301 \u200d\u200b\ufeff",
    "\u202eright to left\u202c שלום مرحبا \u2066\u2069",
    "\r\n\t\v\f\x01\x1b[31m\x7f\x85\u2028\u2029 ends  ",
    "'; DROP TABLE people; -- \" ` \\ \\0 %s %(x)s :x ? {} $1 $$",
    "<script>alert('x')</script>&amp;&#0;",
    "\uffff\ufffe\ufdd0\U0010ffff\U000f0000 Ｆｕｌｌ　width ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ",
    "가" * 100_000,
    " ",
    "",
)


@pytest.mark.parametrize("torture", TORTURE, ids=range(len(TORTURE)))
def test_every_text_comes_back_as_written(database: Database, torture: str) -> None:
    content = Content(**dict.fromkeys(CONTENT_FIELDS, torture))
    entry = Entry(NINE, KIM.id, torture, "x", {torture: torture})
    with database.write() as records:
        assert records.proposals.add("p", KIM.id, content, NINE).content == content
        records.archive.put_many([ArchiveItem("x", content, department=torture, reason=torture)])
        records.journal.add(entry)
        records.facts.put("f", torture)
    with database.read() as records:
        assert records.proposals.get("p").content == content
        assert [version.content for version in records.proposals.versions("p")] == [content]
        assert records.archive.all() == [ArchiveItem("x", content, department=torture, reason=torture)]
        assert records.journal.of("x") == [entry]
        assert records.facts.get("f") == torture


def test_only_what_no_database_can_hold_is_dropped_and_the_hash_stays(database: Database) -> None:
    raw = Content(title="앞\x00뒤", body="\ud83d가\udc00나\ud83d\ude00다\udfff\x00")
    with database.write() as records:
        stored = records.proposals.add("p\x00", KIM.id, raw, NINE)
        assert (stored.content.title, stored.content.body) == ("앞뒤", "가나다")
        assert stored.content.hash() == raw.hash()
        assert records.proposals.save("p", raw, expected_version=0, by=KIM.id, at=NINE) == stored


@given(st.text(st.characters(), max_size=50))
@settings(max_examples=300)
def test_storable_text_is_the_text_without_nul_and_surrogates(text: str) -> None:
    kept = "".join(c for c in text if c != "\x00" and not "\ud800" <= c <= "\udfff")
    assert storable(text) == kept
    assert kept.encode().decode() == kept


def test_moments_come_back_in_utc_to_the_microsecond(database: Database) -> None:
    seoul = timezone(timedelta(hours=9))
    moment = datetime(2026, 6, 1, 9, 30, 15, 123_456, tzinfo=seoul)
    with database.write() as records:
        records.proposals.add("p", KIM.id, CARE, moment)
    with database.read() as records:
        created = records.proposals.get("p").created_at
    assert created == moment
    assert created.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="needs a zone"), database.write() as records:
        records.proposals.add("p", KIM.id, CARE, NINE.replace(tzinfo=None))
