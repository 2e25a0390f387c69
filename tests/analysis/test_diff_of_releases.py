"""Real revisions of one dataset: three releases of UCDP/PRIO, each a day of knowledge.

Uppsala's yearly releases rewrite earlier years. Told as a registry, a release is the day on
which its claims became known, and a year is when they were so: what ``diff`` says of two
releases must then be what the files say, and no more.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import pytest

from libya_tracker.analysis import diff
from libya_tracker.analysis.diff import DiffRow, Why
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.vocabulary import Relation
from libya_tracker.storage.parser import parse
from tests.conftest import Run
from tests.support.places import SHARED
from tests.support.registries import point

DATA = SHARED / "data"
#: Each release, and a day on which it was out; Uppsala publishes in June.
RELEASES = {"201": "2020-06-30", "211": "2021-06-30", "221": "2022-06-30"}
SUDAN, EMIRATES = "Government of Sudan", "Government of United Arab Emirates"

pytestmark = pytest.mark.skipif(
    not (DATA / "README.md").exists(), reason=f"the outside data are not at {DATA}"
)

#: FACTION RELATION TO in a year, and the last day of that.
Fact = tuple[str, str, str, str, str]


def table(name: str) -> list[dict[str, str]]:
    text = (DATA / f"{name}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


@cache
def rows_of(release: str, place: str) -> list[dict[str, str]]:
    """Return what a release says of a place."""
    rows = table(f"ucdp-prio-acd-{release}")
    return [row for row in rows if row["location"] == place]


def listed(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def facts(row: dict[str, str], *, ends: bool) -> Iterator[Fact]:
    """Yield what a row says; its names and its ids are each in an order of their own."""
    year = row["year"]
    until = row["ep_end_date"] if ends and row["ep_end"] == "1" else year
    sides = {
        side: [f"ucdp-{number}" for number in listed(row[f"side_{side}_id"])]
        for side in "ab"
    }
    for one in sides["a"]:
        for other in sides["b"]:
            yield one, "fighting", other, year, until
    for side, actors in sides.items():
        for state in supporters(row, side):
            for actor in actors:
                yield state, "supports", actor, year, until


def supporters(row: dict[str, str], side: str) -> list[str]:
    """Return the states that sent troops, by name: their numbers are of another list."""
    text, numbers = row[f"side_{side}_2nd"], listed(row[f"gwno_{side}_2nd"])
    states = [text] if len(numbers) == 1 else listed(text)
    assert len(states) == len(numbers), f"a name with a comma: {text}"
    return [ids()[state.strip()] for state in states]


@cache
def names() -> dict[str, str]:
    """Return what each actor is called, without the blanks that some names trail."""
    rows = table("ucdp-actor-221")
    return {f"ucdp-{row['ActorId']}": row["NameData"].strip() for row in rows}


@cache
def ids() -> dict[str, str]:
    return {name: actor for actor, name in names().items()}


@cache
def written(place: str = "Libya", *, ends: bool = False) -> str:
    """Return the registry that the three releases make, one after another."""
    claim_of: dict[Fact, str] = {}
    ever: set[Fact] = set()
    changes: list[str] = []
    for release, day in RELEASES.items():
        rows = rows_of(release, place)
        fresh = dict.fromkeys(fact for row in rows for fact in facts(row, ends=ends))
        ever |= set(fresh)
        for fact in fresh:
            if fact not in claim_of:
                claim_of[fact] = f"claim-{len(changes)}"
                faction, relation, to, date, until = fact
                changes.append(
                    f"  - {{id: {claim_of[fact]}, date: {date}, faction: {faction}, "
                    f"relation: {relation}, to: {to}, until: {until}, "
                    f"sources: [acd-{release}], recorded: {day}}}"
                )
        for fact in [fact for fact in claim_of if fact not in fresh]:
            changes.append(f"  - {{retracts: [{claim_of.pop(fact)}], recorded: {day}}}")
    actors = dict.fromkeys(actor for fact in sorted(ever) for actor in (fact[0], fact[2]))
    return "\n".join(
        [
            f"title: {place} in UCDP/PRIO",
            "sources:",
            *(f"  acd-{release}: {{title: Release {release}}}" for release in RELEASES),
            "factions:",
            *(f"  {actor}: {{name: {quoted(names()[actor])}}}" for actor in actors),
            "changes:",
            *changes,
            "",
        ]
    )


def quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


@cache
def index(place: str = "Libya", *, ends: bool = False) -> ClaimIndex:
    registry, problems = parse(written(place, ends=ends), "factions.yaml")
    assert registry is not None, problems
    return ClaimIndex(registry)


def differences(claims: ClaimIndex, a: str, b: str) -> list[DiffRow]:
    return diff.diff(Perspective(claims, point(a)), Perspective(claims, point(b)))


def words(rows: list[DiffRow]) -> list[str]:
    return [f"{row.difference}: {row.name}, {row.to_name}: {row.why}" for row in rows]


def raw(release: str, year: str) -> list[dict[str, str]]:
    return [row for row in rows_of(release, "Libya") if row["year"] == year]


@pytest.mark.parametrize("ends", [False, True])
def test_the_releases_make_a_registry_without_errors(ends: bool, run: Run) -> None:
    result = run("check", registry=written(ends=ends))

    assert (result.exit_code, result.stderr) == (0, "")
    assert not re.search(r"\d errors?\b", result.stdout)


def test_support_found_out_by_the_second_release_was_learned() -> None:
    day = "2019-12-31"

    rows = differences(index(), f"{day}@{RELEASES['201']}", f"{day}@{RELEASES['211']}")

    assert [row.name for row in rows] == [SUDAN, EMIRATES]
    for row in rows:
        assert row.to_name == "Forces of the House of Representatives"
        assert (row.difference, row.before, row.after) == ("added", None, "supports")
        assert (row.why, str(row.date), row.sources) == (Why.LEARNED, "2019", ("acd-211",))


@pytest.mark.parametrize("year", ["2011", "2017"])
def test_a_new_order_of_ids_is_no_difference(year: str) -> None:
    before, after = raw("211", year), raw("221", year)
    assert [r["side_b_id"] for r in before] != [r["side_b_id"] for r in after]

    for ends in (False, True):
        a, b = (f"{year}-06@{RELEASES[release]}" for release in ("211", "221"))
        assert differences(index(ends=ends), a, b) == []


def test_only_what_a_release_says_otherwise_differs_from_the_one_before() -> None:
    claims, releases = index(), RELEASES
    for old, new in pairwise(releases):
        for year in map(str, range(2011, 2020)):
            before, after = (
                {fact for row in raw(r, year) for fact in facts(row, ends=False)}
                for r in (old, new)
            )
            pairs = {
                pair
                for one, relation, other, *_ in before ^ after
                for pair in [(one, other), (other, one)][: 1 + Relation(relation).two_way]
            }

            rows = differences(claims, f"{year}@{RELEASES[old]}", f"{year}@{RELEASES[new]}")

            assert {(row.faction, row.to) for row in rows} == pairs
            assert {row.why for row in rows} <= {Why.LEARNED}


def test_what_is_of_a_later_year_happened_though_it_was_learned_too() -> None:
    rows = differences(index(), f"2019@{RELEASES['201']}", f"2020@{RELEASES['211']}")

    assert {row.why for row in rows} == {Why.HAPPENED}
    assert [text for text in words(rows) if text.startswith("added")] == [
        "added: Government of Turkey, Government of Libya: happened"
    ]
    # Known of 2019 at neither point: gone by 2020, they make no difference between the two.
    assert not {row.name for row in rows} & {SUDAN, EMIRATES}


def test_support_in_between_happened_where_the_days_lie_on_both_sides_of_it() -> None:
    rows = differences(index(), f"2018@{RELEASES['211']}", f"2019@{RELEASES['211']}")

    why = {row.name: row.why for row in rows}
    assert (why[SUDAN], why[EMIRATES]) == (Why.HAPPENED, Why.HAPPENED)


def test_an_end_found_out_later_was_learned_from_the_claim_that_says_so() -> None:
    day = "2019-12-31"

    rows = differences(
        index(ends=True), f"{day}@{RELEASES['201']}", f"{day}@{RELEASES['211']}"
    )

    ended = [row for row in rows if row.difference == "removed"]
    libya, america = "Government of Libya", "Government of United States of America"
    assert {(row.name, row.to_name) for row in ended} == {
        (libya, "IS"),
        ("IS", libya),
        (america, libya),
    }
    # The older claim was retracted too, but the newer one would have ended it anyway.
    assert {(row.why, str(row.date)) for row in ended} == {(Why.LEARNED, "2019-09-29")}


def test_a_conflict_that_a_release_no_longer_has_was_corrected() -> None:
    a, b = (f"2011-06@{RELEASES[release]}" for release in ("201", "211"))

    rows = differences(index("Mauritania"), a, b)

    assert {(row.difference, row.before, row.after) for row in rows} == {
        ("removed", "fighting", None)
    }
    assert {(row.why, str(row.date)) for row in rows} == {(Why.CORRECTED, RELEASES["211"])}


def test_the_page_says_each_reason_and_counts_them(run: Run) -> None:
    points = (f"2019-12-31@{RELEASES[release]}" for release in ("201", "211"))

    page = run("diff", *points, registry=written()).stdout

    lines = [" ".join(line.split()) for line in page.splitlines()]
    assert lines[1] == "2 new ties: 0 happened, 2 learned, 0 corrected, 0 supposed."
    assert lines[5:] == [
        "New ties",
        "supporter of Forces of the House of Representatives",
        f"+ {SUDAN} 2019 learned reported",
        f"+ {EMIRATES} 2019 learned reported",
    ]


def test_the_day_of_a_release_is_the_day_it_is_known() -> None:
    claims = index()
    eve = dt.date.fromisoformat(RELEASES["211"]) - dt.timedelta(days=1)

    assert differences(claims, f"2019@{RELEASES['201']}", f"2019@{eve}") == []
