"""What is answered about two factions, for every day and every day of knowledge.

What is said of a pair follows from the claims about that pair alone. So each is asked about
in a registry that holds these claims and no others, on each day on which an answer can
change: the questions themselves are those of ``status``, ``disputes`` and ``expected``.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar

from libya_tracker.analysis.disputes import DisputeRow, disputes
from libya_tracker.analysis.expected import ExpectedRow, expected
from libya_tracker.analysis.pair_claims import PairClaims, at, days_of, first_affected
from libya_tracker.analysis.state import State, state
from libya_tracker.analysis.status import StatusRow, status_row
from libya_tracker.model.dates import ONE_DAY
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Claim, Pair
from libya_tracker.model.vocabulary import Status

All = TypeVar("All")
Answer = TypeVar("Answer")
Row = TypeVar("Row", DisputeRow, ExpectedRow)


class Step(NamedTuple, Generic[Answer]):
    """An answer, and the first day on which it holds; it holds up to the next step."""

    first: dt.date
    answer: Answer


class Version(NamedTuple, Generic[Answer]):
    """The answers by day, as known from a day on, up to the next version."""

    known: dt.date
    steps: tuple[Step[Answer], ...]


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


class TieAnswer(NamedTuple):
    """The row of a tie, without its age, and the day on which it was last cited.

    Where its latest claim cites it on every day, that is the last day of the step.
    """

    row: StatusRow
    cited: dt.date


#: The versions of the answers to one question, in the order of the days of knowledge.
Ties = tuple[Version[TieAnswer | None], ...]
Disputes = tuple[Version[tuple[DisputeRow, ...]], ...]
Expectations = tuple[Version[tuple[ExpectedRow, ...]], ...]


@dataclass(frozen=True, slots=True)
class PairAnswers:
    """All that is answered about two factions."""

    #: The ties by their two sides, those that ever stood.
    ties: Mapping[Pair, Ties]
    disputes: Disputes
    expectations: Expectations


def answers(perspective: Perspective, part: PairClaims) -> PairAnswers:
    """Return all that is answered about a pair up to a point, under its what-if."""
    versions: list[Version[_DayAnswers]] = []
    for known in part.knowledge(perspective.point.known):
        own = at(perspective, part, known)
        if not versions:
            versions.append(Version(known, tuple(_steps(own, part))))
            continue
        before = versions[-1]
        # What is learned of a day changes no answer about the days before it.
        first = first_affected(own, part, before.known)
        if first is not None:
            versions.append(Version(known, tuple(_steps(own, part, (first, before)))))
    ties = {
        part.pair: merged(versions, attrgetter("tie")),
        part.pair[::-1]: merged(versions, attrgetter("tie_back")),
    }
    return PairAnswers(
        {pair: tie for pair, tie in ties.items() if tie},
        merged(versions, attrgetter("disputes")),
        merged(versions, attrgetter("expectations")),
    )


class _DayAnswers(NamedTuple):
    """All answers of a day."""

    tie: TieAnswer | None
    tie_back: TieAnswer | None
    disputes: tuple[DisputeRow, ...]
    expectations: tuple[ExpectedRow, ...]


def _steps(
    perspective: Perspective,
    part: PairClaims,
    before: tuple[dt.date, Version[_DayAnswers]] | None = None,
) -> Iterator[Step[_DayAnswers]]:
    """Yield what is answered about a pair as known on a day, for every day.

    Up to a day that is the same as known before, but for what is expected to come.
    """
    days = sorted(days_of(perspective, part))
    ends = [*(day - 1 for day in days[1:]), perspective.day.toordinal()]
    expects = any(claim.status is Status.EXPECTED for claim in part.claims)
    compared = _may_disagree(part.claims)
    same, old = before or (dt.date.min, None)
    for first, last in zip(days, ends, strict=True):
        begin = dt.date.fromordinal(first)
        evening = perspective.on(dt.date.fromordinal(last))
        answer = lookup([old], begin, old.known) if old and begin < same else None
        if answer is None:
            now = state(evening)
            answer = _DayAnswers(
                tie_answer(now, part.pair),
                tie_answer(now, part.pair[::-1]),
                tuple(_of(part.pair, disputes(evening))) if compared else (),
                (),
            )
        if expects:
            rows = tuple(_of(part.pair, expected(evening)))
            answer = answer._replace(expectations=rows)
        yield Step(begin, answer)


def tie_answer(now: State, pair: Pair) -> TieAnswer | None:
    """Return what is answered of the tie of one faction toward another, if it has one."""
    tie = now.tie(pair)
    if tie is None:
        return None
    row = status_row(now, tie)
    cited = now.point.day - dt.timedelta(days=row.age or 0)
    return TieAnswer(replace(row, age=None), cited)


def _of(pair: Pair, rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if {row.faction, row.to} == {*pair})


def _may_disagree(claims: Sequence[Claim]) -> bool:
    """Tell whether there can be a dispute among claims about a pair."""
    if len(claims) < 2:
        return False
    return len({claim.relation for claim in claims}) > 1 or any(
        claim.status is Status.DENIED or claim.begins or claim.until is not None
        for claim in claims
    )


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
