"""The what-ifs: what became of them, and what each changes."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from libya_tracker.analysis import diff, scenarios
from libya_tracker.analysis.scenarios import ScenarioRow
from libya_tracker.analysis.state import state
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.dates import written
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Entry, Registry, Scenario
from libya_tracker.model.vocabulary import Outcome
from tests.conftest import SAMPLE, Run
from tests.support.registries import (
    HERE,
    claim,
    entries,
    point,
    points,
    registry,
    retraction,
)
from tests.support.rows import as_written

Snapshot = Callable[[str], None]

SUPPOSED = SAMPLE + (
    """\
  way-out:
    title: The 4th Division gives in
    outcome: occurred
    resolved_by: 2017-11-05-trb-kani
    changes:
      - {date: 2017-11-08, faction: 4th-division, relation: none, to: lna}
      - date: 2017-11-09
        faction: 4th-division
        relation: truce
        to: gna
        sources: [monitor]
  silence: {}
"""
)


def resolved(*record: Entry, **more: Any) -> Registry:
    """Return a registry with one what-if."""
    scenario = Scenario("what-if", HERE, **more)
    return dataclasses.replace(registry(record), scenarios={"what-if": scenario})


def row_of(record: Registry, at: str) -> ScenarioRow:
    (row,) = scenarios.scenarios(Perspective(ClaimIndex(record), point(at)))
    return row


@pytest.mark.parametrize(
    ("at", "outcome"),
    [
        ("2017-03-09", (Outcome.PENDING, None, None)),
        ("2017-03-10", (Outcome.OCCURRED, "c1", "2017-03-10")),
        ("2017-06@2017-03-31", (Outcome.PENDING, None, None)),
        ("2017-06@2017-04-01", (Outcome.OCCURRED, "c1", "2017-03-10")),
        ("2017-06@2017-05-01", (Outcome.PENDING, None, None)),
    ],
)
def test_an_outcome_counts_from_the_claim_on_that_brought_it(
    at: str, outcome: tuple[Outcome, str | None, str | None]
) -> None:
    record = resolved(
        claim("2017-03-10 a member b", 0, id="c1", recorded="2017-04-01"),
        retraction("c1", "2017-05-01" if "@2017-05" in at else "2031-01-01", 1),
        outcome=Outcome.OCCURRED,
        resolved_by="c1",
    )

    row = row_of(record, at)

    assert (row.outcome, row.resolved_by, written(row.resolved)) == outcome


def test_an_outcome_without_a_claim_is_the_keepers_word() -> None:
    row = row_of(resolved(outcome=Outcome.LAPSED), "2016")

    assert (row.outcome, row.resolved_by) == (Outcome.LAPSED, None)


def test_a_what_if_of_which_nothing_was_known_is_not_listed() -> None:
    supposed = claim("2017-03 a allied b", scenario="what-if", recorded="2017-02-01")
    record = ClaimIndex(resolved(supposed))

    assert scenarios.scenarios(Perspective(record, point("2017-04@2017-01-31"))) == []
    assert len(scenarios.scenarios(Perspective(record, point("2017-04@2017-02-01")))) == 1


def test_a_tie_of_both_sides_counts_once() -> None:
    record = resolved(
        claim("2017-01 a aligned b", 0),
        claim("2017-01 c aligned b", 1),
        claim("2017-03 a allied d", 2, scenario="what-if", sources=("s1",)),
        claim("2017-03 a opposed b", 3, scenario="what-if", sources=("s2", "s1")),
        claim("2017-03 c none b", 4, scenario="what-if"),
        claim("2017-03 c supports d", 5, scenario="what-if", status="denied"),
    )

    row = row_of(record, "2017-04")

    assert (row.added, row.changed, row.removed) == (1, 1, 1)
    assert (row.claims, written(row.date), row.sources) == (4, "2017-03", ("s1", "s2"))


@given(entries(), points())
def test_the_difference_laid_over_the_record_is_the_what_if(
    record: list[Entry], at: Point
) -> None:
    a, b = scenarios.sides(Perspective.of(registry(record), at), "what-if", None)

    ties = {pair: str(tie.relation) for pair, tie in state(a).ties.items()}
    for row in diff.diff(a, b):
        assert ties.pop((row.faction, row.to), None) == row.before
        assert row.why == "supposed"
        if row.after:
            ties[row.faction, row.to] = row.after

    assert ties == {pair: str(tie.relation) for pair, tie in state(b).ties.items()}


@given(entries(), points())
def test_a_what_if_does_not_differ_from_itself(record: list[Entry], at: Point) -> None:
    a, b = scenarios.sides(Perspective.of(registry(record), at), "what-if", "what-if")

    assert diff.diff(a, b) == []


@pytest.mark.parametrize(
    "words",
    [[], ["stand-ground"], ["stand-ground", "way-out"]],
    ids=["all", "one", "two"],
)
def test_the_page_of_what_ifs(run: Run, snapshot: Snapshot, words: list[str]) -> None:
    result = run("scenarios", *words, "--as-of", "2017-11-10", registry=SUPPOSED)

    assert (result.exit_code, result.stderr) == (0, "")
    snapshot(result.stdout)


def answer(run: Run, *words: str) -> list[dict[str, Any]]:
    result = run("scenarios", *words, "-f", "json", registry=SUPPOSED)
    assert (result.exit_code, result.stderr) == (0, "")
    return as_written(json.loads(result.stdout))


def test_the_rows_of_what_ifs(run: Run) -> None:
    rows = answer(run, "--as-of", "2017-11-10")

    assert [row["scenario"] for row in rows] == ["stand-ground", "way-out", "silence"]
    assert rows[1] == {
        "scenario": "way-out",
        "title": "The 4th Division gives in",
        "outcome": "occurred",
        "resolved_by": "2017-11-05-trb-kani",
        "resolved": "2017-11-05",
        "date": "2017-11-08",
        "claims": 2,
        "added": 1,
        "changed": 0,
        "removed": 1,
        "sources": ["monitor"],
    }


def test_the_difference_is_that_of_diff(run: Run) -> None:
    day = "2017-11-10"
    words = ("diff", day, f"{day}+way-out", "-f", "json")

    by_diff = json.loads(run(*words, registry=SUPPOSED).stdout)

    assert by_diff
    assert answer(run, "way-out", "--as-of", day) == as_written(by_diff)


def test_two_what_ifs_are_compared_from_the_first_to_the_second(run: Run) -> None:
    there = answer(run, "stand-ground", "way-out", "--as-of", "2017-11-10")
    back = answer(run, "way-out", "stand-ground", "--as-of", "2017-11-10")

    changed = [(row["faction"], row["to"], row["before"], row["after"]) for row in there]
    assert changed == [
        ("4th-division", "gna", "fighting", "truce"),
        ("4th-division", "lna", "subordinate", None),
        ("gna", "4th-division", "fighting", "truce"),
    ]
    assert [(r["faction"], r["to"], r["after"], r["before"]) for r in back] == changed


def test_no_difference_is_said_so(run: Run) -> None:
    page = run("scenarios", "silence", registry=SUPPOSED).stdout

    assert page.endswith("\nsilence: pending.\nNo tie differs on this day.\n")
    empty = "factions: {a: {name: A}}\n"
    assert run("scenarios", registry=empty).stdout.endswith("\n\nNothing was supposed.\n")


ASKED = (
    "Asked on 2017-11-08, when the last claim of 'stand-ground' has begun; "
    "--as-of DAY asks on another day."
)


def test_without_a_day_it_is_asked_when_the_last_claim_has_begun(run: Run) -> None:
    page = run("scenarios", "stand-ground")
    rows = run("scenarios", "stand-ground", "-f", "json")

    then = run("scenarios", "stand-ground", "--as-of", "2017-11-08")
    assert page.stdout == f"{then.stdout}\n{ASKED}\n"
    assert page.stderr == ""
    assert json.loads(rows.stdout)
    assert rows.stderr == f"note: {ASKED}\n"


def test_two_what_ifs_are_asked_when_the_last_claim_of_either_has_begun(run: Run) -> None:
    for words in (["stand-ground", "way-out"], ["way-out", "stand-ground"]):
        page = run("scenarios", *words, registry=SUPPOSED).stdout
        then = run("scenarios", *words, "--as-of", "2017-11-09", registry=SUPPOSED).stdout
        assert page.startswith(then)
        assert " and ".join(map(repr, words)) in page.splitlines()[-1]


def test_a_claim_of_a_year_has_begun_at_its_end() -> None:
    record = resolved(
        claim("2017 a allied b", 0, scenario="what-if"),
        claim("2017-03-01 c allied b", 1, scenario="what-if"),
        claim("2018 c allied a", 2),
    )
    at = Perspective(ClaimIndex(record), point("2018"))

    assert str(scenarios.last_day(at, ["what-if"])) == "2017-12-31"
    assert scenarios.last_day(at, []) is None


IDLE = "Scenario 'way-out' changes nothing {}: its claims are of 2017-11-08 to 2017-11-09."


@pytest.mark.parametrize(
    ("words", "note"),
    [
        (["status", "--as-of", "2017-11-07"], IDLE.format("on 2017-11-07")),
        (["status", "--as-of", "2017-11-08"], None),
        (["blocs", "--as-of", "2017-11-07"], IDLE.format("on 2017-11-07")),
        (["log", "--until", "2017-11-07"], IDLE.format("up to 2017-11-07")),
        (["log", "--until", "2017-11-08"], None),
        (["timeline", "--as-of", "2017-11-07"], IDLE.format("up to 2017-11-07")),
        (["switches", "--until", "2017-11-07"], IDLE.format("up to 2017-11-07")),
        (
            ["report", "--since", "2017-11-02", "--until", "2017-11-07"],
            "Scenario 'way-out' changes nothing up to 2017-11-07: "
            "its claim is of 2017-11-09.",
        ),
        (
            ["status", "--known-at", "2016"],
            "Scenario 'way-out' changes nothing on 2018-01-01: none of its claims was "
            "known on 2016-12-31.",
        ),
    ],
    ids=lambda item: " ".join(item) if isinstance(item, list) else "",
)
def test_a_what_if_that_changes_nothing_says_so(
    run: Run, words: list[str], note: str | None
) -> None:
    page = run(*words, "--scenario", "way-out", registry=SUPPOSED)
    rows = run(*words, "--scenario", "way-out", "-f", "json", registry=SUPPOSED)

    assert (page.exit_code, page.stderr) == (0, "")
    if note is None:
        assert "changes nothing" not in page.stdout
        assert rows.stderr == ""
    else:
        assert note in " ".join(page.stdout.split())
        assert rows.stderr == f"note: {note}\n"


def test_a_what_if_that_denies_a_tie_changes_something() -> None:
    record = ClaimIndex(
        resolved(
            claim("2017-01 a aligned b", 0),
            claim("2017-03 a aligned b", 1, scenario="what-if", status="denied"),
        )
    )

    days = ["2017-02", "2017-03"]
    changes = [
        scenarios.changes_day(Perspective(record, point(day)), "what-if") for day in days
    ]

    assert changes == [False, True]


@given(entries(), points())
def test_a_what_if_that_has_not_begun_changes_no_day(
    record: list[Entry], at: Point
) -> None:
    perspective = Perspective.of(registry(record), at)

    if not scenarios.has_begun(perspective, "what-if"):
        assert not scenarios.changes_day(perspective, "what-if")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (
            ["stand-gruond"],
            4,
            "error: no scenario 'stand-gruond'; did you mean 'stand-ground'?\n",
        ),
        (["stand-ground", "other"], 4, "error: no scenario 'other'\n"),
        (["stand-ground", "stand-ground", "more"], 2, None),
        (["--known-at", "2017-02-30"], 2, None),
    ],
)
def test_what_cannot_be_answered(
    run: Run, words: list[str], code: int, message: str | None
) -> None:
    result = run("scenarios", *words)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr == message or (message is None and result.stderr)
