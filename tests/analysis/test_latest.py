"""The fast path for exact dates without ends answers as the course of all claims does."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.analysis import latest
from libya_tracker.analysis.runs import Run
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


def carried(run: Run | None) -> tuple[object, ...] | None:
    if run is None:
        return None
    members = [(member.claim.id, member.begin) for member in run.members]
    return run.relation, members, run.contested


@given(exact_statements())
def test_it_finds_what_the_course_has_on_each_day(claims: list[Statement]) -> None:
    table = readings(claims)
    for day in range(BASE - 1, BASE + LAST):
        for side in (0, 1):
            near = latest.latest(table.claims, table.pair, side, day)
            run = table.whole.standing(side, day)
            begun = run and replace(run, members=[m for m in run.members if m.begin <= day])

            assert latest.without_ends(near)
            assert carried(latest.standing(near, table.pair, side)) == carried(begun)
