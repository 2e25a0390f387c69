"""Structural balance, on small networks against brute force, and on one from the field."""

from __future__ import annotations

import csv
from itertools import combinations, product
from math import prod
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.analysis import balance, state, tensions
from libya_tracker.analysis.balance import Edge
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Faction, Registry
from tests.support.places import SHARED
from tests.support.registries import HERE, claim, point

NODES = "abcdefg"
TRIBES = SHARED / "data" / "signnet-tribes.csv"

Signs = dict[Edge, int]


@st.composite
def networks(draw: st.DrawFn, nodes: str = NODES) -> Signs:
    """A signed network of few nodes, its edges in any order."""
    edges = draw(st.lists(st.sampled_from([*combinations(nodes, 2)]), unique=True))
    return {edge: draw(st.sampled_from([1, -1])) for edge in edges}


def least_against(signs: Signs) -> int:
    """Return the frustration index by trying every division."""
    return min(
        sum(sides[a] * sides[b] != sign for (a, b), sign in signs.items())
        for choice in product([1, -1], repeat=len(NODES))
        for sides in [dict(zip(NODES, choice, strict=True))]
    )


def every_cycle_is_balanced(signs: Signs) -> bool:
    """Look at the cycles themselves: every simple one, walked from its first node."""
    both = signs | {(b, a): sign for (a, b), sign in signs.items()}

    def walk(start: str, here: str, seen: str, sign: int) -> bool:
        for there in NODES:
            if (here, there) not in both:
                continue
            now = sign * both[here, there]
            if there == start and len(seen) > 2 and now < 0:
                return False
            new = there > start and there not in seen
            if new and not walk(start, there, seen + there, now):
                return False
        return True

    return all(walk(node, node, node, 1) for node in NODES)


@given(networks())
def test_the_index_is_the_fewest_edges_against_any_division(signs: Signs) -> None:
    found = balance.frustration(signs)

    assert found.exact
    assert found.high == least_against(signs) == len(found.against)
    assert found.against == {
        (a, b)
        for (a, b), sign in signs.items()
        if ((a in found.camp) == (b in found.camp)) != (sign > 0)
    }


@given(networks(), st.sampled_from([0, 3, 10]))
def test_bounds_hold_where_the_search_is_cut_short(signs: Signs, steps: int) -> None:
    found = balance.frustration(signs, exact_up_to=0, steps=steps)

    assert found.low <= least_against(signs) <= found.high == len(found.against)
    assert (found.low == 0) == (found.high == 0) == every_cycle_is_balanced(signs)


@given(networks())
def test_a_network_is_balanced_when_all_its_cycles_are(signs: Signs) -> None:
    assert (balance.frustration(signs).high == 0) == every_cycle_is_balanced(signs)


@given(networks(), st.sampled_from(NODES))
def test_a_node_that_turns_all_its_signs_leaves_balance_as_it_was(
    signs: Signs, node: str
) -> None:
    turned = {edge: -sign if node in edge else sign for edge, sign in signs.items()}

    assert balanced_triads(turned) == balanced_triads(signs)
    assert balance.frustration(turned).high == balance.frustration(signs).high


@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_the_edges_is_immaterial(signs: Signs, random: Random) -> None:
    edges = [*signs.items()]
    random.shuffle(edges)
    shuffled = {(b, a): sign for (a, b), sign in edges}
    one, other = balance.frustration(signs), balance.frustration(shuffled)

    assert [*balance.triads(shuffled)] == [*balance.triads(signs)]
    assert balance.components(shuffled) == balance.components(signs)
    assert (one.low, one.high, one.camp) == (other.low, other.high, other.camp)


def balanced_triads(signs: Signs) -> list[tuple[str, str, str]]:
    graph = {frozenset(edge): sign for edge, sign in signs.items()}
    return [
        triad
        for triad in balance.triads(signs)
        if prod(graph[frozenset(pair)] for pair in combinations(triad, 2)) > 0
    ]


def foes(size: int) -> Signs:
    """Return a network in which everybody is everybody's foe, the hardest there is."""
    return dict.fromkeys(combinations([f"n{n:03}" for n in range(size)], 2), -1)


@pytest.mark.parametrize("size", [3, 10, 16])
def test_where_all_are_foes_the_best_camps_are_halves(size: int) -> None:
    found = balance.frustration(foes(size))

    half = size // 2
    assert (
        found.low
        == found.high
        == half * (half - 1) // 2 + (size - half) * (size - half - 1) // 2
    )


@pytest.mark.parametrize("size", [balance.EXACT_UP_TO + 8, balance.SEARCHED_UP_TO + 2])
def test_beyond_the_size_there_are_bounds(size: int) -> None:
    found = balance.frustration(foes(size), steps=2_000)

    half = size // 2
    assert found.low < half * (half - 1) == found.high
    assert not found.exact


def test_an_empty_network_is_balanced() -> None:
    assert balance.frustration({}) == balance.Frustration(0, 0, frozenset(), frozenset())


def test_the_highland_tribes_of_read() -> None:
    """Read 1954: 58 ties; of 68 triads 59 are balanced; 7 ties stand against balance."""
    if not TRIBES.exists():
        pytest.skip(f"{TRIBES} is not here: outside data is not part of the project")
    with TRIBES.open(encoding="utf-8", newline="") as file:
        rows = [(r["source"], r["target"], int(r["sign"])) for r in csv.DictReader(file)]
    names = dict.fromkeys(name for here, there, _ in rows for name in (here, there))
    factions = {name.lower(): Faction(name.lower(), HERE, name) for name in names}
    claims = tuple(
        claim(f"1954 {here} {'allied' if sign > 0 else 'fighting'} {there}".lower(), place)
        for place, (here, there, sign) in enumerate(rows)
    )
    registry = Registry("tribes.yaml", "Tribes", {}, factions, claims, {})

    now = tensions.network(state.state(Perspective(ClaimIndex(registry), point("1954"))))
    whole, part = tensions.summary(now)

    assert (whole.ties, whole.positive, whole.negative) == (58, 29, 29)
    assert (whole.triads, whole.balanced, whole.share) == (68, 59, 0.868)
    assert (whole.frustration, whole.at_least) == (7, 7)
    assert (part.factions, len(part.camp) + len(part.other_camp)) == (16, 16)
    assert len(part.against) == 7
    assert len(tensions.tensions(now)) == 68 - 59
    assert len(tensions.tensions(now, include_all=True)) == 68
