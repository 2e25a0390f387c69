"""What changed between two points, and why."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.analysis import diff, state
from libya_tracker.analysis.diff import DiffRow, Why
from libya_tracker.analysis.state import Pair
from libya_tracker.model import dates
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Lens, Point
from libya_tracker.model.records import Entry, Faction
from libya_tracker.model.vocabulary import Difference, Relation, Status
from tests.support.registries import (
    HERE,
    claim,
    entries,
    index_of,
    point,
    points,
    registry,
    retraction,
)


def differences(index: ClaimIndex, a: str, b: str) -> list[str]:
    """Return the differences between two points in words, a line a row."""
    rows = diff.diff(Perspective(index, point(a)), Perspective(index, point(b)))
    return [
        f"{row.difference} {row.faction} {row.before}>{row.after} {row.to} "
        f"{row.why} {row.date} {row.change}"
        for row in rows
    ]


SURE: dict[str, Any] = {"status": "confirmed", "recorded": "2017-01-02"}
CLAIM = claim("2017-03-01 a aligned b", 0, id="c1", recorded="2017-03-02")


@pytest.mark.parametrize(
    ("record", "a", "b", "expected"),
    [
        pytest.param(
            [CLAIM],
            "2017-02",
            "2017-03",
            ["added a None>aligned b happened 2017-03-01 c1"],
            id="a tie begins",
        ),
        pytest.param([CLAIM], "2017-03", "2017-04", [], id="a tie goes on"),
        pytest.param(
            [CLAIM, claim("2017-04 a aligned b", 1, id="c2")],
            "2017-03",
            "2017-05",
            [],
            id="a tie is cited again",
        ),
        pytest.param(
            [CLAIM, claim("2017-04 a aligned b", 1, id="c2")],
            "2017-02",
            "2017-05",
            ["added a None>aligned b happened 2017-03-01 c1"],
            id="the first of a run decides",
        ),
        pytest.param(
            [CLAIM, claim("2017-04 a opposed b", 1, id="c2")],
            "2017-03",
            "2017-05",
            ["changed a aligned>opposed b happened 2017-04 c2"],
            id="a tie turns",
        ),
        pytest.param(
            [CLAIM, claim("2017-04 a none b", 1, id="c2")],
            "2017-03",
            "2017-05",
            ["removed a aligned>None b happened 2017-04 c2"],
            id="a tie is ended",
        ),
        pytest.param(
            [CLAIM, claim("2017-04 a member c", 1, id="c2", ends_tie_with="b")],
            "2017-03",
            "2017-05",
            [
                "removed a aligned>None b happened 2017-04 c2",
                "added a None>member c happened 2017-04 c2",
            ],
            id="a tie is left for another",
        ),
        pytest.param(
            [claim("2017-03 a allied b", 0, id="c1", until="2017-04-10")],
            "2017-04",
            "2017-05",
            [],
            id="a tie that ran out before",
        ),
        pytest.param(
            [claim("2017-03 a allied b", 0, id="c1", until="2017-04-10")],
            "2017-04-10",
            "2017-05",
            [
                "removed a allied>None b happened 2017-04-10 c1",
                "removed b allied>None a happened 2017-04-10 c1",
            ],
            id="a tie runs out",
        ),
        pytest.param(
            [CLAIM],
            "2017-03@2017-03-01",
            "2017-03@2017-03-02",
            ["added a None>aligned b learned 2017-03-01 c1"],
            id="a tie is learned of",
        ),
        pytest.param(
            [CLAIM],
            "2017-02@2017-02",
            "2017-03@2017-03",
            ["added a None>aligned b happened 2017-03-01 c1"],
            id="it happened, though learned",
        ),
        pytest.param(
            [CLAIM, claim("2017-02 a opposed b", 1, id="c2", recorded="2017-05-01")],
            "2017-02@2017-04",
            "2017-03@2017-06",
            ["added a None>aligned b happened 2017-03-01 c1"],
            id="the last step decides",
        ),
        pytest.param(
            [CLAIM, retraction("c1", "2017-05-01", 1)],
            "2017-06@2017-04",
            "2017-06@2017-06",
            ["removed a aligned>None b corrected 2017-05-01 2017-05-01-retracts-c1-1"],
            id="a tie is retracted",
        ),
        pytest.param(
            [
                claim("2017-02 a opposed b", 0, id="c0"),
                CLAIM._replace(place=1),
                retraction("c1", "2017-05-01", 2),
            ],
            "2017-06@2017-04",
            "2017-06@2017-06",
            ["changed a aligned>opposed b corrected 2017-05-01 2017-05-01-retracts-c1-2"],
            id="what stood before stands again",
        ),
        pytest.param(
            [
                CLAIM,
                claim("2017-04 a none b", 1, id="c2"),
                retraction("c2", "2017-05-01", 2),
            ],
            "2017-06@2017-04-30",
            "2017-06@2017-06",
            ["added a None>aligned b corrected 2017-05-01 2017-05-01-retracts-c2-2"],
            id="an end is retracted",
        ),
        pytest.param(
            [
                CLAIM,
                claim(
                    "2017-03-01 a opposed b",
                    1,
                    id="c2",
                    retracts=("c1",),
                    recorded="2017-05-01",
                ),
            ],
            "2017-06@2017-04",
            "2017-06@2017-06",
            ["changed a aligned>opposed b corrected 2017-03-01 c2"],
            id="a claim corrects another",
        ),
        pytest.param(
            [CLAIM, claim("2017-03-05 a opposed b", 1, id="c2", recorded="2017-05-01")],
            "2017-06@2017-04",
            "2017-06@2017-06",
            ["changed a aligned>opposed b learned 2017-03-05 c2"],
            id="a turn is learned of",
        ),
        pytest.param(
            [CLAIM, claim("2017-03-05 a opposed b", 1, id="c2", scenario="what-if")],
            "2017-06",
            "2017-06+what-if",
            ["changed a aligned>opposed b supposed 2017-03-05 c2"],
            id="a turn is supposed",
        ),
        pytest.param(
            [CLAIM, claim("2017-03-05 a opposed b", 1, id="c2", scenario="what-if")],
            "2017-02+what-if",
            "2017-06+what-if",
            ["added a None>opposed b supposed 2017-03-05 c2"],
            id="a what-if comes to pass",
        ),
        pytest.param(
            [CLAIM, claim("2017-03-05 a none b", 1, id="c2", scenario="what-if")],
            "2017-06",
            "2017-06+what-if",
            ["removed a aligned>None b supposed 2017-03-05 c2"],
            id="an end is supposed",
        ),
        pytest.param(
            [
                claim("2017-01 a aligned b", 0, id="if", scenario="what-if"),
                claim("2017-04-01 a none b", 1, id="c1"),
            ],
            "2017-03+what-if",
            "2017-05+what-if",
            ["removed a aligned>None b happened 2017-04-01 c1"],
            id="the record ends what was supposed at both points",
        ),
        pytest.param(
            [CLAIM, claim("2017-05 a none b", 1, id="if", scenario="what-if")],
            "2017-02+what-if",
            "2017-06",
            ["added a None>aligned b happened 2017-03-01 c1"],
            id="a what-if of the first point does not reach the second",
        ),
        pytest.param(
            [
                claim(
                    *("2017-03-05 a opposed b", 0),
                    id="if",
                    scenario="what-if",
                    recorded="2017-05-01",
                )
            ],
            "2017-06@2017-04+what-if",
            "2017-06@2017-06+what-if",
            ["added a None>opposed b supposed 2017-03-05 if"],
            id="what a what-if says is supposed, though learned",
        ),
        pytest.param(
            [CLAIM],
            "2017-05@2017-06",
            "2017-06@2017-02",
            ["removed a aligned>None b learned 2017-03-01 c1"],
            id="a claim is not yet known at the later point",
        ),
        pytest.param(
            [
                CLAIM,
                claim("2017-02-01 a opposed b", 1, id="c2", recorded="2017-05-01"),
                retraction("c1", "2017-05-02", 2),
            ],
            "2017-06@2017-04",
            "2017-06@2017-06",
            ["changed a aligned>opposed b corrected 2017-05-02 2017-05-02-retracts-c1-2"],
            id="the claim that is learned decides only for want of the retracted one",
        ),
        pytest.param(
            [
                claim("2017-03-01 a aligned b", 0, id="if", scenario="what-if"),
                claim("2017-03-01 a opposed b", 1, id="c2", recorded="2017-05-01"),
                retraction("if", "2017-05-02", 2),
            ],
            "2017-06@2017-04+what-if",
            "2017-06@2017-06+what-if",
            ["changed a aligned>opposed b corrected 2017-05-02 2017-05-02-retracts-if-2"],
            id="the what-if comes after the record on one day",
        ),
        pytest.param(
            [
                CLAIM,
                claim("2017-03-05 a opposed b", 1, id="c2", recorded="2017-05-01"),
                retraction("c1", "2017-05-02", 2),
            ],
            "2017-06@2017-04",
            "2017-06@2017-06",
            ["changed a aligned>opposed b learned 2017-03-05 c2"],
            id="the claim that is learned would decide anyway",
        ),
        pytest.param(
            [
                claim("2017-02 a none b", 0, id="c0"),
                CLAIM._replace(place=1, recorded=dates.parse_moment("2017-05-01")),
                retraction("c0", "2017-05-02", 2),
            ],
            "2017-06@2017-04",
            "2017-06@2017-06",
            ["added a None>aligned b learned 2017-03-01 c1"],
            id="a retraction of what ended nothing",
        ),
        pytest.param(
            [
                CLAIM,
                claim("2017-04 a aligned b", 1, id="c2"),
                retraction("c2", "2017-05-01", 2),
                retraction("c1", "2017-05-02", 3),
            ],
            "2017-06@2017-04-30",
            "2017-06@2017-06",
            ["removed a aligned>None b corrected 2017-05-01 2017-05-01-retracts-c2-2"],
            id="of several retractions, that of the claim that held the tie",
        ),
        pytest.param(
            [
                CLAIM,
                claim("2017-03-01 a opposed c", 1, id="c2"),
                retraction("c1", "2017-05-01", 2),
                retraction("c1", "2017-05-02", 3),
                retraction("c2", "2017-05-03", 4),
            ],
            "2017-06@2017-04-30",
            "2017-06@2017-05-02",
            ["removed a aligned>None b corrected 2017-05-02 2017-05-02-retracts-c1-3"],
            id="of several retractions of one claim, the last that is known",
        ),
        pytest.param(
            [
                claim("2017-01-01 a aligned b", 0, id="c0"),
                claim("2017-02-01 a allied b", 1, id="c1"),
                claim("2017-03-01 b opposed a", 2, id="c2"),
                retraction("c1", "2017-05-01", 3),
            ],
            "2017-06@2017-04",
            "2017-06@2017-06",
            ["added a None>aligned b corrected 2017-05-01 2017-05-01-retracts-c1-3"],
            id="without the pact there was nothing to end",
        ),
        pytest.param(
            [CLAIM, claim("2017-04 a aligned b", 1, status="denied")],
            "2017-03",
            "2017-05",
            [],
            id="a denial changes no tie",
        ),
        pytest.param(
            [claim("2017-03 a splinter b")],
            "2017-02",
            "2017-05",
            [],
            id="nor does lineage",
        ),
    ],
)
def test_a_difference_and_its_reason(
    record: list[Entry], a: str, b: str, expected: list[str]
) -> None:
    index = index_of(*record)

    assert differences(index, a, b) == expected


def test_a_tie_ends_with_its_faction() -> None:
    gone = Faction("b", HERE, "B", dissolved=dates.parse("2017-04"))

    assert differences(index_of(CLAIM, b=gone), "2017-04", "2017-05") == [
        "removed a aligned>None b happened 2017-04 c1"
    ]


def test_another_registry_is_compared_from_there_to_here() -> None:
    here, there = index_of(CLAIM), index_of()
    where = point("2017-06")

    forth = diff.diff(Perspective(there, where), Perspective(here, where))
    back = diff.diff(Perspective(here, where), Perspective(there, where))

    assert [(r.difference, r.why, r.change) for r in forth] == [("added", "learned", "c1")]
    assert [(r.difference, r.why, r.change) for r in back] == [
        ("removed", "corrected", "c1")
    ]


def test_factions_that_only_one_registry_holds_are_named() -> None:
    new = Faction("new", HERE, "New One")
    here = ClaimIndex(registry([claim("2017 a allied new", 0, id="c1")], new=new))
    where = point("2018")

    rows = diff.diff(Perspective(index_of(), where), Perspective(here, where))

    assert [(row.name, row.to_name) for row in rows] == [
        ("A", "New One"),
        ("New One", "A"),
    ]


def test_two_lenses_can_be_compared() -> None:
    index = index_of(CLAIM, claim("2017-02 a opposed b", 1, id="c2", by="b"))
    where = point("2017-06")

    rows = diff.diff(
        Perspective(index, where), Perspective(index, where, Lens(speaker="b"))
    )

    assert [(row.before, row.after) for row in rows] == [("aligned", "opposed")]
    assert [(row.why, row.change) for row in rows] == [("other sources", "c2")]


def test_what_only_one_of_two_sources_says_is_not_learned() -> None:
    index, where = index_of(CLAIM), point("2017-06")

    rows = diff.diff(
        Perspective(index, where), Perspective(index, where, Lens(speaker="b"))
    )

    assert [(row.after, row.why, row.change) for row in rows] == [
        (None, "other sources", "c1")
    ]


def test_meanwhile_holds_what_was_said_without_effect_in_between_or_learned() -> None:
    index = index_of(
        claim("2017-01 a aligned b", 0, id="old", status="expected"),
        claim("2017-04 a aligned b", 1, id="new", status="expected"),
        claim("2017-02 a aligned c", 2, id="late", status="denied", recorded="2017-04-20"),
        claim("2017-04 a aligned d", 3, id="gone", status="denied", recorded="2017-04-01"),
        claim("2017-04 b aligned d", 4, id="real"),
        claim(
            "2017-08 b aligned d", 5, id="future", status="expected", recorded="2017-01-01"
        ),
        retraction("gone", "2017-04-25", 6),
    )

    rows = diff.meanwhile(
        Perspective(index, point("2017-03@2017-03")), Perspective(index, point("2017-05"))
    )

    assert [row.change for row in rows] == ["late", "new"]


def test_nothing_is_news_meanwhile_on_one_day() -> None:
    index = index_of(claim("2017-04 a aligned b", 0, status="expected"))
    perspective = Perspective(index, point("2017-04-10@2017-04-10"))

    assert diff.meanwhile(perspective, perspective) == []


def test_a_two_way_tie_that_changed_alike_on_both_sides_counts_once() -> None:
    index = index_of(
        claim("2017-03-01 a aligned b", 0),
        claim("2017-03-01 d allied a", 1),
        claim("2017-04-01 a allied b", 2),
        claim("2017-04-01 c fighting d", 3),
        claim("2017-04-01 a opposed c", 4),
        claim("2017-04-01 c opposed a", 5),
        claim("2017-04-01 a none d", 6),
    )
    a, b = (Perspective(index, point(day)) for day in ("2017-03", "2017-05"))

    rows = diff.once(diff.diff(a, b))

    assert [f"{row.faction} {row.relation} {row.to}" for row in rows] == [
        "a allied b",  # was aligned, while b had no tie with a
        "a opposed c",
        "a allied d",
        "b allied a",
        "c opposed a",
        "c fighting d",
    ]


# ---- what always holds -------------------------------------------------------------------


def relations(index: ClaimIndex, where: Point) -> dict[Pair, Relation]:
    return {
        pair: tie.relation
        for pair, tie in state.state(Perspective(index, where)).ties.items()
    }


def applied(rows: list[DiffRow], before: dict[Pair, Relation]) -> dict[Pair, Relation]:
    after = dict(before)
    for row in rows:
        pair = row.faction, row.to
        assert after.get(pair) == row.before
        if row.after is None:
            del after[pair]
        else:
            after[pair] = Relation(row.after)
    return after


@given(record=entries(), where=points())
def test_a_point_does_not_differ_from_itself(record: list[Entry], where: Point) -> None:
    index = ClaimIndex(registry(record))

    assert diff.diff(Perspective(index, where), Perspective(index, where)) == []


@given(record=entries(), a=points(), b=points())
def test_applying_a_difference_to_one_point_gives_the_other(
    record: list[Entry], a: Point, b: Point
) -> None:
    index = ClaimIndex(registry(record))

    rows = diff.diff(Perspective(index, a), Perspective(index, b))

    assert applied(rows, relations(index, a)) == relations(index, b)
    assert all(row.before != row.after for row in rows)


@given(record=entries(), a=points(), b=points())
def test_the_way_back_is_the_way_there_turned_round(
    record: list[Entry], a: Point, b: Point
) -> None:
    index = ClaimIndex(registry(record))
    opposite = {
        Difference.ADDED: Difference.REMOVED,
        Difference.REMOVED: Difference.ADDED,
        Difference.CHANGED: Difference.CHANGED,
    }

    there = diff.diff(Perspective(index, a), Perspective(index, b))
    back = diff.diff(Perspective(index, b), Perspective(index, a))

    assert back == [
        row._replace(
            difference=opposite[row.difference], before=row.after, after=row.before
        )
        for row in there
    ]


@given(record=entries(), a=points(), b=points())
def test_reasons_keep_to_their_meaning(record: list[Entry], a: Point, b: Point) -> None:
    index = ClaimIndex(registry(record))
    b = dataclasses.replace(b, known=a.known, scenario=a.scenario)
    early, late = sorted((a.day, b.day))

    for row in diff.diff(Perspective(index, a), Perspective(index, b)):
        claim = index.registry.claims[row.change]
        day = dates.parse(str(row.date))
        assert row.why in {"happened", "supposed"}
        assert (row.why == "supposed") == (claim.scenario is not None)
        assert early < max(day.first, day.last)
        assert day.first <= late


@given(record=entries(retractions=False), a=points(), b=points())
def test_on_one_day_without_retractions_all_is_learned_or_supposed(
    record: list[Entry], a: Point, b: Point
) -> None:
    index = ClaimIndex(registry(record))
    b = dataclasses.replace(b, day=a.day)

    reasons = {row.why for row in diff.diff(Perspective(index, a), Perspective(index, b))}

    assert reasons <= {"learned", "supposed"}


@given(record=entries(), where=points(), data=st.data())
def test_a_reordered_file_is_no_difference(
    record: list[Entry], where: Point, data: st.DataObject
) -> None:
    claims = data.draw(st.permutations(record))
    here, there = ClaimIndex(registry(record)), ClaimIndex(registry(claims))

    assert diff.diff(Perspective(there, where), Perspective(here, where)) == []


def test_what_is_taken_back_of_others_does_not_correct_a_pair() -> None:
    """A claim that ends a tie with a third says nothing of the two that it names beside."""
    weaker = claim("2017-01-01 b aligned c", 0, id="c1", sources=("s1", "s2"), **SURE)
    of_others = claim(
        "2017-01-01 a aligned b",
        1,
        id="c2",
        ends_tie_with="c",
        sources=("s1", "s3"),
        **SURE,
    )
    whole = registry([weaker, of_others, retraction("c2", "2017-05-01", 2)])
    gone = whole.sources["s2"]._replace(withdrawn=dates.parse("2017-05"))
    undated = {
        name: source._replace(date=None)
        for name, source in {**whole.sources, "s2": gone}.items()
    }
    index = ClaimIndex(dataclasses.replace(whole, sources=undated))
    lens = Lens(min_status=Status.CONFIRMED)

    rows = diff.diff(
        Perspective(index, point("2017-04@2017-04"), lens),
        Perspective(index, point("2017-04@2017-06"), lens),
    )

    assert {(row.faction, row.to): row.why for row in rows} == {
        ("a", "b"): Why.CORRECTED,
        ("b", "c"): Why.LEARNED,
    }
