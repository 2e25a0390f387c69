"""Real spells: what stands on a day is the union of what the files say, in any file order.

The Correlates of War alliances and UCDP's non-state conflicts give each spell its days.
Told as claims with `until`, they are tied on just the days that some row covers.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from functools import cache

import pytest

from libya_tracker.analysis.state import state
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Claim, Faction, Pair, Registry
from libya_tracker.model.vocabulary import Relation
from tests.support.places import SHARED
from tests.support.registries import HERE, claim

DATA = SHARED / "data"
#: Two actors, and the first and last day of what a row says of them.
Row = tuple[str, str, dt.date, dt.date]

ALLIANCE_DAYS = [dt.date(year, 7, 1) for year in range(1820, 2015, 10)]
CONFLICT_DAYS = [dt.date(year, 6, 15) for year in range(1990, 2022, 4)]

pytestmark = [
    pytest.mark.slow,  # whole data sets, on many days
    pytest.mark.skipif(
        not (DATA / "README.md").exists(), reason=f"the outside data are not at {DATA}"
    ),
]


def table(name: str) -> list[dict[str, str]]:
    text = (DATA / f"{name}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


@cache
def alliances() -> list[Row]:
    """Return each dyad once: every row has its mirror, and 22 end before they begin."""
    rows = []
    for row in table("cow-alliance-dyads"):
        first, last = (
            dt.date(*(int(row[f"dyad_{end}_{part}"]) for part in ("year", "month", "day")))
            for end in ("st", "end")
        )
        one, other = row["ccode1"], row["ccode2"]
        if int(one) < int(other) and first <= last:
            rows.append((f"s{one}", f"s{other}", first, last))
    return rows


@cache
def conflicts() -> list[Row]:
    """Return a row for each year of a fight: from its episode's start to its end."""
    rows = []
    for row in table("ucdp-nonstate-221"):
        first = dt.date.fromisoformat(row["start_date2"])
        last = dt.date(int(row["year"]), 12, 31)
        if row["ep_end"] == "1":
            last = dt.date.fromisoformat(row["ep_end_date"])
        one, other = (f"u{row[f'side_{side}_id']}" for side in "ab")
        if first <= last:
            rows.append((one, other, first, last))
    return rows


def index_of(rows: Sequence[Row], relation: Relation) -> ClaimIndex:
    claims: list[Claim] = [
        claim(f"{first} {one} {relation} {other}", place, until=str(last))
        for place, (one, other, first, last) in enumerate(rows)
    ]
    names = dict.fromkeys(name for row in rows for name in row[:2])
    factions = {name: Faction(name, HERE, name) for name in names}
    return ClaimIndex(Registry("data.yaml", None, {}, factions, tuple(claims), {}))


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
