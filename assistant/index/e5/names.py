"""What the embedded encoder is called before it is loaded."""

from __future__ import annotations

from typing import Final, Literal

Variant = Literal["int8", "exact", "fp32"]

DIMENSION: Final = 384


def model_id(variant: Variant) -> str:
    """Weights, form and revision; a change that moves vectors gets a new one."""
    return f"multilingual-e5-small/{variant}@1"
