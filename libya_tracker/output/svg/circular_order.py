"""The order of factions around a circle: allies near each other, opponents apart.

It depends on all claims of the registry, not on one day, so that a faction has the same
neighbours in the pictures of two days. Minimum linear arrangement on a circle, by local
search: a greedy start, then each node in turn moves to where the cost is least.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from libya_tracker.model.records import Registry

#: The weight of one claim of each sign between two factions; a negative one pushes apart.
_WEIGHT = {"+": 2, "0": 1, "-": -1}
#: Beyond so many nodes there is no local search.
_SEARCHED_UP_TO = 80
_ROUNDS = 20

#: How strongly each pair attracts each other; below zero, it repels.
Weights = Mapping[frozenset[str], int]
_Neighbours = dict[str, dict[str, int]]


def circular_order(registry: Registry) -> list[str]:
    """Return every faction of a registry in its order around the circle."""
    weights: dict[frozenset[str], int] = {}
    for claim in registry.claims.values():
        weight = _WEIGHT.get(claim.relation.sign or "")
        if weight is not None and claim.status.effective and claim.scenario is None:
            pair = frozenset({claim.faction, claim.to})
            # Limited: a pair that is written about often is not closer for that.
            weights[pair] = max(-3, min(4, weights.get(pair, 0) + weight))
    return arrange(list(registry.factions), weights)


def arrange(names: Sequence[str], weights: Weights) -> list[str]:
    """Return names in a circular order of low cost, the same for the same input.

    No single name could move to a place of lower cost.
    """
    neighbours = _neighbours(weights)
    order = _greedy(names, neighbours)
    if len(order) > _SEARCHED_UP_TO:
        return order
    for _ in range(_ROUNDS):
        moves = [_move_to_best(order, name, neighbours) for name in names]
        if not any(moves):
            break
    return order


def cost(order: Sequence[str], weights: Weights) -> int:
    """Return the sum of distance times weight over all pairs."""
    place = {name: n for n, name in enumerate(order)}
    total = 0
    for pair, weight in weights.items():
        one, other = (place[name] for name in pair)
        total += weight * _distance(one, other, len(order))
    return total


def _neighbours(weights: Weights) -> _Neighbours:
    neighbours: _Neighbours = {}
    for pair, weight in weights.items():
        one, other = sorted(pair)
        neighbours.setdefault(one, {})[other] = weight
        neighbours.setdefault(other, {})[one] = weight
    return neighbours


def _greedy(names: Sequence[str], neighbours: _Neighbours) -> list[str]:
    """Return names so that each is the one most attracted by the eight before it."""
    rest = {name: place for place, name in enumerate(names)}
    order: list[str] = []
    while rest:
        attraction = {
            name: weight
            for name, weight in _attraction(order[-8:], neighbours).items()
            if name in rest
        }
        # Whoever has nothing to do with those before is attracted by 0.
        indifferent = next((name for name in rest if attraction.get(name, 0) == 0), None)
        if indifferent is not None:
            attraction[indifferent] = 0
        best = max(attraction, key=lambda name: (attraction[name], -rest[name]))
        del rest[best]
        order.append(best)
    return order


def _attraction(last: Sequence[str], neighbours: _Neighbours) -> dict[str, int]:
    """Return how strongly the last nodes attract their neighbours, the very last most."""
    attraction: dict[str, int] = {}
    for rank, name in enumerate(last, 1):
        for other, weight in neighbours.get(name, {}).items():
            attraction[other] = attraction.get(other, 0) + weight * rank
    return attraction


def _move_to_best(order: list[str], name: str, neighbours: _Neighbours) -> bool:
    """Move a node to its place of least cost; tell whether that is another one.

    Tries every position by adjacent swaps; a swap changes only the cost of its two nodes.
    """
    start, count = order.index(name), len(order)
    place = {other: n for n, other in enumerate(order)}
    change = least = best = 0
    for step in range(1, count):
        after, before = (start + step) % count, place[name]
        other = order[after]
        change += _change(neighbours.get(name, {}), (before, after), other, place)
        change += _change(neighbours.get(other, {}), (after, before), name, place)
        place[name], place[other] = after, before
        if change < least:
            least, best = change, step
    if best:
        others = [*order[start + 1 :], *order[:start]]
        order[:] = [*others[:best], name, *others[best:]]
    return bool(best)


def _change(
    weights: Mapping[str, int], move: tuple[int, int], partner: str, place: dict[str, int]
) -> int:
    """Return how one node's move changes its cost, the partner of the swap left out."""
    (before, after), count = move, len(place)
    return sum(
        weight * (_distance(after, place[to], count) - _distance(before, place[to], count))
        for to, weight in weights.items()
        if to != partner
    )


def _distance(one: int, other: int, count: int) -> int:
    apart = abs(one - other)
    return min(apart, count - apart)
