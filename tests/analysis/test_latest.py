"""The fast path for exact dates without ends answers as the course of all claims does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.analysis import latest
from libya_tracker.model.records import Claim
from tests.support.oracle import Statement
from tests.support.pairs import BASE, LAST, readings, statements


@st.composite
def exact_statements(draw: st.DrawFn) -> list[Statement]:
    count = draw(st.integers(1, 9))
    made = [draw(statements(name)) for name in range(count)]
    return [
        replace(
            one, date=(abs(one.date[0]),) * 2, until=None, open_start=False, begins=False
        )
        for one in made
    ]


def carriers(claims: Sequence[Claim]) -> tuple[object, ...]:
    return tuple(dict.fromkeys(claim.relation for claim in claims)), tuple(claims)


@given(exact_statements())
def test_it_finds_what_the_course_has_on_each_day(claims: list[Statement]) -> None:
    table = readings(claims)
    for day in range(BASE - 1, BASE + LAST):
        near = latest.latest(table.claims, table.pair, day)
        assert latest.without_ends(near)
        for side, run in enumerate(latest.carriers(near, table.pair)):
            whole = table.whole.standing(side, day)

            assert whole is None or not whole.contested
            assert carriers(run) == carriers(whole.by(day) if whole else ())
            assert whole is None or run[0].relation is whole.relation
