"""The day of an event of ACLED's, and the days around it that its code allows."""

from __future__ import annotations

import calendar
import datetime as dt
from functools import lru_cache

from libya_tracker.exchange import table_dates, tables
from libya_tracker.exchange.table_dates import CellError, DateOrder
from libya_tracker.model import date_proposals, dates
from libya_tracker.model.dates import DateError

#: An event of some week is given the middle of it. A week around that is read, since the
#: codebook speaks of similar periods, too.
_WEEK = dt.timedelta(days=7)
#: Why some cells are no dates, whatever the order, by the cause.
_NO_DATES = {
    "two digits": "a year of two digits",
    "serial": "a number in place of a date, as Excel counts days",
}


@lru_cache(maxsize=50_000)
def day(text: str, order: DateOrder | None = None) -> dt.date | str:
    """Return the day of ``2017-11-05``, ``05 November 2017`` or ``05/11/2017``.

    Where it is no day, or could be two and no order is chosen, that is returned in words.
    """
    text = table_dates.without_midnight(text)
    if ":" in text:
        return "a date with a time of day"
    try:
        readings = _readings(text, order)
    except CellError as error:
        return _NO_DATES.get(error.cause, f"no date in {order}")
    days = [one for reading in readings if (one := _day(reading)) is not None]
    if len(days) == 1:
        return days[0]
    if days:
        return "a date that has two readings (--dates says what is first in 05/11/2017)"
    if any(map(_is_period, readings)):
        return "a date that is not one certain day"
    return "a date that does not exist" if readings else "no date that can be read"


def window(date: dt.date, code: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day on which an event can have been, by its code.

    1 is the day itself, 2 a day of a week, and 3 one of a month, as where there is none.
    None where that is no code.
    """
    match tables.whole(code):
        case "1":
            return date, date
        case "2":
            return date - _WEEK, date + _WEEK
        case "3" | "":
            last = calendar.monthrange(date.year, date.month)[1]
            return date.replace(day=1), date.replace(day=last)
        case _:
            return None


def _readings(text: str, order: DateOrder | None) -> list[str]:
    """Return what a text can mean in our form, even if there is no such date.

    Raises CellError for what cannot be read, or not in the order that was chosen.
    """
    try:
        return [table_dates.written(text, order)]
    except CellError as error:
        if order is not None or error.cause in _NO_DATES:
            raise
    except DateError:
        pass  # a date in words, for one
    return date_proposals.proposals(text, lambda _: True)


def _day(text: str) -> dt.date | None:
    """Return the day of a text in ISO form, if there are years before and after it."""
    date = dates.iso_day(text)
    return date if date and dt.MINYEAR < date.year < dt.MAXYEAR else None


def _is_period(text: str) -> bool:
    """Tell whether a text is a date, but no day alone."""
    try:
        return dates.iso_day(text) is None and bool(dates.parse(text))
    except DateError:
        return False
