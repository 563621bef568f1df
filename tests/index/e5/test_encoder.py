from __future__ import annotations

import math
import multiprocessing
import random
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelUnavailable
from assistant.index.e5 import check, load
from assistant.index.e5.encoder import E5Encoder
from assistant.index.e5.weights import Weights
from tests.index.e5.hostile import KOREAN, TEXTS

DIFFERENT_LENGTHS = [KOREAN, "가", KOREAN * 3, "나", "", KOREAN * 20, "다라", KOREAN[:20], "마"]


def test_every_text_gets_a_unit_row_in_order(encoder: E5Encoder) -> None:
    rows = encoder.embed(["신호등", "가로수", "신호등"])
    assert rows.shape == (3, encoder.dimension)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    np.testing.assert_array_equal(rows[0], rows[2])


def test_no_texts_give_no_rows(encoder: E5Encoder) -> None:
    assert encoder.embed([]).shape == (0, 384)


def test_the_same_demand_in_other_words_is_nearer_than_another_demand(encoder: E5Encoder) -> None:
    a, b, other = encoder.embed(
        ["구급차가 지나갈 때 신호를 바꾸자", "긴급차량 우선 신호 체계 도입", "공원에 벤치를 늘려 주세요"]
    )
    assert float(a @ b) > float(a @ other) + 0.03


def test_a_vector_does_not_depend_on_its_batch(encoder: E5Encoder) -> None:
    alone = np.concatenate([encoder.embed([text]) for text in DIFFERENT_LENGTHS])
    shuffled = random.Random(1).sample(range(len(DIFFERENT_LENGTHS)), len(DIFFERENT_LENGTHS))
    beside = [str(number) for number in range(300)]
    together = encoder.embed([*(DIFFERENT_LENGTHS[i] for i in shuffled), *beside])[: len(shuffled)]
    assert np.abs(together - alone[shuffled]).max() < 1e-6


@pytest.mark.parametrize("threads", [2, 3])
def test_a_vector_does_not_depend_on_the_number_of_threads(encoder: E5Encoder, threads: int) -> None:
    rows = load(threads=threads).embed(DIFFERENT_LENGTHS)
    assert np.abs(rows - encoder.embed(DIFFERENT_LENGTHS)).max() < 1e-6


def test_several_callers_at_once_get_their_own_vectors(encoder: E5Encoder) -> None:
    alone = [encoder.embed([text]) for text in DIFFERENT_LENGTHS]
    with ThreadPoolExecutor(4) as callers:
        for found, expected in zip(
            callers.map(lambda t: encoder.embed([t]), DIFFERENT_LENGTHS * 3), alone * 3, strict=True
        ):
            np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_string_gets_a_finite_unit_row_soon(encoder: E5Encoder, text: str) -> None:
    before = time.thread_time()
    (row,) = encoder.embed([text])
    assert time.thread_time() - before < 10  # a bound on the work, not a speed: an unbounded one takes minutes
    assert math.isclose(float(np.linalg.norm(row)), 1, abs_tol=1e-5)


def test_composed_and_decomposed_text_get_the_same_row(encoder: E5Encoder) -> None:
    composed, decomposed = encoder.embed([unicodedata.normalize(form, KOREAN) for form in ("NFC", "NFD")])
    np.testing.assert_array_equal(composed, decomposed)


def test_the_end_of_a_long_text_counts(encoder: E5Encoder) -> None:
    start = KOREAN * 12
    plain, longer = encoder.embed([start, start + "한강 수질 오염 " * 60])
    assert float(plain @ longer) < 0.99


@pytest.mark.parametrize("threads", [1, 2])
def test_a_forked_process_can_embed(threads: int) -> None:
    """A thread pool does not survive a fork; the C engine of the wheel hangs here."""
    encoder = load(threads=threads)
    expected = encoder.embed([KOREAN])
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=lambda: sender.send(encoder.embed([KOREAN])))
    child.start()
    try:
        assert receiver.poll(120), "the child hangs"
        np.testing.assert_array_equal(receiver.recv(), expected)
    finally:
        child.kill()
        child.join()


def test_the_model_id_names_the_variant(encoder: E5Encoder) -> None:
    assert encoder.model_id == "multilingual-e5-small/int8@1"


@pytest.mark.parametrize("variant", ["int8", "exact", "fp32"])
def test_each_variant_is_as_near_to_the_stored_vectors_as_it_must_be(loaded: Weights, variant: check.Variant) -> None:
    assert check.least_cosine(E5Encoder(loaded, variant).embed) >= check.LEAST_COSINE[variant]


def test_a_variant_that_fails_its_test_gives_way_to_fp32(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(check.LEAST_COSINE, "int8", 1.1)
    assert load("int8").model_id == "multilingual-e5-small/fp32@1"


def test_an_onnxruntime_that_lacks_an_operator_gives_way_to_fp32(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.index.e5.graph._INTEGER_PRODUCT", "NoSuchProduct")
    assert load("int8").model_id == "multilingual-e5-small/fp32@1"


def test_wrong_vectors_everywhere_are_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "LEAST_COSINE", {"exact": 1.1, "fp32": 1.1})
    with pytest.raises(ModelUnavailable, match=r"exact form gives wrong vectors .* fp32 form gives wrong") as raised:
        load("exact")
    assert "\n" not in str(raised.value)


def test_altered_weights_are_refused_before_anything_is_built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(b"E5S1" + bytes(1_000))
    monkeypatch.setattr("assistant.index.e5.encoder.find", lambda: path)
    with pytest.raises(ModelUnavailable, match="is not the expected one"):
        load()
