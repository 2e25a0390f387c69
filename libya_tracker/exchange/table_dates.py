"""Dates of a table as a spreadsheet writes them: read by a chosen order, or named."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum

from libya_tracker.errors import quoted
from libya_tracker.model import date_proposals, dates
from libya_tracker.model.dates import DateError


class DateOrder(StrEnum):
    """What comes first in a date such as 05/11/2017."""

    DMY = "dmy"
    MDY = "mdy"


class CellError(DateError):
    """A date of a table is none of ours; many such have one cause."""

    def __init__(self, cause: str, message: str) -> None:
        self.cause = cause
        super().__init__(message)


_PARTS = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_MONTH = re.compile(r"(0?[1-9]|1[0-2])[/.-]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})([/.])([0-9]{1,2})\2([0-9]{1,2})")
_MIDNIGHT = re.compile(r"[ T]0?0:00(?::00(?:\.0+)?)?\Z")
_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T][0-9]{1,2}:[0-9]{2}.*")
_SERIAL = re.compile(r"[0-9]{5}(?:[.,][0-9]+)?")
_MONTH_NAME = re.compile(r"([A-Za-z]{3,9})\.?[- ]([0-9]{2})")
#: The day 0 of Excel, whose 1900 has a 29 February.
_DAY_0 = dt.date(1899, 12, 30)


def written(cell: str, order: DateOrder | None) -> str:
    """Return a date as we write it; raise CellError or DateError where it is none.

    Without an order only dates are read that have one reading. No date is proposed that
    there is not: then it is said why that is none.
    """
    try:
        return dates.parse(cell).text
    except DateError:
        text = without_midnight(cell)
        if text != cell and order is None:
            _refuse_midnight(cell, text)
        if (date := _in_order(text, order)) is not None:
            return date
        _refuse_others(cell)
        raise


def without_midnight(cell: str) -> str:
    """Return a cell without a time of midnight, which spreadsheets write behind a day."""
    return _MIDNIGHT.sub("", cell)


def _in_order(text: str, order: DateOrder | None) -> str | None:
    """Return a date in the chosen order; None where it is no such date."""
    if match := _PARTS.fullmatch(text):
        return _of_three(text, (match[1], match[3], match[4]), order)
    date = _with_one_reading(text)
    if order is None and date is not None:
        message = f"{quoted(text)} is no date: write {date}, or give --dates"
        raise CellError("one reading", message)
    return date


def _with_one_reading(text: str) -> str | None:
    """Return a month, or a day with the year in front, as we write it; None for others.

    Raises DateError for a day that there is not.
    """
    if match := _MONTH.fullmatch(text):
        return dates.parse(f"{match[2]}-{int(match[1]):02}").text
    if match := _YEAR_FIRST.fullmatch(text):
        return dates.parse(f"{match[1]}-{int(match[3]):02}-{int(match[4]):02}").text
    try:
        return dates.parse(text).text
    except DateError:
        return None


def _of_three(text: str, parts: tuple[str, str, str], order: DateOrder | None) -> str:
    if len(parts[2]) == 2:
        message = f"{quoted(text)} has a year of two digits; format the column with four"
        raise CellError("two digits", message)
    one, two, year = map(int, parts)
    day_first, month_first = _day(year, two, one), _day(year, one, two)
    readings = {DateOrder.DMY: day_first, DateOrder.MDY: month_first}
    if order is not None and (day := readings[order]) is not None:
        return day
    possible = [f"{day} (--dates {o})" for o, day in readings.items() if day is not None]
    if not possible:
        raise CellError("no day", f"there is no day {quoted(text)}, day-first or not")
    if order is not None:
        message = f"{quoted(text)} is no date in {order}; it can only be {possible[0]}"
        raise CellError(f"not {order}", message)
    if day_first == month_first:
        message = f"{quoted(text)} is {day_first}, but is the day first, or the month?"
        raise CellError("order", f"{message} say --dates dmy or --dates mdy")
    verb = "may be" if len(possible) == 2 else "can only be"
    message = f"{quoted(text)} {verb} {' or '.join(possible)}"
    raise CellError("order", f"{message}; say which order the dates have")


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _refuse_midnight(cell: str, text: str) -> None:
    """Raise CellError for a day with the time of midnight, as spreadsheets write a day."""
    try:
        day = dates.parse(text).text
    except DateError:
        return
    message = f"{quoted(cell)} is a day with a time: write {day}, or give --dates"
    raise CellError("midnight", message)


def _refuse_others(cell: str) -> None:
    """Raise CellError for what spreadsheets write in place of a date, and its reading."""
    if _SERIAL.fullmatch(cell):
        days = int(cell[:5])
        day = _DAY_0 + dt.timedelta(days=days)
        message = (
            f"{quoted(cell)} is how Excel counts days, and would be {day}, or "
            f"{day + dt.timedelta(days=1462)} on an old Mac: format the column as a date"
        )
        raise CellError("serial", message)
    if match := _TIME.fullmatch(cell):
        date = dates.parse(match[1])
        message = f"{quoted(cell)} has a time; a date is a day: write {date}"
        raise CellError("time", message)
    match = _MONTH_NAME.fullmatch(cell)
    if match and (month := date_proposals.month(match[1])) is not None:
        message = (
            f"{quoted(cell)} is what Excel makes of 20{match[2]}-{month:02}, or of a day "
            "of that month: write it as text in the form 2017-11 or 2017-11-05"
        )
        raise CellError("month name", message)
