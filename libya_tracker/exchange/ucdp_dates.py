"""The days that a date of UCDP can mean, by the code that says how precise it is.

The codebooks word their codes differently from one table and release to another, so each
is read widely: a window too long hides a difference of days, one too short invents it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from libya_tracker.model import dates
from libya_tracker.model.dates import FuzzyDate

_CODE = re.compile("[0-9]?")
_UNSAID = {"", "0"}
#: How far the day can be off, or the month, by the code.
_DAYS = {"1": dt.timedelta(), "2": dt.timedelta(days=7)}
_MONTHS = {"3": 0, "4": 1}


def window(text: str, code: str) -> FuzzyDate | None:
    """Return the days that a date of a table can mean; None where it is no date."""
    day = _day(text)
    return None if day is None else dates.between(*_ends(day, code))


def is_date(text: str) -> bool:
    """Tell whether a text is a day with years before and after it."""
    return _day(text) is not None


def is_code(text: str) -> bool:
    """Tell whether a text is a code of how precise a date is, or nothing."""
    return _CODE.fullmatch(text) is not None


def year(number: int) -> FuzzyDate:
    """Return any day of a year."""
    return dates.between(dt.date(number, 1, 1), dt.date(number, 12, 31))


def _day(text: str) -> dt.date | None:
    day = dates.iso_day(text)
    return None if day is None or not 1 < day.year < dt.MAXYEAR else day


def _ends(day: dt.date, code: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that a date can mean.

    1 is the day itself, 2 a day near it, 3 its month, 4 a month near it, 5 its year; more
    than that is a year near it. Where nothing is said, a last of December stands for the
    year, as UCDP sets it where it knows no more, and another day for its month.
    """
    if code in _UNSAID:
        code = "5" if (day.month, day.day) == (12, 31) else "3"
    if code in _DAYS:
        return day - _DAYS[code], day + _DAYS[code]
    if code in _MONTHS:
        return _months(day, _MONTHS[code])
    return _years(day, int(code != "5"))


def _months(day: dt.date, around: int) -> tuple[dt.date, dt.date]:
    """Return the days of a month, and of so many months around it."""
    before, after = (day.year * 12 + day.month - 1 + n for n in (-around, around))
    first = dt.date(before // 12, before % 12 + 1, 1)
    last_year, last_month = after // 12, after % 12 + 1
    return first, dt.date(
        last_year, last_month, calendar.monthrange(last_year, last_month)[1]
    )


def _years(day: dt.date, around: int) -> tuple[dt.date, dt.date]:
    """Return the days of a year, and of so many years around it."""
    return dt.date(day.year - around, 1, 1), dt.date(day.year + around, 12, 31)
