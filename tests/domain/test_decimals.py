"""Shown decimals: as short as honest."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.decimals import decimal, digits_needed, is_exact

fractions = st.fractions(min_value=-1000, max_value=1000, max_denominator=10_000)


def test_two_totals_that_differ_in_the_fifth_digit_are_shown_with_five() -> None:
    values = [Fraction(86_400_010, 1_000_000), Fraction(86_400_020, 1_000_000), Fraction(50)]
    digits = digits_needed(values)
    assert [decimal(value, digits) for value in values] == ["86.40001", "86.40002", "50.00000"]


def test_what_is_short_stays_short() -> None:
    assert (digits_needed([Fraction(1, 3), Fraction(1, 2)]), decimal(Fraction(1, 3), 2)) == (2, "0.33")
    assert (decimal(Fraction(-1, 3), 2), decimal(Fraction(5), 0), decimal(Fraction(-7), 0)) == ("-0.33", "5", "-7")


def test_a_third_is_never_exact_and_a_half_is() -> None:
    assert (is_exact(Fraction(1, 3), 9), is_exact(Fraction(1, 2), 2)) == (False, True)


@given(st.lists(fractions, min_size=1, max_size=12))
def test_shown_decimals_stand_in_the_order_of_the_exact_values(values: list[Fraction]) -> None:
    digits = digits_needed(values)
    shown = {value: Fraction(decimal(value, digits)) for value in values}
    ordered = sorted(shown)
    assert [shown[value] for value in ordered] == sorted(set(shown.values()))
