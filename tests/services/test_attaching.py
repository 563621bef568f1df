"""Attachments are what their content says, lie under their hash, and are seen by those who may see the proposal."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest
from PIL import Image

from assistant.documents.reading.asking import Limits
from assistant.domain.attachment import MOST_ATTACHMENTS, AttachmentKind, clean_name
from assistant.domain.proposal import Content
from assistant.domain.review import Phase
from assistant.errors import NotAllowed, NotFound, ReviewRefused, StageForbids, StorageUnavailable
from assistant.errors_files import FileRefused
from assistant.services.attaching import Attaching, Hidden
from assistant.storage.vault import Vault
from tests.documents.reading.makers import page_of_words
from tests.review import HAN, KIM, LEE, NINE, OH, PARK, Desk, desk_over

PDF = page_of_words()
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 500
WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + b"\0" * 500


def picture(form: str) -> bytes:
    """A picture with a camera's name and a place in it."""
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAM"
    exif[0x0112] = 6  # lies on its side
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "#336699").save(made, form, exif=exif)
    return made.getvalue()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path) as desk:
        with desk.database.write() as records:
            records.proposals.add("draft", KIM.id, Content(title="초안"), NINE)
        yield desk


@pytest.fixture
def attaching(desk: Desk, tmp_path: Path) -> Attaching:
    numbers = count(1)
    vault = Vault(tmp_path / "attachments")
    return Attaching(desk.database, vault, Limits(60, 20), "", 1, desk.criteria, desk.now, lambda: f"a-{next(numbers)}")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "pdf"),
        ("a.PNG", picture("PNG"), "png"),
        ("a.jpeg", picture("JPEG"), "jpg"),
        ("a.webp", picture("WEBP"), "webp"),
        ("a.mp4", MP4, "mp4"),
        ("a.webm", WEBM, "webm"),
    ],
)
def test_each_kind_is_taken_and_handed_out(attaching: Attaching, name: str, content: bytes, kind: str) -> None:
    added = attaching.add(KIM, "draft", name, content)
    assert (added.kind.value, added.name) == (kind, f"a.{kind}")
    assert attaching.mine(KIM, "draft") == [added]
    out = attaching.content(KIM, added)
    assert sha256(out).hexdigest() == added.sha256
    assert len(out) == added.size


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_loses_everything_but_its_pixels_and_stands_upright(attaching: Attaching, form: str) -> None:
    added = attaching.add(KIM, "draft", f"a.{'jpg' if form == 'JPEG' else form.lower()}", picture(form))
    out = attaching.content(KIM, added)
    assert b"SECRETCAM" not in out
    with Image.open(io.BytesIO(out)) as drawn:
        assert drawn.format == form
        assert drawn.size == (30, 40)
        assert dict(drawn.getexif()) == {}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.html", b"<html><script>alert(1)</script>", "unknown_type"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "unknown_type"),
        ("a.pdf", b"<html>", "wrong_extension"),
        ("a.png", PDF, "wrong_extension"),
        ("a.pdf.exe", PDF, "wrong_extension"),
        ("a.gif", b"GIF89a" + b"\0" * 50, "unknown_type"),
        ("a.pdf", page_of_words(catalog=b"/OpenAction << /S /JavaScript /JS (x) >>"), "active_pdf"),
        ("a.pdf", b"%PDF-1.7 and nothing else", "broken"),
        ("a.png", picture("PNG")[:80], "broken"),
        ("a.mp4", MP4 + b"\0" * 1024 * 1024, "too_large"),
        ("a.pdf", b"", "empty"),
    ],
)
def test_what_is_no_attachment_is_refused_and_not_kept(
    attaching: Attaching, name: str, content: bytes, reason: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        attaching.add(KIM, "draft", name, content)
    assert refused.value.reason == reason
    assert attaching.mine(KIM, "draft") == []
    assert not attaching.vault.folder.exists()


def test_a_picture_that_unpacks_to_more_pixels_than_anybody_needs_is_refused(attaching: Attaching) -> None:
    for side in (6_000, 20_000):
        bomb = io.BytesIO()
        Image.new("1", (side, side)).save(bomb, "PNG")
        with pytest.raises(FileRefused) as refused:
            attaching.add(KIM, "draft", "a.png", bomb.getvalue())
        assert refused.value.reason == "image_too_large"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\kim\\기획 안.PDF", "기획 안.pdf"),
        ("a.html.pdf", "a html.pdf"),
        ("\u202efdp.exe\u0000.pdf", "fdp exe.pdf"),
        ('"><script>.pdf', "script.pdf"),
        (".pdf", "file.pdf"),
        ("가" * 300 + ".pdf", "가" * 100 + ".pdf"),
    ],
)
def test_names_are_cleaned(given: str, kept: str) -> None:
    assert clean_name(given, AttachmentKind.PDF) == kept


@pytest.mark.parametrize(
    "address",
    [
        *("http://video.example.kr/a", "javascript:alert(1)", "https://", "https://localhost/a", "ftp://a.kr/x"),
        *("https://kim:secret@a.kr/", "https://a.kr:8443/", "https://a.kr/a b", "data:text/html,x", "https://[::1"),
    ],
)
def test_only_plain_https_addresses_are_taken(attaching: Attaching, address: str) -> None:
    with pytest.raises(FileRefused) as refused:
        attaching.add_link(KIM, "draft", address)
    assert refused.value.reason == "bad_link"


def test_an_address_shows_whose_it_is(attaching: Attaching) -> None:
    added = attaching.add_link(KIM, "draft", " https://Video.Example.kr/watch?v=1 ")
    assert (added.address, added.domain) == ("https://Video.Example.kr/watch?v=1", "video.example.kr")


def test_bytes_go_with_the_last_row_that_leads_to_them(attaching: Attaching) -> None:
    one, other = (attaching.add(KIM, "draft", f"{name}.pdf", PDF) for name in "ab")
    attaching.remove(KIM, "draft", one.id)
    assert attaching.content(KIM, other) == PDF
    attaching.remove(KIM, "draft", other.id)
    assert not attaching.vault.place(other.sha256).exists()


def test_nobody_else_sees_a_drafts_attachments(attaching: Attaching) -> None:
    added = attaching.add(KIM, "draft", "a.pdf", PDF)
    for person in (LEE, PARK, OH):
        with pytest.raises((NotFound, NotAllowed)):
            attaching.content(person, added)
    with pytest.raises(NotFound):
        attaching.mine(LEE, "draft")
    with pytest.raises(NotFound):
        attaching.remove(LEE, "draft", added.id)
    with pytest.raises(NotFound):
        attaching.add(LEE, "draft", "a.pdf", PDF)


def test_there_is_an_end_to_them(attaching: Attaching) -> None:
    for number in range(MOST_ATTACHMENTS):
        attaching.add_link(KIM, "draft", f"https://a.kr/{number}")
    with pytest.raises(FileRefused) as refused:
        attaching.add_link(KIM, "draft", "https://a.kr/more")
    assert refused.value.reason == "too_many_files"


def test_reviewers_see_a_number_while_blind_and_the_files_afterwards(desk: Desk, attaching: Attaching) -> None:
    added = attaching.add(KIM, "draft", "김제안의 기획.pdf", PDF)
    desk.hand_in("other", LEE)
    with desk.database.write() as records:
        records.proposals.submit("draft", "2026-9999", NINE)
    desk.begin()
    assert attaching.of_review(HAN, "draft") == Hidden(1)
    for person in (HAN, OH):
        with pytest.raises(NotFound):
            attaching.content(person, added)
    desk.convening.go_on(OH, Phase.OPEN)
    assert attaching.of_review(HAN, "draft") == [added]
    assert attaching.content(HAN, added) == PDF
    with pytest.raises(ReviewRefused):
        attaching.of_review(replace(KIM, roles=HAN.roles), "draft")  # she wrote it


def test_what_is_handed_in_stays_as_it_is(desk: Desk, attaching: Attaching) -> None:
    added = attaching.add(KIM, "draft", "a.pdf", PDF)
    with desk.database.write() as records:
        records.proposals.submit("draft", "2026-9999", NINE)
    with pytest.raises(StageForbids):
        attaching.remove(KIM, "draft", added.id)
    with pytest.raises(StageForbids):
        attaching.add(KIM, "draft", "b.pdf", PDF)


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(attaching: Attaching) -> None:
    added = attaching.add(KIM, "draft", "a.pdf", PDF)
    attaching.vault.place(added.sha256).write_bytes(b"something else")
    with pytest.raises(StorageUnavailable):
        attaching.content(KIM, added)


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "a" * 63, "A" * 64])
def test_only_a_hash_leads_to_a_file(tmp_path: Path, key: str) -> None:
    with pytest.raises(NotFound):
        Vault(tmp_path).get(key)
