"""The network over time: between whom which tie stood, from when to when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from libya_tracker.analysis import graph, sides
from libya_tracker.analysis.sides import Side
from libya_tracker.analysis.spells import Spell, spells
from libya_tracker.analysis.state import State, state
from libya_tracker.model.dates import next_day
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Faction, Registry, sources_of
from libya_tracker.model.vocabulary import Relation, Status

Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from ``start`` on, up to the one before ``end``; None where an end is open."""

    start: dt.date | None
    end: dt.date | None

    def __contains__(self, day: dt.date) -> bool:
        return (self.start is None or self.start <= day) and (
            self.end is None or day < self.end
        )


@dataclass(frozen=True, slots=True)
class TemporalEdge:
    """All spells of one relation of one faction toward another, in order of days."""

    faction: str
    to: str
    relation: Relation
    #: Neither do they overlap, nor does one begin on the day after another's last.
    spells: tuple[Interval, ...]
    #: What status the tie had, from when to when.
    statuses: tuple[tuple[Interval, Status], ...]
    #: Whether somebody had denied it, from when to when.
    disputes: tuple[tuple[Interval, bool], ...]
    since: str
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


@dataclass(frozen=True, slots=True)
class TemporalNode:
    """A faction in a network over time; ``side`` are its marks, where others follow it."""

    faction: Faction
    side: Side | None
    lifetime: Interval


@dataclass(frozen=True, slots=True)
class Dynamic:
    """The factions of a network over time, and the ties between them, in file order."""

    perspective: Perspective
    nodes: tuple[TemporalNode, ...]
    strands: tuple[TemporalEdge, ...]

    @property
    def title(self) -> str:
        """Whose network it is, up to which day."""
        who = self.perspective.registry.name
        return f"{who}: who stood with whom, up to {self.perspective.day}"

    @property
    def conditions(self) -> str:
        """As of when it was known, what is supposed, and whose claims count."""
        return graph.conditions(self.perspective)


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What part of a network is asked for: around whom, since when, with whom besides."""

    factions: frozenset[str] = field(default_factory=frozenset)
    include_all: bool = False
    since: dt.date = dt.date.min


ALL = Neighbourhood()


def dynamic(
    perspective: Perspective,
    around: Neighbourhood = ALL,
) -> Dynamic:
    """Return the network over all time up to a point, or a part of it."""
    registry, order = perspective.registry, perspective.registry.order
    found: dict[tuple[str, str, Relation], list[Spell]] = {}
    for spell in spells(perspective):
        tie = spell.tie
        counts = registry.counts(tie.faction, tie.relation, tie.to)
        if counts and (spell.last is None or spell.last >= around.since):
            found.setdefault((tie.faction, tie.to, tie.relation), []).append(spell)
    now = state(perspective)
    pairs = [(faction, to) for faction, to, _ in found]
    wanted = graph.members(registry, pairs, around.factions, include_all=around.include_all)
    strands = tuple(
        _strand(now, found[key])
        for key in sorted(found, key=lambda key: (order[key[0]], order[key[1]], key[2]))
        if wanted.issuperset(key[:2])
    )
    return Dynamic(perspective, tuple(_nodes(registry, wanted, strands)), strands)


def _strand(now: State, runs: Sequence[Spell]) -> TemporalEdge:
    tie = runs[0].tie
    claims = [claim for run in runs for claim in run.tie.run]
    return TemporalEdge(
        faction=tie.faction,
        to=tie.to,
        relation=tie.relation,
        spells=tuple(interval for interval, _ in _merged((_days(run), "") for run in runs)),
        statuses=tuple(_merged(part for run in runs for part in _statuses(run))),
        disputes=tuple(_merged(part for run in runs for part in _disputes(now, run))),
        since=tie.since.text,
        sources=sources_of(claims),
        changes=tuple(dict.fromkeys(claim.id for claim in claims)),
    )


def _days(spell: Spell) -> Interval:
    return Interval(_from(spell.first), None if spell.last is None else _till(spell.last))


def _from(first: dt.date) -> dt.date | None:
    return None if first == dt.date.min else first


def _till(last: dt.date) -> dt.date | None:
    """Return the day after the last; none where there is no such day."""
    return None if last == dt.date.max else next_day(last)


def _statuses(spell: Spell) -> Iterator[tuple[Interval, Status]]:
    """Yield the statuses of a spell: that of the claim that was the latest on each day."""
    begun = {max(claim.date.first, spell.first): claim.status for claim in spell.tie.run}
    yield from _parts(spell, list(begun.items()))


def _disputes(now: State, spell: Spell) -> Iterator[tuple[Interval, bool]]:
    """Yield whether a spell was disputed, which it is from the first denial on."""
    denied = min((d.date.first for d in now.denials_of(spell.tie)), default=None)
    begun = {spell.first: False}
    if denied is not None and (spell.last is None or denied <= spell.last):
        begun[max(denied, spell.first)] = True
    yield from _parts(spell, list(begun.items()))


def _parts(
    spell: Spell, begun: Sequence[tuple[dt.date, Said]]
) -> Iterator[tuple[Interval, Said]]:
    ends = [day for day, _ in begun[1:]]
    for (day, said), end in zip(begun, [*ends, None], strict=True):
        yield Interval(_from(day), end or _days(spell).end), said


def _merged(
    parts: Iterable[tuple[Interval, Said]],
) -> Iterator[tuple[Interval, Said]]:
    """Yield intervals in order, those that touch and say the same made one."""
    held: tuple[Interval, Said] | None = None
    for interval, said in parts:
        if held is not None and held[0].end == interval.start and held[1] == said:
            held = Interval(held[0].start, interval.end), said
            continue
        if held is not None:
            yield held
        held = interval, said
    if held is not None:
        yield held


def _nodes(
    registry: Registry, wanted: set[str], strands: Sequence[TemporalEdge]
) -> Iterator[TemporalNode]:
    marks = sides.sides(registry)
    own: dict[str, list[TemporalEdge]] = {}
    for strand in strands:
        for name in (strand.faction, strand.to):
            own.setdefault(name, []).append(strand)
    for name, faction in registry.factions.items():
        if name in wanted:
            yield TemporalNode(
                faction, marks.get(name), _lifetime(faction, own.get(name, ()))
            )


def _lifetime(faction: Faction, own: Sequence[TemporalEdge]) -> Interval:
    """Return from when to when a faction is in the network.

    It is there from its foundation, else from its first tie, to its dissolution; where
    that is not known, to the end. No tie lies outside, whatever the dates say.
    """
    starts = [strand.spells[0].start for strand in own]
    ends = [strand.spells[-1].end for strand in own]
    if faction.founded is not None:
        starts.append(_from(faction.founded.first))
    ends.append(None if faction.dissolved is None else _till(faction.dissolved.last))
    start = None if not starts or None in starts else min(filter(None, starts))
    end = None if None in ends else max(filter(None, ends))
    return Interval(start, end)
