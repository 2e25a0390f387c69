"""Who sits next to whom where factions stand in a circle: friends together, foes apart.

The places hang on all that the registry claims, not on one day, so that in the pictures
of two days a faction has the same neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from libya_tracker.model.records import Registry

#: How strongly two are drawn together by a claim of each sign; foes are pushed apart.
_PULL = {"+": 2, "0": 1, "-": -1}
#: Beyond so many factions a better order is not looked for place by place.
_SEARCHED_UP_TO = 80
_ROUNDS = 20

#: How strongly each pair is drawn together; below zero, apart.
Bonds = Mapping[frozenset[str], int]
Near = dict[str, dict[str, int]]


def seats(registry: Registry) -> list[str]:
    """Return every faction of a registry in the order in which they sit in a circle."""
    bonds: dict[frozenset[str], int] = {}
    for claim in registry.claims.values():
        pull = _PULL.get(claim.relation.sign or "")
        if pull is not None and claim.status.effective and claim.scenario is None:
            pair = frozenset({claim.faction, claim.to})
            # However often it is said: what is much written about is not nearer for it.
            bonds[pair] = max(-3, min(4, bonds.get(pair, 0) + pull))
    return arranged(list(registry.factions), bonds)


def arranged(names: Sequence[str], bonds: Bonds) -> list[str]:
    """Return names in the circular order in which those who are bound sit near.

    It is a local optimum, found from a greedy start; the same for the same input.
    """
    near = _neighbours(bonds)
    seated = _greedy(names, near)
    if len(seated) > _SEARCHED_UP_TO:
        return seated
    for _ in range(_ROUNDS):
        moved = [
            _move_to_best(seated, name, near) for name in names
        ]  # who stands between, too
        if not any(moved):
            break
    return seated


def cost(seated: Sequence[str], bonds: Bonds) -> int:
    """Return how far apart the bound sit, in seats times strength: the less, the better."""
    place = {name: n for n, name in enumerate(seated)}
    total = 0
    for pair, pull in bonds.items():
        one, other = (place[name] for name in pair)
        total += pull * _distance(one, other, len(seated))
    return total


def _neighbours(bonds: Bonds) -> Near:
    near: Near = {}
    for pair, pull in bonds.items():
        one, other = sorted(pair)
        near.setdefault(one, {})[other] = pull
        near.setdefault(other, {})[one] = pull
    return near


def _greedy(names: Sequence[str], near: Near) -> list[str]:
    """Seat next to the last whoever is most drawn to those seated just before."""
    left = dict.fromkeys(names)
    seated: list[str] = []
    while left:
        last = seated[-8:]
        best = max(left, key=lambda name: _affinity(near.get(name, {}), last))
        del left[best]
        seated.append(best)
    return seated


def _affinity(own: dict[str, int], last: Iterable[str]) -> int:
    return sum(own.get(name, 0) * weight for weight, name in enumerate(last, 1))


def _move_to_best(seated: list[str], name: str, near: Near) -> bool:
    """Move one to where the circle is least strained; tell whether that is elsewhere.

    It walks once round the circle, changing seats with each neighbour in turn: what that
    changes hangs on the bonds of these two alone.
    """
    start, count = seated.index(name), len(seated)
    place = {other: n for n, other in enumerate(seated)}
    here = cost = least = best = 0
    for step in range(1, count):
        here = (start + step) % count
        other = seated[here]
        back = place[name]
        cost += _moved(near.get(name, {}), (back, here), other, place, count)
        cost += _moved(near.get(other, {}), (here, back), name, place, count)
        place[name], place[other] = here, back
        if cost < least:
            least, best = cost, step
    if best:
        others = [*seated[start + 1 :], *seated[:start]]
        seated[:] = [*others[:best], name, *others[best:]]
    return bool(best)


def _moved(
    own: dict[str, int],
    seats: tuple[int, int],
    partner: str,
    place: dict[str, int],
    count: int,
) -> int:
    """Return what it costs one to change seats, the partner of the exchange set aside."""
    before, after = seats
    return sum(
        pull * (_distance(after, place[to], count) - _distance(before, place[to], count))
        for to, pull in own.items()
        if to != partner
    )


def _distance(one: int, other: int, count: int) -> int:
    apart = abs(one - other)
    return min(apart, count - apart)
