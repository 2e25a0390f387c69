"""Who sits next to whom: friends together, foes apart, and nobody moves without need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.output.svg.circular_order import Bonds, arranged, cost, seats
from libya_tracker.storage import files
from tests.conftest import SAMPLE
from tests.support.registries import claim, registry

NAMES = tuple("abcdefgh")
BONDS = st.dictionaries(
    st.sets(st.sampled_from(NAMES), min_size=2, max_size=2).map(frozenset),
    st.integers(-3, 4),
    max_size=14,
)


def neighbours(seated: Sequence[str]) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in pairwise([*seated, seated[0]])}


@given(BONDS)
def test_everybody_has_one_seat(bonds: Bonds) -> None:
    assert sorted(arranged(NAMES, bonds)) == sorted(NAMES)


@given(BONDS)
def test_nobody_could_sit_better_by_moving_alone(bonds: Bonds) -> None:
    seated = arranged(NAMES, bonds)
    least = cost(seated, bonds)

    for name in NAMES:
        others = [other for other in seated if other != name]
        for place in range(len(others) + 1):
            assert cost([*others[:place], name, *others[place:]], bonds) >= least


@given(BONDS)
def test_the_strain_is_the_same_wherever_the_circle_begins(bonds: Bonds) -> None:
    assert cost(NAMES, bonds) == cost((*NAMES[3:], *NAMES[:3]), bonds)


def test_two_camps_sit_apart() -> None:
    bonds = {frozenset(pair): 2 for pair in ("ac", "ce", "ae", "bd", "df", "bf")}
    bonds |= {frozenset(pair): -1 for pair in ("ab", "cd", "ef")}

    seated = arranged("abcdef", bonds) * 2

    assert any({*seated[n : n + 3]} == {*"ace"} for n in range(6))


def test_more_than_can_be_tried_are_seated_all_the_same() -> None:
    names = [f"n{n}" for n in range(200)]
    bonds = {frozenset(pair): 4 for pair in pairwise(names[::7])}

    seated = arranged(names, bonds)

    assert sorted(seated) == sorted(names)
    assert {*bonds} <= neighbours(seated)


@pytest.mark.parametrize(
    ("words", "more", "near"),
    [
        ("a allied c", {}, True),
        ("a allied c", {"status": "expected"}, False),
        ("a allied c", {"status": "denied"}, False),
        ("a allied c", {"scenario": "what-if"}, False),
        ("a splinter c", {}, False),
        ("a none c", {}, False),
    ],
)
def test_what_takes_no_effect_draws_nobody_together(
    words: str, more: dict[str, Any], near: bool
) -> None:
    seated = seats(registry([claim(f"2017 {words}", **more)]))

    assert (frozenset("ac") in neighbours(seated)) is near


def test_the_seats_hang_on_no_day_and_on_no_order_of_claims() -> None:
    told = files.parse(SAMPLE, "sample.yaml")

    assert seats(told) == seats(replace(told, entries=told.entries[::-1]))
    assert frozenset({"4th-division", "lna"}) in neighbours(seats(told))
