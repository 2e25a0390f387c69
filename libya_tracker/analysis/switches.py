"""Changing sides: how long each faction took which side, and over to whom it went.

A faction *switches* when it leaves a side, and stands on the next day, or else when it next
takes any side, with another that it has taken after that one. To take a second side while
keeping the first is no switch until the first is left; to come back to a side is none.
It is all the same whether it left the side, turned on it, or the side came to an end.
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
from libya_tracker.model.vocabulary import Relation, Status


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
    found: dict[str, list[Spell]] = {name: [] for name in perspective.registry.factions}
    for spell in spells(perspective):
        if spell.tie.relation is Relation.ALIGNED:
            found[spell.tie.faction].append(spell)
    return {faction: taken for faction, taken in found.items() if taken}


def switches(taken: Sequence[Spell], spell: Spell) -> list[Switch]:
    """Return over to whom a faction went when a spell ended, out of all of its spells."""
    if spell.last is None:
        return []
    gone = next_day(spell.last)
    descendants = _standing(taken, gone)
    if not descendants:
        gone = min((s.first for s in taken if s.first >= gone), default=dt.date.max)
        descendants = _standing(taken, gone)
    if any(heir.tie.to == spell.tie.to for heir in descendants):
        return []
    return [
        Switch(spell.tie.faction, spell.tie.to, heir.tie.to, gone)
        for heir in descendants
        if heir.first > spell.first
    ]


def loyalty(
    registry: Registry,
    found: dict[str, list[Spell]],
    period: Period = ALWAYS,
    factions: Collection[str] = (),
) -> list[LoyaltyRow]:
    """Return the spells that reach into a period, by faction in the order of the file."""
    return [
        row
        for faction, taken in found.items()
        if not factions or faction in factions
        for row in _rows(registry, taken, period)
    ]


def flows(
    registry: Registry,
    found: dict[str, list[Spell]],
    period: Period = ALWAYS,
    factions: Collection[str] = (),
) -> list[FlowRow]:
    """Return how often factions went over from each side to each, the most first."""
    made: dict[tuple[str, str], list[Switch]] = {}
    for faction, taken in found.items():
        for switch in _within(taken, period):
            if not factions or faction in factions:
                made.setdefault((switch.from_, switch.to), []).append(switch)
    order = registry.order
    pairs = sorted(made, key=lambda pair: (-len(made[pair]), *(order[x] for x in pair)))
    return [
        FlowRow(
            from_=here,
            from_name=registry.factions[here].name,
            to=there,
            to_name=registry.factions[there].name,
            count=len(made[here, there]),
            factions=tuple(dict.fromkeys(switch.faction for switch in made[here, there])),
            first=min(switch.day for switch in made[here, there]),
            last=max(switch.day for switch in made[here, there]),
        )
        for here, there in pairs
    ]


def _rows(registry: Registry, taken: list[Spell], period: Period) -> Iterator[LoyaltyRow]:
    times = len({switch.day for switch in _within(taken, period)})
    until = period.until or dt.date.max
    lengths = [_days(spell, until) for spell in taken]
    longest = None if None in lengths else max(filter(None, lengths))
    for spell in taken:
        if not Period(period.since).overlaps(spell.first, spell.last):
            continue
        tie, days = spell.tie, _days(spell, until)
        followed = switches(taken, spell)
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
            status=tie.holder.status,
            change=tie.run[0].id,
        )


def _within(taken: Sequence[Spell], period: Period) -> list[Switch]:
    made = [switch for spell in taken for switch in switches(taken, spell)]
    return [switch for switch in made if switch.day in period]


def _standing(taken: Sequence[Spell], day: dt.date) -> list[Spell]:
    return [s for s in taken if s.first <= day and (s.last is None or s.last >= day)]


def _days(spell: Spell, until: dt.date) -> int | None:
    """Return the days of a spell, both ends counted; None where nobody says its first."""
    if spell.first == dt.date.min:
        return None
    return ((spell.last or until) - spell.first).days + 1


def _certain_days(spell: Spell, until: dt.date) -> int:
    """Return on how many of its days a spell is certain, as ``status`` counts."""
    ends = [spell.last or until]
    if spell.tie.holder.until is not None:
        ends.append(spell.tie.holder.until.first)
    return max(0, (min(ends) - max(spell.first, spell.tie.since.last)).days + 1)
