"""What the dates of a pair can mean together: as a brute force has it, and what holds."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, product

import pytest
from hypothesis import assume, example, given, note
from hypothesis import strategies as st

from libya_tracker.analysis import contested
from libya_tracker.analysis.runs import OPEN, Run
from libya_tracker.model.query import Persistence
from tests.support.oracle import Answer, Oracle, Statement
from tests.support.pairs import BASE, LAST, WIDTH, answer, answers, pairs, ranges, readings

DAYS = range(LAST + 1)


def differences(
    claims: list[Statement],
    dissolved: tuple[int, int] | None = None,
    persist: Persistence = None,
) -> dict[int, list[tuple[Answer | None, Answer | None]]]:
    """Return what the program and the brute force say, by the days on which they differ."""
    table = readings(claims, dissolved=dissolved, persist=persist)
    by_day = sorted(claims, key=lambda claim: (claim.date[0], claim.name))
    brute_force = Oracle(by_day, dissolved, persist)
    result = {}
    for day in filter(lambda day: table.complete(BASE + day), DAYS):
        ours = [answer(table, side, BASE + day) for side in (0, 1)]
        if ours != (expected := brute_force.answers(day)):
            result[day] = list(zip(ours, expected, strict=True))
    return result


@example(
    [
        Statement(0, 1, "opposed", (8, 15), begins=True),
        Statement(1, 1, "opposed", (1, 1), begins=True),
    ]
).via("the later of two beginnings may be on several days")
@given(pairs())
def test_every_day_is_as_a_brute_force_over_all_days_of_all_dates_has_it(
    claims: list[Statement],
) -> None:
    assert differences(claims) == {}


@given(pairs(width=4))
def test_so_it_is_where_all_dates_lie_close_together(claims: list[Statement]) -> None:
    assert differences(claims) == {}


def test_an_end_is_read_as_one_that_ends_something_where_it_can_be() -> None:
    """Also by what stands after it, when only the days that matter by then are tried."""
    claims = [
        Statement(0, 0, "allied", (0, 0), (5, 5)),
        Statement(1, 0, "none", (4, 7)),
        Statement(2, 0, "opposed", (20, 20)),
    ]

    course = readings(claims).course(BASE + 21)

    assert course.idle == set()


@given(pairs(most=3), ranges())
def test_so_it_is_where_one_of_the_two_was_dissolved(
    claims: list[Statement], dissolved: tuple[int, int]
) -> None:
    assert differences(claims, dissolved) == {}


@example(
    [
        Statement(0, 1, "allied", (10, 14), (17, 24)),
    ],
    (13, 13),
    "cited",
).via("the end of a faction overlaps a date that leaves days open")
@example(
    [
        Statement(0, 1, "aligned", (-3, 10), open_start=True),
    ],
    None,
    3,
).via("it was aligned by the tenth, and three days longer")
@example(
    [
        Statement(0, 0, "aligned", (9, 9), (23, 23), "alleged"),
        Statement(1, 1, "none", (13, 14)),
        Statement(2, 0, "member", (-3, 8), status="confirmed", open_start=True),
        Statement(3, 0, "fighting", (1, 8)),
    ],
    None,
    "cited",
).via("which of two ties of a day is the nearer turns half way")
@example(
    [
        Statement(0, 0, "member", (-3, 11), open_start=True),
        Statement(1, 0, "member", (1, 1), (2, 2)),
        Statement(2, 0, "member", (3, 3), (17, 17)),
    ],
    None,
    "cited",
).via("two spells that touch have one known end, and what began before ends with it")
@example(
    [
        Statement(0, 0, "aligned", (4, 4), (14, 14), "confirmed", begins=True),
        Statement(1, 0, "fighting", (10, 17), status="alleged"),
        Statement(2, 0, "aligned", (13, 13), (18, 18), begins=True, leaves=True),
    ],
    None,
    8,
).via("the last days of a tie hang on days between the first and the last of its claim")
@example(
    [
        Statement(0, 0, "fighting", (3, 3), begins=True),
        Statement(1, 0, "neutral", (12, 12), leaves=True),
        Statement(2, 1, "fighting", (12, 12), begins=True),
        Statement(3, 1, "fighting", (10, 10), (15, 15)),
    ],
    None,
    8,
).via("no claim joins a run that was ended, though one of its claims ended by itself")
@given(pairs(), st.none() | ranges(), st.just("cited") | st.integers(0, WIDTH))
def test_so_it_is_where_a_tie_lasts_while_cited_or_for_some_days(
    claims: list[Statement], dissolved: tuple[int, int] | None, persist: Persistence
) -> None:
    assume(dissolved is None or len(claims) < 4)

    assert differences(claims, dissolved, persist) == {}


@given(pairs(), st.data())
def test_the_order_of_claims_of_different_days_in_the_file_is_immaterial(
    claims: list[Statement], data: st.DataObject
) -> None:
    start, apart = 0, []
    for one in sorted(claims, key=lambda claim: (claim.date[0], claim.name)):
        first = max(start, one.date[0])
        shift = first - one.date[0]
        date = first, one.date[1] + shift
        until = one.until and (one.until[0] + shift, one.until[1] + shift)
        apart.append(replace(one, date=date, until=until, open_start=False))
        start = date[1] + 1
    names = data.draw(st.permutations(range(len(apart))))
    shuffled = [replace(c, name=name) for c, name in zip(apart, names, strict=True)]
    shuffled.sort(key=lambda claim: claim.name)

    table, other = readings(apart), readings(shuffled)
    renamed = {claim.name: name for claim, name in zip(apart, names, strict=True)}
    for side, day in product((0, 1), range(start + LAST)):
        expected = answer(table, side, BASE + day)
        if expected is not None:
            expected = replace(expected, since=renamed[expected.since])
        assert answer(other, side, BASE + day) == expected


@given(pairs(), st.integers(0, LAST))
def test_a_claim_that_begins_later_changes_no_earlier_day(
    claims: list[Statement], day: int
) -> None:
    """But for a second ``begins: yes``, which speaks of the days before it."""
    earlier = [claim for claim in claims if claim.date[0] <= day]
    later = [replace(claim, begins=False) for claim in claims if claim.date[0] > day]
    everything = sorted([*earlier, *later], key=lambda claim: claim.name)

    assert answers(everything, day) == answers(earlier, day)


@given(pairs(), st.integers(-5_000, 5_000), st.integers(0, LAST))
def test_all_dates_shifted_shift_the_answers(
    claims: list[Statement], shift: int, day: int
) -> None:
    assert answers(claims, day, BASE + shift) == answers(claims, day)


def is_contested(run: Run) -> bool:
    """Tell whether sources disagree on when a tie began or ended."""
    return any(contested.ends(run)) or any(contested.beginnings(run))


@given(pairs(), st.data(), st.integers(0, LAST))
def test_a_wider_date_makes_nothing_certain(
    claims: list[Statement], data: st.DataObject, day: int
) -> None:
    # Only where the claims make sense as they are, and agree: else a wider date can give a
    # reading in which they make more, or can mean what another source says; and the doubt
    # that came of that is gone.
    place = data.draw(st.integers(0, len(claims) - 1))
    one = claims[place]
    earlier = data.draw(st.integers(0, 3)) if one.date[0] <= day else 0
    # "By" a later day says more: that it was so on that day.
    later = 0 if one.open_start else data.draw(st.integers(0, 3))
    wide = replace(one, date=(one.date[0] - earlier, one.date[1] + later))
    if one.until and data.draw(st.booleans()):
        wide = replace(wide, until=(one.until[0] - earlier, one.until[1] + later))
    before = [claim for claim in claims if claim.date[0] <= day]
    course = readings(before).course(BASE + day)
    assume(not course.idle and not course.overruling)
    assume(not any(map(is_contested, chain(*readings(claims).course(OPEN).runs))))
    wider = [*claims[:place], wide, *claims[place + 1 :]]

    for narrow, broad in zip(answers(claims, day), answers(wider, day), strict=True):
        note(f"{narrow} {broad}")
        assert narrow is None or narrow.certain or broad is None or not broad.certain


#: Each of these may be before or after each other one: far too many readings.
_VAGUE = [
    Statement(name, name % 2, ("aligned", "opposed")[name // 2 % 2], (0, WIDTH))
    for name in range(8)
]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(WIDTH, Answer("opposed", certain=False, since=6), id="left open"),
        pytest.param(WIDTH + 3, Answer("opposed", certain=False, since=6), id="and after"),
        pytest.param(WIDTH + 6, Answer("member", certain=True, since=8), id="settled anew"),
    ],
)
def test_where_too_many_readings_could_be_tried_what_they_leave_open_is_possible(
    day: int, expected: Answer
) -> None:
    table = readings([*_VAGUE, Statement(8, 0, "member", (WIDTH + 5, WIDTH + 5))])

    assert not table.complete(BASE + day)
    assert answer(table, 0, BASE + day) == expected


def test_with_too_many_readings_an_open_start_leaves_each_earlier_day_possible() -> None:
    sightings = [
        Statement(n, 0, "aligned", (0, WIDTH + n), open_start=True) for n in range(8)
    ]
    table = readings([*sightings, Statement(8, 1, "opposed", (WIDTH + 20, WIDTH + 20))])

    assert not table.complete(BASE + 3)
    assert answer(table, 0, BASE + 3) == Answer("aligned", certain=False, since=0)
    assert answer(table, 1, BASE + 3) is None
