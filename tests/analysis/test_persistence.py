"""How long a tie lasts that nobody ends: until changed, while cited, or for some days."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.analysis import diff, status
from libya_tracker.analysis import state as history
from libya_tracker.model import option_values
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Lens, Persistence, Point, describe_persistence
from libya_tracker.model.records import Claim, Entry
from tests.conftest import Run
from tests.support.registries import claim, entries, index_of, point, points, registry

TWICE = (
    claim("2017-03-01 a aligned b", 0, id="first"),
    claim("2017-05-01 a aligned b", 1, id="second"),
)


def since(day: str, persist: Persistence) -> str | None:
    """Return since when a is aligned with b on a day, if it is."""
    state = history.state(Perspective(index_of(*TWICE), point(day), Lens(persist=persist)))
    tie = state.ties.get(("a", "b"))
    return tie.since.text if tie else None


@pytest.mark.parametrize(
    ("day", "until_changed", "cited", "ten_days", "hundred_days"),
    [
        ("2017-02-28", None, None, None, None),
        ("2017-03-01", "2017-03-01", "2017-03-01", "2017-03-01", "2017-03-01"),
        ("2017-03-11", "2017-03-01", "2017-03-01", "2017-03-01", "2017-03-01"),
        ("2017-03-12", "2017-03-01", "2017-03-01", None, "2017-03-01"),
        ("2017-05-01", "2017-03-01", "2017-03-01", "2017-05-01", "2017-03-01"),
        ("2017-05-02", "2017-03-01", None, "2017-05-01", "2017-03-01"),
        ("2017-05-12", "2017-03-01", None, None, "2017-03-01"),
        ("2019", "2017-03-01", None, None, None),
    ],
)
def test_a_tie_lasts_as_the_policy_says(
    day: str,
    until_changed: str | None,
    cited: str | None,
    ten_days: str | None,
    hundred_days: str | None,
) -> None:
    result = [since(day, persist) for persist in (None, "cited", 10, 100)]

    assert result == [until_changed, cited, ten_days, hundred_days]


@pytest.mark.parametrize(
    ("day", "cited", "ten_days"),
    [
        ("2016-01-01", "possible", "possible"),
        ("2017-03-19", "possible", "possible"),
        ("2017-03-20", "certain", "certain"),
        ("2017-03-21", None, "certain"),
        ("2017-03-30", None, "certain"),
        ("2017-03-31", None, None),
    ],
)
def test_a_claim_by_a_day_is_cited_on_that_day_whenever_the_tie_began(
    day: str, cited: str | None, ten_days: str | None
) -> None:
    index = index_of(claim("..2017-03-20 a aligned b", 0))
    policies: tuple[Persistence, ...] = "cited", 10

    for persist, expected in zip(policies, (cited, ten_days), strict=True):
        state = history.state(Perspective(index, point(day), Lens(persist=persist)))
        tie = state.ties.get(("a", "b"))
        assert (tie.certainty if tie else None) == expected


def test_a_tie_of_one_day_may_be_on_each_day_of_its_date_though_few_are_tried() -> None:
    index = index_of(
        claim("2017~ a member b", 0, until="2017-02"), claim("2017-21 a neutral b", 1)
    )

    for day in range(1, 31):
        where = point(f"2017-04-{day:02}")
        state = history.state(Perspective(index, where, Lens(persist="cited")))
        tie = state.ties["a", "b"]
        assert (tie.relation.value, tie.certainty.value) == ("neutral", "possible")


def test_a_claim_by_a_day_fades_its_days_after_that_day() -> None:
    index = index_of(claim("..2017-03-20 a aligned b", 0))
    a, b = (
        Perspective(index, point(day), Lens(persist=10))
        for day in ("2017-03-30", "2017-03-31")
    )

    (row,) = diff.diff(a, b)

    assert (row.difference, str(row.date)) == ("removed", "..2017-03-30")


def test_a_later_claim_of_another_kind_does_not_bear_out_the_tie() -> None:
    index = index_of(TWICE[0], claim("2017-05-01 a opposed b", 1))

    assert not history.state(
        Perspective(index, point("2017-04-01"), Lens(persist="cited"))
    ).ties


def test_a_tie_that_faded_ends_on_the_day_after_its_days() -> None:
    index = index_of(*TWICE)
    a, b = (
        Perspective(index, point(day), Lens(persist=10))
        for day in ("2017-05-11", "2017-05-12")
    )

    (row,) = diff.diff(a, b)

    assert (row.difference, row.why.value) == ("removed", "happened")
    assert str(row.date) == "2017-05-11"


@pytest.mark.parametrize(
    ("day", "age"), [("2017-05-01", 0), ("2017-05-03", 2), ("2018-05-01", 365)]
)
def test_the_age_of_a_tie_is_that_of_its_last_citation(day: str, age: int) -> None:
    (row, *_) = status.status(
        history.state(Perspective(index_of(*TWICE), point(day))), ["a"]
    )

    assert row.age == age


@given(record=entries(), where=points(), days=st.integers(0, 900), more=st.integers(0, 900))
def test_a_longer_patience_keeps_every_tie_that_a_shorter_keeps(
    record: list[Entry], where: Point, days: int, more: int
) -> None:
    index = ClaimIndex(registry(record))

    short, long, ever = (
        history.state(Perspective(index, where, Lens(persist=persist))).ties.keys()
        for persist in (days, days + more, None)
    )

    assert short <= long <= ever


@given(record=entries(), where=points())
def test_who_counts_only_the_cited_sees_only_ties_that_stand(
    record: list[Entry], where: Point
) -> None:
    index = ClaimIndex(registry(record))
    all_ties = history.state(Perspective(index, where)).ties

    cited = history.state(Perspective(index, where, Lens(persist="cited"))).ties

    assert cited.keys() <= all_ties.keys()
    later = {
        name
        for entry in record
        if isinstance(entry, Claim) and entry.date.first > where.day
        for name in (entry.faction, entry.to)
    }
    for pair, tie in all_ties.items():
        # A later claim may bear a tie out, or leave no room for it (docs/semantics.md).
        if tie.latest.date.last >= where.day and later.isdisjoint(pair):
            assert pair in cited


@given(record=entries(), where=points())
def test_endless_patience_is_to_wait_for_a_change(
    record: list[Entry], where: Point
) -> None:
    index = ClaimIndex(registry(record))
    days = (dt.date.max - dt.date.min).days

    patient = history.state(Perspective(index, where, Lens(persist=days)))

    assert patient.ties == history.state(Perspective(index, where)).ties


def test_the_policies_and_what_is_stale_through_the_command_line(run: Run) -> None:
    def ties(*args: str) -> list[str]:
        rows = json.loads(run("status", "zintan", "trb", "-f", "json", *args).stdout)
        return [f"{row['relation']} {row['to']} {row['age']}" for row in rows if row["to"]]

    day = ("--as-of", "2017-11-10")
    assert ties(*day) == [
        "member tidings 9", "allied kani 0", "aligned gna 590", "member tidings 9",
        "aligned gna 162",
    ]  # fmt: skip
    assert ties(*day, "--persist", "until-changed") == ties(*day)
    assert ties(*day, "--persist", "10d") == [
        "member tidings 9", "allied kani 0", "member tidings 9",
    ]  # fmt: skip
    assert ties(*day, "--persist", "cited") == ["allied kani 0"]
    assert ties(*day, "--stale", "100") == ["aligned gna 590", "aligned gna 162"]


@pytest.mark.parametrize("option", ["--persist", "--stale"])
def test_a_policy_that_is_none_is_wrong_usage(run: Run, option: str) -> None:
    kinds = "until-changed, cited or " if option == "--persist" else ""

    result = run("status", option, "soon")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"error: {option}: 'soon' is not {kinds}a number of days, "
        "such as 180d, 3w, 6m or 1y\n"
    )


@pytest.mark.parametrize(
    ("text", "days", "words"),
    [
        ("180", 180, "180 days"),
        ("180d", 180, "180 days"),
        ("1d", 1, "1 day"),
        ("0", 0, "0 days"),
        ("3w", 21, "3 weeks"),
        ("1m", 31, "1 month"),
        ("6m", 183, "6 months"),
        ("12m", 365, "12 months"),
        ("1y", 365, "1 year"),
        ("2y", 730, "2 years"),
        ("999999y", 364_999_635, "999999 years"),
    ],
)
def test_days_weeks_months_and_years_are_days(text: str, days: int, words: str) -> None:
    persist = option_values.persistence(text, "--persist")

    assert persist == option_values.days(text, "--stale") == days
    assert describe_persistence(persist) == f"ties last {words} unless cited again"


def test_what_was_asked_for_is_said_as_it_was_typed(run: Run) -> None:
    period = ("report", "--since", "2017-11-01", "--until", "2017-12-31")

    rows = run("status", "--persist", "6m", "-f", "json", "--as-of", "2017-12")
    page = run(*period, "--persist", "6m", "--stale", "1m").stdout
    document = run(*period, "--persist", "1y", "-f", "html").stdout

    in_days = run("status", "--persist", "183d", "-f", "json", "--as-of", "2017-12")
    assert rows.stdout == in_days.stdout
    assert "ties last 6 months unless cited again" in " ".join(page.split())
    assert "\nStale: not cited for 1 month.\n" in page
    assert "Ties last 1 year after their last citation." in document


def test_two_lenses_are_compared_and_the_reason_says_so(run: Run) -> None:
    args = ("diff", "2017-11-03", "2017-11-03", "-f", "json")

    rows = json.loads(
        run(*args, "--according-to", "gazette", "--according-to", "monitor").stdout
    )

    assert {row["why"] for row in rows} == {"other sources"}
    result = {(row["faction"], row["to"]): (row["before"], row["after"]) for row in rows}
    assert result["zintan", "tidings"] == (None, "member")
    assert result["trb", "tidings"] == ("member", None)
    assert ("kani", "tidings") not in result  # both have it


def test_a_third_voice_is_wrong_usage(run: Run) -> None:
    result = run("diff", "2017", *["--according-to", "gazette"] * 3)

    assert (result.exit_code, result.stderr) == (
        2,
        "error: --according-to is given once for both points, or once for each\n",
    )
