"""The signed network of a day, and how far it is from two camps.

Two factions are friends where the ties between them, in either direction, are positive, and
foes where they are negative. Neutrality and a truce make neither. If the two directions
have opposite signs, the pair is a contradiction, which is no edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from math import prod

from libya_tracker.analysis import balance
from libya_tracker.analysis.balance import Edge, Frustration
from libya_tracker.analysis.state import State, Tie
from libya_tracker.model.frozen import frozen
from libya_tracker.named_tuples import NamedTuple


class Network(NamedTuple):
    """The friends and foes among the factions at a point, with the ties that say so."""

    state: State
    #: For each pair, in the order of the file, its ties; one that holds both ways once.
    ties: dict[Edge, tuple[Tie, ...]]
    signs: dict[Edge, int]


def network(state: State) -> Network:
    """Return the signed network of the ties at a point."""
    order = state.registry.order
    by_pair: dict[Edge, list[Tie]] = {}
    for tie in sorted(state.ties.values(), key=lambda tie: order[tie.faction]):
        forward = order[tie.faction] < order[tie.to]
        pair = (tie.faction, tie.to) if forward else (tie.to, tie.faction)
        if tie.relation.valence and state.counts((tie.faction, tie.to)):
            by_pair.setdefault(pair, []).append(tie)
    pairs = sorted(by_pair, key=lambda pair: (order[pair[0]], order[pair[1]]))
    ties = {pair: tuple(by_pair[pair]) for pair in pairs}
    signs = {
        pair: own[0].relation.valence
        for pair, own in ties.items()
        if len({tie.relation.sign for tie in own}) == 1
    }
    return Network(state, ties, signs)


@frozen(frozen=True, slots=True)
class FactionPair:
    """Two factions, as a cell of a row."""

    a: str
    b: str

    def __str__(self) -> str:
        return f"{self.a} {self.b}"


class BalanceRow(NamedTuple):
    """How balanced the network is: as a whole in the first row, then each part."""

    component: int | None
    factions: int
    ties: int
    positive: int
    negative: int
    triads: int
    balanced: int
    share: float | None
    frustration: int
    at_least: int
    camp: tuple[str, ...] = ()
    other_camp: tuple[str, ...] = ()
    against: tuple[FactionPair, ...] = ()


def summary(now: Network) -> list[BalanceRow]:
    """Return how balanced the network is as a whole, then each of its connected parts."""
    order = now.state.registry.order
    parts = sorted(
        balance.parts(now.signs), key=lambda part: min(order[name] for name in part[0])
    )
    rows: list[BalanceRow] = []
    for number, (part, signs) in enumerate(parts, 1):
        result = balance.frustration(signs)
        row = _counts(signs, result)._replace(component=number, factions=len(part))
        rows.append(_with_camps(row, part, result, order))
    whole = Frustration(
        sum(row.at_least for row in rows),
        sum(row.frustration for row in rows),
        frozenset(),
        frozenset(),
    )
    total = sum(row.factions for row in rows)
    return [_counts(now.signs, whole)._replace(factions=total), *rows]


def _counts(signs: dict[Edge, int], result: Frustration) -> BalanceRow:
    graph = {frozenset(edge): sign for edge, sign in signs.items()}
    triads = [
        prod(graph[frozenset(pair)] for pair in combinations(triad, 2)) > 0
        for triad in balance.triads(signs)
    ]
    positive = sum(sign > 0 for sign in signs.values())
    return BalanceRow(
        component=None,
        factions=0,
        ties=len(signs),
        positive=positive,
        negative=len(signs) - positive,
        triads=len(triads),
        balanced=sum(triads),
        share=round(sum(triads) / len(triads), 3) if triads else None,
        frustration=result.high,
        at_least=result.low,
    )


def _with_camps(
    row: BalanceRow, part: Iterable[str], result: Frustration, order: Mapping[str, int]
) -> BalanceRow:
    """Return a part's row with its two camps, that of its first faction first."""
    members = sorted(part, key=lambda name: order[name])
    first = members[0] in result.camp
    return row._replace(
        camp=tuple(name for name in members if (name in result.camp) is first),
        other_camp=tuple(name for name in members if (name in result.camp) is not first),
        against=tuple(
            FactionPair(here, there)
            for here, there in sorted(
                result.against, key=lambda e: (order[e[0]], order[e[1]])
            )
        ),
    )
