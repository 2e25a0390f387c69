"""Fuzzy dates: what a written date can mean, in the words of EDTF.

Definitions: Library of Congress, Extended Date/Time Format (EDTF) Specification, 2019,
level 1 (qualifiers, seasons) and level 2 (one of a set), of which this is a strict subset.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from unicodedata import decimal

from libya_tracker.errors import quoted
from libya_tracker.model import date_proposals, lookalikes
from libya_tracker.model.frozen import frozen

ONE_DAY = dt.timedelta(days=1)

FORMS = "write YYYY, YYYY-MM or YYYY-MM-DD, or A..B for one day from A to B"

_SINGLE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)")
_RANGE = re.compile(r"(\[)?\s*([0-9?~%-]*)\s*\.\.\s*([0-9?~%-]*)\s*(\])?")
_UNPLAIN = re.compile(r"[\s\[\]?~%]+")
_AGO = r"([0-9]{1,5})([dwmy])"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MOMENT = (
    _DAY + r"(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2}))?"
)
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}  # season number: its first month


class DateError(ValueError):
    """The text is no date; the message says why and what would be one."""

    #: What the errors of several dates have in common; else it is their message.
    cause: str = ""


@frozen(frozen=True, slots=True)
class FuzzyDate:
    """A date as somebody wrote it, and the days it can mean, both ends included.

    ``first`` is ``date.min`` for a range with an open start. Qualifiers (``?`` uncertain,
    ``~`` approximate, ``%`` both) stay in ``text`` and do not widen it.
    """

    text: str
    first: dt.date
    last: dt.date

    def __str__(self) -> str:
        return self.text

    @property
    def exact(self) -> bool:
        """Whether it can mean one day only."""
        return self.first == self.last

    @property
    def open_start(self) -> bool:
        """Whether it says by when, and not since when: ``..2017-10-31``."""
        return self.text.lstrip("[ ").startswith("..")

    @property
    def days(self) -> tuple[dt.date | None, dt.date]:
        """The first and the last day that it can mean; no first where the start is open."""
        return None if self.open_start else self.first, self.last

    def may_equal(self, other: FuzzyDate) -> bool:
        """Tell whether both can mean the same day."""
        return self.first <= other.last and other.first <= self.last


@frozen(frozen=True, slots=True)
class Moment:
    """When an entry was recorded, as written, and the UTC day on which that was."""

    text: str
    day: dt.date

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=50_000)
def parse(text: str) -> FuzzyDate:
    """Return what a written date can mean; raise DateError where it is none."""
    try:
        return _parsed(text)
    except DateError as error:
        if remark := lookalikes.remark(text):
            remedy = _in_plain_characters(text)
            message = f"{quoted(text)} is no date: {remark}{remedy or f'; {FORMS}'}"
            raise DateError(message) from error
        if dates := date_proposals.proposals(text, _is_date):
            which = ", whichever is meant" if len(dates) > 1 else ""
            message = f"{quoted(text)} is no date: write {' or '.join(dates)}{which}"
            raise DateError(message) from error
        raise


def parse_day(text: str, today: dt.date) -> FuzzyDate:
    """Return a day asked for: a date, ``today``, ``yesterday``, or ``7d 3w 6m 1y`` ago."""
    word = text.strip().lower()
    if word in {"today", "yesterday"}:
        day = _before(today, int(word == "yesterday"), "d")
        return FuzzyDate(day.isoformat(), day, day)
    if ago := re.fullmatch(_AGO, word):
        day = _before(today, int(ago[1]), ago[2])
        return FuzzyDate(day.isoformat(), day, day)
    try:
        return parse(text.strip())
    except DateError as error:
        if date_proposals.proposals(text, _is_date):
            raise
        raise DateError(f"{error}; also: today, yesterday, 7d, 3w, 6m, 1y (ago)") from error


def parse_moment(text: str) -> Moment:
    """Return when something was recorded: a day, or a time with its offset from UTC."""
    if not re.fullmatch(_MOMENT, text):
        raise DateError(
            f"{quoted(text)} is no time{lookalikes.aside(text)}; "
            "write 2017-11-03 or 2017-11-03T09:00:00Z"
        )
    try:
        if len(text) == 10:
            return Moment(text, dt.date.fromisoformat(text))
        return Moment(text, dt.datetime.fromisoformat(text).astimezone(dt.UTC).date())
    except (ValueError, OverflowError) as error:
        raise DateError(f"there is no such time as {quoted(text)}") from error


def iso_day(text: str) -> dt.date | None:
    """Return the day that a text names as YYYY-MM-DD; None where it is no such text."""
    try:
        # Of itself, Python also takes 20171105 and 2017-W45-7.
        return dt.date.fromisoformat(text) if re.fullmatch(_DAY, text) else None
    except ValueError:
        return None


def written(date: FuzzyDate | Moment | None) -> str | None:
    """Return a date as it was written, where there is one."""
    return None if date is None else date.text


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Return a written date without brackets and qualifiers, as derived ids have it."""
    return _UNPLAIN.sub("", text)


def next_day(day: dt.date) -> dt.date:
    """Return the day after; the last day there is has none and returns itself."""
    return day + ONE_DAY if day < dt.date.max else day


def between(first: dt.date, last: dt.date) -> FuzzyDate:
    """Return one day of those from a first to a last, written as short as can be."""
    if first == dt.date.min:
        return FuzzyDate(f"..{last}", first, last)
    if first.day == 1 and (last == dt.date.max or next_day(last).day == 1):
        for text in (f"{first.year:04}", f"{first.year:04}-{first.month:02}"):
            if _single(text) == (first, last):
                return FuzzyDate(text, first, last)
    return FuzzyDate(f"{first}" if first == last else f"{first}..{last}", first, last)


def days_after(date: FuzzyDate, days: int) -> FuzzyDate:
    """Return a date so many days later, which leaves as many days open."""
    first, last = (
        day + dt.timedelta(days=min(days, (dt.date.max - day).days))
        for day in (date.first, date.last)
    )
    if date.open_start:
        return FuzzyDate(f"..{last}", dt.date.min, last)
    return FuzzyDate(f"{first}" if first == last else f"{first}..{last}", first, last)


def _is_date(text: str) -> bool:
    try:
        _parsed(text)
    except DateError:
        return False
    return True


def _parsed(text: str) -> FuzzyDate:
    if ".." in text:
        return _range(text)
    first, last = _single(text)
    return FuzzyDate(text, first, last)


def _in_plain_characters(text: str) -> str:
    """Return how to write a date whose dashes, blanks or digits only look right."""
    single = "".join(lookalikes.plain(text).split())
    span = "".join(".." if lookalikes.is_dash(char) else char for char in text)
    for proposal in (single, "".join(lookalikes.plain(span).split())):
        digits = "".join(str(decimal(char, char)) for char in proposal)
        if _is_date(digits):
            return f": write {digits}"
    return ""


def _range(text: str) -> FuzzyDate:
    match = _RANGE.fullmatch(text)
    if match is None or bool(match[1]) != bool(match[4]):
        raise DateError(f"{quoted(text)} is no date: {FORMS}")
    start, end = match[2], match[3]
    if not end:
        raise DateError(
            f"{quoted(text)} has no end: a range needs its last day; the start may be open"
        )
    first = _single(start)[0] if start else dt.date.min
    last = _single(end)[1]
    if start and _single(end)[0] < first:
        raise DateError(f"{quoted(text)} runs backwards: {end} is before {start}")
    return FuzzyDate(text, first, last)


def _single(text: str) -> tuple[dt.date, dt.date]:
    match = _SINGLE.fullmatch(text)
    if match is None:
        raise DateError(f"{quoted(text)} is no date{_hint(text)}: {FORMS}")
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if year == 0:
        raise DateError(f"{quoted(text)}: there is no year 0 here; the first is 0001")
    if match[3] is not None:
        try:
            exact = dt.date(year, month, day)
        except ValueError as error:
            raise DateError(
                f"there is no day {quoted(text)}{_days(year, month)}"
            ) from error
        return exact, exact
    if match[2] is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if month in _SEASONS:
        return _months(year, _SEASONS[month], 3)
    if not 1 <= month <= 12:
        raise DateError(f"there is no month {quoted(text)}; seasons are 21 to 24")
    return _months(year, month, 1)


def _months(year: int, month: int, count: int) -> tuple[dt.date, dt.date]:
    """Return the first and last day of ``count`` months from one on."""
    past = year * 12 + month - 1 + count
    last = dt.date.max if past // 12 > 9999 else _first_of(past) - dt.timedelta(days=1)
    return dt.date(year, month, 1), last


def _first_of(months: int) -> dt.date:
    return dt.date(months // 12, months % 12 + 1, 1)


def _before(day: dt.date, count: int, unit: str) -> dt.date:
    try:
        if unit in "dw":
            return day - dt.timedelta(days=count * (7 if unit == "w" else 1))
        months = day.year * 12 + day.month - 1 - count * (12 if unit == "y" else 1)
        start = _first_of(months)
        _, end = _months(start.year, start.month, 1)
        return start.replace(day=min(day.day, end.day))
    except (ValueError, OverflowError) as error:
        raise DateError(f"{count}{unit} ago is before the year 1") from error


def _days(year: int, month: int) -> str:
    if not 1 <= month <= 12:
        return ""
    return f"; {year:04}-{month:02} has days 01 to {_months(year, month, 1)[1].day}"


def _hint(text: str) -> str:
    if "/" in text:
        return " (no slashes here)"
    if not text.isascii() and text.replace("-", "").isdecimal():
        digits = "".join(char if char == "-" else str(decimal(char)) for char in text)
        return f" (in the digits 0 to 9 it would be {digits})"
    return ""
