"""Exact numbers as people read them: decimals just long enough that what differs looks different.

Law: a shown decimal never contradicts the order, because rounding keeps the order and digits are added until no two
different values look alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

USUAL_DIGITS = 2


def digits_needed(values: Iterable[Fraction], least: int = USUAL_DIGITS) -> int:
    """The fewest decimal digits, at least `least`, with which different values are written differently."""
    different = set(values)
    digits = least
    while len({_scaled(value, digits) for value in different}) < len(different):
        digits += 1
    return digits


def decimal(value: Fraction, digits: int) -> str:
    """`value` with `digits` digits behind the point, halves rounded to even; no float on the way."""
    scaled = _scaled(value, digits)
    whole = f"{abs(scaled):0{digits + 1}d}"
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole[:-digits]}.{whole[-digits:]}" if digits else f"{sign}{whole}"


def is_exact(value: Fraction, digits: int) -> bool:
    """Whether `decimal` says the whole truth."""
    return bool(value * 10**digits == _scaled(value, digits))


def _scaled(value: Fraction, digits: int) -> int:
    scaled: int = round(value * 10**digits)
    return scaled
