"""Limits hold back what no person does, and nobody who works at a person's speed. The clock is given in."""

from __future__ import annotations

import pytest

from assistant.domain.person import Person
from assistant.errors_doors import TooOften
from assistant.services.pacing import ADVICES, MOST_KEYS, SEARCHES, SIGN_INS, Pace, Pacing, Rate


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def taken(pace: Pace, key: str, most: int = 10_000) -> int:
    for count in range(most):
        try:
            pace.take(key)
        except TooOften:
            return count
    return most


def test_what_goes_beyond_the_burst_is_refused_with_the_time_to_wait(clock: Clock) -> None:
    pace = Pace(Rate(6, 60), clock)
    assert taken(pace, "kim") == 6
    with pytest.raises(TooOften) as refusal:
        pace.take("kim")
    assert refusal.value.wait_s == pytest.approx(10)
    clock.now += refusal.value.wait_s
    pace.take("kim")
    with pytest.raises(TooOften):
        pace.take("kim")


def test_a_refusal_costs_nothing_so_nobody_is_locked_out(clock: Clock) -> None:
    pace = Pace(Rate(6, 60), clock)
    taken(pace, "kim")
    for _ in range(100):
        with pytest.raises(TooOften):
            pace.take("kim")
    clock.now += 60
    assert taken(pace, "kim") == 6


def test_one_persons_limit_is_nobody_elses(clock: Clock) -> None:
    pace = Pace(Rate(3, 60), clock)
    taken(pace, "kim")
    assert taken(pace, "lee") == 3


def test_113_people_behind_one_router_who_sign_in_within_a_minute_are_let_in(clock: Clock) -> None:
    """Each asks at the door four times: to the provider and back, and once more because she mistyped her password."""
    pace = Pace(SIGN_INS, clock)
    for _ in range(4):
        for _person in range(113):
            pace.take("10.0.0.1")
            clock.now += 60 / (4 * 113)


def test_somebody_who_types_for_an_hour_meets_no_limit(clock: Clock) -> None:
    pace = Pace(SEARCHES, clock)
    for _ in range(3600):
        pace.take("kim")
        clock.now += 1


def test_each_limit_holds(clock: Clock) -> None:
    assert taken(Pace(SEARCHES, clock), "kim") == SEARCHES.burst
    assert taken(Pace(ADVICES, clock), "kim") == ADVICES.burst
    assert taken(Pace(SIGN_INS, clock), "10.0.0.1") == SIGN_INS.burst


def test_searching_and_advice_are_counted_apart(clock: Clock) -> None:
    pacing = Pacing(Pace(Rate(1, 60), clock), Pace(Rate(1, 60), clock))
    kim = Person("kim", "김제안", "")
    pacing.search(kim)
    pacing.advise(kim)
    with pytest.raises(TooOften):
        pacing.search(kim)
    with pytest.raises(TooOften):
        pacing.advise(kim)


def test_a_flood_of_names_does_not_fill_the_memory(clock: Clock) -> None:
    pace = Pace(Rate(3, 60), clock)
    for number in range(MOST_KEYS + 5_000):
        pace.take(f"address-{number}")
    assert len(pace._buckets) <= MOST_KEYS
