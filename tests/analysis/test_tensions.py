"""Tensions: which ties make friends and foes, what clashes, and what is new."""

from __future__ import annotations

import pytest
from hypothesis import given

from libya_tracker.analysis import signed_network, state
from libya_tracker.analysis import tensions as network
from libya_tracker.analysis.signed_network import Network
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Entry
from libya_tracker.model.vocabulary import Relation
from tests.conftest import Run
from tests.support.answers import Snapshot, answer
from tests.support.registries import claim, entries, index_of, point, points
from tests.support.rows import printed


def network_at(index: ClaimIndex, where: Point) -> Network:
    return signed_network.network(state.state(Perspective(index, where)))


def ties(*words: str) -> ClaimIndex:
    """Return the index of claims of 2017, each ``FACTION relation TO``."""
    return index_of(*(claim(f"2017 {text}", n) for n, text in enumerate(words)))


def tensions(*words: str) -> list[str]:
    return [
        " ".join(
            map(str, [row.sort, row.a, row.b, row.c, *[row.d] * bool(row.d), row.signs])
        )
        for row in network.tensions(network_at(ties(*words), point("2018")))
    ]


@pytest.mark.parametrize("relation", [r for r in Relation if r.sign])
def test_a_tie_makes_an_edge_of_its_sign_whichever_way_it_goes(relation: Relation) -> None:
    for words in (f"a {relation} b", f"b {relation} a"):
        signs = network_at(ties(words), point("2018")).signs

        assert (
            signs
            == {"+": {("a", "b"): 1}, "-": {("a", "b"): -1}, "0": {}}[relation.sign or ""]
        )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["a allied b", "b fighting c", "a allied c"], ["triad a b c +-+"]),
        (["a allied b", "b fighting c", "a opposed c"], []),
        (["a fighting b", "b fighting c", "c opposed a"], ["triad a b c ---"]),
        (["a aligned b", "b supports a", "c member a", "b opposed c"], ["triad a b c +-+"]),
        (["a allied b", "b truce c", "a allied c"], []),
        (["a aligned b", "b neutral a"], []),
        (["a aligned b", "b opposed a"], ["contradiction a b None +-"]),
        (["b aligned a", "a opposed b", "a allied c", "b allied c"],
         ["contradiction a b None -+"]),
        (["a aligned b", "a aligned c"], ["divided a b c None"]),
        (["d subordinate a", "a aligned b", "d aligned c"], ["divided a b c None"]),
        (["a member b", "c subordinate a", "c aligned d", "d opposed b"],
         ["cycle a b d c +-++"]),
        (["a allied b", "b allied c", "c allied d", "d allied a"], []),
        (["a fighting b", "b fighting c", "c fighting d", "d allied a"],
         ["cycle a b c d ---+"]),
        (["a fighting b", "b fighting c", "c allied d", "d allied a"], []),
        (["a allied b", "b allied c", "c allied d", "d fighting a", "a allied c"],
         ["triad a c d ++-"]),
        (["a allied b", "b allied c", "c allied d", "d fighting a", "a truce c"],
         ["cycle a b c d +++-"]),
        (["a aligned b", "a aligned c", "a aligned d"],
         ["divided a b c None", "divided a b d None", "divided a c d None"]),
    ],
)  # fmt: skip
def test_what_does_not_go_together(words: list[str], expected: list[str]) -> None:
    assert tensions(*words) == expected


def test_a_tension_says_by_which_ties_since_when_and_how_sure() -> None:
    index = index_of(
        claim("2017-01 a allied b", 0, id="c1"),
        claim("2017-03-15 b fighting c", 1, id="c2", status="alleged"),
        claim("2017-02 c aligned a", 2, id="c3"),
        claim("2017-04 a aligned c", 3, id="c4", status="denied"),
        claim("2017-04 c aligned a", 4, id="c5", status="denied"),
    )

    (row,) = printed(network.tensions(network_at(index, point("2017-05"))))

    assert row == {
        "sort": "triad",
        "a": "a",
        "a_name": "A",
        "b": "b",
        "b_name": "B",
        "c": "c",
        "c_name": "C",
        "balanced": False,
        "signs": "+-+",
        "ties": ["a allied b", "b fighting c", "c aligned a"],
        "since": "2017-03-15",
        "status": "alleged",
        "certainty": "certain",
        "disputed": True,
        "changes": ["c1", "c2", "c3"],
        "d": None,
        "d_name": None,
    }


def test_new_is_what_was_not_so_on_the_other_day() -> None:
    index = index_of(
        claim("2017-01-01 a allied b", 0),
        claim("2017-01-01 b fighting c", 1),
        claim("2017-01-01 a allied c", 2),
        claim("2017-03-01 a allied d", 3),
        claim("2017-03-01 b opposed d", 4),
    )
    now, before = network_at(index, point("2017-03")), network_at(index, point("2017-02"))

    assert [row.c for row in network.tensions(now)] == ["c", "d"]
    assert [row.c for row in network.tensions(now, before)] == ["d"]
    assert network.tensions(now, now) == []


@given(entries(), points())
def test_the_divided_are_those_of_the_state(record: list[Entry], where: Point) -> None:
    now = network_at(index_of(*record), where)

    rows_divided = {row.a for row in network.tensions(now) if row.sort == "divided"}

    assert rows_divided == now.state.divided()


@given(entries(), points())
def test_the_parts_add_up(record: list[Entry], where: Point) -> None:
    whole, *parts = signed_network.summary(network_at(index_of(*record), where))

    for field in ("factions", "ties", "positive", "negative", "triads", "balanced"):
        assert getattr(whole, field) == sum(getattr(part, field) for part in parts)
    assert whole.frustration == sum(len(part.against) for part in parts)
    assert whole.frustration == whole.at_least


def test_tensions_of_the_sample(run: Run) -> None:
    rows = answer(run, "tensions", "--as-of", "2017-11-10")
    known = answer(run, "tensions", "--as-of", "2017-11-10", "--known-at", "2017-11-08")
    new = answer(run, "tensions", "--as-of", "2017-11-10", "--since", "2017-10")
    everything = answer(run, "tensions", "--as-of", "2017-11-10", "--all")

    # The council is in the operation, its own unit with the army that condemns this.
    assert [[row[name] for name in ("sort", *"abcd")] for row in rows] == [
        ["cycle", "tidings", "zintan", "zintan-lna-units", "lna"],
        ["divided", "zintan", "gna", "lna", None],
    ]
    assert rows[0]["ties"] == [
        "zintan member tidings",
        "zintan-lna-units subordinate zintan",
        "zintan-lna-units aligned lna",
        "lna opposed tidings",
    ]
    assert rows[1]["ties"] == [
        "zintan aligned gna",
        "zintan-lna-units subordinate zintan",
        "zintan-lna-units aligned lna",
    ]
    assert (known, new) == (rows[:1], rows[:1])
    assert [row["balanced"] for row in everything] == [True] * 4 + [False, None]


def test_a_what_if_brings_a_tension(run: Run) -> None:
    question = ("tensions", "--as-of", "2017-11-09")
    rows = answer(run, *question, "--scenario", "stand-ground", "--all")

    assert len(rows) > len(answer(run, *question, "--all"))


@pytest.mark.parametrize(
    "options",
    [
        ["--all", "--summary"],
        ["--since", "2017", "--summary"],
        ["--since", "2017", "--all"],
    ],
)
def test_three_questions_are_asked_one_at_a_time(run: Run, options: list[str]) -> None:
    result = run("tensions", *options)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: --since, --all and --summary are three questions; ask one\n"
    )


@pytest.mark.parametrize(
    "options", [["--since", "soon"], ["--as-of", "2017-02-30"], ["--since", ""]]
)
def test_a_day_that_is_none_is_wrong_usage(run: Run, options: list[str]) -> None:
    result = run("tensions", *options)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: {options[0]}: ")


@pytest.mark.parametrize(
    "options",
    ["--as-of 2010", "--as-of 2010 --summary", "--as-of 2017-11-10 --since 2017-11-09"],
)
def test_a_page_where_there_is_nothing(run: Run, snapshot: Snapshot, options: str) -> None:
    snapshot(run("tensions", *options.split()).stdout)


FEUD = """
title: A feud
factions: {a: {name: A}, b: {name: B}, c: {name: C}, d: {name: D}, e: {name: E}}
changes:
  - {date: 2017, faction: a, relation: allied, to: b}
  - {date: 2017-03, faction: b, relation: fighting, to: c}
  - {date: 2017, faction: a, relation: allied, to: c}
  - {date: 2017, faction: b, relation: opposed, to: d, status: alleged}
  - {date: 2017, faction: c, relation: opposed, to: d}
  - {date: 2017, faction: a, relation: opposed, to: d}
  - {date: 2017, faction: e, relation: aligned, to: a}
  - {date: 2017, faction: a, relation: opposed, to: e}
"""


@pytest.mark.parametrize("option", ["--all", "--summary"])
def test_a_page_of_a_feud(run: Run, snapshot: Snapshot, option: str) -> None:
    result = run("tensions", "--as-of", "2017-03-20", option, registry=FEUD)

    assert (result.exit_code, result.stderr) == (0, "")
    snapshot(result.stdout)
