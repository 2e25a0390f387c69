"""What a page holds as numbers and texts: days, rows, and what holds from which day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

from libya_tracker import sanitize
from libya_tracker.analysis.versions import Version
from libya_tracker.model.records import Source
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.output import formats

Answer = TypeVar("Answer")
_EPOCH = dt.date(1970, 1, 1).toordinal()


class Numbered:
    """Things numbered in the order in which they are first met."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}

    def __getitem__(self, thing: Hashable) -> int:
        return self._numbers.setdefault(thing, len(self._numbers))

    @property
    def all(self) -> list[Any]:
        """All that are numbered, in order."""
        return list(self._numbers)


def steps(
    versions: Iterable[Version[Answer]], code: Callable[[Answer], Any] = lambda it: it
) -> list[Any]:
    """Return days, and for each the days by the other clock and what holds from them on."""
    return [
        [
            number(version.known),
            [
                part
                for first, answer in version.steps
                for part in (number(first), code(answer))
            ],
        ]
        for version in versions
    ]


def source(own: Source) -> list[str | None]:
    """Return what a page says of a source; an unsafe address is no link."""
    url = sanitize.safe_url(own.url) or sanitize.safe_url(own.archive_url)
    withdrawn = f"withdrawn {own.withdrawn}" if own.withdrawn else ""
    parts = (own.title or own.id, own.publisher or "", str(own.date or ""))
    return [*map(clean, parts), url, withdrawn]


def cells(
    rows: Sequence[NamedTuple], kind: type[NamedTuple], without: Iterable[str] = ()
) -> list[list[str]]:
    """Return rows as the texts of their CSV that can be shown, but for some columns."""
    answer = formats.plain_grid(rows, kind)
    places = [n for n, name in enumerate(answer.columns) if name not in {*without}]
    return [[clean(row[n]) for n in places] for row in formats.csv_cells(answer)]


def number(day: dt.date) -> int:
    """Return a day as the number of days since 1970."""
    return day.toordinal() - _EPOCH


def clean(words: str) -> str:
    """Return words that can be shown, whatever they hold."""
    return sanitize.lines(words)
