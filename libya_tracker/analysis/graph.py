"""The network of a day as nodes and edges: who is in it, and by which ties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from libya_tracker.analysis.rows import row_of
from libya_tracker.analysis.sides import Side, sides
from libya_tracker.analysis.spells import spells
from libya_tracker.analysis.state import Pair, State
from libya_tracker.analysis.state import state as state_of
from libya_tracker.analysis.status import StatusRow, status, status_row
from libya_tracker.analysis.timeline import Novelty
from libya_tracker.model.dates import FuzzyDate, next_day
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Faction, Registry
from libya_tracker.model.vocabulary import FOLLOWING, Certainty, Relation, Sign, Status
from libya_tracker.named_tuples import NamedTuple


class GraphRow(NamedTuple):
    """One tie between two factions; one that holds both ways is there once.

    Such a one goes from the faction that comes first in the file.
    """

    faction: str
    name: str
    relation: Relation
    to: str
    to_name: str
    sign: Sign
    #: The sign as a number.
    valence: int
    two_way: bool
    since: FuzzyDate
    until: FuzzyDate | None
    certainty: Certainty
    status: Status
    #: The status as a number: 4 for confirmed, down to 1 for alleged.
    weight: int
    grade: str | None
    corroboration: int
    disputed: bool
    disputed_by: tuple[str, ...]
    last_cited: FuzzyDate
    sources: tuple[str, ...]
    change: str
    #: Days since the tie was last cited.
    age: int

    @property
    def id(self) -> str:
        """What tells the tie from all others of its day."""
        return edge_id(self.faction, self.relation, self.to)

    @property
    def words(self) -> str:
        """The relation, and what makes it less sure, or surer, than a report."""
        remarks = (
            self.status if self.status is not Status.REPORTED else "",
            self.certainty if self.certainty is Certainty.POSSIBLE else "",
            "disputed" if self.disputed else "",
        )
        return ", ".join(filter(None, (self.relation, *remarks)))


class Node(NamedTuple):
    """A faction in a network; ``side`` are its marks, where others ever follow it."""

    faction: Faction
    side: Side | None
    #: The sides that it follows, in the order of the file.
    follows: tuple[Side, ...]
    divided: bool


class Graph(NamedTuple):
    """The factions of a network and the ties between them, both in file order."""

    perspective: Perspective
    nodes: tuple[Node, ...]
    edges: tuple[GraphRow, ...]
    #: Ties that are over on this day, where a picture shows what ended.
    ended: tuple[GraphRow, ...] = ()
    #: Why ties are news, by their ids, where a picture shows that.
    novelties: Mapping[str, Novelty] = {}

    @property
    def title(self) -> str:
        """Whose network it is, of which day."""
        name, day = self.perspective.registry.name, self.perspective.day
        return f"{name}: who stands with whom, {day}"

    @property
    def conditions(self) -> str:
        """As of when it was known, what is supposed, and whose claims count."""
        return self.perspective.describe()


def graph(
    state: State,
    factions: Collection[str] = (),
    *,
    include_all: bool = False,
    ended: Sequence[GraphRow] = (),
) -> Graph:
    """Return the network of a state: all of it, or what lies around some factions.

    Around a faction are those it has ties with, and the ties that these have with each
    other. Without ``include_all``, factions without ties are left out unless named. Those
    of ties that ended are there too.
    """
    edges = [
        _edge(state, row, row.relation)
        for row in status(state)
        if row.relation is not None and state.counts((row.faction, row.to or ""))
    ]
    pairs = [(edge.faction, edge.to) for edge in (*edges, *ended)]
    included = members(state.registry, pairs, factions, include_all=include_all)
    ties = tuple(edge for edge in edges if included.issuperset({edge.faction, edge.to}))
    over = tuple(edge for edge in ended if included.issuperset({edge.faction, edge.to}))
    return Graph(state.perspective, _nodes(state, included, ties), ties, over)


def ended_ties(now: State, since: dt.date) -> list[GraphRow]:
    """Return the ties that ended from a day on, of pairs that have none any more.

    Each is as it was on its last day; of a pair that had several, the latest.
    """
    last_days: dict[Pair, dt.date] = {}
    for spell in spells(now.perspective):
        pair = spell.tie.faction, spell.tie.to
        if spell.last is not None and pair not in now.ties and spell.last < now.point.day:
            last_days[pair] = max(spell.last, last_days.get(pair, spell.last))
    by_day: dict[dt.date, list[Pair]] = {}
    for pair, day in last_days.items():
        if next_day(day) >= since:
            by_day.setdefault(day, []).append(pair)
    return [
        _edge(then, row, tie.relation)
        for day, pairs in sorted(by_day.items())
        for then in (state_of(now.perspective.on(day)),)
        for tie in filter(None, map(then.tie, pairs))
        for row in (status_row(then, tie),)
        if then.counts((tie.faction, tie.to))
    ]


def members(
    registry: Registry,
    pairs: Iterable[tuple[str, str]],
    factions: Collection[str] = (),
    *,
    include_all: bool = False,
) -> set[str]:
    """Return who is in a network of some pairs, or in the part of it around factions."""
    if factions:
        near = {name for pair in pairs if not {*pair}.isdisjoint(factions) for name in pair}
        return near | {*factions}
    if include_all:
        return {*registry.factions}
    return {name for pair in pairs for name in pair}


def edge_id(faction: str, relation: str, to: str) -> str:
    """Return the id of a tie; ids of factions hold no colon, so that none are alike."""
    return f"{faction}:{relation}:{to}"


def weight(status: Status) -> int:
    """Return how sure a status is as a number, 4 for confirmed, down to 1 for alleged."""
    return Status.EXPECTED.rank - status.rank


def _nodes(
    state: State, included: Collection[str], edges: Iterable[GraphRow]
) -> tuple[Node, ...]:
    marks = sides(state.registry)
    divided = state.divided()
    sides_of: dict[str, set[Side]] = {}
    for edge in edges:
        if edge.relation in FOLLOWING and edge.to in marks:
            sides_of.setdefault(edge.faction, set()).add(marks[edge.to])
    return tuple(
        Node(
            faction=faction,
            side=marks.get(name),
            follows=tuple(sorted(sides_of.get(name, ()), key=lambda side: side.number)),
            divided=name in divided,
        )
        for name, faction in state.registry.factions.items()
        if name in included
    )


def _edge(state: State, row: StatusRow, relation: Relation) -> GraphRow:
    """Return the edge of a row of ``status``, with its values."""
    return row_of(
        GraphRow,
        row,
        valence=relation.valence,
        two_way=state.mutual((row.faction, row.to or "")),
        weight=weight(row.status or Status.ALLEGED),
    )
