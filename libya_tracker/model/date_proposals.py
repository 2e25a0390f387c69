"""What is meant by what is no date: the same in our form, where one can tell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_DATE = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
#: A month by its name, or the beginning of it; and by its number: 21 to 24 are seasons.
_NAME = r"([a-z]{3,9})\.?"
_MONTH = r"(0?[1-9]|1[0-2])"

#: Returns what a text that has a form means, which may be no date all the same.
_Reader = Callable[[re.Match[str]], Iterable[str]]


def proposals(text: str, is_date: Callable[[str], bool]) -> list[str]:
    """Return the dates that a text can mean, none where it is in no form that people use.

    Two stand for one of which the order of day and month is open.
    """
    plain = " ".join(text.lower().split())
    for form, read in _FORMS.items():
        match = re.fullmatch(form, plain)
        dates = dict.fromkeys(read(match) if match else ())
        if meant := [date for date in dates if is_date(date)]:
            return meant
    return []


def month(name: str) -> int | None:
    """Return the number of a month, given three letters or more of its name in English."""
    beginning = name.lower()
    numbers = (n for n, one in enumerate(_MONTHS, 1) if one.startswith(beginning))
    return next(numbers, None) if len(name) >= 3 else None


def _either_order(match: re.Match[str]) -> Iterator[str]:
    one, two, year = int(match[1]), int(match[2]), match[3]
    yield f"{year}-{two:02}-{one:02}"
    yield f"{year}-{one:02}-{two:02}"


def _year_first(match: re.Match[str]) -> Iterator[str]:
    yield f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"


def _month_first(match: re.Match[str]) -> Iterator[str]:
    yield f"{match[2]}-{int(match[1]):02}"


def _month_last(match: re.Match[str]) -> Iterator[str]:
    yield f"{match[1]}-{int(match[2]):02}"


def _before(match: re.Match[str]) -> Iterator[str]:
    year, month, day = (int(part or 1) for part in (match[1], match[2], match[3]))
    try:
        yield f"..{dt.date(year, month, day) - dt.timedelta(days=1)}"
    except (ValueError, OverflowError):
        return


def _unknown_digits(match: re.Match[str]) -> Iterator[str]:
    digits, count = match[1], 4 - len(match[1])
    yield f"{digits}{'0' * count}..{digits}{'9' * count}"


def _named_month(day: int | None, name: int, year: int) -> Callable[..., Iterator[str]]:
    """Return what reads a month by its name; the numbers are those of the groups."""

    def read(match: re.Match[str]) -> Iterator[str]:
        if (number := month(match[name])) is not None:
            date = f"{match[year]}-{number:02}"
            yield date if day is None else f"{date}-{int(match[day]):02}"

    return read


#: How people write dates, in small letters, and what reads each.
_FORMS: dict[str, _Reader] = {
    r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})": _either_order,
    r"([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})": _year_first,
    r"([0-9]{4})([0-9]{2})([0-9]{2})": _year_first,
    rf"{_MONTH}[/.-]([0-9]{{4}})": _month_first,
    rf"([0-9]{{4}})[/.-]{_MONTH}": _month_last,
    r"(?:before|prior to) ([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?": _before,
    rf"(?:by|until|till|up to|no later than) ({_DATE})": lambda m: [f"..{m[1]}"],
    rf"(?:between|from)? ?({_DATE}) ?(?:to|and|until|-|/) ?({_DATE})": (
        lambda m: [f"{m[1]}..{m[2]}"]
    ),
    r"([0-9]{2})[xu?]{2}|([0-9]{2})00s": lambda m: [f"{m[1] or m[2]}00..{m[1] or m[2]}99"],
    r"([0-9]{3})[xu]": _unknown_digits,
    r"([0-9]{3})0'?s": _unknown_digits,
    r"([0-9]{4}(?:-[0-9]{2})?)(?:-[xu?]{2})+": lambda m: [m[1]],
    rf"(?:c\.?|ca\.?|circa|about|around|approx\.?|approximately) ?({_DATE})": (
        lambda m: [f"{m[1]}~"]
    ),
    rf"(?:probably|perhaps|maybe|possibly) ({_DATE})": lambda m: [f"{m[1]}?"],
    rf"\[({_DATE})\]": lambda m: [m[1]],
    rf"(?:in )?{_NAME},? ([0-9]{{4}})": _named_month(None, 1, 2),
    rf"([0-9]{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?{_NAME},?[ -]([0-9]{{4}})": _named_month(
        1, 2, 3
    ),
    rf"{_NAME}[ -]([0-9]{{1,2}})(?:st|nd|rd|th)?,?[ -]([0-9]{{4}})": _named_month(2, 1, 3),
    rf"(?:in )?({'|'.join(_SEASONS)}),? (?:of )?([0-9]{{4}})": (
        lambda m: [f"{m[2]}-{_SEASONS[m[1]]}"]
    ),
    rf"({_DATE})t[0-9:.]+(?:z|[+-][0-9:]+)?": lambda m: [m[1]],
}
