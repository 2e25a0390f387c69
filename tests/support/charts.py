"""Charts of ties for tests."""

from __future__ import annotations

import datetime as dt

from libya_tracker.analysis import timeline
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Period, Point
from libya_tracker.model.records import Entry
from libya_tracker.model.vocabulary import Relation
from libya_tracker.views import timeline as view
from libya_tracker.views.chart import Chart
from tests.support.registries import index_of

TIES = tuple(word for word in Relation if word.sign is not None)
FIRST, LAST = dt.date(2017, 1, 1), dt.date(2017, 12, 31)
BUSY = ("--since", "2017-10-20", "--until", "2017-12-10", "--as-of", "2017-11-20")
ALL_TIES = tuple(part for tie in TIES for part in ("--relation", tie))


def charted(record: list[Entry], where: Point, *, period: Period | None = None) -> Chart:
    """Return the chart of all ties that claims make, where not said up to the day."""
    perspective = Perspective(index_of(*record), where)
    period = period or Period(until=where.day)
    bars = timeline.bars(perspective, period=period, relations=TIES)
    return view.chart(bars, perspective, period)
