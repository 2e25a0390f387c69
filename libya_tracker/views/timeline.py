"""The page of ``timeline``: a lane for each faction, a bar for each allegiance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from libya_tracker.analysis.sides import Side, sides
from libya_tracker.analysis.timeline import Bar, Novelty, Segment
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Period, Point
from libya_tracker.model.vocabulary import Sign
from libya_tracker.views.chart import Chart, Key, Lane, LaneBar, Mark
from libya_tracker.views.page import Page, heading
from libya_tracker.views.palette import colour_of
from libya_tracker.views.words import commas


def page(
    bars: Sequence[Bar],
    perspective: Perspective,
    period: Period,
    factions: Collection[str] = (),
) -> Page:
    """Return a lane for each of some factions; for none, of each that has bars.

    A note says how many expectations begin after the last day.
    """
    drawing = chart(bars, perspective, period, factions)
    notes = list(_later([bar for bar in bars if bar.first > drawing.last], drawing.last))
    if drawing.lanes and not drawing.keys:
        notes.append("No bar in this period.")
    without = 0 if factions else len(perspective.registry.factions) - len(drawing.lanes)
    if without or not drawing.lanes:
        notes.append(_without(without, bool(drawing.lanes)))
    return Page(drawing.title, notes=tuple(notes), chart=drawing if drawing.lanes else None)


def chart(
    bars: Sequence[Bar],
    perspective: Perspective,
    period: Period,
    factions: Collection[str] = (),
    novelty: Callable[[Bar], Novelty | None] = lambda _: None,
) -> Chart:
    """Return the chart of bars in a period, what reaches out of it cut off.

    Where the period has no start, the axis begins with the month or the year of the first
    bar. What begins after its end is left out; bars that are news are marked.
    """
    registry, point = perspective.registry, perspective.point
    last = period.until or point.day
    bars = [bar for bar in bars if bar.first <= last]
    first = _first(bars, last) if period.since is None else period.since
    marks = sides(registry, {bar.to for bar in bars})
    lanes: dict[str, list[LaneBar]] = {
        name: [] for name in registry.factions if name in factions
    }
    for bar in bars:
        lane_bar = _lane_bar(bar, marks[bar.to], first, last)
        lane_bar = lane_bar._replace(novelty=novelty(bar))
        if lane_bar.segments:
            lanes.setdefault(bar.faction, []).append(lane_bar)
    letters = {bar.letter for lane in lanes.values() for bar in lane}
    return Chart(
        title=heading(perspective, _span(first, last, point)),
        first=first,
        last=last,
        mark=_end(point.day) if first <= point.day < last else None,
        lanes=tuple(
            Lane(registry.factions[name].name, tuple(lane)) for name, lane in lanes.items()
        ),
        keys=tuple(
            Key(side.letter, colour_of(side), side.name)
            for side in marks.values()
            if side.letter in letters
        ),
    )


def _end(day: dt.date) -> Mark:
    return Mark(day, "ties are shown up to this day")


def _lane_bar(bar: Bar, side: Side, first: dt.date, last: dt.date) -> LaneBar:
    return LaneBar(
        letter=side.letter,
        colour=colour_of(side),
        sign=bar.relation.sign or Sign.ZERO,
        words=_words(bar, side.name),
        segments=tuple(_within(bar.segments, first, last)),
        status=bar.status,
    )


def _within(
    segments: Iterable[Segment], first: dt.date, last: dt.date
) -> Iterator[Segment]:
    """Yield the segments between two days, what reaches out of these cut off."""
    for segment in segments:
        start, end = max(segment.first, first), min(segment.last, last)
        if (start, end) == (segment.first, segment.last):
            yield segment
        elif start <= end:
            yield segment._replace(first=start, last=end)


def _words(bar: Bar, name: str) -> str:
    """Return a bar in words: the tie, its dates, its status."""
    until = f"until {bar.until}" if bar.until else None
    end = (f"ended {bar.last}",) if bar.state == "ended" else (bar.state, until)
    dispute = None if bar.disputed_from is None else f"disputed{_from(bar.disputed_from)}"
    details = commas(f"since {bar.since}", *end, bar.status, dispute)
    return f"{bar.relation.reads} {name}: {details}"


def _from(day: dt.date) -> str:
    """Return the day from which on; nothing for an open start."""
    return "" if day == dt.date.min else f" from {day}"


def _span(first: dt.date, last: dt.date, point: Point) -> str:
    if last == point.day:
        return f"timeline from {first} to "
    return f"timeline from {first} to {last}, as it stood on "


def _without(count: int, others: bool) -> str:
    if not others:
        return "No faction has a bar in this period."
    return f"{count} more faction{'s have' if count > 1 else ' has'} no bar in this period."


def _later(bars: Sequence[Bar], last: dt.date) -> Iterator[str]:
    """Yield how many expectations come after a day; a two-way one counts once."""
    count = len({bar.run[0].id for bar in bars})
    if count:
        lie, them = ("s lie", "them") if count > 1 else (" lies", "it")
        until = max(bar.last for bar in bars)
        yield f"{count} expectation{lie} after {last}: --until {until} shows {them}."


def _first(bars: Sequence[Bar], last: dt.date) -> dt.date:
    """Return the first day to show: the start of the first bar's month or year."""
    days = [_dated(bar) for bar in bars]
    earliest = min([day for day in days if day <= last], default=last)
    span = (last - earliest).days
    if span > 3 * 365:
        return earliest.replace(month=1, day=1)
    if span > 90:
        return earliest.replace(day=1)
    week = dt.timedelta(days=6)
    return min(earliest, max(last, dt.date.min + week) - week)


def _dated(bar: Bar) -> dt.date:
    """Return the first dated day; of an open start, the day at which it closes."""
    if bar.first > dt.date.min:
        return bar.first
    return bar.segments[1].first if len(bar.segments) > 1 else bar.since.last
