"""What was expected, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from libya_tracker.analysis import expected as expectations
from libya_tracker.analysis.expected import ExpectationState
from libya_tracker.analysis.scores import scores
from libya_tracker.model import dates
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import ClaimFilter, Lens, Point
from libya_tracker.model.records import Claim, Entry, Faction
from libya_tracker.model.vocabulary import Status
from tests.conftest import SAMPLE, Run
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
from tests.support.rows import as_written

Snapshot = Callable[[str], None]


def expectation_of(words: str = "2017-03 a member b", **more: Any) -> Claim:
    """Return an expectation, known from the start of its time on."""
    return claim(words, 0, id="plan", status="expected", **more)


def fate(text: str, *record: Entry, **factions: Faction) -> str:
    """Return in words what has become of the one expectation among some entries."""
    (row,) = expectations.expected(Perspective(index_of(*record, **factions), point(text)))
    return " ".join(str(part) for part in (row.state, row.settled_by) if part)


def later(words: str, place: int = 1, **more: Any) -> Claim:
    return claim(words, place, **{"id": f"c{place}"} | more)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2016", "pending"),
        ("2017-03-15", "pending"),
        ("2017-03-31", "pending"),
        ("2017-04-01", "overdue"),
    ],
)
def test_nothing_settles_it(day: str, expected: str) -> None:
    assert fate(day, expectation_of()) == expected


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param("2017-03-01 a member b", "fulfilled c1", id="on the first day"),
        pytest.param("2017-03 a member b", "fulfilled c1", id="in the same words"),
        pytest.param("2017-05 a member b", "fulfilled c1", id="late"),
        pytest.param("2017-06-02 a member b", "overdue", id="after the day asked"),
        pytest.param("2017-03 a aligned b", "overdue", id="another tie of that sign"),
        pytest.param("2017-03 b member a", "overdue", id="the other way round"),
        pytest.param("2017-03 a member c", "overdue", id="with another"),
        pytest.param("2017-03 a opposed b", "refuted c1", id="another sign"),
        pytest.param("2017-03 a neutral b", "refuted c1", id="no sign either way"),
        pytest.param("2017-03 b fighting a", "refuted c1", id="a fight is of both"),
        pytest.param("2017-03 b opposed a", "overdue", id="the other's own stance"),
        pytest.param("2017-03 a none b", "refuted c1", id="no tie"),
        pytest.param("2017-03 a splinter b", "overdue", id="lineage is no stance"),
        pytest.param("2017-02 a opposed b", "overdue", id="opposed before"),
        pytest.param("2017-02 a member b", "fulfilled c1", id="so already"),
    ],
)
def test_a_claim_settles_it_or_not(record: str, expected: str) -> None:
    assert fate("2017-06-01", expectation_of(), later(record)) == expected


@pytest.mark.parametrize(
    ("expectation", "record", "expected"),
    [
        ("2017-03 a allied b", "2017-03 b allied a", "fulfilled c1"),
        ("2017-03 a truce b", "2017-03 b fighting a", "refuted c1"),
        ("2017-03 a allied b", "2017-03 b opposed a", "refuted c1"),
        ("2017-03 a allied b", "2017-03 b none a", "refuted c1"),
        ("2017-03 a none b", "2017-03 a none b", "fulfilled c1"),
        ("2017-03 a none b", "2017-03 a opposed b", "overdue"),
        ("2017-03 a none b", "2017-03 b none a", "overdue"),
        ("2017-03 a merged b", "2017-03 a merged b", "fulfilled c1"),
        ("2017-03 a merged b", "2017-01 a merged b", "fulfilled c1"),
        ("2017-03 a merged b", "2017-03 a none b", "overdue"),
    ],
)
def test_either_side_speaks_for_a_tie_of_both(
    expectation: str, record: str, expected: str
) -> None:
    assert fate("2017-06-01", expectation_of(expectation), later(record)) == expected


@pytest.mark.parametrize(
    ("day", "expectation", "record", "expected"),
    [
        pytest.param("2017-05-31", "2017-03 a member b", None, "overdue", id="last day"),
        pytest.param("2017-06-01", "2017-03 a member b", None, "refuted b", id="after it"),
        pytest.param("2017-06-01", "2017-03 b member a", None, "refuted b", id="its own"),
        pytest.param("2017-06-01", "2017-03 b allied a", None, "refuted b", id="mutual"),
        pytest.param("2017-06-01", "2018 a member b", None, "refuted b", id="already gone"),
        pytest.param(
            "2018", "2017-03 a member b", "2017-05-31 a member b", "fulfilled c1", id="just"
        ),
        pytest.param(
            "2018",
            "2017-03 a member b",
            "2017-06-01 a member b",
            "refuted b",
            id="too late",
        ),
        pytest.param(
            "2018", "2017-03 a member b", "2017-05 a opposed b", "refuted c1", id="by then"
        ),
        pytest.param(
            "2018", "2017-03 a member b", "2017-07 a opposed b", "refuted b", id="by it"
        ),
        pytest.param("2018", "2017-03 a none b", None, "fulfilled b", id="an expected end"),
        pytest.param(
            "2018", "2017-03 a none b", "2016 a member b", "fulfilled b", id="of a tie"
        ),
        pytest.param("2018", "2017-03 b merged a", None, "overdue", id="an event"),
        pytest.param("2018", "2017-03 a member c", None, "overdue", id="of others"),
    ],
)
def test_the_end_of_a_faction_settles_it(
    day: str, expectation: str, record: str | None, expected: str
) -> None:
    gone = Faction("b", HERE, "B", dissolved=dates.parse("2017-05"))
    claims = [later(record)] if record else []

    assert fate(day, expectation_of(expectation), *claims, b=gone) == expected


def test_of_two_factions_the_end_of_the_first_settles_it_without_a_claim() -> None:
    ends = {name: dates.parse(day) for name, day in (("a", "2017-07"), ("b", "2017-05"))}
    gone = {name: Faction(name, HERE, name, dissolved=date) for name, date in ends.items()}
    perspective = Perspective(index_of(expectation_of(), **gone), point("2018"))

    (row,) = expectations.expected(perspective)

    assert (row.state, row.settled_by, str(row.settled)) == ("refuted", "b", "2017-05")
    assert (row.settled_status, row.settled_speaker) == (None, None)
    assert (row.days, row.late) == (61, None)


def test_the_page_says_whose_end_settled_it(run: Run) -> None:
    text = SAMPLE.replace("faction: janzour\n    relation: member\n    to: gna", _JOINS)

    page = run("expected", "janzour", registry=text).stdout

    assert page.partition("Refuted\n")[2] == (
        "  Janzour militias member of Operation 'Tidings of Security'\n"
        "    2017-11  2017-11-10, after 9 days\n"
        "    in gazette\n"
        "    refuted by the dissolution of Operation 'Tidings of Security'\n"
    )


_JOINS = "faction: janzour\n    relation: member\n    to: tidings"


def test_the_first_claim_settles_it() -> None:
    joins, fights = later("2017-03-10 a member b", 1), later("2017-03-20 a fighting b", 2)

    assert fate("2017-06", expectation_of(), joins, fights) == "fulfilled c1"
    assert fate("2017-03-15", expectation_of(), joins, fights) == "fulfilled c1"
    joins, fights = later("2017-03-20 a member b", 1), later("2017-03-10 a fighting b", 2)
    assert fate("2017-06", expectation_of(), joins, fights) == "refuted c2"


def test_what_was_refuted_says_when_it_came_true_all_the_same(run: Run) -> None:
    text = (
        "factions:\n  a: {name: A}\n  b: {name: B}\nchanges:\n"
        "  - {date: 2017-03-01..2017-03-30, faction: a, relation: aligned, to: b, "
        "status: expected}\n"
        "  - {date: 2017-03-15, faction: a, relation: opposed, to: b}\n"
        "  - {date: 2017-03-30, faction: a, relation: aligned, to: b, id: kept}\n"
        "  - {date: 2017-05-01, faction: a, relation: aligned, to: b, id: again}\n"
    )

    page = run("expected", "--as-of", "2017-06", registry=text).stdout
    assert page.partition("Refuted\n")[2] == (
        "  A aligned with B\n"
        "    2017-03-01..2017-03-30  2017-03-15, after 14 days\n"
        "    refuted by 2017-03-15-a-b, reported\n"
        "    came true 2017-03-30, by kept\n"
    )
    before = run("expected", "--as-of", "2017-03-29", registry=text).stdout
    assert "came true" not in before
    news = run("report", "--since", "2017", "--until", "2017", registry=text).stdout
    assert "2017-03-30, refuted 2017-03-15, came true 2017-03-30" in " ".join(news.split())


def test_leaving_for_another_refutes_it_and_leaving_as_expected_fulfils_it() -> None:
    ends_tie_with = later("2017-03 a member c", ends_tie_with="b")

    assert fate("2017-06", expectation_of(), ends_tie_with) == "refuted c1"
    assert (
        fate("2017-06", expectation_of("2017-03 a none b"), ends_tie_with) == "fulfilled c1"
    )
    assert (
        fate("2017-06", expectation_of("2017-03 a allied b"), ends_tie_with) == "refuted c1"
    )
    assert fate(
        "2017-06", expectation_of(), later("2017-03 a member b", ends_tie_with="b")
    ) == ("fulfilled c1")


def test_what_merely_goes_on_refutes_nothing() -> None:
    war = later("2016 a fighting b", 1), later("2017-03-02 a fighting b", 2)
    truce = later("2017-03-20 a truce b", 3)

    assert fate("2017-03-10", expectation_of("2017-03 a truce b"), *war, truce) == "pending"
    assert (
        fate("2017-06", expectation_of("2017-03 a truce b"), *war, truce) == "fulfilled c3"
    )
    ended = later("2016 a fighting b", 1, until="2016-12-31")
    assert (
        fate("2017-06", expectation_of("2017-03 a truce b"), ended, war[1]) == "refuted c2"
    )


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2017-03-05", "pending"),
        ("2017-03-11", "pending"),
        ("2017-05-01", "overdue"),
        ("2017-07-01", "fulfilled end"),
    ],
)
def test_a_tie_that_stands_again_after_another_has_not_come_to_its_end(
    day: str, state: str
) -> None:
    record = (
        later("2016 a aligned b", 1),
        later("2017-03-02 a subordinate b", 2, until="2017-03-10"),
        later("2017-06-01 a none b", 3, id="end"),
    )

    assert fate(day, expectation_of("2017-03 a none b"), *record) == state


def test_an_end_by_the_other_side_of_a_tie_of_both_was_expected_too() -> None:
    allied, ends = later("2016 a allied b", 1), later("2017-03 b none a", 2)

    assert (
        fate("2017-06", expectation_of("2017-03 a none b"), allied, ends) == "fulfilled c2"
    )


def test_what_had_ended_before_does_not_fulfil_it() -> None:
    ran_out = later("2016 a member b", until="2017-02")
    dissolved = Faction("b", HERE, "B", dissolved=dates.parse("2017-02"))

    assert fate("2017-06", expectation_of(), ran_out) == "overdue"
    assert (
        fate("2017-06", expectation_of(), later("2016 a member b"), b=dissolved)
        == "refuted b"
    )
    sides = later("2016 a member b", 1), later("2017-01 a member c", 2, ends_tie_with="b")
    assert fate("2017-06", expectation_of(), *sides) == "overdue"


def test_an_open_start_begins_when_it_was_first_said() -> None:
    long_ago = later("2012 a member b", until="2013")
    soon = later("2017-04 a member b", 2)
    open_start = "..2017-12-31 a member b"

    expectation = expectation_of(open_start, sources=("s3", "s2", "s1"))
    assert fate("2017-06", expectation, long_ago) == "pending"
    assert fate("2017-06", expectation, long_ago, soon) == "fulfilled c2"
    recorded = expectation_of(open_start, recorded="2017-05-01")
    assert fate("2017-06", recorded, long_ago) == "pending"
    assert fate("2017-06", expectation_of(open_start), long_ago) == "fulfilled c1"


def test_an_expectation_that_is_taken_back_is_withdrawn_by_whatever_took_it_back() -> None:
    joins = later("2017-03-10 a member b", recorded="2017-03-10")
    retracted = retraction("plan", "2017-04-01", 2)

    assert fate("2017-06@2017-03-31", expectation_of(), joins, retracted) == "fulfilled c1"
    assert fate("2017-06@2017-04-01", expectation_of(), joins, retracted) == (
        "withdrawn 2017-04-01-retracts-plan-2"
    )
    anew = later("2017-03 a opposed b", recorded="2017-05-01", retracts=("plan",))
    assert fate("2017-06", expectation_of(), anew) == "withdrawn c1"


def test_what_is_not_known_yet_is_not_expected_yet() -> None:
    index = index_of(expectation_of(recorded="2017-02-01"))

    assert expectations.expected(Perspective(index, point("2017-02@2017-01-31"))) == []
    assert len(expectations.expected(Perspective(index, point("2017-02@2017-02-01")))) == 1


def test_a_what_if_can_fulfil_it_and_expect_something_itself() -> None:
    joins = later("2017-03-10 a member b", scenario="what-if")

    assert fate("2017-06", expectation_of(), joins) == "overdue"
    assert fate("2017-06+what-if", expectation_of(), joins) == "fulfilled c1"
    supposed = index_of(expectation_of(scenario="what-if"))
    assert expectations.expected(Perspective(supposed, point("2017-06"))) == []
    assert len(expectations.expected(Perspective(supposed, point("2017-06+what-if")))) == 1


def test_the_lens_says_whose_expectations_and_how_sure_what_settles_them_is() -> None:
    index = index_of(
        expectation_of(sources=("s3",)),
        later("2017-03-10 a member b", status="alleged", by="a"),
    )

    def states(lens: Lens) -> list[str]:
        return [
            row.state
            for row in expectations.expected(Perspective(index, point("2017-06"), lens))
        ]

    assert states(Lens(source="s3")) == ["fulfilled"]
    assert states(Lens(source="s1")) == []
    assert states(Lens(min_status=Status.REPORTED)) == ["overdue"]


@pytest.mark.parametrize(
    ("record", "settled", "days", "late"),
    [
        ("2017-02 a member b", "2017-02", 0, False),
        ("2017-03-11 a member b", "2017-03-11", 10, False),
        ("2017-04 a member b", "2017-04", 31, True),
        ("2017-03-11 a opposed b", "2017-03-11", 10, None),
        ("2017-03-11 c opposed b", None, None, None),
    ],
)
def test_how_long_it_took(
    record: str, settled: str | None, days: int | None, late: bool | None
) -> None:
    index = index_of(expectation_of(), later(record))

    (row,) = expectations.expected(Perspective(index, point("2017-06")))

    assert (row.settled and str(row.settled), row.days, row.late) == (settled, days, late)


def test_scores_count_each_source_and_name_the_voice_behind_it() -> None:
    record = registry(
        [
            claim("2017-01 a member b", 0, status="expected", sources=("s2", "s1")),
            claim("2017-01 a member c", 1, status="expected", sources=("s1",)),
            claim("2017-01 b member c", 2, status="expected", sources=("s1",)),
            claim("2017-01 c member d", 3, status="expected"),
            claim("2017-01-11 a member b", 4),
            claim("2017-02-01 a member c", 5),
        ]
    )
    rows = expectations.expected(Perspective(ClaimIndex(record), point("2017-06")))

    counted = scores(record, rows)

    assert [(r.source, r.origin, r.expected) for r in counted] == [
        ("s1", "s1", 3),
        ("s2", "s2", 1),
        (None, None, 1),
    ]
    first = counted[0]
    assert (first.fulfilled, first.late, first.days, first.overdue) == (2, 1, 10, 1)
    assert counted[2].days is None


@given(entries(), points())
def test_each_expectation_known_has_exactly_one_state(
    record: list[Entry], at: Point
) -> None:
    perspective = Perspective(index_of(*record), at)

    rows = expectations.expected(perspective)

    known = perspective.known_claims(ClaimFilter(statuses=(Status.EXPECTED,)))
    assert [row.change for row in rows] == [claim.id for claim in known]
    in_effect = {claim.id: claim for claim in perspective.effective()}
    for row, expectation_of in zip(rows, known, strict=True):
        takers = {taker.id for taker in perspective.index.retractions.get(row.change, ())}
        match ExpectationState(row.state):
            case ExpectationState.PENDING | ExpectationState.OVERDUE as state:
                assert row.settled_by is None
                assert (state is ExpectationState.OVERDUE) == (
                    expectation_of.date.last < at.day
                )
            case ExpectationState.WITHDRAWN:
                assert row.settled_by in takers
            case ExpectationState.FULFILLED:
                settler = in_effect[row.settled_by or ""]
                assert settler.relation is expectation_of.relation
                ends = {expectation_of.faction, expectation_of.to}
                assert (
                    ends == {settler.faction, settler.to} or settler.ends_tie_with in ends
                )
            case ExpectationState.REFUTED:
                assert (
                    in_effect[row.settled_by or ""].date.first >= expectation_of.date.first
                )
        assert (row.state == ExpectationState.WITHDRAWN) != perspective.is_visible(
            expectation_of
        )


@given(entries(), points())
def test_what_happens_later_never_changes_an_earlier_answer(
    record: list[Entry], at: Point
) -> None:
    later = {c.id for c in record if isinstance(c, Claim) and c.date.first > at.day}
    earlier = [e for e in record if e.id not in later and later.isdisjoint(e.retracts)]

    before = expectations.expected(Perspective(index_of(*earlier), at))

    now = expectations.expected(Perspective(index_of(*record), at))
    assert [row for row in now if row.change not in later] == before


@given(entries(16, retractions=False), points())
def test_what_is_settled_stays_so_while_the_days_pass(
    record: list[Entry], at: Point
) -> None:
    index = index_of(*record)
    after = Point(at.day.replace(year=2020), at.known, at.scenario)

    then, now = (expectations.expected(Perspective(index, when)) for when in (at, after))

    settled = {r.change: (r.state, r.settled_by) for r in then if r.settled_by}
    assert settled.items() <= {r.change: (r.state, r.settled_by) for r in now}.items()


@given(entries(), points())
def test_scores_count_every_state_once(record: list[Entry], at: Point) -> None:
    index = index_of(*record)
    rows = expectations.expected(Perspective(index, at))

    counted = scores(index.registry, rows)

    assert sum(row.expected for row in counted) == sum(len(r.sources) or 1 for r in rows)
    for row in counted:
        assert row.expected == (
            row.fulfilled + row.refuted + row.overdue + row.pending + row.withdrawn
        )
        assert row.late <= row.fulfilled
        assert (row.days is None) == (row.fulfilled == 0)


HOPEFUL = SAMPLE.replace(
    "  # a retraction\n",
    """\
  - {date: 2017-11, faction: kani, relation: aligned, to: gna, status: expected,
     by: gna, sources: [mirror]}
  - {date: 2017-11-08, faction: kani, relation: aligned, to: gna, sources: [herald]}
  - {date: 2017-11, faction: zintan, relation: aligned, to: lna, status: expected,
     sources: [gazette, mirror]}
  - {date: 2017-11-20, faction: zintan, relation: opposed, to: lna, sources: [herald]}
  - {date: 2018-02, faction: 4th-division, relation: truce, to: gna, status: expected,
     recorded: 2017-12-20}
  - {date: 2017-12, faction: trb, relation: none, to: kani, status: expected,
     sources: [monitor], id: rift}
  - {retracts: [rift], recorded: 2017-12-24}
""",
)


@pytest.mark.parametrize("options", [[], ["--scores"]], ids=["each", "scores"])
def test_the_page_of_what_was_expected(
    run: Run, snapshot: Snapshot, options: list[str]
) -> None:
    result = run("expected", *options, registry=HOPEFUL)

    assert (result.exit_code, result.stderr) == (0, "")
    snapshot(result.stdout)


def test_the_page_says_how_sure_and_by_whose_word_it_came_true(run: Run) -> None:
    end = "faction: trb, relation: none, to: lna"
    more = (
        "  - {date: 2017-01-01, faction: trb, relation: aligned, to: lna}\n"
        f"  - {{date: 2017-02, {end}, status: expected}}\n"
        f"  - {{id: left, date: 2017-02-10, {end}, status: alleged, by: gna}}\n"
    )
    text = SAMPLE.replace("  # a retraction\n", more)

    page = run("expected", "trb", "--as-of", "2017-11-10", registry=text).stdout

    assert page.splitlines()[-4:] == [
        "Fulfilled",
        "  Tripoli Revolutionaries' Brigade no tie with Libyan National Army",
        "    2017-02  2017-02-10, after 9 days",
        "    fulfilled by left, alleged by gna",
    ]


def answer(run: Run, *options: str) -> list[dict[str, Any]]:
    result = run("expected", *options, "-f", "json", registry=HOPEFUL)
    assert (result.exit_code, result.stderr) == (0, "")
    return as_written(json.loads(result.stdout))


def test_the_rows_of_what_was_expected(run: Run) -> None:
    assert answer(run, "kani", "--state", "fulfilled") == [
        {
            "change": "2017-11-kani-gna",
            "faction": "kani",
            "relation": "aligned",
            "to": "gna",
            "date": "2017-11",
            "state": "fulfilled",
            "settled_by": "2017-11-08-kani-gna",
            "sources": ["mirror"],
            "name": "Kani militias",
            "to_name": "Government of National Accord",
            "by": "gna",
            "settled": "2017-11-08",
            "days": 7,
            "late": False,
            "settled_status": "reported",
            "settled_speaker": None,
            "came_true": None,
            "came_true_by": None,
        }
    ]
    assert answer(run, "--scores", "--according-to", "mirror") == [
        {
            "source": "gazette",
            "title": "New campaign begins south of Tripoli",
            "origin": "gazette",
            "expected": 1,
            "fulfilled": 0,
            "late": 0,
            "days": None,
            "refuted": 1,
            "overdue": 0,
            "pending": 0,
            "withdrawn": 0,
        },
        {
            "source": "mirror",
            "title": "New campaign begins south of Tripoli (reprint)",
            "origin": "gazette",
            "expected": 2,
            "fulfilled": 1,
            "late": 0,
            "days": 7,
            "refuted": 1,
            "overdue": 0,
            "pending": 0,
            "withdrawn": 0,
        },
    ]


@pytest.mark.parametrize(
    ("options", "changes"),
    [
        (["--state", "overdue"], ["2017-11-janzour-gna"]),
        (
            ["--state", "pending", "--state", "withdrawn"],
            ["rift", "2018-02-4th-division-gna"],
        ),
        (
            ["GNA"],
            ["2017-11-janzour-gna", "2017-11-kani-gna", "2018-02-4th-division-gna"],
        ),
        (["--known-at", "2017-11-03"], ["2017-11-janzour-gna", "2017-11-zintan-lna"]),
        (["--according-to", "gna"], ["2017-11-kani-gna"]),
    ],
)
def test_only_what_is_asked_for(run: Run, options: list[str], changes: list[str]) -> None:
    ids = [row["change"] for row in answer(run, *options)]

    assert ids == changes


def test_nothing_expected_is_said_so(run: Run) -> None:
    for options in ([], ["--scores"]):
        page = run("expected", "lna", *options).stdout
        assert page.endswith("\n\nNothing was expected.\n")
    assert run("expected", "lna", "-f", "json").stdout == "[]\n"


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["nobody"], 4, "error: no faction 'nobody'\n"),
        (
            ["--scenario", "stand-gruond"],
            4,
            "error: no scenario 'stand-gruond'; did you mean 'stand-ground'?\n",
        ),
        (["--as-of", "soon"], 2, None),
        (["--state", "hoped"], 2, None),
    ],
)
def test_what_cannot_be_answered(
    run: Run, options: list[str], code: int, message: str | None
) -> None:
    result = run("expected", *options)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr == message or (message is None and result.stderr)
