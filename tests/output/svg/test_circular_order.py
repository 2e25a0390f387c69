"""The order around the circle: allies together, opponents apart, at a local optimum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libya_tracker.output.svg.circular_order import Weights, arrange, circular_order, cost
from libya_tracker.storage import files
from tests.conftest import SAMPLE
from tests.support.registries import claim, registry

NAMES = tuple("abcdefgh")
WEIGHTS = st.dictionaries(
    st.sets(st.sampled_from(NAMES), min_size=2, max_size=2).map(frozenset),
    st.integers(-3, 4),
    max_size=14,
)


def neighbours(order: Sequence[str]) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in pairwise([*order, order[0]])}


@given(WEIGHTS)
def test_each_name_has_one_place(weights: Weights) -> None:
    assert sorted(arrange(NAMES, weights)) == sorted(NAMES)


@given(WEIGHTS)
def test_no_single_move_lowers_the_cost(weights: Weights) -> None:
    order = arrange(NAMES, weights)
    least = cost(order, weights)

    for name in NAMES:
        others = [other for other in order if other != name]
        for place in range(len(others) + 1):
            assert cost([*others[:place], name, *others[place:]], weights) >= least


@given(WEIGHTS)
def test_the_cost_is_the_same_wherever_the_circle_begins(weights: Weights) -> None:
    assert cost(NAMES, weights) == cost((*NAMES[3:], *NAMES[:3]), weights)


def test_two_camps_are_apart() -> None:
    weights = {frozenset(pair): 2 for pair in ("ac", "ce", "ae", "bd", "df", "bf")}
    weights |= {frozenset(pair): -1 for pair in ("ab", "cd", "ef")}

    order = arrange("abcdef", weights) * 2

    assert any({*order[n : n + 3]} == {*"ace"} for n in range(6))


def test_more_than_are_searched_have_an_order_too() -> None:
    names = [f"n{n}" for n in range(200)]
    weights = {frozenset(pair): 4 for pair in pairwise(names[::7])}

    order = arrange(names, weights)

    assert sorted(order) == sorted(names)
    assert {*weights} <= neighbours(order)


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
def test_what_takes_no_effect_attracts_nobody(
    words: str, more: dict[str, Any], near: bool
) -> None:
    order = circular_order(registry([claim(f"2017 {words}", **more)]))

    assert (frozenset("ac") in neighbours(order)) is near


def test_the_order_does_not_depend_on_that_of_the_claims() -> None:
    sample = files.parse(SAMPLE, "sample.yaml")
    order = circular_order(sample)

    assert order == circular_order(replace(sample, entries=sample.entries[::-1]))
    assert frozenset({"4th-division", "lna"}) in neighbours(order)


@settings(max_examples=5)
@given(st.randoms(use_true_random=False))
def test_of_many_names_each_is_the_one_most_attracted_by_the_eight_before(
    dice: Any,
) -> None:
    names = [f"n{number}" for number in range(90)]
    weights = {frozenset(dice.sample(names, 2)): dice.randint(-3, 4) for _ in range(200)}

    order = arrange(names, weights)

    for place, name in enumerate(order):
        last = order[max(0, place - 8) : place]

        def attraction(other: str, last: Sequence[str] = last) -> int:
            ranks = enumerate(last, 1)
            return sum(
                rank * weights.get(frozenset({one, other}), 0) for rank, one in ranks
            )

        rest = [other for other in names if other not in order[:place]]
        assert name == max(rest, key=attraction)
