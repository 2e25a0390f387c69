"""What the rows of a pair answer is what the registry answers, whatever is in it."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.errors import UsageError
from libya_tracker.exchange import pair_rows
from libya_tracker.exchange.claim_rows import ClaimRow, fault
from libya_tracker.exchange.pair_rows import Question
from libya_tracker.model.query import Lens, Point
from libya_tracker.model.records import Entry
from libya_tracker.model.vocabulary import Status
from tests.support.claim_rows import (
    rows_by_pair,
    spells_of,
    ties_of,
    tracker,
    varied,
)
from tests.support.registries import claims_of, entries, points

ROW = ClaimRow(
    *("c1", "2017-05", "a", "aligned", "b", None, None, "reported", None, None, ["s1"]),
    *("2017-06-01", "false", None, "false", 1),
)
#: What is changed in a sound row, and what is said of it.
FAULTS: list[tuple[dict[str, Any], str]] = [
    (
        {"date": "05/11/2017"},
        "date: '05/11/2017' is no date: write 2017-11-05 or 2017-05-11",
    ),
    (
        {"date": "2017-02-30"},
        "date: there is no day '2017-02-30'; 2017-02 has days 01 to 28",
    ),
    ({"until": "2016"}, "until 2016 is before the date 2017-05"),
    ({"until": "soon"}, "until: 'soon' is no date: write YYYY"),
    ({"to": "a"}, "'a' cannot have a tie with itself"),
    ({"from_": "a"}, "'a' cannot have a tie with itself"),
    ({"relation": "Aligned"}, "relation: 'Aligned' is none of aligned, member,"),
    ({"status": "sure"}, "status: 'sure' is none of confirmed, reported,"),
    ({"status": None, "to": ""}, "it has no to, status"),
    ({"known": "2017-6-1"}, "known: '2017-6-1' is no time; write 2017-11-03 or"),
    ({"grade": "2B"}, "grade: '2B' is none such as B2, B- or -2"),
    ({"sources": None, "grade": "B2"}, "grade: 'B2' grades a source, and there is none"),
    ({"begins": "yes"}, "begins: 'yes' is neither true nor false"),
    ({"retracted": "no"}, "retracted: 'no' is neither true nor false"),
    ({"sources": ["s1", None]}, "sources: one of them has no id"),
    ({"sequence": None}, "it has no sequence"),
]


def answers(
    rows: dict[tuple[str, str], list[ClaimRow]], question: Question
) -> tuple[set[Any], set[Any]]:
    def all_of(answer: pair_rows.Answer) -> set[Any]:
        return {
            tuple(tuple(value) if isinstance(value, list) else value for value in row)
            for pair, claims in rows.items()
            for row in answer(pair, claims, question)
        }

    return all_of(pair_rows.ties), all_of(pair_rows.spells)


@given(
    record=entries(),
    point=points(),
    min_status=st.sampled_from([None, None, *(s for s in Status if s.effective)]),
    persist=st.sampled_from([None, None, "cited", 60]),
)
def test_pair_by_pair_the_same_is_answered(
    record: list[Entry], point: Point, min_status: Status | None, persist: Any
) -> None:
    registry = varied(record)
    options: dict[str, Any] = {"known": point.known, "scenario": point.scenario}
    options |= {"min_status": min_status} if min_status else {}
    options |= {"persist": f"{persist}d" if persist == 60 else persist}

    lens = Lens(min_status=min_status, persist=persist)
    question = Question(point.day, point.known, point.scenario, lens)
    ties, spells = answers(rows_by_pair(registry, joined=True), question)

    own = tracker(registry)
    assert ties == ties_of(own.status(point.day, **options))
    assert spells == spells_of(own.spells(point.day, **options))


@pytest.mark.parametrize("order", [*itertools.permutations(range(4))])
def test_rows_of_one_day_count_in_the_order_of_the_file(order: tuple[int, ...]) -> None:
    registry = varied(
        claims_of(
            "2017-01-01 a aligned b; sources=s1\n"
            "2017-01-01 a opposed b; sources=s2\n"
            "2017-01-01 b none a; sources=s1\n"
            "2017-01-01 a opposed b; sources=s1"
        )
    )
    day = dt.date(2017, 6, 1)
    rows = rows_by_pair(registry, joined=True)
    rows = {pair: [part[place] for place in order] for pair, part in rows.items()}

    ties, spells = answers(rows, Question(day))

    own = tracker(registry)
    assert ties == ties_of(own.status(day))
    assert spells == spells_of(own.spells(day))
    assert {(row[2], row[15], row[16]) for row in ties} == {("opposed", ("s2", "s1"), "4")}


def test_without_joins_the_rows_of_the_log_answer_what_they_can() -> None:
    record = claims_of(
        "2017-01-01 a aligned b; sources=s1\n"
        "2017-02-01 a fighting c; sources=s3\n"
        "2017-03-01 b aligned c; sources=s1; status=confirmed\n"
        "2017-04-01 a opposed b; ends_tie_with=c"
    )
    # Without the record of a source, it is a voice of its own that is always out.
    rows = rows_by_pair(varied(record), joined=False)
    ties, _ = answers(rows, Question(dt.date(2017, 6, 1)))

    shown = {(row[0], row[2], row[3], row[9], row[10], row[11]) for row in ties}
    assert shown == {
        ("a", "opposed", "b", "reported", None, 0),
        ("b", "aligned", "c", "reported", "B-", 1),
    }


def test_what_is_no_claim_is_named_with_its_fault() -> None:
    assert fault(ROW) is None
    for changed, expected in FAULTS:
        row = ROW._replace(**changed)
        assert (fault(row) or "").startswith(expected), changed
        with pytest.raises(UsageError, match=r"^claim 'c1': "):
            [*pair_rows.ties(("a", "b"), [row], Question(dt.date(2018, 1, 1)))]

    nameless = ROW._replace(change=None)
    with pytest.raises(
        UsageError, match=r"^the row '2017-05 a aligned b': it has no change$"
    ):
        [*pair_rows.ties(("a", "b"), [nameless], Question(dt.date(2018, 1, 1)))]


def test_what_the_rows_of_a_pair_leave_open_is_refused() -> None:
    source = {"source": "s1", "origin": "s1", "date": None, "reliability": None}
    source |= {"withdrawn": None, "origin_withdrawn": None}
    other = ROW._replace(change="c2", grade="B2", sequence=7)
    early = Question(dt.date(2018, 1, 1), known=dt.date(2017, 12, 1))
    late = Question(dt.date(2018, 1, 1))
    cases: list[tuple[list[ClaimRow], Question, str]] = [
        ([ROW, ROW], late, "another row has the same id"),
        ([ROW._replace(retracted="true")], early, "was retracted, but since when"),
        ([ROW._replace(scenario="w")], late, "is of a what-if: join what retracts claims"),
        ([ROW._replace(grade="A1"), other], late, "does not fit those of other claims"),
        ([ROW._replace(citations=[{**source, "origin": None}])], late, "no source 's1'"),
        ([ROW._replace(citations=[source, source])], late, "is there twice"),
        (
            [ROW._replace(citations=[{**source, "date": "x"}])],
            late,
            "source 's1': 'x' is no",
        ),
        (
            [ROW._replace(retractions=[{"known": None, "scenario": None}])],
            late,
            "is missing",
        ),
        (
            [ROW._replace(retractions=[{"known": "2017-13-01", "scenario": None}])],
            late,
            "claim 'c1': the day of what retracts it: there is no such time as '2017-13",
        ),
        (
            [ROW._replace(dissolutions=[{"faction": "a", "dissolved": "x"}])],
            late,
            "faction 'a': dissolved: 'x' is no date",
        ),
        (
            [ROW._replace(citations=[{**source, "reliability": "G"}])],
            late,
            "source 's1': reliability: 'G' is none of A, B",
        ),
        (
            [ROW, ROW._replace(change="c2")],
            late,
            "claim 'c2': another of that day has the same sequence",
        ),
    ]
    for rows, question, message in cases:
        with pytest.raises(UsageError, match=message):
            [*pair_rows.ties(("a", "b"), rows, question)]

    # Known only later, or retracted when nothing earlier is asked: no doubt.
    retracted = ROW._replace(retracted="true")
    assert not [*pair_rows.ties(("a", "b"), [retracted], late)]
    before = Question(dt.date(2018, 1, 1), known=dt.date(2017, 5, 1))
    assert not [*pair_rows.ties(("a", "b"), [retracted], before)]
