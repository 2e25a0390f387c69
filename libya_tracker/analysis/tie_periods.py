"""Tie periods: the days on which the same is answered of a tie, for those who look up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from libya_tracker.analysis.divisions import Divided, divisions
from libya_tracker.analysis.state import state
from libya_tracker.analysis.status import StatusRow
from libya_tracker.analysis.tie_steps import tie_steps
from libya_tracker.analysis.versions import Step, TieAnswer, Ties, Version, merged
from libya_tracker.model.dates import ONE_DAY
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Pair
from libya_tracker.named_tuples import NamedTuple


class TiePeriod(NamedTuple):
    """Consecutive days on which ``status`` says the same of a tie, but for its age."""

    #: The row of ``status``, without the age.
    row: StatusRow
    #: ``date.min`` where its begin is not known.
    first: dt.date
    #: The point's day where the same is answered on it.
    last: dt.date
    #: The day from which the age counts; before it and on it the age is 0.
    cited: dt.date


def tie_periods(perspective: Perspective) -> list[TiePeriod]:
    """Return what ``status`` answers of each tie on each day up to a point's.

    They are in the order of the file by faction, then by counterpart, then by day.
    """
    ties = _ties(perspective)
    split, order = divisions(ties), perspective.registry.order
    return [
        period
        for pair in sorted(ties, key=lambda pair: (order[pair[0]], order[pair[1]]))
        for period in _periods(ties[pair], split.get(pair[0], ()), perspective.day)
    ]


def _ties(perspective: Perspective) -> dict[Pair, Ties]:
    """Return the answers about both sides of each pair as known at a point."""
    now = state(perspective)
    ties = {}
    for pair in now.spells.pairs:
        for side in (pair, pair[::-1]):
            version = Version(perspective.point.known, tuple(tie_steps(now, side)))
            if own := merged([version], lambda answer: answer):
                ties[side] = own
    return ties


def _periods(versions: Ties, split: Divided, last: dt.date) -> Iterator[TiePeriod]:
    """Yield the periods of a tie, cut where the division of its faction begins or ends."""
    cuts = [step for version in split for step in version.steps]
    for version in versions:
        ends = [*(step.first - ONE_DAY for step in version.steps[1:]), last]
        for step, end in zip(version.steps, ends, strict=True):
            if step.answer is not None:
                yield from _cut(step.answer, (step.first, end), cuts)


def _cut(
    answer: TieAnswer, days: tuple[dt.date, dt.date], cuts: Sequence[Step[bool]]
) -> Iterator[TiePeriod]:
    first, last = days
    before = [step.answer for step in cuts if step.first <= first]
    within = [step for step in cuts if first < step.first <= last]
    parts = [Step(first, bool(before) and before[-1]), *within]
    ends = [*(step.first - ONE_DAY for step in within), last]
    for part, end in zip(parts, ends, strict=True):
        row = answer.row._replace(divided=True) if part.answer else answer.row
        yield TiePeriod(row, part.first, end, answer.cited)
