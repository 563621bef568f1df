"""What the embedding process writes: frames of a HEADER and that many bytes."""

from __future__ import annotations

import struct
from typing import Final

HEADER: Final = struct.Struct("<iI")
"""Number of the chunk answered (float32 rows follow), FAULT or READY; bytes that follow."""
FAULT: Final = -1
"""A sentence follows, and the process ends."""
READY: Final = -2
"""The model's id follows; sent once, before any rows."""
