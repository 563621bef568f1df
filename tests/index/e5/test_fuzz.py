"""Random strings for a while: 15 s by default, an hour with FUZZ_SECONDS=3600; the seed is shown when it fails."""

from __future__ import annotations

import os
import random
import time
import unicodedata

import numpy as np
import pytest

from assistant.index.e5.encoder import E5Encoder
from assistant.index.e5.tokenizer import MOST_TOKENS, Tokenizer
from tests.index.e5.hostile import KOREAN, TEXTS

SECONDS = float(os.environ.get("FUZZ_SECONDS", "15"))
ALPHABETS = (
    lambda chance: chr(chance.randrange(0x110000)),
    lambda chance: chr(chance.randrange(0x300)),
    lambda chance: chr(chance.randrange(0x1100, 0x1200)),
    lambda chance: chr(chance.randrange(0xAC00, 0xD7A4)),
    lambda chance: chr(chance.randrange(0xD800, 0xE000)),
    lambda chance: chance.choice("\u0301\u0323\u0f73\u3099\u0344\u200d\ufe0f\u0653"),
    lambda chance: chance.choice(" \n\t\0\x7f\u200b\u3000\u2581\ufdfa\uffff"),
    lambda chance: chance.choice(KOREAN),
    lambda chance: chance.choice(list(TEXTS.values()))[: chance.randrange(40)],
)


def random_text(chance: random.Random) -> str:
    alphabets = chance.choices(ALPHABETS, k=chance.randint(1, 4))
    return "".join(chance.choice(alphabets)(chance) for _ in range(int(10 ** chance.uniform(0, 2.5))))


@pytest.mark.timeout(SECONDS * 4 + 300)
def test_random_strings_do_no_harm(encoder: E5Encoder, tokenizer: Tokenizer) -> None:
    seed = int(os.environ.get("FUZZ_SEED", random.SystemRandom().randrange(2**32)))
    chance = random.Random(seed)
    before, rounds = time.monotonic(), 0
    while time.monotonic() - before < SECONDS or rounds < 10:
        rounds += 1
        texts = [random_text(chance) for _ in range(8)]
        where = f"FUZZ_SEED={seed}, round {rounds}"
        for text in texts:
            ids = {form: tokenizer.ids(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
            assert ids["NFC"] == ids["NFD"], (where, text)
            assert len(ids["NFC"]) <= MOST_TOKENS, (where, text)
        rows = encoder.embed(texts)
        assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5), (where, texts)
        alone = chance.randrange(len(texts))
        assert np.abs(encoder.embed([texts[alone]])[0] - rows[alone]).max() < 1e-6, (where, texts[alone])
