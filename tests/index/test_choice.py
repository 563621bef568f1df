from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from assistant.errors import ModelUnavailable
from assistant.index import e5
from assistant.index.choice import Deferred, choose
from assistant.index.e5 import load


def test_a_deferred_model_gives_the_same_vectors_under_the_same_name() -> None:
    at_once, _ = choose("e5", "int8")
    later, _ = choose("e5", "int8", deferred=True)
    assert (later.model_id, later.dimension) == (at_once.model_id, at_once.dimension)
    np.testing.assert_array_equal(later.embed(["긴급차량 우선 신호"]), at_once.embed(["긴급차량 우선 신호"]))


def test_a_deferred_model_is_not_even_imported_before_its_first_text() -> None:
    program = (
        "import sys\n"
        "from assistant.index.choice import choose\n"
        "choose('e5', 'int8', deferred=True)\n"
        "print([name for name in ('onnxruntime', 'onnx') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout == "[]\n"


def test_another_model_than_promised_gives_no_vectors() -> None:
    fallen_back = Deferred(e5.model_id("int8"), e5.DIMENSION, lambda: load("fp32"))
    with pytest.raises(ModelUnavailable, match="ASSISTANT_EMBEDDER_VARIANT=fp32"):
        fallen_back.embed(["긴급차량 우선 신호"])
