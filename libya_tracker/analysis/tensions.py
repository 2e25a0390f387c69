"""The signed network of a day: ties that do not go together, and how much of it is at odds.

Two factions are friends where a tie between them is positive, whichever way it goes, and
foes where one is negative. Neutrality and a truce make neither. Where the one stands with
the other, who is against it, the two are neither: that is a tension of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import prod

from libya_tracker.analysis import balance
from libya_tracker.analysis.balance import Edge, Frustration
from libya_tracker.analysis.state import State, Tie
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Relation

_SIGNS = {"+": 1, "-": -1}


@dataclass(frozen=True, slots=True)
class TensionRow:
    """Three factions and how their ties go together, or one faction's ties that clash.

    ``sort`` is ``triad``; ``contradiction``, where a stands with b and b against a, or the
    other way round; or ``divided``, where a and its units take the sides of b and c.
    """

    sort: str
    a: str
    a_name: str
    b: str
    b_name: str
    c: str | None
    c_name: str | None
    balanced: bool | None
    signs: str | None
    #: Each tie as ``FACTION relation TO``, by ids.
    ties: tuple[str, ...]
    since: str
    status: str
    certainty: str
    disputed: bool
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BalanceRow:
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
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """The friends and foes among the factions at a point, with the ties that say so."""

    state: State
    #: For each pair, in the order of the file, its ties; one that holds both ways once.
    ties: dict[Edge, tuple[Tie, ...]]
    signs: dict[Edge, int]


def network(state: State) -> Network:
    """Return the signed network of the ties at a point."""
    order = state.registry.order
    found: dict[Edge, list[Tie]] = {}
    for (here, there), tie in state.ties.items():
        forward = order[here] < order[there]
        if tie.relation.sign in _SIGNS and (forward or not tie.relation.two_way):
            found.setdefault((here, there) if forward else (there, here), []).append(tie)
    pairs = sorted(found, key=lambda edge: (order[edge[0]], order[edge[1]]))
    ties = {
        edge: tuple(sorted(found[edge], key=lambda t: order[t.faction])) for edge in pairs
    }
    signs = {
        edge: _SIGNS[said[0].relation.sign or ""]
        for edge, said in ties.items()
        if len({tie.relation.sign for tie in said}) == 1
    }
    return Network(state, ties, signs)


def tensions(now: Network, before: Network | None = None) -> list[TensionRow]:
    """Return what does not go together at a point, and was not so before where asked.

    Those of one sort stand together, each in the order of its factions in the file.
    """
    found = [row for row in everything(now) if not row.balanced]
    old = {identity(row) for row in everything(before)} if before else set()
    return [row for row in found if identity(row) not in old]


def everything(now: Network) -> list[TensionRow]:
    """Return every triad, the balanced ones too, the contradictions, and the divided."""
    return [*_triads(now), *_contradictions(now), *_divided(now)]


def summary(now: Network) -> list[BalanceRow]:
    """Return how balanced the network is as a whole, then each of its connected parts."""
    order = now.state.registry.order
    parts = sorted(
        balance.components(now.signs), key=lambda part: min(order[name] for name in part)
    )
    rows: list[BalanceRow] = []
    for number, part in enumerate(parts, 1):
        signs = balance.within(now.signs, part)
        found = balance.frustration(signs)
        row = replace(_counts(signs, found), component=number, factions=len(part))
        rows.append(_with_camps(row, part, found, order))
    whole = Frustration(
        sum(row.at_least for row in rows),
        sum(row.frustration for row in rows),
        frozenset(),
        frozenset(),
    )
    total = sum(row.factions for row in rows)
    return [replace(_counts(now.signs, whole), factions=total), *rows]


def _counts(signs: dict[Edge, int], found: Frustration) -> BalanceRow:
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
        frustration=found.high,
        at_least=found.low,
    )


def _with_camps(
    row: BalanceRow, part: Iterable[str], found: Frustration, order: Mapping[str, int]
) -> BalanceRow:
    """Return a part's row with its two camps, that of its first faction first."""
    members = sorted(part, key=lambda name: order[name])
    first = members[0] in found.camp
    return replace(
        row,
        camp=tuple(name for name in members if (name in found.camp) is first),
        other_camp=tuple(name for name in members if (name in found.camp) is not first),
        against=tuple(
            f"{here} {there}"
            for here, there in sorted(
                found.against, key=lambda e: (order[e[0]], order[e[1]])
            )
        ),
    )


def _triads(now: Network) -> Iterator[TensionRow]:
    order = now.state.registry.order
    triads = (
        sorted(triad, key=lambda name: order[name]) for triad in balance.triads(now.signs)
    )
    for triad in sorted(triads, key=lambda names: [order[name] for name in names]):
        edges = list(combinations(triad, 2))  # ab, ac, bc
        edges = [edges[0], edges[2], edges[1]]
        ties = [tie for edge in edges for tie in now.ties[edge]]
        signs = [now.signs[edge] for edge in edges]
        row = _row(now.state, "triad", triad, ties)
        yield replace(row, balanced=prod(signs) > 0, signs=_written(signs))


def _contradictions(now: Network) -> Iterator[TensionRow]:
    for edge, ties in now.ties.items():
        if edge not in now.signs:
            signs = [_SIGNS[tie.relation.sign or ""] for tie in ties]
            yield replace(
                _row(now.state, "contradiction", edge, ties), signs=_written(signs)
            )


def _divided(now: Network) -> Iterator[TensionRow]:
    """Yield each divided faction with two of its sides at a time."""
    state = now.state
    order = state.registry.order
    for faction in sorted(state.divided(), key=lambda name: order[name]):
        ways = _ways(state, faction)
        for b, c in combinations(sorted(ways, key=lambda name: order[name]), 2):
            ties = {(tie.faction, tie.to): tie for tie in (*ways[b], *ways[c])}
            yield _row(state, "divided", (faction, b, c), list(ties.values()))


def _ways(state: State, faction: str) -> dict[str, list[Tie]]:
    """Return the ties by which a faction and its own units take each of their sides."""
    units = {
        tie.faction: [tie]
        for tie in state.ties.values()
        if tie.relation is Relation.SUBORDINATE and tie.to == faction
    }
    ways: dict[str, list[Tie]] = {}
    for tie in state.ties.values():
        if tie.relation is Relation.ALIGNED and tie.faction in {faction, *units}:
            ways.setdefault(tie.to, []).extend([*units.get(tie.faction, ()), tie])
    return ways


def _row(state: State, sort: str, names: Sequence[str], ties: Sequence[Tie]) -> TensionRow:
    a, b, c = (*names, None)[:3]
    return TensionRow(
        sort=sort,
        a=names[0],
        a_name=_name(state.registry, a) or "",
        b=names[1],
        b_name=_name(state.registry, b) or "",
        c=c,
        c_name=_name(state.registry, c),
        balanced=None,
        signs=None,
        ties=tuple(f"{tie.faction} {tie.relation} {tie.to}" for tie in ties),
        since=max(ties, key=lambda tie: (tie.since.first, tie.since.text)).since.text,
        status=max((tie.holder.status for tie in ties), key=lambda status: status.rank),
        certainty="certain"
        if all(t.certain(state.point.day) for t in ties)
        else "possible",
        disputed=any(state.denials_of(tie) for tie in ties),
        changes=tuple(dict.fromkeys(tie.holder.id for tie in ties)),
    )


def _written(signs: Iterable[int]) -> str:
    return "".join("+" if sign > 0 else "-" for sign in signs)


def _name(registry: Registry, faction: str | None) -> str | None:
    return None if faction is None else registry.factions[faction].name


def identity(row: TensionRow) -> tuple[str | None, ...]:
    """Return what makes a tension the same on another day."""
    return row.sort, row.a, row.b, row.c, row.signs
