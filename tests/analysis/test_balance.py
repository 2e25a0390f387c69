"""Structural balance, on small networks against brute force, and on one from the field."""

from __future__ import annotations

import csv
from itertools import combinations, product
from math import prod
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.analysis import balance, signed_network, state, tensions
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


@st.composite
def dense_networks(draw: st.DrawFn) -> Signs:
    """A signed network of ten nodes, from sparse to complete."""
    none = draw(st.integers(0, 4))
    signs = st.sampled_from([*[0] * none, 1, -1])
    pairs = [*combinations("abcdefghij", 2)]
    values = draw(st.lists(signs, min_size=len(pairs), max_size=len(pairs)))
    return {pair: sign for pair, sign in zip(pairs, values, strict=True) if sign}


def least_against(signs: Signs) -> int:
    """Return the frustration index by trying every division."""
    nodes = sorted({name for edge in signs for name in edge})
    return min(
        sum(sides[a] * sides[b] != sign for (a, b), sign in signs.items())
        for choice in product([1, -1], repeat=max(0, len(nodes) - 1))
        for sides in [dict(zip(nodes, (1, *choice), strict=bool(nodes)))]
    )


def every_cycle_is_balanced(signs: Signs) -> bool:
    """Look at the cycles themselves: every simple one, walked from its first node."""
    both = signs | {(b, a): sign for (a, b), sign in signs.items()}

    def walk(start: str, here: str, path: str, sign: int) -> bool:
        for there in NODES:
            if (here, there) not in both:
                continue
            now = sign * both[here, there]
            if there == start and len(path) > 2 and now < 0:
                return False
            new = there > start and there not in path
            if new and not walk(start, there, path + there, now):
                return False
        return True

    return all(walk(node, node, node, 1) for node in NODES)


@given(networks() | dense_networks())
def test_the_index_is_the_fewest_edges_against_any_division(signs: Signs) -> None:
    result = balance.frustration(signs)

    assert result.exact
    assert result.low == result.high == least_against(signs) == len(result.against)
    assert result.against == {
        (a, b)
        for (a, b), sign in signs.items()
        if ((a in result.camp) == (b in result.camp)) != (sign > 0)
    }


@given(dense_networks(), st.integers(0, 60))
def test_bounds_of_dense_networks_hold_where_the_search_is_cut_short(
    signs: Signs, steps: int
) -> None:
    result = balance.frustration(signs, exact_up_to=0, steps=steps)

    assert result.low <= least_against(signs) <= result.high == len(result.against)


@given(networks(), st.sampled_from([0, 3, 10]))
def test_bounds_hold_where_the_search_is_cut_short(signs: Signs, steps: int) -> None:
    result = balance.frustration(signs, exact_up_to=0, steps=steps)

    assert result.low <= least_against(signs) <= result.high == len(result.against)
    assert (result.low == 0) == (result.high == 0) == every_cycle_is_balanced(signs)


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


@given(networks())
def test_squares_are_the_cycles_of_four_without_a_chord(signs: Signs) -> None:
    squares = [*balance.squares(signs)]

    rings = [
        four
        for four in combinations(NODES, 4)
        if [sum(name in edge for edge in balance.within(signs, {*four})) for name in four]
        == [2, 2, 2, 2]
    ]
    assert sorted(tuple(sorted(names)) for names in squares) == rings
    for a, b, c, d in squares:
        assert a == min(a, b, c, d)
        assert b < d
        for edge in ((a, b), (b, c), (c, d), (d, a)):
            assert edge in signs or edge[::-1] in signs


def foes(size: int) -> Signs:
    """Return a network in which everybody is everybody's foe, the hardest there is."""
    return dict.fromkeys(combinations([f"n{n:03}" for n in range(size)], 2), -1)


@pytest.mark.parametrize("size", [3, 10, 16, 17])
def test_where_all_are_foes_the_best_camps_are_halves(size: int) -> None:
    result = balance.frustration(foes(size))

    half = size // 2
    assert (
        result.low
        == result.high
        == half * (half - 1) // 2 + (size - half) * (size - half - 1) // 2
    )


@pytest.mark.slow
@pytest.mark.parametrize("size", [balance.EXACT_UP_TO + 8, balance.SEARCHED_UP_TO + 2])
def test_beyond_the_size_there_are_bounds(size: int) -> None:
    result = balance.frustration(foes(size), steps=2_000)

    half = size // 2
    assert result.low < half * (half - 1) == result.high
    assert not result.exact


def test_triads_without_a_common_edge_are_bounds_at_any_size() -> None:
    chain: Signs = {}
    for n in range(40):
        a, b, c = f"m{n:02}", f"m{n + 1:02}", f"t{n:02}"
        first, second, third = [(1, 1, -1), (1, -1, 1), (-1, 1, 1), (-1, -1, -1)][n % 4]
        chain |= {(a, b): first, (b, c): second, (a, c): third}

    result = balance.frustration(chain)

    assert (result.low, result.high) == (40, 40)


def test_one_long_cycle_has_its_one_hostile_edge_against_it_at_any_size() -> None:
    names = [f"n{n:03}" for n in range(balance.SEARCHED_UP_TO + 10)]
    ring = dict.fromkeys(zip(names, [*names[1:], names[0]], strict=True), 1)
    ring[names[0], names[1]] = -1

    assert (balance.frustration(ring).low, balance.frustration(ring).high) == (1, 1)


def random_network(size: int, ties: int, seed: int) -> Signs:
    """Return a connected network of random ties, every second of them hostile."""
    random = Random(seed)
    names = [f"n{n:02}" for n in range(size)]
    pairs = [(random.choice(names[:n]), names[n]) for n in range(1, size)]
    others = [pair for pair in combinations(names, 2) if pair not in pairs]
    pairs += random.sample(others, ties - len(pairs))
    return {pair: random.choice([1, -1]) for pair in pairs}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "ties", "index"),
    [
        (balance.EXACT_UP_TO, 48, 8),
        (balance.EXACT_UP_TO, 138, 41),
        (balance.EXACT_UP_TO, 276, 98),
        (40, 80, 14),
    ],
)
def test_networks_of_this_size_are_exact(size: int, ties: int, index: int) -> None:
    result = balance.frustration(random_network(size, ties, seed=1))

    assert (result.low, result.high) == (index, index)


def between(size: int) -> Signs:
    """Return a network without triads: random signs between two halves."""
    random = Random(0)
    pairs = product([f"a{n:02}" for n in range(size)], [f"b{n:02}" for n in range(size)])
    return {pair: random.choice([1, -1]) for pair in pairs}


def test_the_search_gives_bounds_as_far_as_it_came() -> None:
    results = [balance.frustration(between(20), steps=n) for n in (0, 1_000, 10_000)]

    assert [(r.low, r.high) for r in results] == [(1, 137), (24, 137), (76, 137)]


def test_the_search_ends_at_a_size() -> None:
    half = balance.SEARCHED_UP_TO // 2

    bounds = balance.frustration(between(half), steps=2_000)
    beyond = balance.frustration(between(half + 1), steps=2_000)

    assert (bounds.low > 1, beyond.low) == (True, 1)


@pytest.mark.parametrize("seed", range(20))
def test_without_a_search_no_single_node_is_better_on_the_other_side(seed: int) -> None:
    signs = random_network(30, 90, seed)

    camp = balance.frustration(signs, exact_up_to=0, steps=0).camp

    for name in {name for edge in signs for name in edge}:
        signs_kept = sum(
            sign * (1 if (a in camp) == (b in camp) else -1)
            for (a, b), sign in signs.items()
            if name in {a, b}
        )
        assert signs_kept >= 0


@pytest.mark.parametrize(
    ("signs", "steps", "index"), [(foes(16), 6829, 56), (between(12), 4544, 45)]
)
def test_the_search_needs_so_few_steps(signs: Signs, steps: int, index: int) -> None:
    enough = balance.frustration(signs, exact_up_to=0, steps=steps)
    too_few = balance.frustration(signs, exact_up_to=0, steps=steps - 1)

    assert (enough.low, enough.high) == (index, index)
    assert too_few.low < too_few.high


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

    now = signed_network.network(
        state.state(Perspective(ClaimIndex(registry), point("1954")))
    )
    whole, part = signed_network.summary(now)

    assert (whole.ties, whole.positive, whole.negative) == (58, 29, 29)
    assert (whole.triads, whole.balanced, whole.share) == (68, 59, 0.868)
    assert (whole.frustration, whole.at_least) == (7, 7)
    assert (part.factions, len(part.camp) + len(part.other_camp)) == (16, 16)
    assert len(part.against) == 7
    everything = tensions.tensions(now, include_all=True)
    triads = [row for row in everything if row.sort is tensions.TensionKind.TRIAD]
    assert len(triads) == 68
    assert sum(bool(row.balanced) for row in triads) == 59
