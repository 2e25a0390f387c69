"""The bars of a bulletin's timeline: its days, and a week before and after them.

Of the days after the last one there is only what was known by the point of the bulletin:
what claims of such days say, and what was expected. A tie of which nobody spoke beyond the
last day ends there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from libya_tracker.analysis import timeline
from libya_tracker.analysis.report import Bulletin
from libya_tracker.analysis.report_changes import ChangeKind, change_set
from libya_tracker.analysis.timeline import Bar, Novelty, Segment
from libya_tracker.model.dates import next_day
from libya_tracker.model.query import Period
from libya_tracker.model.records import Entry
from libya_tracker.named_tuples import NamedTuple

WEEK = dt.timedelta(days=7)
_EXPECTED = frozenset({"pending", "overdue"})


class NewsBars(NamedTuple):
    """The bars around the days of a bulletin, by faction in file order."""

    #: All days that are shown; of a bulletin without a start, from the first bar on.
    period: Period
    bars: tuple[Bar, ...]
    #: The first day of the bulletin, None where it has no start, and the last.
    first: dt.date | None
    last: dt.date
    #: The entries that were not known before.
    new: Collection[Entry]

    def novelty(self, bar: Bar) -> Novelty | None:
        """Return why a bar is news; None where it is none."""
        if self.first is None:
            return None
        if bar.state not in _EXPECTED and self.first <= bar.first <= self.last:
            return Novelty.HAPPENED
        return Novelty.LEARNED if all(claim in self.new for claim in bar.run) else None


def bars(bulletin: Bulletin) -> NewsBars:
    """Return the bars of the factions in the news, of all where there is none."""
    day, names = bulletin.b.day, bulletin.factions
    first = None if bulletin.a.day == dt.date.min else next_day(bulletin.a.day)
    since = None if first is None else first - min(WEEK, first - dt.date.min)
    end = day + min(WEEK, dt.date.max - day)
    in_news = [bar for bar in _around(bulletin, Period(since, end)) if _of(bar, names)]
    last = end if any(bar.last > day for bar in in_news) else day
    changes = change_set(bulletin.a, bulletin.b).news
    new = {entry for entry, kind in changes.items() if kind is ChangeKind.NEW}
    return NewsBars(Period(since, last), tuple(in_news), first, day, new)


def _of(bar: Bar, names: Collection[str]) -> bool:
    return not names or bar.faction in names


def _around(bulletin: Bulletin, period: Period) -> list[Bar]:
    """Return the bars up to the last day, and what is known of the days after it."""
    b, order = bulletin.b, bulletin.b.registry.order
    result = timeline.bars(b, period)
    standing = {
        (bar.faction, bar.relation, bar.to): place
        for place, bar in enumerate(result)
        if bar.state == "stands"
    }
    for bar in _later(bulletin, period.until or b.day):
        place = standing.get((bar.faction, bar.relation, bar.to))
        if place is not None and bar.first == next_day(b.day):
            segments = _joined((*result[place].segments, *bar.segments))
            result[place] = result[place]._replace(segments=segments)
        else:
            result.append(bar)
    return sorted(result, key=lambda bar: (order[bar.faction], bar.first, order[bar.to]))


def _later(bulletin: Bulletin, end: dt.date) -> Iterator[Bar]:
    """Yield the bars of the days after the last one, as far as these are known.

    Days by which the bulletin knows the record are known; of later ones, what claims say.
    """
    b = bulletin.b
    if b.day == dt.date.max:
        return
    known = min(max(b.point.known, b.day), end)
    for bar in timeline.bars(b.on(end), Period(next_day(b.day), end)):
        if bar.state in _EXPECTED:
            continue  # as they are on the last day
        last = end if bar.state == "ended" or _speaks_after(bar, known) else known
        days = max(bar.first, next_day(b.day)), last
        if segments := tuple(_within(bar.segments, *days)):
            yield bar._replace(segments=segments)


def _speaks_after(bar: Bar, day: dt.date) -> bool:
    """Tell whether a claim of a tie is about days after one."""
    return any(
        claim.date.first > day or (claim.until is not None and claim.until.last > day)
        for claim in bar.run
    )


def _within(
    segments: Iterable[Segment], first: dt.date, last: dt.date
) -> Iterator[Segment]:
    for segment in segments:
        start, end = max(segment.first, first), min(segment.last, last)
        if start <= end:
            yield segment._replace(first=start, last=end)


def _joined(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Return segments of which those are one that follow each other and are alike."""
    result: list[Segment] = []
    for segment in segments:
        before = result[-1] if result else None
        if (
            before is not None
            and (before.certainty, before.disputed) == (segment.certainty, segment.disputed)
            and next_day(before.last) == segment.first
        ):
            result[-1] = before._replace(last=segment.last)
        else:
            result.append(segment)
    return tuple(result)
