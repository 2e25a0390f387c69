"""Allegiance over time: the bars of a timeline, and the segments that they consist of.

A bar is a tie from the first day on which it stood to the last, or something expected.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from typing import Literal

from libya_tracker.analysis.expected import ExpectationState, expected
from libya_tracker.analysis.pair_spells import Spell
from libya_tracker.analysis.sides import sides
from libya_tracker.analysis.spells import each_spell
from libya_tracker.analysis.state import State, state
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import ALWAYS, Period
from libya_tracker.model.records import Claim, Registry, sources_of
from libya_tracker.model.vocabulary import FOLLOWING, Certainty, Relation, Sign, Status
from libya_tracker.named_tuples import NamedTuple


class TimelineRow(NamedTuple):
    """One bar: a tie from its first day to its last, or something expected."""

    faction: str
    name: str
    relation: Relation
    to: str
    to_name: str
    sign: Sign | None
    letter: str
    since: FuzzyDate
    until: FuzzyDate | None
    began: dt.date | None
    ended: dt.date | None
    certain_from: dt.date | None
    certain_until: dt.date | None
    state: str
    status: Status
    disputed: bool
    disputed_from: dt.date | None
    stretches: tuple[str, ...]
    sources: tuple[str, ...]
    changes: tuple[str, ...]


class Segment(NamedTuple):
    """Consecutive days on which a tie is as certain, and as disputed, as in ``status``."""

    #: ``date.min`` where its begin is not known.
    first: dt.date
    last: dt.date
    certainty: Certainty
    disputed: bool = False


class Novelty(StrEnum):
    """Why a bar is news."""

    #: It began in the days of the bulletin.
    HAPPENED = "happened"
    #: Nothing was known of it before them, and it began earlier, or is yet to come.
    LEARNED = "learned"


class Bar(NamedTuple):
    """A tie of one faction to another, without a break, or an expectation."""

    faction: str
    to: str
    relation: Relation
    since: FuzzyDate
    #: The end that the claim on which it rests gives.
    until: FuzzyDate | None
    #: Its state on the point's day.
    state: Literal["stands", "ended", "pending", "overdue"]
    status: Status
    segments: tuple[Segment, ...]
    #: The claims on which it rests.
    run: tuple[Claim, ...]

    @property
    def first(self) -> dt.date:
        """The first of its days; ``date.min`` where that is not known."""
        return self.segments[0].first

    @property
    def last(self) -> dt.date:
        """The last of its days; the point's day where it stands."""
        return self.segments[-1].last

    @property
    def disputed_from(self) -> dt.date | None:
        """The first of its days on which it is disputed, if there is one."""
        return next((s.first for s in self.segments if s.disputed), None)


def bars(
    perspective: Perspective,
    period: Period = ALWAYS,
    relations: Collection[Relation] = FOLLOWING,
) -> list[Bar]:
    """Return the bars that reach into a period, by faction in file order, then by begin.

    Includes ties up to the point's day and expectations still *pending* or *overdue* on
    it. A fulfilled expectation has the bar of its tie; what was refuted or withdrawn is in
    ``expected``. A two-way tie has a bar on both sides.
    """
    now = state(perspective)
    of_bars = frozenset(relations)
    result = [
        _tie_bar(spell, now)
        for spell in each_spell(perspective, lambda _, relation, __: relation in of_bars)
    ]
    result += _expected_bars(perspective, relations)
    order = perspective.registry.order
    return sorted(
        (bar for bar in result if period.overlaps(bar.first, bar.last)),
        key=lambda bar: (order[bar.faction], bar.first, order[bar.to]),
    )


def rows(registry: Registry, shown: Collection[Bar]) -> list[TimelineRow]:
    """Return a row for each bar, whole also where it reaches out of the period."""
    marks = sides(registry, {bar.to for bar in shown})
    return [_row(registry, bar, marks[bar.to].letter) for bar in shown]


def _tie_bar(spell: Spell, now: State) -> Bar:
    tie = spell.tie
    return Bar(
        faction=tie.faction,
        to=tie.to,
        relation=tie.relation,
        since=tie.since,
        until=tie.until,
        state="stands" if spell.last is None else "ended",
        status=now.status_of(tie),
        segments=tuple(_segments(spell, now)),
        run=tie.run,
    )


def _segments(spell: Spell, now: State) -> Iterator[Segment]:
    """Yield the segments of a spell: its certainty and disputes change in between."""
    day = now.point.day
    disputes = now.disputed_parts(spell)
    for period, certainty in spell.parts:
        first, last = period.since or dt.date.min, period.until or day
        for days, disputed in disputes:
            if days.overlaps(first, last):
                start = max(first, days.since or dt.date.min)
                yield Segment(start, min(last, days.until or day), certainty, disputed)


def _expected_bars(
    perspective: Perspective, relations: Collection[Relation]
) -> Iterator[Bar]:
    for row in expected(perspective, relations):
        expectation = row.claim
        if (
            row.state not in {ExpectationState.PENDING, ExpectationState.OVERDUE}
            or expectation.relation not in relations
        ):
            continue
        last = max(expectation.date.last, (expectation.until or expectation.date).last)
        bar = Bar(
            faction=expectation.faction,
            to=expectation.to,
            relation=expectation.relation,
            since=expectation.date,
            until=expectation.until,
            state="pending" if row.state == ExpectationState.PENDING else "overdue",
            status=expectation.status,
            segments=(Segment(expectation.date.first, last, Certainty.EXPECTED),),
            run=(expectation,),
        )
        yield bar
        if expectation.relation.two_way:
            yield bar._replace(faction=expectation.to, to=expectation.faction)


def _row(registry: Registry, bar: Bar, letter: str) -> TimelineRow:
    certain = [s for s in bar.segments if s.certainty is Certainty.CERTAIN]
    still = bool(certain) and bar.state == "stands" and certain[-1].last == bar.last
    disputed = bar.disputed_from
    return TimelineRow(
        faction=bar.faction,
        name=registry.factions[bar.faction].name,
        relation=bar.relation,
        to=bar.to,
        to_name=registry.factions[bar.to].name,
        sign=bar.relation.sign,
        letter=letter,
        since=bar.since,
        until=bar.until,
        began=_day(bar.first),
        ended=None if bar.state == "stands" else bar.last,
        certain_from=_day(certain[0].first) if certain else None,
        certain_until=certain[-1].last if certain and not still else None,
        state=bar.state,
        status=bar.status,
        disputed=disputed is not None,
        disputed_from=None if disputed is None else _day(disputed),
        stretches=tuple(_written(bar)),
        sources=sources_of(bar.run),
        changes=tuple(claim.id for claim in bar.run),
    )


def _written(bar: Bar) -> Iterable[str]:
    for segment in bar.segments:
        open_end = bar.state == "stands" and segment is bar.segments[-1]
        last = "" if open_end else segment.last
        disputed = " disputed" if segment.disputed else ""
        yield f"{_day(segment.first) or ''}..{last} {segment.certainty}{disputed}"


def _day(day: dt.date) -> dt.date | None:
    """Return a day, or nothing where it is that of an open start."""
    return None if day == dt.date.min else day
