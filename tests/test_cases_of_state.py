"""Small registries with known answers: what stood on a day, and how sure that is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import Run
from tests.support.places import case

LATER = "2026-11-26"  # the day on which these files are read


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBYA_TRACKER_TODAY", LATER)


def rows_of(run: Run, name: str, *args: str) -> list[dict[str, Any]]:
    result = run(*args, "-f", "json", registry=case(name))
    assert (result.exit_code, result.stderr) == (0, "")
    rows: list[dict[str, Any]] = json.loads(result.stdout)
    return rows


def words(row: dict[str, Any]) -> str:
    """Return in words what a row of ``status`` says of a tie."""
    until, grade = row["until"] or "", row["grade"] or ""
    parts = [
        f"{row['relation']} {row['to']} {row['since']}{until and f' until {until}'}",
        f"{row['status']}{grade and f' {grade}'} by {row['corroboration']}",
        f"{row['age']}d",
        *(["possible"] if row["certainty"] == "possible" else []),
        *(f"disputed by {who}" for who in row["disputed_by"]),
    ]
    return ", ".join(parts)


#: The file, the faction, the day: the relation, to whom and since when, how sure and by
#: how many voices, and the days since it was last cited.
ANSWERS = """
partial-end-after-exact-start ash 2014-10-20: \
    member oak 2014-10-02, reported by 1, 18d, possible
partial-end-after-exact-start ash 2014-11-01: -
partial-end-after-exact-start ash 2020: -
one-source ash 2014-10-20: member oak 2014-10-02, reported by 1, 18d, possible
one-source ash 2014-11-01: -
one-source ash 2020: -
by-then-it-had-left ash 2013-01-01: member oak 2012-06-02, reported by 1, 213d, possible
by-then-it-had-left elm 2013-01-01: allied oak 2012-06-02, reported by 1, 213d, possible
by-then-it-had-left ash 2017-11-01: -
by-then-it-had-left elm 2017-11-01: fighting oak ..2017-10-31, reported by 1, 1d
year-and-month ash 2017-09-01: supports oak 2017-06, reported by 1, 92d, possible
year-and-month ash 2020: supports oak 2017-06, reported by 1, 1309d, possible
rumour ash 2017-02-01: opposed oak 2017, alleged by 1, 31d, possible
rumour ash 2017-06-01: allied oak 2017-03-01, confirmed by 2, 92d
rumour ash 2018: allied oak 2017-03-01, confirmed by 2, 670d
clash ash 2014-05-02: opposed oak 2014-01-05, reported by 1, 117d
clash ash 2014-05-03: fighting oak 2014-05-03 until 2014-05-03, reported by 1, 0d
clash ash 2014-05-04: opposed oak 2014-01-05, reported by 1, 119d
sighting-undoes-known-end ash 2014-06-01: \
    member oak 2012-03-01 until 2014-12-31, reported B- by 2, 0d
sighting-undoes-known-end ash 2019: -
weaker-later-report ash 2017-01-01: supports oak 2014-01-02, confirmed A1 by 3, 245d
downgrade a 2020-03-01: aligned b 2020-01-01, confirmed by 3, 29d; \
    opposed op 2020-01-05, confirmed by 2, 56d
one-spokesman-three-papers ash 2014-02-01: supports oak 2014-01-02, reported by 1, 30d
denied-then-admitted oak 2014-06-01: \
    supports ash 2014-01-02, reported by 2, 150d, disputed by oak
denied-then-admitted oak 2016: supports ash 2014-01-02, reported by 2, 1094d
denial-for-a-time ash 2018-10-01: \
    member oak 2018-09-19, reported by 1, 12d, disputed by daily
denial-for-a-time ash 2020: member oak 2018-09-19, reported by 2, 744d
denied-before-only ash 2018-10-15: \
    member oak 2018-09-19, reported by 1, 26d, disputed by ash
denied-before-only ash 2018-11-01: member oak 2018-09-19, reported by 1, 43d
two-dates-for-one-event ash 2018-10-01: member oak 2018-09-19, reported by 1, 12d, possible
two-dates-for-one-event ash 2019: member oak 2018-09-19, reported by 2, 378d
chain-and-ends ash 2018-01-01: supports oak 2018-01-01, reported by 1, 0d
chain-and-ends bay 2016-06-30: supports oak 2015-01-01 until 2016-12-31, reported by 2, 0d
chain-and-ends bay 2016-09-01: \
    supports oak 2015-01-01 until 2016-12-31, reported by 2, 0d, possible
chain-and-ends bay 2017-01-01: -
chain-and-ends cob 2018: -
""".splitlines()[1:]


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_stood_on_a_day(run: Run, answer: str) -> None:
    question, _, ties = " ".join(answer.split()).partition(": ")
    name, faction, day = question.split()

    rows = rows_of(run, name, "status", faction, "--as-of", day)

    assert "; ".join(words(row) for row in rows if row["relation"]) == ties.strip("-")


@pytest.mark.parametrize("persist", ["cited", "180d"])
def test_a_claim_with_a_last_day_keeps_its_days_whatever_the_policy(
    run: Run, persist: str
) -> None:
    asked = ("status", "ash", "--as-of", "1955-01-01", "--persist", persist)

    (row,) = rows_of(run, "persist-and-until", *asked)

    assert words(row) == ("allied oak 1950-01-01 until 1959-12-31, reported by 1, 0d")


def test_a_source_not_yet_out_neither_confirms_nor_counts(run: Run) -> None:
    asked = ("status", "a", "--as-of", "2020-02-01", "--known-at", "2020-02-01")

    (row,) = rows_of(run, "known-leak", *asked)

    assert words(row) == "allied b 2020-01-01, reported by 1, 31d"
    assert row["sources"] == ["early"]


@pytest.mark.parametrize(
    ("month", "ties"),
    [
        (
            "2018-02",
            [
                "aligned oak 2018-01-01, confirmed A- by 2, 58d",
                "allied elm 2018-01-01, reported by 1, 58d",
                "allied ash 2018-01-01, reported by 1, 58d",
                "aligned oak 2018-01-01, reported A- by 1, 58d",
            ],
        ),
        ("2018-04", ["aligned oak 2018-01-01, reported D- by 1, 119d"]),
    ],
)
def test_nothing_rests_on_a_withdrawn_source_or_its_copies(
    run: Run, month: str, ties: list[str]
) -> None:
    rows = rows_of(run, "source-withdrawn", "status", "--as-of", month, "--known-at", month)

    assert sorted(words(row) for row in rows if row["relation"]) == sorted(ties)


def test_what_rested_on_a_withdrawn_source_is_corrected(run: Run) -> None:
    result = run(
        *("diff", "2018-02@2018-02", "2018-02@2018-04", "-f", "csv"),
        registry=case("source-withdrawn"),
    )

    assert result.stdout.splitlines()[1:] == [
        "ash,Ash Brigade,elm,Elm Army,removed,allied,,corrected,2018-03-01,reported,,"
        "2018-01-01-elm-ash,2018-03-01,2018-03-01",
        "elm,Elm Army,ash,Ash Brigade,removed,allied,,corrected,2018-03-01,reported,,"
        "2018-01-01-elm-ash,2018-03-01,2018-03-01",
        "elm,Elm Army,oak,Oak Front,removed,aligned,,corrected,2018-03-01,reported,,"
        "2018-01-01-elm-oak,2018-03-01,2018-03-01",
    ]


def test_a_tie_that_is_gone_is_dated_by_what_ended_it(run: Run) -> None:
    rows = run(
        *("diff", "2019-12-31", "2020-06-02", "-f", "csv"), registry=case("downgrade")
    ).stdout

    # The claim that ended the second tie was confirmed, as its row says.
    assert rows.splitlines()[1:] == [
        "a,Alpha,b,Beta,added,,aligned,happened,2020-01-01,confirmed,one;two,2020-01-01-a-b,"
        "2020-01-01,2020-01-01",
        "a,Alpha,op,Storm,removed,supports,,happened,2020-01-05,confirmed,one;two,"
        "2020-01-05-a-op,2020-01-05,2020-01-05",
    ]


def test_the_page_of_differences_says_what_ended_a_tie_and_how_sure_that_was(
    run: Run,
) -> None:
    page = run("diff", "2019-12-31", "2020-06-02", registry=case("downgrade")).stdout

    assert page.partition("Ended ties\n")[2].partition("\n\n")[0].splitlines() == [
        "  supporter of Storm",
        "    - Alpha                       2020-01-05  happened  confirmed, was alleged",
        "      ended by: opposed to Storm",
    ]


def test_the_page_of_differences_says_how_a_tie_ended_by_itself(run: Run) -> None:
    page = run("diff", "2018-01", "2018-07", registry=case("expected-end-came")).stdout

    assert page.partition("Ended ties\n")[2].partition("\n\n")[0].splitlines() == [
        "  member of Oak Front",
        "    - Ash Brigade          2018-05-10  happened  reported",
        "      on its last day",
        "    - Bay Brigade          2018-05-10  happened  reported",
        "  member of Elm Front",
        "    - Dew Brigade          2018-05-31  happened  reported",
        "      Elm Front dissolved",
    ]


def test_an_expected_end_is_fulfilled_whatever_ended_the_tie(run: Run) -> None:
    page = run(
        "expected", "--as-of", "2018-06-30", registry=case("expected-end-came")
    ).stdout

    assert page.partition("Fulfilled\n")[2] == (
        "  Ash Brigade no tie with Oak Front\n"
        "    2018-05  2018-05-10, after 9 days\n"
        "    in s1\n"
        "    fulfilled by 2017-01-01-ash-oak, reported\n"
        "  Bay Brigade no tie with Oak Front\n"
        "    2018-05  2018-05-10, after 9 days\n"
        "    in s1\n"
        "    fulfilled by 2018-05-10-bay-oak, reported\n"
        "  Cob Brigade no tie with Oak Front\n"
        "    2018-05  2018-05-10, after 9 days\n"
        "    in s1\n"
        "    fulfilled by 2018-05-10-cob-oak, reported\n"
        "  Dew Brigade no tie with Elm Front\n"
        "    2018-05  2018-05-31, after 30 days\n"
        "    in s1\n"
        "    fulfilled by the dissolution of Elm Front\n"
    )


def test_a_bulletin_lists_no_dissolved_faction_among_the_claims(run: Run) -> None:
    rows = rows_of(
        *(run, "expected-end-came", "report", "dew"),
        *("--since", "2018-05-01", "--until", "2018-06-30"),
    )

    assert [row["changes"] for row in rows if row["section"] == "expected"] == [
        ["2018-05-dew-elm"]
    ]


@pytest.mark.parametrize(
    ("name", "kind", "dispute"),
    [
        (
            *("two-dates-for-one-event", "beginnings"),
            [
                "Ash Brigade, Oak Front: two beginnings of one tie",
                "  member of",
                "    began 2018-09-19  wire",
                "  member of",
                "    began 2018-12-18  daily",
            ],
        ),
        (
            *("chain-and-ends", "ends"),
            [
                "Bay Brigade, Oak Front: two ends of one tie",
                "  supporter of",
                "    until 2016-06-30  x",
                "  supporter of",
                "    until 2016-12-31  a",
            ],
        ),
    ],
)
def test_sources_that_disagree_about_one_spell_are_a_dispute(
    run: Run, name: str, kind: str, dispute: list[str]
) -> None:
    rows = rows_of(run, name, "disputes")
    page = run("disputes", registry=case(name)).stdout
    bulletin = run("report", "--since", "2014", registry=case(name)).stdout

    assert [row["dispute"] for row in rows] == [kind]
    assert "\n".join((*dispute, "")) in page
    assert f": {dispute[0].partition(': ')[2]}\n" in bulletin
