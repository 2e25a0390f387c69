"""The network over time: which ties stood between which factions, from when to when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from libya_tracker.analysis import graph, sides
from libya_tracker.analysis.pair_spells import Spell
from libya_tracker.analysis.sides import Side
from libya_tracker.analysis.spells import each_spell
from libya_tracker.analysis.state import State, state
from libya_tracker.model.dates import ONE_DAY, FuzzyDate, next_day
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Period
from libya_tracker.model.records import Faction, Registry, sources_of
from libya_tracker.model.vocabulary import Relation, Status
from libya_tracker.named_tuples import NamedTuple

Value = TypeVar("Value")


class TemporalEdge(NamedTuple):
    """All spells of one relation of one faction toward another, in order of days."""

    faction: str
    to: str
    relation: Relation
    #: Neither do they overlap, nor does one begin on the day after another's last.
    spells: tuple[Period, ...]
    #: What status the tie had, from when to when.
    statuses: tuple[tuple[Period, Status], ...]
    #: Whether somebody had denied it, from when to when.
    disputes: tuple[tuple[Period, bool], ...]
    since: FuzzyDate
    sources: tuple[str, ...]
    changes: tuple[str, ...]

    @property
    def id(self) -> str:
        """What tells it from all others."""
        return graph.edge_id(self.faction, self.relation, self.to)

    @property
    def status(self) -> Status:
        """The status that it had at last."""
        return self.statuses[-1][1]


class TemporalNode(NamedTuple):
    """A faction in a network over time; ``side`` are its marks, where others follow it."""

    faction: Faction
    side: Side | None
    lifetime: Period


class Dynamic(NamedTuple):
    """The factions of a network over time, and the ties between them, in file order."""

    perspective: Perspective
    nodes: tuple[TemporalNode, ...]
    edges: tuple[TemporalEdge, ...]

    @property
    def title(self) -> str:
        """Whose network it is, up to which day."""
        who = self.perspective.registry.name
        return f"{who}: who stood with whom, up to {self.perspective.day}"

    @property
    def conditions(self) -> str:
        """As of when it was known, what is supposed, and whose claims count."""
        return self.perspective.describe()


class Neighbourhood(NamedTuple):
    """A part of a network: around some factions, since a day."""

    factions: frozenset[str] = frozenset()
    include_all: bool = False
    since: dt.date | None = None


ALL = Neighbourhood()


def dynamic(perspective: Perspective, around: Neighbourhood = ALL) -> Dynamic:
    """Return the network over all time up to a point, or a part of it."""
    registry, order = perspective.registry, perspective.registry.order
    by_relation: dict[tuple[str, str, Relation], list[Spell]] = {}
    period = Period(around.since)
    for spell in each_spell(perspective, registry.counts):
        tie = spell.tie
        if period.overlaps(spell.first, spell.last):
            by_relation.setdefault((tie.faction, tie.to, tie.relation), []).append(spell)
    now = state(perspective)
    pairs = [(faction, to) for faction, to, _ in by_relation]
    members = graph.members(
        registry, pairs, around.factions, include_all=around.include_all
    )
    edges = tuple(
        _edge(now, by_relation[key])
        for key in sorted(by_relation, key=lambda k: (order[k[0]], order[k[1]], k[2]))
        if members.issuperset(key[:2])
    )
    return Dynamic(perspective, tuple(_nodes(registry, members, edges)), edges)


def _edge(now: State, own: Sequence[Spell]) -> TemporalEdge:
    tie = own[0].tie
    claims = [claim for spell in own for claim in spell.tie.run]
    periods = [period for period, _ in _merged((spell.period, None) for spell in own)]
    if any(now.disputes(spell.tie) for spell in own):
        disputes = _merged(part for spell in own for part in _disputes(now, spell))
    else:
        disputes = [(period, False) for period in periods]
    return TemporalEdge(
        faction=tie.faction,
        to=tie.to,
        relation=tie.relation,
        spells=tuple(periods),
        statuses=tuple(_merged(part for spell in own for part in _statuses(now, spell))),
        disputes=tuple(disputes),
        since=tie.since,
        sources=sources_of(claims),
        changes=tuple(dict.fromkeys(claim.id for claim in claims)),
    )


def _statuses(now: State, spell: Spell) -> Iterator[tuple[Period, Status]]:
    """Yield how sure a spell is in its parts: as its surest claim by each day."""
    status_of, since = now.perspective.status_of, spell.period.since
    first, *later = spell.tie.run
    surest = status_of(first)
    for claim in later:
        status = status_of(claim)
        if status.rank < surest.rank:
            day = claim.date.first
            if since is None or since < day:
                yield Period(since, day - ONE_DAY), surest
                since = day
            surest = status
    yield Period(since, spell.last), surest


def _disputes(now: State, spell: Spell) -> Iterator[tuple[Period, bool]]:
    """Yield whether a spell was disputed, in its parts."""
    for period, disputed in now.disputed_parts(spell):
        first = None if period.since == dt.date.min else period.since
        yield Period(first, period.until), disputed


def _merged(parts: Iterable[tuple[Period, Value]]) -> list[tuple[Period, Value]]:
    """Return periods in order, those that touch and have one value made one."""
    result: list[tuple[Period, Value]] = []
    for period, value in parts:
        if result:
            last, before = result[-1]
            if before == value and last.until and next_day(last.until) == period.since:
                result[-1] = Period(last.since, period.until), value
                continue
        result.append((period, value))
    return result


def _nodes(
    registry: Registry, members: set[str], edges: Sequence[TemporalEdge]
) -> Iterator[TemporalNode]:
    marks = sides.sides(registry)
    by_faction: dict[str, list[TemporalEdge]] = {}
    for edge in edges:
        for name in (edge.faction, edge.to):
            by_faction.setdefault(name, []).append(edge)
    for name, faction in registry.factions.items():
        if name in members:
            lifetime = _lifetime(faction, by_faction.get(name, ()))
            yield TemporalNode(faction, marks.get(name), lifetime)


def _lifetime(faction: Faction, edges: Sequence[TemporalEdge]) -> Period:
    """Return from when to when a faction is in the network.

    It is there from its foundation, else from its first tie, to its dissolution; where
    that is not known, to the end. The period is widened to cover all its ties.
    """
    starts = [edge.spells[0].since for edge in edges]
    ends = [edge.spells[-1].until for edge in edges]
    if faction.founded is not None:
        first = faction.founded.first
        starts.append(None if first == dt.date.min else first)
    ends.append(None if faction.dissolved is None else faction.dissolved.last)
    return Period(
        None if not starts or None in starts else min(filter(None, starts)),
        None if None in ends else max(filter(None, ends)),
    )
