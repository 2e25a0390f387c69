"""Answers by both clocks: from which day on, as known from which day on."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar

from libya_tracker.analysis.status import StatusRow
from libya_tracker.model.dates import ONE_DAY

All = TypeVar("All")
Answer = TypeVar("Answer")


class Step(NamedTuple, Generic[Answer]):
    """An answer, and the first day on which it holds; it holds up to the next step."""

    first: dt.date
    answer: Answer


class Version(NamedTuple, Generic[Answer]):
    """The answers by day, as known from a day on, up to the next version."""

    known: dt.date
    steps: tuple[Step[Answer], ...]


class TieAnswer(NamedTuple):
    """The row of a tie, without its age, and the day on which it was last cited.

    Where its latest claim cites it on every day, that is the last day of the step.
    """

    row: StatusRow
    cited: dt.date


#: The versions of the answers about one side of a pair, in the order of what is known.
Ties = tuple[Version[TieAnswer | None], ...]


def steps_at(
    versions: Sequence[Version[Answer]], known: dt.date
) -> tuple[Step[Answer], ...]:
    """Return the answers by day, as known on a day."""
    place = bisect_right(versions, known, key=attrgetter("known"))
    return versions[place - 1].steps if place else ()


def turns(versions: Sequence[Version[Answer]], known: dt.date) -> Iterator[dt.date]:
    """Yield the days on which an answer changes, as known on a day."""
    return (step.first for step in steps_at(versions, known))


def lookup(
    versions: Sequence[Version[Answer]], day: dt.date, known: dt.date
) -> Answer | None:
    """Return the answer of a day, as known on a day."""
    steps = steps_at(versions, known)
    count = bisect_right(steps, day, key=attrgetter("first"))
    return steps[count - 1].answer if count else None


def merged(
    versions: Sequence[Version[All]], of: Callable[[All], Answer]
) -> tuple[Version[Answer], ...]:
    """Return one answer's versions, those that follow alike ones left out."""
    result: list[Version[Answer]] = []
    for version in versions:
        steps: list[Step[Answer]] = []
        for first, day in version.steps:
            answer = of(day)
            if steps and _goes_on(steps[-1].answer, answer, first):
                steps[-1] = Step(steps[-1].first, answer)
            elif answer or steps:
                steps.append(Step(first, answer))
        if (steps or result) and not (result and result[-1].steps == tuple(steps)):
            result.append(Version(version.known, tuple(steps)))
    return tuple(result)


def _goes_on(before: object, answer: object, first: dt.date) -> bool:
    """Tell whether an answer from a day on is that of before: a tie may be cited daily."""
    if isinstance(before, TieAnswer) and isinstance(answer, TieAnswer):
        daily = before.cited == first - ONE_DAY and answer.cited >= first
        return before.row == answer.row and (daily or before.cited == answer.cited)
    return before == answer
