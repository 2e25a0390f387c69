"""The day of an event of ACLED's, and the days around it that its code allows."""

from __future__ import annotations

import calendar
import datetime as dt
from functools import lru_cache

from libya_tracker.exchange import table_dates
from libya_tracker.exchange.table_dates import DateOrder
from libya_tracker.model import date_proposals
from libya_tracker.model.dates import DateError

#: An event of some week is given the middle of it. A week around that is read, since the
#: codebook speaks of similar periods, too.
_WEEK = dt.timedelta(days=7)


@lru_cache(maxsize=50_000)
def day(text: str, order: DateOrder | None = None) -> dt.date | None:
    """Return the day of ``2017-11-05``, ``05 November 2017`` or ``05/11/2017``.

    None where it is no day, or could be two and no order is chosen.
    """
    try:
        written = table_dates.written(text, order)
    except DateError:
        days = date_proposals.proposals(text.replace("-", " "), _is_day)
        written = days[0] if len(days) == 1 else ""
    return dt.date.fromisoformat(written) if _is_day(written) else None


def window(date: dt.date, code: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day on which an event can have been, by its code.

    1 is the day itself, 2 a day of a week, and 3 one of a month, as is any other code.
    """
    if code == "1":
        return date, date
    if code == "2":
        return date - _WEEK, date + _WEEK
    last = calendar.monthrange(date.year, date.month)[1]
    return date.replace(day=1), date.replace(day=last)


def _is_day(text: str) -> bool:
    """Tell whether a text is a day in ISO form, with years before and after it."""
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10 and dt.MINYEAR < date.year < dt.MAXYEAR
