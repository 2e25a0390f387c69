"""What is answered about two factions, for every day and every day of knowledge.

What is said of a pair follows from the claims about that pair alone. So each is asked about
in a registry that holds these claims and no others, on each day on which an answer can
change: the questions themselves are those of ``status``, ``disputes`` and ``expected``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import TypeVar

from libya_tracker.analysis.disputes import DisputeRow, disputes
from libya_tracker.analysis.expected import ExpectedRow, expected
from libya_tracker.analysis.pair_claims import PairClaims, at, days_of, first_affected
from libya_tracker.analysis.state import state
from libya_tracker.analysis.tie_steps import tie_steps
from libya_tracker.analysis.versions import (
    Step,
    TieAnswer,
    Ties,
    Version,
    lookup,
    merged,
)
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Claim, Pair
from libya_tracker.model.vocabulary import Status
from libya_tracker.named_tuples import NamedTuple

Row = TypeVar("Row", DisputeRow, ExpectedRow)


#: The versions of the answers to one question, in the order of the days of knowledge.
Disputes = tuple[Version[tuple[DisputeRow, ...]], ...]
Expectations = tuple[Version[tuple[ExpectedRow, ...]], ...]


class PairAnswers(NamedTuple):
    """All that is answered about two factions."""

    #: The ties by their two sides, those that ever stood.
    ties: Mapping[Pair, Ties]
    disputes: Disputes
    expectations: Expectations


def answers(perspective: Perspective, part: PairClaims) -> PairAnswers:
    """Return all that is answered about a pair up to a point, under its what-if."""
    ties: dict[Pair, list[Version[TieAnswer | None]]] = {part.pair: [], part.pair[::-1]: []}
    others: list[Version[_DayAnswers]] = []
    for known in part.knowledge(perspective.point.known):
        own = at(perspective, part, known)
        before = None
        if others:
            # What is learned of a day changes no answer about the days before it.
            first = first_affected(own, part, others[-1].known)
            if first is None:
                continue
            before = first, others[-1]
        now = state(own)
        for pair, versions in ties.items():
            versions.append(Version(known, tuple(tie_steps(now, pair))))
        others.append(Version(known, tuple(_steps(own, part, before))))
    sides = {
        pair: merged(versions, lambda answer: answer) for pair, versions in ties.items()
    }
    return PairAnswers(
        {pair: tie for pair, tie in sides.items() if tie},
        merged(others, attrgetter("disputes")),
        merged(others, attrgetter("expectations")),
    )


class _DayAnswers(NamedTuple):
    """What is answered of a day beside the ties."""

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
    expects = any(claim.status is Status.EXPECTED for claim in part.claims)
    compared = _may_disagree(part.claims)
    if not (expects or compared):
        return
    days = sorted(days_of(perspective, part))
    ends = [*(day - 1 for day in days[1:]), perspective.day.toordinal()]
    same, old = before or (dt.date.min, None)
    for first, last in zip(days, ends, strict=True):
        begin = dt.date.fromordinal(first)
        evening = perspective.on(dt.date.fromordinal(last))
        answer = lookup([old], begin, old.known) if old and begin < same else None
        if answer is None:
            rows = tuple(_of(part.pair, disputes(evening))) if compared else ()
            answer = _DayAnswers(rows, ())
        if expects:
            coming = tuple(_of(part.pair, expected(evening)))
            answer = answer._replace(expectations=coming)
        yield Step(begin, answer)


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
