"""Real spells: what stands on a day is the union of what the files say, in any file order.

The Correlates of War alliances and UCDP's non-state conflicts give each spell its days.
Told as claims with `until`, they are tied on just the days that some row covers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from libya_tracker.analysis.state import state
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Pair
from libya_tracker.model.vocabulary import Relation
from tests.support.outside_data import (
    Row,
    alliances,
    conflicts,
    index_of,
    needs_outside_data,
)

ALLIANCE_DAYS = [dt.date(year, 7, 1) for year in range(1820, 2015, 10)]
CONFLICT_DAYS = [dt.date(year, 6, 15) for year in range(1990, 2022, 4)]

pytestmark = [
    pytest.mark.slow,  # whole data sets, on many days
    needs_outside_data,
]


def pairs_on(index: ClaimIndex, day: dt.date) -> set[Pair]:
    # Where rows of one beginning have several ends, a tie is only possible in between.
    return {*state(Perspective(index, Point(day, dt.date.max))).ties}


def covered(rows: Sequence[Row], day: dt.date) -> set[Pair]:
    pairs = {(one, other) for one, other, first, last in rows if first <= day <= last}
    return pairs | {(other, one) for one, other in pairs}


def test_no_alliance_is_lost_and_none_outlives_its_end() -> None:
    rows = alliances()
    index = index_of(rows, Relation.ALLIED)

    total = 0
    for day in ALLIANCE_DAYS:
        expected = covered(rows, day)
        assert pairs_on(index, day) == expected, day
        total += len(expected)
    assert (len(rows) > 1_500, len(ALLIANCE_DAYS), total > 1_500) == (True, 20, True)


@pytest.mark.parametrize("newest_first", [False, True])
def test_fights_are_their_episodes_in_whatever_order_the_file_is(
    newest_first: bool,
) -> None:
    rows = conflicts()
    index = index_of(rows[::-1] if newest_first else rows, Relation.FIGHTING)

    counts = []
    for day in CONFLICT_DAYS:
        expected = covered(rows, day)
        assert pairs_on(index, day) == expected, day
        counts.append(len(expected))
    assert (len(CONFLICT_DAYS), sum(counts) > 100) == (8, True)
