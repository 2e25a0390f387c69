"""What a registry says that makes no sense together, by the ties that follow from it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from math import prod

from libya_tracker.analysis.readings import Readings
from libya_tracker.analysis.spells import Spells, spells_at
from libya_tracker.analysis.stretches import MOST_READINGS
from libya_tracker.errors import Location
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import ENDS, Claim, LineageStep, Pair, Registry
from libya_tracker.model.vocabulary import Relation

#: Where it stands, the rule that it breaks, and what is wrong and what to do.
Remark = tuple[Location, str, str]

_LAST = dt.date.max.toordinal()
_MOST_LISTED = 5


def doubts(registry: Registry, today: dt.date) -> Iterator[Remark]:
    """Yield what makes no sense in the record, then in each what-if."""
    point = Point(dt.date.max, dt.date.max)
    yield from _doubts(Perspective.of(registry, point), today)
    for scenario in registry.scenarios:
        part = _part(registry, scenario)
        perspective = Perspective.of(part, replace(point, scenario=scenario))
        yield from _doubts(perspective, today)


def _doubts(perspective: Perspective, today: dt.date) -> Iterator[Remark]:
    """Yield what makes no sense by a claim of the record, or of the what-if supposed."""
    table, scenario = spells_at(perspective), perspective.point.scenario
    for readings in (spells.readings for spells in table.pairs.values()):
        own = [claim for claim in readings.claims if claim.scenario == scenario]
        if own:
            yield from _idle_ends(readings, own)
            yield from _too_many(readings, own[0])
    yield from _standing_ties(perspective, table, today)


def _part(registry: Registry, scenario: str) -> Registry:
    """Return the part of a registry that concerns the factions of a what-if."""
    claims = registry.claims.values()
    names = {
        name
        for claim in claims
        if claim.scenario == scenario
        for name in (claim.faction, claim.to, claim.ends_tie_with)
    }
    entries = tuple(
        entry
        for entry in registry.entries
        if entry.scenario in {None, scenario}
        and not (
            isinstance(entry, Claim)
            and names.isdisjoint((entry.faction, entry.to, entry.ends_tie_with))
        )
    )
    return replace(registry, entries=entries)


def _idle_ends(readings: Readings, claims: list[Claim]) -> Iterator[Remark]:
    """Yield the claims that end a tie where there is none, in the leading reading."""
    ends = [claim for claim in claims if _left(claim, readings.pair) is not None]
    if not ends:
        return
    course = readings.whole
    # Where no end is idle with every end taken late, none is in the leading reading.
    open_start = any(claim.date.open_start for claim in readings.claims)
    if not readings.settled and (course.idle or open_start):
        course = readings.course(_LAST)
    for claim in ends if course.idle else ():
        faction, other = claim.faction, _left(claim, readings.pair)
        if claim.id not in course.idle or other is None:
            continue
        side, day = readings.pair.index(faction), claim.date.last.toordinal()
        if course.ended_before(side, day):  # which another may repeat
            continue
        key = "this" if claim.to == other else f"`from: {other}`"
        remedy = "record the tie that ended"
        if course.standing(1 - side, day) is not None:
            remedy = f"{other!r} has one with {faction!r}: let that end"
        message = (
            f"{key} ends nothing: {faction!r} has no tie with {other!r} on "
            f"{claim.date}; {remedy}, or correct the date or a faction"
        )
        yield claim.where, "ends-nothing", message


def _left(claim: Claim, pair: Pair) -> str | None:
    """Return with whom a claim ends a tie, where it does not make one, in a pair."""
    if claim.relation is Relation.NONE and claim.to in pair:
        return claim.to
    return claim.ends_tie_with if claim.to not in pair else None


def _too_many(readings: Readings, claim: Claim) -> Iterator[Remark]:
    if readings.settled or _count(readings) <= MOST_READINGS or readings.complete(_LAST):
        return
    a, b = readings.pair
    message = (
        f"the dates of the claims about {a!r} and {b!r} can be read in more than "
        f"{MOST_READINGS:,} ways; only one is used, and the days that they leave open "
        "are possible: give narrower dates where the sources allow it"
    )
    yield claim.where, "too-many-readings", message


def _count(readings: Readings) -> int:
    """Return how many readings the dates of a pair have that lie close to each other."""
    dates = [
        date for c in readings.claims for date in (c.date, c.until) if date is not None
    ]
    spans = [(date.first.toordinal(), date.last.toordinal()) for date in dates]
    return prod(
        bisect_right(readings.turns, last) - bisect_left(readings.turns, first)
        for place, (first, last) in enumerate(spans)
        if first < last
        and any(
            first <= other_last + 1 and other_first <= last + 1
            for n, (other_first, other_last) in enumerate(spans)
            if n != place
        )
    )


def _standing_ties(
    perspective: Perspective, table: Spells, today: dt.date
) -> Iterator[Remark]:
    """Yield the events by which a group went on as another while ties of it stand."""
    steps = [
        LineageStep.of(claim)
        for claim in perspective.effective()
        if claim.relation in ENDS
        and claim.scenario == perspective.point.scenario
        and claim.date.last <= today
    ]
    counterparts: dict[str, list[str]] = {step.before: [] for step in steps}
    for pair in table.pairs if steps else ():
        for name, other in (pair, pair[::-1]):
            if name in counterparts:
                counterparts[name].append(other)
    order = perspective.registry.order
    for before, after, claim in steps:
        others = [
            other
            for other in sorted(counterparts[before], key=order.__getitem__)
            if _stands(table, (before, other), today)
            and not _stands(table, (after, other), today)
            and not _goes_on(table, (after, other), claim)
        ]
        if others:
            yield claim.where, "ties-of-predecessor", _gone(before, after, claim, others)


def _stands(table: Spells, pair: Pair, day: dt.date) -> bool:
    """Tell whether one of two factions has a tie toward the other."""
    return any(table.tie(each, day) is not None for each in (pair, pair[::-1]))


def _goes_on(table: Spells, pair: Pair, event: Claim) -> bool:
    """Tell whether a claim about two factions is of the day of an event, or later."""
    spells, _ = table.of(pair) or (None, 0)
    return spells is not None and any(
        claim.to in pair and claim.date.last >= event.date.first
        for claim in spells.readings.claims
    )


def _gone(before: str, after: str, event: Claim, others: list[str]) -> str:
    verb = "was merged into" if event.relation is Relation.MERGED else "went on as"
    one = len(others) == 1
    count, they = (
        ("1 tie of it stands", "it") if one else (f"{len(others)} ties of it stand", "they")
    )
    names = ", ".join(others[:_MOST_LISTED]) + (" …" if len(others) > _MOST_LISTED else "")
    return (
        f"{before!r} {verb} {after!r} on {event.date}, and {count} (with {names}): if "
        f"{they} ended then, write `dissolved: {event.date}` under {before!r}; if {they} "
        f"went on, record claims for {after!r}"
    )
