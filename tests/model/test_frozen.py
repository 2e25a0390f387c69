"""Records that are no tuples are equal, and shown, as dataclasses are."""

from __future__ import annotations

import datetime as dt

from libya_tracker.model.dates import FuzzyDate, parse
from libya_tracker.model.query import Period, Point

DAY = dt.date(2017, 11, 10)


def test_records_are_equal_by_their_values_and_to_no_tuple() -> None:
    date = parse("2017-11-10")

    assert date == FuzzyDate("2017-11-10", DAY, DAY) != FuzzyDate("2017-11-10?", DAY, DAY)
    assert hash(date) == hash(FuzzyDate("2017-11-10", DAY, DAY))
    values: object = ("2017-11-10", DAY, DAY)
    assert date != values
    assert repr(Period(DAY)) == f"Period(since={DAY!r}, until=None)"


def test_how_a_point_was_chosen_makes_it_no_other_point() -> None:
    point, same = Point(DAY, DAY), Point(DAY, DAY, second_clock=False, revision="HEAD")

    assert point == same != Point(DAY, DAY, "what-if")
    assert len({point, same}) == 1
