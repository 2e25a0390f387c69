"""Changing sides: how long each faction took which side, and to which it switched.

A faction *switches* from X to Y when its tie to X ends and its next side (on the following
day or later) is Y, first taken after X. Taking a second side while keeping the first is no
switch until the first is left; coming back to a side is none. It does not matter whether
the faction left the side, turned on it, or the side came to an end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from libya_tracker.analysis.spells import Spell, spells
from libya_tracker.model.dates import FuzzyDate, next_day
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import ALWAYS, Period
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Certainty, Relation, Status


@dataclass(frozen=True, slots=True)
class LoyaltyRow:
    """One spell during which a faction took one side."""

    faction: str
    name: str
    to: str
    to_name: str
    since: FuzzyDate
    began: dt.date | None
    ended: dt.date | None
    days: int | None
    certain_days: int
    longest: bool
    next: tuple[str, ...]
    switched: dt.date | None
    switches: int
    status: Status
    change: str


@dataclass(frozen=True, slots=True)
class FlowRow:
    """How often factions went over from one side to another, and which."""

    from_: str
    from_name: str
    to: str
    to_name: str
    count: int
    factions: tuple[str, ...]
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Switch:
    """A faction went over from one side to another, on the day that it stood there."""

    faction: str
    from_: str
    to: str
    day: dt.date


def loyalties(perspective: Perspective) -> dict[str, list[Spell]]:
    """Return the spells in which each faction took a side, up to a point."""
    by_faction: dict[str, list[Spell]] = {
        name: [] for name in perspective.registry.factions
    }
    for spell in spells(perspective):
        if spell.tie.relation is Relation.ALIGNED:
            by_faction[spell.tie.faction].append(spell)
    return {faction: own for faction, own in by_faction.items() if own}


def switches(own: Sequence[Spell], spell: Spell) -> list[Switch]:
    """Return the switches made when a spell ended, out of all spells of its faction."""
    if spell.last is None:
        return []
    day = next_day(spell.last)
    following = _standing(own, day)
    if not following:
        day = min((s.first for s in own if s.first >= day), default=dt.date.max)
        following = _standing(own, day)
    if any(new.tie.to == spell.tie.to for new in following):
        return []
    return [
        Switch(spell.tie.faction, spell.tie.to, new.tie.to, day)
        for new in following
        if new.first > spell.first
    ]


def loyalty(
    registry: Registry,
    by_faction: dict[str, list[Spell]],
    period: Period = ALWAYS,
    factions: Collection[str] = (),
) -> list[LoyaltyRow]:
    """Return the spells that reach into a period, by faction in the order of the file."""
    return [
        row
        for faction, own in by_faction.items()
        if not factions or faction in factions
        for row in _rows(registry, own, period)
    ]


def flows(
    registry: Registry,
    by_faction: dict[str, list[Spell]],
    period: Period = ALWAYS,
    factions: Collection[str] = (),
) -> list[FlowRow]:
    """Return how often factions went over from each side to each, the most first."""
    by_pair: dict[tuple[str, str], list[Switch]] = {}
    for faction, own in by_faction.items():
        for switch in _within(own, period):
            if not factions or faction in factions:
                by_pair.setdefault((switch.from_, switch.to), []).append(switch)
    order = registry.order
    pairs = sorted(
        by_pair, key=lambda pair: (-len(by_pair[pair]), *(order[x] for x in pair))
    )
    return [
        FlowRow(
            from_=here,
            from_name=registry.factions[here].name,
            to=there,
            to_name=registry.factions[there].name,
            count=len(by_pair[here, there]),
            factions=tuple(
                dict.fromkeys(switch.faction for switch in by_pair[here, there])
            ),
            first=min(switch.day for switch in by_pair[here, there]),
            last=max(switch.day for switch in by_pair[here, there]),
        )
        for here, there in pairs
    ]


def _rows(registry: Registry, own: list[Spell], period: Period) -> Iterator[LoyaltyRow]:
    times = len({switch.day for switch in _within(own, period)})
    until = period.until or dt.date.max
    lengths = [_days(spell, until) for spell in own]
    longest = None if None in lengths else max(filter(None, lengths))
    for spell in own:
        if not Period(period.since).overlaps(spell.first, spell.last):
            continue
        tie, days = spell.tie, _days(spell, until)
        followed = switches(own, spell)
        yield LoyaltyRow(
            faction=tie.faction,
            name=registry.factions[tie.faction].name,
            to=tie.to,
            to_name=registry.factions[tie.to].name,
            since=tie.since,
            began=None if spell.first == dt.date.min else spell.first,
            ended=spell.last,
            days=days,
            certain_days=_certain_days(spell, until),
            longest=days is not None and days == longest,
            next=tuple(switch.to for switch in followed),
            switched=followed[0].day if followed else None,
            switches=times,
            status=tie.latest.status,
            change=tie.run[0].id,
        )


def _within(own: Sequence[Spell], period: Period) -> list[Switch]:
    every = [switch for spell in own for switch in switches(own, spell)]
    return [switch for switch in every if switch.day in period]


def _standing(own: Sequence[Spell], day: dt.date) -> list[Spell]:
    return [s for s in own if s.first <= day and (s.last is None or s.last >= day)]


def _days(spell: Spell, until: dt.date) -> int | None:
    """Return the days of a spell, both ends counted; None where nobody says its first."""
    if spell.first == dt.date.min:
        return None
    return ((spell.last or until) - spell.first).days + 1


def _certain_days(spell: Spell, until: dt.date) -> int:
    """Return on how many of its days a spell is certain, as ``status`` counts."""
    return sum(
        ((period.until or until) - (period.since or dt.date.min)).days + 1
        for period, certainty in spell.parts
        if certainty is Certainty.CERTAIN
    )
