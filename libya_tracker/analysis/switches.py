"""Changing sides: how long each faction followed which side, and to which it switched.

A faction *switches* from X to Y when it no longer follows X in any way, and its next side
(on the following day or later) is Y, first taken after X. Taking a second side while
keeping the first is no switch until the first is left; coming back to a side is none. It
does not matter whether the faction left the side, turned on it, or the side came to an end;
but where it came to an end, only a side that was taken after that counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence

from libya_tracker.analysis.followings import Following
from libya_tracker.model.dates import FuzzyDate, between, next_day
from libya_tracker.model.query import ALWAYS, Period
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Cause, Certainty, Relation, Status
from libya_tracker.named_tuples import NamedTuple


class LoyaltyRow(NamedTuple):
    """One spell during which a faction followed one side."""

    faction: str
    name: str
    to: str
    to_name: str
    since: FuzzyDate
    began: FuzzyDate
    ended: FuzzyDate | None
    days: int | None
    certain_days: int
    longest: bool
    next: tuple[str, ...]
    switched: FuzzyDate | None
    switches: int
    status: Status
    change: str
    relation: Relation
    certainty: Certainty | None


class FlowRow(NamedTuple):
    """How often factions went over from one side to another, and which."""

    from_: str
    from_name: str
    to: str
    to_name: str
    count_: int
    factions: tuple[str, ...]
    first: FuzzyDate
    last: FuzzyDate


class Switch(NamedTuple):
    """A faction went over from one side to another, on one of some days."""

    faction: str
    from_: str
    to: str
    date: FuzzyDate


def switches(own: Sequence[Following], left: Following) -> list[Switch]:
    """Return the switches made when a following ended, out of all of its faction."""
    cause = left.end.cause if left.end else None
    if left.last is None or left.ended is None or cause is Cause.OVERLAID:
        return []
    day = next_day(left.last)
    standing = _standing(own, day)
    if not standing:
        day = min((one.first for one in own if one.first >= day), default=dt.date.max)
        standing = _standing(own, day)
    if any(new.tie.to == left.tie.to for new in standing):
        return []
    after = left.last if cause is Cause.DISSOLVED else left.taken
    return [
        Switch(left.tie.faction, left.tie.to, new.tie.to, _date(left.ended, new.began))
        for new in standing
        if new.taken > after
    ]


def loyalty(
    registry: Registry,
    by_faction: dict[str, list[Following]],
    period: Period = ALWAYS,
    factions: Collection[str] = (),
) -> list[LoyaltyRow]:
    """Return what reaches into a period, by faction in the order of the file."""
    return [
        row
        for faction, own in by_faction.items()
        if not factions or faction in factions
        for row in _rows(registry, own, period)
    ]


def flows(
    registry: Registry,
    by_faction: dict[str, list[Following]],
    period: Period = ALWAYS,
    factions: Collection[str] = (),
) -> list[FlowRow]:
    """Return how often factions went over from each side to each, the most first."""
    by_pair: dict[tuple[str, str], list[Switch]] = {}
    for faction, own in by_faction.items():
        if factions and faction not in factions:
            continue
        every = (switch for one in own for switch in switches(own, one))
        for switch in _within(every, period):
            by_pair.setdefault((switch.from_, switch.to), []).append(switch)
    order = registry.order
    pairs = sorted(
        by_pair, key=lambda pair: (-len(by_pair[pair]), *(order[x] for x in pair))
    )
    return [_flow(registry, pair, by_pair[pair]) for pair in pairs]


def _flow(registry: Registry, pair: tuple[str, str], counted: Sequence[Switch]) -> FlowRow:
    here, there = pair
    dates = [switch.date for switch in counted]
    return FlowRow(
        from_=here,
        from_name=registry.factions[here].name,
        to=there,
        to_name=registry.factions[there].name,
        count_=len(counted),
        factions=tuple(dict.fromkeys(switch.faction for switch in counted)),
        first=min(dates, key=lambda date: (date.first, date.last)),
        last=max(dates, key=lambda date: (date.last, date.first)),
    )


def _rows(
    registry: Registry, own: Sequence[Following], period: Period
) -> Iterator[LoyaltyRow]:
    moves = [switches(own, one) for one in own]
    times = len({_first(_within(move, period)) for move in moves} - {None})
    until = period.until or dt.date.max
    lengths = [one.most_days(until) for one in own]
    for place, one in enumerate(own):
        last = one.ended.last if one.ended else None
        if not Period(period.since).overlaps(one.first, last):
            continue
        tie, days = one.tie, one.certain_days(until)
        yield LoyaltyRow(
            faction=tie.faction,
            name=registry.factions[tie.faction].name,
            to=tie.to,
            to_name=registry.factions[tie.to].name,
            since=tie.since,
            began=one.began,
            ended=one.ended,
            days=lengths[place],
            certain_days=days,
            longest=_longest(lengths, place, days),
            next=tuple(switch.to for switch in moves[place]),
            switched=_first(moves[place]),
            switches=times,
            status=one.status,
            change=tie.run[0].id,
            relation=tie.relation,
            certainty=tie.certainty if one.last is None else None,
        )


def _within(every: Iterable[Switch], period: Period) -> list[Switch]:
    return [
        switch for switch in every if period.overlaps(switch.date.first, switch.date.last)
    ]


def _standing(own: Sequence[Following], day: dt.date) -> list[Following]:
    return [
        one for one in own if one.first <= day and (one.last is None or one.last >= day)
    ]


def _date(ended: FuzzyDate, began: FuzzyDate) -> FuzzyDate:
    """Return the days that can be the first with a new side and without the old one."""
    first = max(next_day(ended.first), began.first)
    return between(first, max(next_day(ended.last), began.last))


def _first(switched: Sequence[Switch]) -> FuzzyDate | None:
    """Return the days that can be the first with any of some new sides."""
    if not switched:
        return None
    dates = [switch.date for switch in switched]
    return between(min(date.first for date in dates), min(date.last for date in dates))


def _longest(lengths: Sequence[int | None], place: int, certain: int) -> bool:
    """Tell whether no other can have lasted longer, whatever the dates mean."""
    if None in lengths:
        return False
    others = (days or 0 for other, days in enumerate(lengths) if other != place)
    return all(certain >= days for days in others)
