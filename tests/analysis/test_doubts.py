"""What makes no sense together: which pairs and events are warned of."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.analysis.doubts import doubts
from libya_tracker.analysis.spells import spells_at
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Entry
from libya_tracker.model.vocabulary import Relation
from tests.support import registries
from tests.support.registries import claims_of, registry

TODAY = dt.date(2020, 1, 1)
LAST = dt.date.max.toordinal()


def rules(text: str) -> list[str]:
    return [rule for _, rule, _ in doubts(registry(claims_of(text)), TODAY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017 a none b", ["ends-nothing"]),
        ("2016 a aligned b\n2017 a none b", []),
        ("2016 a aligned b\n2017 b none a", ["ends-nothing"]),
        ("2016 a allied b\n2017 b none a", []),
        ("2017 a aligned b\n2017-05 a none b", []),  # it began before it ended
        ("2016 a aligned b; until=2017\n2019 a none b", ["ends-nothing"]),
        ("2016 a aligned b\n2017 a none b\n2018 a none b", []),
        ("2017 a none b; status=denied", []),
        ("2017 a none b; status=expected", []),
        ("2017 a none b; scenario=what-if", ["ends-nothing"]),
        ("2016 a aligned b; scenario=what-if\n2017 a none b", ["ends-nothing"]),
        ("2016 a aligned b\n2017 a none b; scenario=what-if", []),
        ("2016 a aligned b\n2017 a merged c", ["ties-of-predecessor"]),
        ("2016 b opposed a\n2017 a merged c", ["ties-of-predecessor"]),
        ("2016 a aligned b\n2017 c succeeds a", ["ties-of-predecessor"]),
        ("2016 a aligned b\n2017 c splinter a", []),
        ("2016 a aligned b\n2017 a merged c\n2018 b opposed c", []),
        ("2016 a aligned b\n2016 c opposed b\n2018 a merged c", []),
        ("2015 c opposed b\n2016 a aligned b\n2018 a merged c", []),
        ("2016 a aligned b\n2018 a none b\n2017 a merged c", []),
        ("2016 a aligned b\n2021 a merged c", []),
        ("2016 a aligned b\n2017 a merged c; status=expected", []),
        ("2016 a aligned b\n2017 a merged c; scenario=what-if", ["ties-of-predecessor"]),
    ],
)
def test_what_is_warned_of(text: str, expected: list[str]) -> None:
    assert rules(text) == expected


@given(registries.entries(), st.dates(dt.date(2015, 1, 1), dt.date(2019, 1, 1)))
def test_whatever_the_claims_are_the_answer_is_the_same_twice(
    entries: list[Entry], today: dt.date
) -> None:
    whole = registry(entries)

    assert list(doubts(whole, today)) == list(doubts(whole, today))


@given(registries.entries())
def test_no_end_is_idle_where_none_is_with_every_end_taken_late(
    entries: list[Entry],
) -> None:
    point = Point(dt.date.max, dt.date.max)
    for spells in spells_at(Perspective.of(registry(entries), point)).pairs.values():
        readings = spells.readings
        ends = {
            claim.id
            for claim in readings.claims
            if claim.relation is Relation.NONE or claim.to not in readings.pair
        }
        open_start = any(claim.date.open_start for claim in readings.claims)
        if not open_start and not readings.whole.idle & ends:
            assert not readings.course(LAST).idle & ends
