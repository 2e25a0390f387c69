"""The fast path for exact dates answers as the course of all claims does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import example, given
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


@st.composite
def exact_statements_with_ends(draw: st.DrawFn) -> list[Statement]:
    count = draw(st.integers(1, 8))
    made = [draw(statements(name, width=6)) for name in range(count)]
    exact = []
    for one in made:
        day = abs(one.date[0])
        until = one.until and (max(day, one.until[0]),) * 2
        exact.append(replace(one, date=(day, day), until=until, open_start=False))
    return exact


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


JOINED = Statement(0, 0, "allied", (0, 0), until=(4, 4))


@example([JOINED, Statement(1, 0, "truce", (5, 5)), Statement(2, 0, "allied", (5, 5))]).via(
    "a claim joins what ended on the day before, after another of its day"
)
@example(
    [
        JOINED,
        Statement(1, 0, "truce", (5, 5)),
        Statement(2, 0, "allied", (5, 5), until=(9, 9)),
        Statement(3, 0, "allied", (7, 7)),
    ]
).via("a claim with an end joins it")
@example([JOINED, Statement(1, 0, "none", (5, 5)), Statement(2, 0, "allied", (5, 5))]).via(
    "what ends ties stands between them"
)
@given(exact_statements_with_ends())
def test_what_it_tells_of_claims_with_ends_is_what_the_course_has(
    claims: list[Statement],
) -> None:
    table, whole = readings(claims), readings(claims)
    assert whole.whole, "from now on no fast path is taken"
    for day in range(BASE - 1, BASE + LAST):
        if (told := table.carriers(day)) is None:
            continue
        for side in (0, 1):
            standing = whole.standing(side, day)

            assert tuple(told[side]) == (standing.claims if standing else ())
            assert standing is None or standing.certain
