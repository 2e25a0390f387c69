"""From claims to state: the rules of the fold in tables of cases, and what always holds."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.analysis import state as history
from libya_tracker.analysis import status
from libya_tracker.model import dates
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Lens, Persistence, Point
from libya_tracker.model.records import Claim, Entry, Faction, Source
from libya_tracker.model.vocabulary import Relation, Status
from tests.support.registries import (
    DAYS,
    HERE,
    changes,
    claim,
    entries,
    index_of,
    point,
    points,
    registry,
    retraction,
)


def ties(claims: str, day: str = "2017-12-31") -> list[str]:
    """Return the ties on a day after some claims, one a line, given in words."""
    record = [
        claim(line.split(";")[0], place, **_more(line))
        for place, line in enumerate(filter(None, map(str.strip, claims.splitlines())))
    ]
    state = history.state(Perspective(index_of(*record), point(day)))
    return sorted(f"{a} {tie.relation} {b}" for (a, b), tie in state.ties.items())


def _more(line: str) -> dict[str, str]:
    pairs = (part.split("=") for part in line.split(";")[1:])
    return {key.strip(): value.strip() for key, value in pairs}


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        pytest.param("", [], id="no claims, no ties"),
        pytest.param("2017 a aligned b", ["a aligned b"], id="one way"),
        pytest.param("2017 a allied b", ["a allied b", "b allied a"], id="both ways"),
        pytest.param("2017 a truce b", ["a truce b", "b truce a"], id="a truce too"),
        pytest.param(
            "2017 a fighting b", ["a fighting b", "b fighting a"], id="fighting too"
        ),
        pytest.param("2017 a splinter b", [], id="lineage sets nothing"),
        pytest.param(
            "2017 a merged b\n2017 a succeeds c", [], id="nor do mergers, successions"
        ),
        pytest.param(
            "2017 a aligned b; status=expected", [], id="the expected has no effect"
        ),
        pytest.param("2017 a aligned b; status=denied", [], id="the denied has none"),
        pytest.param(
            "2017 a aligned b; status=alleged",
            ["a aligned b"],
            id="the alleged takes effect",
        ),
        pytest.param(
            "2017-01 a aligned b\n2017-02 a opposed b",
            ["a opposed b"],
            id="the later replaces",
        ),
        pytest.param(
            "2017-02 a opposed b\n2017-01 a aligned b",
            ["a opposed b"],
            id="by date, not place",
        ),
        pytest.param(
            "2017-02 a opposed b\n2017-02 a aligned b", ["a aligned b"], id="then by place"
        ),
        pytest.param(
            "2017-02-03 a opposed b\n2017-02 a aligned b",
            ["a opposed b"],
            id="by the first day",
        ),
        pytest.param(
            "2017 a aligned b\n2017 a member c",
            ["a aligned b", "a member c"],
            id="pair by pair",
        ),
        pytest.param(
            "2017-01 a allied b\n2017-02 a opposed b",
            ["a opposed b"],
            id="one way ends both ways",
        ),
        pytest.param(
            "2017-01 a allied b\n2017-02 b opposed a",
            ["b opposed a"],
            id="from either side",
        ),
        pytest.param(
            "2017-01 a opposed b\n2017-02 b aligned a",
            ["a opposed b", "b aligned a"],
            id="two one-way ties live side by side",
        ),
        pytest.param(
            "2017-01 a opposed b\n2017-01 b aligned a\n2017-02 b truce a",
            ["a truce b", "b truce a"],
            id="both ways replaces both",
        ),
        pytest.param("2017-01 a aligned b\n2017-02 a none b", [], id="none ends"),
        pytest.param("2017-01 a allied b\n2017-02 b none a", [], id="none ends both ways"),
        pytest.param(
            "2017-01 a aligned b\n2017-01 b opposed a\n2017-02 a none b",
            ["b opposed a"],
            id="none ends one way only",
        ),
        pytest.param("2017 a none b", [], id="none where nothing is"),
        pytest.param(
            "2017-01 a aligned b\n2017-02 a aligned c; ends_tie_with=b",
            ["a aligned c"],
            id="from leaves",
        ),
        pytest.param(
            "2017-01 a allied b\n2017-02 a aligned c; ends_tie_with=b",
            ["a aligned c"],
            id="leaves both",
        ),
        pytest.param(
            "2017-01 a allied b\n2017-02 a splinter c; ends_tie_with=b",
            [],
            id="lineage leaves too",
        ),
        pytest.param("2017 a aligned b; until=2017-06", [], id="until has passed"),
        pytest.param(
            "2017 a aligned b; until=2017-06\n2017-03 a aligned b",
            [],
            id="a sighting inside a known spell does not lift its end",
        ),
        pytest.param(
            "2017-03 a aligned b\n2017-04 a aligned b; until=2017-06",
            [],
            id="the latest bounds",
        ),
        pytest.param(
            "2018-01-01 a aligned b", [], id="a claim of a later day has no effect yet"
        ),
        pytest.param(
            "2017-12..2018-02 a aligned b", ["a aligned b"], id="its first day counts"
        ),
        pytest.param(
            "..2018-02 a aligned b", ["a aligned b"], id="an open start is ever so old"
        ),
    ],
)
def test_the_fold(claims: str, expected: list[str]) -> None:
    assert ties(claims) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2017-06-29", True), ("2017-06-30", True), ("2017-07-01", False)],
)
def test_a_bounded_tie_ends_on_the_day_after_the_last_it_can_mean(
    day: str, expected: bool
) -> None:
    assert bool(ties("2017 a aligned b; until=2017-06", day)) is expected


@pytest.mark.parametrize("gone", ["a", "b"])
@pytest.mark.parametrize(("day", "stands"), [("2017-05-31", True), ("2017-06-01", False)])
def test_a_tie_ends_on_the_day_after_either_side_was_dissolved(
    gone: str, day: str, stands: bool
) -> None:
    dissolved = Faction(gone, HERE, gone, dissolved=dates.parse("2017-04..2017-05"))
    index = index_of(claim("2017 a allied b"), **{gone: dissolved})

    assert bool(history.state(Perspective(index, point(day))).ties) is stands


def test_since_is_the_first_claim_of_the_unbroken_run_and_last_cited_the_latest() -> None:
    index = index_of(
        claim("2017-01 a aligned b", 0),
        claim("2017-02 a opposed b", 1),
        claim("2017-03~ a aligned b", 2, sources=("s1",)),
        claim("2017-05 a aligned b", 3, sources=("s2", "s1")),
    )

    (row, *_) = status.status(history.state(Perspective(index, point("2017-12"))), ["a"])

    assert (str(row.since), str(row.last_cited), row.change) == (
        "2017-03~",
        "2017-05",
        index.registry.entries[3].id,
    )
    assert (row.sources, row.corroboration) == (("s1", "s2"), 2)


def test_a_tie_that_ran_out_and_is_claimed_again_starts_anew() -> None:
    index = index_of(
        claim("2017-01 a aligned b", 0, until="2017-02"), claim("2017-05 a aligned b", 1)
    )

    (row, *_) = status.status(history.state(Perspective(index, point("2017-12"))), ["a"])

    assert str(row.since) == "2017-05"


@pytest.mark.parametrize(
    ("day", "certainty"),
    [
        ("2017-03-14", None),
        ("2017-03-15", "possible"),
        ("2017-04-01", "possible"),
        ("2017-04-02", "certain"),
        ("2017-06-01", "certain"),
        ("2017-06-02", "possible"),
        ("2017-06-30", "possible"),
        ("2017-07-01", None),
    ],
)
def test_a_tie_is_certain_between_the_days_that_all_readings_share(
    day: str, certainty: str | None
) -> None:
    index = index_of(claim("2017-03-15..2017-04-02 a aligned b", until="2017-06"))

    (row, *_) = status.status(history.state(Perspective(index, point(day))), ["a"])

    assert row.certainty == certainty


def test_copies_of_one_source_count_as_one_voice() -> None:
    index = registry([claim("2017 a aligned b", sources=("s1", "s2", "s3"))])
    copies = {"s2": Source("s2", HERE, origin="s1"), "s3": Source("s3", HERE, origin="s2")}
    index = dataclasses.replace(index, sources={**index.sources, **copies})

    (row, *_) = status.status(
        history.state(Perspective(ClaimIndex(index), point("2017-12"))), ["a"]
    )

    assert row.corroboration == 1


@pytest.mark.parametrize(
    ("denial", "disputed"),
    [
        pytest.param("2017-05 a aligned b", True, id="the same tie"),
        pytest.param("2017-04 a aligned b", True, id="on its first day"),
        pytest.param("2017-01..2017-04 a aligned b", True, id="perhaps on its first day"),
        pytest.param("2017-03-31 a aligned b", False, id="of a day before it"),
        pytest.param("2017-05 a opposed b", False, id="another relation"),
        pytest.param("2017-05 a aligned c", False, id="another side"),
        pytest.param("2017-05 b aligned a", False, id="the other way round"),
        pytest.param("2018-05 a aligned b", False, id="of a day that is yet to come"),
    ],
)
def test_a_tie_is_disputed_by_a_denial_of_its_own_time(denial: str, disputed: bool) -> None:
    index = index_of(
        claim("2017-04 a aligned b", 0),
        claim(denial, 1, status="denied", by="a", id="no"),
    )

    (row, *_) = status.status(history.state(Perspective(index, point("2017-12"))), ["a"])

    assert (row.disputed, row.disputed_by) == (disputed, ("a",) if disputed else ())


DENIED = (
    claim("2017-04 a aligned b", 0, id="yes", recorded="2017-04-01"),
    claim("2017-05 a aligned b", 1, id="no", status="denied", recorded="2017-06-01"),
    retraction("no", "2017-07-01", 2),
)


@pytest.mark.parametrize(
    ("where", "disputed"),
    [
        pytest.param("2017-12@2017-05-31", False, id="not yet known"),
        pytest.param("2017-12@2017-06-01", True, id="known"),
        pytest.param("2017-12@2017-06-30", True, id="not yet retracted"),
        pytest.param("2017-12@2017-07-01", False, id="retracted"),
        pytest.param("2017-04@2017-06-01", False, id="of a day to come"),
    ],
)
def test_only_a_denial_that_is_known_and_not_retracted_disputes(
    where: str, disputed: bool
) -> None:
    state = history.state(Perspective(index_of(*DENIED), point(where)))

    assert bool(state.denials_of(state.ties["a", "b"])) is disputed


def test_a_denial_of_a_what_if_disputes_in_it_alone() -> None:
    index = index_of(
        claim("2017-04 a aligned b", 0),
        claim("2017-05 a aligned b", 1, status="denied", by="a", scenario="what-if"),
    )

    states = [
        history.state(Perspective(index, point(where)))
        for where in ("2017-12", "2017-12+what-if")
    ]

    assert [state.disputed_by(state.ties["a", "b"]) for state in states] == [(), ("a",)]


def test_a_tie_of_both_is_disputed_whichever_side_denies_it() -> None:
    index = index_of(
        claim("2017-04 a allied b", 0),
        claim("2017-05 b allied a", 1, status="denied", sources=("s1", "s2")),
        claim("2017-05 a allied b", 2, status="denied", by="b's spokesman"),
    )

    rows = status.status(history.state(Perspective(index, point("2017-12"))), ["a", "b"])

    assert [set(row.disputed_by) for row in rows] == [{"s1", "s2", "b's spokesman"}] * 2


@pytest.mark.parametrize(
    ("claims", "divided"),
    [
        ("2017 a aligned b", set()),
        ("2017 a aligned b\n2017 a aligned c", {"a"}),
        ("2017 a aligned b\n2017 d subordinate a\n2017 d aligned c", {"a"}),
        ("2017 a aligned b\n2017 d subordinate a\n2017 d aligned b", set()),
        (
            "2017 a subordinate d\n2017 b subordinate d\n2017 a aligned c\n2017 b member c"
            "\n2017 b aligned a",
            {"d"},
        ),
        ("2017 a aligned b\n2017 d member a\n2017 d aligned c", set()),
    ],
)
def test_a_faction_is_divided_when_it_and_its_units_take_several_sides(
    claims: str, divided: set[str]
) -> None:
    record = [claim(line, place) for place, line in enumerate(claims.splitlines())]

    assert (
        history.state(Perspective(index_of(*record), point("2017-12"))).divided() == divided
    )


@pytest.mark.parametrize(
    ("claim", "known"),
    [
        (claim("2017-05 a aligned b", recorded="2018-01-05T23:30:00-02:00"), "2018-01-06"),
        (
            claim("2017-05 a aligned b", recorded="2018-01-05", sources=("s1",)),
            "2018-01-05",
        ),
        (claim("2017-05 a aligned b", sources=("s2", "s1")), "2017-03-31"),
        (claim("2017-05 a aligned b", sources=("s3", "s2")), "2017-06-10"),
        (claim("2017-05 a aligned b", sources=("s3",)), "2017-05-01"),
        (claim("2017-05 a aligned b"), "2017-05-01"),
    ],
)
def test_a_claim_is_known_when_recorded_else_published_else_dated(
    claim: Entry, known: str
) -> None:
    assert index_of(claim).known_since(claim).isoformat() == known


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("2017-04-30", []),
        ("2017-05-01", ["a"]),
        ("2017-06-09", ["a"]),
        ("2017-06-10", []),
        ("2030", []),
    ],
)
def test_a_retraction_hides_its_claim_only_from_when_it_was_recorded(
    known: str, expected: list[str]
) -> None:
    first = claim("2017-01 a aligned b", recorded="2017-05-01")
    index = index_of(first, retraction(first.id, "2017-06-10T12:00:00Z", 1))

    state = history.state(Perspective(index, point(f"2017-12@{known}")))

    assert [tie.faction for tie in state.ties.values()] == expected


def test_a_change_can_take_back_another_and_be_taken_back_without_undoing_that() -> None:
    first = claim("2017-01 a aligned b", 0, id="first")
    second = claim(
        "2017-02 a opposed c", 1, id="second", retracts=("first",), recorded="2017-05-01"
    )
    index = index_of(first, second, retraction("second", "2017-06-01", 2))

    known = {
        known: sorted(
            tie.to
            for tie in history.state(
                Perspective(index, point(f"2018@{known}"))
            ).ties.values()
        )
        for known in ("2017-04", "2017-05", "2017-06")
    }

    assert known == {"2017-04": ["b"], "2017-05": ["c"], "2017-06": []}


def test_a_scenario_comes_after_the_record_on_the_same_day_and_only_where_asked() -> None:
    index = index_of(
        claim("2017-02 a opposed b", 0, scenario="what-if"),
        claim("2017-02 a aligned b", 1),
    )

    result = {
        where: [
            tie.relation
            for tie in history.state(Perspective(index, point(where))).ties.values()
        ]
        for where in ("2017-12", "2017-12+what-if")
    }

    assert result == {"2017-12": [Relation.ALIGNED], "2017-12+what-if": [Relation.OPPOSED]}


@pytest.mark.parametrize(
    ("lens", "relations"),
    [
        (Lens(), {"aligned", "opposed", "supports"}),
        (Lens(min_status=Status.ASSESSED), {"aligned", "opposed"}),
        (Lens(min_status=Status.CONFIRMED), {"aligned"}),
        (Lens(source="s1"), {"aligned", "supports"}),
        (Lens(speaker="b"), {"opposed"}),
        (Lens(min_status=Status.CONFIRMED, speaker="b"), set()),
    ],
)
def test_a_lens_lets_only_some_claims_count(lens: Lens, relations: set[str]) -> None:
    index = index_of(
        claim("2017 a aligned b", 0, status="confirmed", sources=("s1", "s2")),
        claim("2017 a opposed c", 1, status="assessed", by="b"),
        claim("2017 a supports d", 2, status="alleged", sources=("s1",)),
    )

    state = history.state(Perspective(index, point("2017-12"), lens))

    assert {tie.relation for tie in state.ties.values()} == relations


# ---- what always holds -------------------------------------------------------------------


def rows(record: Sequence[Entry], where: Point) -> list[status.StatusRow]:
    return status.status(history.state(Perspective(ClaimIndex(registry(record)), where)))


@given(record=entries(), where=points(), later=st.data())
def test_what_is_dated_later_never_changes_an_earlier_day(
    record: list[Entry], where: Point, later: st.DataObject
) -> None:
    more = [later.draw(changes(100 + place)) for place in range(3)]
    after = [claim for claim in more if claim.date.first > where.day]

    assert rows([*record, *after], where) == rows(record, where)


@given(record=entries(), where=points(), recorded=DAYS)
def test_what_is_recorded_later_never_changes_what_was_known_before(
    record: list[Entry], where: Point, recorded: dt.date
) -> None:
    index = ClaimIndex(registry(record))
    by_then = [entry for entry in record if index.known_since(entry) <= recorded]
    where = dataclasses.replace(where, known=min(where.known, recorded))
    kept = [entry for entry in by_then if set(entry.retracts) <= {e.id for e in by_then}]

    assert rows(kept, where) == rows(record, where)


@given(record=entries(retractions=False), where=points(), data=st.data())
def test_the_file_order_of_independent_claims_is_immaterial(
    record: list[Entry], where: Point, data: st.DataObject
) -> None:
    claims = [entry for entry in record if isinstance(entry, Claim)]
    first_days = [claim.date.first for claim in claims]
    independent = [
        e for e, day in zip(claims, first_days, strict=True) if first_days.count(day) == 1
    ]
    shuffled = data.draw(st.permutations(independent))
    moved = [entry._replace(place=n) for n, entry in enumerate(shuffled)]

    assert rows(list(moved), where) == rows(independent, where)


@given(record=entries(), where=points())
def test_ties_of_both_sides_stand_on_both_sides(record: list[Entry], where: Point) -> None:
    state = history.state(Perspective(ClaimIndex(registry(record)), where))

    for (a, b), tie in state.ties.items():
        assert tie.run
        assert all(claim.relation is tie.relation for claim in tie.run)
        assert all(claim.status.effective for claim in tie.run)
        other = state.ties.get((b, a))
        if tie.relation.two_way and other and other.relation is tie.relation:
            # The other side may have had a tie of its own in between.
            assert other.latest == tie.latest


@given(record=entries(), where=points())
def test_every_faction_has_a_row_and_every_tie_one(
    record: list[Entry], where: Point
) -> None:
    state = history.state(Perspective(ClaimIndex(registry(record)), where))

    result = status.status(state)

    assert {row.faction for row in result} == set("abcd")
    assert sum(row.relation is not None for row in result) == len(state.ties)


@given(
    record=entries(),
    where=points(),
    days=st.lists(DAYS, max_size=12),
    persist=st.sampled_from([None, "cited", 0, 30, 400]),
    gone=st.sampled_from([None, "2016", "2017-03-15"]),
)
def test_spells_have_each_day_as_the_state_of_it(
    record: list[Entry],
    where: Point,
    days: list[dt.date],
    persist: Persistence,
    gone: str | None,
) -> None:
    ended = {"a": Faction("a", HERE, "A", dissolved=dates.parse(gone))} if gone else {}
    perspective = Perspective(index_of(*record, **ended), where, Lens(persist=persist))
    last = perspective.on(max(days, default=where.day))
    spells = history.spells_at(last)

    for day in days:
        ties = history.state(last.on(day)).ties
        on_the_day = {
            (s.tie.faction, s.tie.to): (s.tie.relation, certainty)
            for pair in itertools.permutations("abcd", 2)
            for s in spells.between(pair, last.day)
            for period, certainty in s.parts
            if day in period
        }
        assert on_the_day == {p: (tie.relation, tie.certainty) for p, tie in ties.items()}
