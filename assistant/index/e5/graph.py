"""The encoder as an ONNX graph: twelve post-norm transformer layers (BERT; Devlin et al. 2018) over rows of tokens.

Takes word vectors and gives the last layer's rows, so the word table (three quarters of the file) never enters it. All
texts of a run have the same number of tokens: nothing is padded or masked. Law: every sum runs inside one row or one
text, and every scale of a number is its own row's, so no text's vector knows what it was computed beside.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from assistant.index.e5.names import Variant
from assistant.index.e5.weights import BLOCK, Weights, nibbles, scales, unpacked

ROWS: Final = "rows"
"""Input, float32 (texts, tokens, hidden): word + position + type vectors."""
HIDDEN: Final = "hidden"
"""Output, float32 like ROWS: the last layer."""

_OPSET, _IR_VERSION = 21, 10  # read by onnxruntime 1.20 and later; 21 is the first to quantise by row
_MICROSOFT = "com.microsoft"
_INTEGER_PRODUCT = "MatMulIntegerToFloat"
_WEIGHT_MOST = 63
"""Seven bits: AVX2 adds two products of eight-bit numbers in sixteen bits, and 2 × 255 × 127 would saturate."""
_ACTIVATION_MOST, _ACTIVATION_ZERO = 127, 128
_GELU_LEAST = 0.17
"""GELU never falls below -0.17: with this floor under the maximum of a row, |x| needs no pass of its own."""


def build(weights: Weights, variant: Variant) -> bytes:
    """A serialised model with the input ROWS and the output HIDDEN."""
    graph = _Graph(weights, variant)
    rows = graph.norm("emb.ln", ROWS)
    for layer in range(weights.shape.layers):
        rows = graph.layer(f"l{layer}.", rows)
    return graph.serialised(rows)


class _Graph:
    """A model under construction; matrices are written where they stay, since each copy would show in the peak."""

    def __init__(self, weights: Weights, variant: Variant) -> None:
        self.weights, self.variant, self.shape = weights, variant, weights.shape
        hidden: list[str | int | None] = ["texts", "tokens", self.shape.hidden]
        takes, gives = (helper.make_tensor_value_info(name, TensorProto.FLOAT, hidden) for name in (ROWS, HIDDEN))
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        empty = helper.make_graph([], "e5", [takes], [gives])
        self.model = helper.make_model(empty, opset_imports=opsets, ir_version=_IR_VERSION)
        self.constants: set[str] = set()
        self.quantised: dict[str, tuple[str, str]] = {}
        self.zeros = ""

    def serialised(self, rows: str) -> bytes:
        self.model.graph.node.append(helper.make_node("Identity", [rows], [HIDDEN]))
        content: bytes = self.model.SerializeToString()
        return content

    def layer(self, at: str, rows: str) -> str:
        """Attention and feed-forward, each added to its input and normalised."""
        parts = [self.matmul(at + part, rows) for part in "qkv"]
        biases = self.constant(at + "qkv.b", np.concatenate([self.weights.vector(f"{at}{part}.b") for part in "qkv"]))
        attended = self.op("MultiHeadAttention", *parts, biases, domain=_MICROSOFT, num_heads=self.shape.heads)
        rows = self.norm(at + "aln", self.op("Add", self.with_bias(at + "ao", attended), rows))
        inner = self.op("BiasGelu", self.matmul(at + "fi", rows), self.vector(at + "fi.b"), domain=_MICROSOFT)
        return self.norm(at + "oln", self.op("Add", self.with_bias(at + "fo", inner, after_gelu=True), rows))

    def with_bias(self, name: str, rows: str, *, after_gelu: bool = False) -> str:
        return self.op("Add", self.matmul(name, rows, after_gelu=after_gelu), self.vector(name + ".b"))

    def matmul(self, name: str, rows: str, *, after_gelu: bool = False) -> str:
        """`rows` times the transposed matrix `name`, without its bias."""
        columns = self.shape.feed_forward if after_gelu else self.shape.hidden
        blocks = self.weights.blocks(name + ".w", columns)
        if self.variant == "fp32":
            return self.op("MatMul", rows, self.constant(name, unpacked(blocks).T))
        if self.variant == "exact":
            return self.four_bit(name, rows, blocks)
        codes, scale = self.quantise(rows, after_gelu=after_gelu)
        matrix = unpacked(blocks)
        steps = np.maximum(np.abs(matrix).max(axis=1) / _WEIGHT_MOST, np.float32(1e-12))
        product = self.op(
            _INTEGER_PRODUCT,
            codes,
            self.constant(name, np.rint(matrix / steps[:, None]).astype(np.int8).T),
            self.constant("one", np.float32(1)),
            self.constant(name + ".steps", steps),
            self.constant("zero point", np.uint8(_ACTIVATION_ZERO)),
            domain=_MICROSOFT,
        )
        return self.op("Mul", product, scale)

    def four_bit(self, name: str, rows: str, blocks: NDArray[np.uint8]) -> str:
        """The file's own blocks; onnxruntime wants neighbours in one byte where Q4_0 has halves."""
        codes = (nibbles(blocks) + 8).astype(np.uint8)
        return self.op(
            "MatMulNBits",
            rows,
            self.constant(name, codes[..., 0::2] | codes[..., 1::2] << 4),
            self.constant(name + ".scales", scales(blocks)),
            domain=_MICROSOFT,
            K=blocks.shape[1] * BLOCK,
            N=blocks.shape[0],
            bits=4,
            block_size=BLOCK,
            accuracy_level=4,
        )

    def quantise(self, rows: str, *, after_gelu: bool) -> tuple[str, str]:
        """Eight-bit codes around 128 and the scale of each row; q, k and v share them."""
        if rows not in self.quantised:
            last = self.constant("last axis", np.array([-1], np.int64))
            if after_gelu:
                most = self.op("ReduceMax", rows, last, keepdims=1)
                most = self.op("Max", most, self.constant("gelu least", np.float32(_GELU_LEAST)))
            else:  # never 0: rows come out of a LayerNorm with a bias, or out of attention over such rows
                most = self.op("ReduceMax", self.op("Abs", rows), last, keepdims=1)
            scale = self.op("Mul", most, self.constant("step", np.float32(1 / _ACTIVATION_MOST)))
            width = self.shape.feed_forward if after_gelu else self.shape.hidden
            self.quantised[rows] = (
                self.op("QuantizeLinear", rows, scale, self.zeros_like(scale), axis=-1, block_size=width),
                scale,
            )
        return self.quantised[rows]

    def zeros_like(self, scale: str) -> str:
        """The zero point of every row, as onnxruntime wants it; the same for all, since all scales have one shape."""
        if not self.zeros:
            zero = helper.make_tensor("zero", TensorProto.UINT8, [1], [_ACTIVATION_ZERO])
            self.zeros = self.op("ConstantOfShape", self.op("Shape", scale), value=zero)
        return self.zeros

    def norm(self, name: str, rows: str) -> str:
        return self.op(
            "LayerNormalization", rows, self.vector(name + ".w"), self.vector(name + ".b"), epsilon=self.shape.epsilon
        )

    def vector(self, name: str) -> str:
        return self.constant(name, self.weights.vector(name))

    def constant(self, name: str, values: Any) -> str:
        if name not in self.constants:
            self.constants.add(name)
            array = np.ascontiguousarray(values).reshape(np.shape(values))
            self.model.graph.initializer.add().CopyFrom(numpy_helper.from_array(array, name))
        return name

    def op(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        output = f"{kind} {len(self.model.graph.node)}"
        self.model.graph.node.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output
