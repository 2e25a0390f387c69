"""What does not go together in the signed network of a day (``signed_network``).

A cycle of three or four is unbalanced where an odd number of its edges is negative
(``balance``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from math import prod
from operator import itemgetter

from libya_tracker.analysis import balance
from libya_tracker.analysis.balance import Edge
from libya_tracker.analysis.signed_network import Network
from libya_tracker.analysis.state import State, Tie
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Certainty, Relation, Status
from libya_tracker.named_tuples import NamedTuple


class TensionKind(StrEnum):
    """Which ties are looked at together."""

    #: Three factions that all have ties with each other.
    TRIAD = "triad"
    #: Four factions in a ring, of which those across from each other have no ties.
    CYCLE = "cycle"
    #: Two factions whose ties toward each other have opposite signs.
    CONTRADICTION = "contradiction"
    #: A faction that, with its own units, is aligned with two sides.
    DIVIDED = "divided"


class TensionRow(NamedTuple):
    """A cycle of three or four factions, a contradiction, or a divided one and two sides.

    Those of a cycle of four stand in its order.
    """

    sort: TensionKind
    a: str
    a_name: str
    b: str
    b_name: str
    c: str | None
    c_name: str | None
    balanced: bool | None
    signs: str | None
    ties: tuple[Tie, ...]
    since: FuzzyDate
    status: Status
    certainty: Certainty
    disputed: bool
    changes: tuple[str, ...]
    d: str | None = None
    d_name: str | None = None

    @property
    def factions(self) -> frozenset[str]:
        """The ids of its factions, and of the units by which one is divided."""
        return frozenset(name for tie in self.ties for name in (tie.faction, tie.to))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its factions, in their order."""
        return (self.a, self.b, *filter(None, (self.c, self.d)))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its factions."""
        return (self.a_name, self.b_name, *filter(None, (self.c_name, self.d_name)))

    @property
    def between(self) -> tuple[str, str, str] | None:
        """The ids of the one faction and the two foes, where it is a friend of both."""
        a, b, c = self.a, self.b, self.c or ""
        triads = {"++-": (b, a, c), "+-+": (a, b, c), "-++": (c, a, b)}
        return triads.get(self.signs or "")


def tensions(
    now: Network, before: Network | None = None, *, include_all: bool = False
) -> list[TensionRow]:
    """Return the tensions of a network, by kind, then in the order of the file.

    With ``before``, without those that were there already; with ``include_all``, the
    balanced triads too, but not the balanced cycles of four, which are everywhere.
    """
    old = {identity(row) for row in _rows(before)} if before else set()
    return [
        row
        for row in _rows(now)
        if (include_all or not row.balanced) and identity(row) not in old
    ]


def identity(row: TensionRow) -> tuple[str | None, ...]:
    """Return what makes a tension the same on another day."""
    return row.sort, row.a, row.b, row.c, row.d, row.signs


def _rows(now: Network) -> list[TensionRow]:
    """Return the triads, balanced or not, the unbalanced cycles of four, and the others."""
    return [*_triads(now), *_cycles(now), *_contradictions(now), *_divided(now)]


def _triads(now: Network) -> Iterator[TensionRow]:
    order = now.state.registry.order
    triads = (
        sorted(triad, key=lambda name: order[name]) for triad in balance.triads(now.signs)
    )
    for triad in sorted(triads, key=lambda names: [order[name] for name in names]):
        a, b, c = triad
        yield _cycle(now, TensionKind.TRIAD, triad, [(a, b), (b, c), (a, c)])


def _cycles(now: Network) -> Iterator[TensionRow]:
    """Yield the unbalanced cycles of four, each from its first faction on."""
    order = now.state.registry.order
    cycles = (
        _turned(names, order)
        for names in balance.squares(now.signs)
        if prod(_sign(now, edge) for edge in _ring(names)) < 0
    )
    for cycle in sorted(cycles, key=lambda names: [order[name] for name in names]):
        yield _cycle(now, TensionKind.CYCLE, cycle, _ring(cycle))


def _ring(names: Sequence[str]) -> list[Edge]:
    """Return the edges from each to the next, the last to the first."""
    return list(zip(names, [*names[1:], names[0]], strict=True))


def _turned(names: Sequence[str], order: Mapping[str, int]) -> list[str]:
    """Return a ring that begins with its first in the file, then the earlier neighbour."""
    place = min(range(len(names)), key=lambda n: order[names[n]])
    first, *others = [*names[place:], *names[:place]]
    if order[others[0]] > order[others[-1]]:
        others.reverse()
    return [first, *others]


def _cycle(
    now: Network, kind: TensionKind, names: Sequence[str], edges: Sequence[Edge]
) -> TensionRow:
    ties = [tie for edge in edges for tie in now.ties[_in_order(now, edge)]]
    signs = [_sign(now, edge) for edge in edges]
    row = _row(now.state, kind, names, ties)
    return row._replace(balanced=prod(signs) > 0, signs=_written(signs))


def _sign(now: Network, edge: Edge) -> int:
    return now.signs[_in_order(now, edge)]


def _in_order(now: Network, edge: Edge) -> Edge:
    return edge if edge in now.ties else edge[::-1]


def _contradictions(now: Network) -> Iterator[TensionRow]:
    for edge, ties in now.ties.items():
        if edge not in now.signs:
            row = _row(now.state, TensionKind.CONTRADICTION, edge, ties)
            yield row._replace(signs=_written(tie.relation.valence for tie in ties))


def _divided(now: Network) -> Iterator[TensionRow]:
    """Yield each divided faction with two of its sides at a time."""
    state = now.state
    order = state.registry.order
    aligned: dict[str, list[tuple[int, Tie]]] = {}
    units_of: dict[str, dict[str, Tie]] = {}
    for place, tie in enumerate(state.ties.values()):
        if tie.relation is Relation.ALIGNED:
            aligned.setdefault(tie.faction, []).append((place, tie))
        elif tie.relation is Relation.SUBORDINATE:
            units_of.setdefault(tie.to, {})[tie.faction] = tie
    for faction in sorted(state.divided(), key=lambda name: order[name]):
        ties_of = _ties_by_side(aligned, faction, units_of.get(faction, {}))
        for b, c in combinations(sorted(ties_of, key=lambda name: order[name]), 2):
            ties = {(tie.faction, tie.to): tie for tie in (*ties_of[b], *ties_of[c])}
            yield _row(state, TensionKind.DIVIDED, (faction, b, c), list(ties.values()))


def _ties_by_side(
    aligned: Mapping[str, Sequence[tuple[int, Tie]]],
    faction: str,
    units: Mapping[str, Tie],
) -> dict[str, list[Tie]]:
    """Return the ties by which a faction and its own units take each of their sides."""
    own = (tie for name in {faction, *units} for tie in aligned.get(name, ()))
    by_side: dict[str, list[Tie]] = {}
    for _, tie in sorted(own, key=itemgetter(0)):
        commands = [units[tie.faction]] if tie.faction in units else []
        by_side.setdefault(tie.to, []).extend([*commands, tie])
    return by_side


def _row(
    state: State, kind: TensionKind, names: Sequence[str], ties: Sequence[Tie]
) -> TensionRow:
    a, b, c, d = (*names, None, None)[:4]
    certain = all(tie.certainty is Certainty.CERTAIN for tie in ties)
    return TensionRow(
        sort=kind,
        a=names[0],
        a_name=_name(state.registry, a) or "",
        b=names[1],
        b_name=_name(state.registry, b) or "",
        c=c,
        c_name=_name(state.registry, c),
        balanced=None,
        signs=None,
        ties=tuple(ties),
        since=max((tie.since for tie in ties), key=lambda since: (since.first, since.text)),
        status=max((state.status_of(tie) for tie in ties), key=lambda status: status.rank),
        certainty=Certainty.CERTAIN if certain else Certainty.POSSIBLE,
        disputed=any(state.denials_of(tie) for tie in ties),
        changes=tuple(dict.fromkeys(tie.latest.id for tie in ties)),
        d=d,
        d_name=_name(state.registry, d),
    )


def _written(signs: Iterable[int]) -> str:
    return "".join("+" if sign > 0 else "-" for sign in signs)


def _name(registry: Registry, faction: str | None) -> str | None:
    return None if faction is None else registry.factions[faction].name
