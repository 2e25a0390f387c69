"""Who came from whom and went on as whom: through several steps, on both clocks."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from libya_tracker.analysis.lineage import Lineage, Relative
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import EVERYTHING, Lens, Point
from libya_tracker.model.records import Claim, Entry
from libya_tracker.model.vocabulary import Status
from libya_tracker.storage.lineage_cycles import lineage_cycles
from tests.conftest import Run
from tests.support.registries import claim, entries, index_of, point, points, retraction

REGISTRY = """\
title: Tarhuna
sources:
  gazette: {title: The Gazette, date: 2017}
factions:
  kani: {name: Kani militias}
  22nd: {name: 22nd Brigade}
  9th: {name: 9th Brigade}
  lna: {name: Libyan National Army}
changes:
  - {date: 2017-05, faction: 22nd, relation: succeeds, to: kani, sources: [gazette]}
  - {date: 2018-02, faction: 22nd, relation: aligned, to: lna, sources: [gazette]}
  - {date: 2019-04-07, faction: 22nd, relation: merged, to: 9th, sources: [gazette]}
  - {date: 2019-04-07, faction: 9th, relation: subordinate, to: lna, sources: [gazette]}
"""
LIFETIME = """\
title: Tarhuna
sources:
  gazette: {title: The Gazette, date: 2017-06}
factions:
  kani: {name: Kani militias}
  9th: {name: 9th Brigade, founded: 2014, dissolved: 2015}
changes:
"""
OUTSIDE = [("2013", "before-foundation"), ("2016", "after-dissolution")]


def claims(*lines: str) -> list[Claim]:
    return [
        claim(line, place, id=f"c{place}", recorded=f"{line[:4]}-12-31")
        for place, line in enumerate(lines)
    ]


def lineage_at(record: list[Entry], at: str, lens: Lens = EVERYTHING) -> Lineage:
    return Lineage(Perspective(index_of(*record), point(at), lens))


def ids(kin: list[Relative]) -> str:
    return " ".join(one.faction for one in kin)


@pytest.mark.parametrize(
    ("lines", "ancestors", "descendants", "successors"),
    [
        pytest.param(["2012 b succeeds a"], "", "b", "b", id="a succession"),
        pytest.param(["2012 a merged b"], "", "b", "b", id="a merger"),
        pytest.param(["2012 b splinter a"], "", "b", "", id="a split ends nobody"),
        pytest.param(["2012 a splinter b"], "b", "", "", id="split from another"),
        pytest.param(
            ["2012 b succeeds a", "2013 b merged c", "2014 d succeeds c"],
            "",
            "b c d",
            "d",
            id="through several steps",
        ),
        pytest.param(
            ["2012 b succeeds a", "2012 c succeeds a"], "", "b c", "b c", id="two at once"
        ),
        pytest.param(
            ["2012 b splinter a", "2015 b merged a"], "b", "b", "", id="split and back"
        ),
        pytest.param(
            ["2012 a merged b", "2014 a splinter b"],
            "b",
            "b",
            "",
            id="merged and out again",
        ),
        pytest.param(
            ["2011 c splinter b", "2012 a merged b"],
            "",
            "b",
            "b",
            id="who left before it came",
        ),
        pytest.param(
            ["2012 a splinter b", "2014 c merged b"],
            "b",
            "",
            "",
            id="who joined after it left",
        ),
        pytest.param(
            ["2012 b succeeds a", "2012 a succeeds b"], "b", "b", "", id="a circle ends"
        ),
        pytest.param(
            ["2012 a merged b", "2013 b merged c", "2013 c merged b"],
            "",
            "b c",
            "",
            id="a circle further on",
        ),
        pytest.param(["2012 a aligned b"], "", "", "", id="ties are no lineage"),
    ],
)
def test_where_a_faction_came_from_and_what_it_went_on_as(
    lines: list[str], ancestors: str, descendants: str, successors: str
) -> None:
    result = lineage_at(list(claims(*lines)), "2018")

    assert ids(result.ancestors("a")) == ancestors
    assert ids(result.descendants("a")) == descendants
    assert ids(result.successors("a")) == successors


def test_a_group_is_the_same_only_where_no_step_of_the_way_is_a_split() -> None:
    result = lineage_at(
        list(claims("2012 b succeeds a", "2013 c splinter b", "2014 c merged d")), "2018"
    )

    assert [(kin.faction, kin.continues, kin.steps) for kin in result.descendants("a")] == [
        ("b", True, 1), ("c", False, 2), ("d", False, 3),
    ]  # fmt: skip
    assert [(kin.faction, kin.continues) for kin in result.ancestors("b")] == [("a", True)]


@pytest.mark.parametrize(
    ("at", "successors"),
    [
        ("2012-06-30@2013", ""),
        ("2012-07-01@2012-07-01", ""),  # not yet known
        ("2012-07-01@2013", "b"),
        ("2016@2013", "b"),
        ("2016@2014", ""),  # retracted since
        ("2016@2014+what-if", "c"),
    ],
)
def test_both_clocks_and_what_ifs_hold_for_lineage(at: str, successors: str) -> None:
    claims: list[Entry] = [
        claim("2012-07 a merged b", 0, id="c1", recorded="2012-12-31"),
        retraction("c1", "2014-01-01", 1),
        claim("2013 a merged c", 2, id="c2", scenario="what-if"),
    ]

    assert ids(lineage_at(claims, at).successors("a")) == successors


def test_weak_denied_and_expected_claims_lead_nowhere() -> None:
    claims: list[Entry] = [
        claim("2012 a merged b", 0, status="alleged"),
        claim("2012 a merged c", 1, status="expected"),
        claim("2012 a merged d", 2, status="denied"),
    ]

    assert ids(lineage_at(claims, "2018").descendants("a")) == "b"
    assert ids(lineage_at(claims, "2018", Lens(Status.REPORTED)).descendants("a")) == ""


@pytest.mark.parametrize(
    ("more", "at", "expected"),
    [
        ({"by": "a"}, "2018@2018", ("a",)),
        ({"sources": ("s1", "s2")}, "2018@2018", ("s1", "s2")),
        ({"by": "a"}, "2014-01-01@2018", ()),  # of a later day
        ({"by": "a", "recorded": "2017-01-01"}, "2018@2016", ()),  # not yet known
        ({"by": "a", "date": "2011"}, "2018@2018", ()),  # of an earlier merger
    ],
)
def test_a_merger_denied_is_a_merger_disputed(
    more: dict[str, str], at: str, expected: tuple[str, ...]
) -> None:
    merger, date = claims("2012 a merged b")[0], more.pop("date", "2015")
    denial = claim(f"{date} a merged b", 1, status="denied", **more)

    assert lineage_at([merger, denial], at).denied_by(merger) == expected
    assert ids(lineage_at([merger, denial], at).successors("a")) == "b"


def test_a_merger_denied_is_said_to_be(run: Run) -> None:
    denied = (
        "  - {date: 2019-05, faction: 22nd, relation: merged, to: 9th, status: denied, "
        "by: 9th, sources: [gazette]}"
    )

    result = run("show", "22nd", "--as-of", "2020", registry=f"{REGISTRY}{denied}\n")

    assert result.stderr == (
        "note: 22nd Brigade went on as 9th Brigade (9th), 2019-04-07, denied by 9th; "
        "show that one too\n"
    )
    assert (
        "9th Brigade, same group               reported, disputed by 9th\n" in result.stdout
    )


@given(record=entries(), at=points())
def test_ways_end_whatever_is_claimed_and_lead_through_what_is_claimed(
    record: list[Entry], at: Point
) -> None:
    result = Lineage(Perspective(index_of(*record), at, EVERYTHING))

    for faction in "abcd":
        descendants = {kin.faction for kin in result.descendants(faction)}
        assert {kin.faction for kin in result.successors(faction)} <= descendants
        assert faction not in descendants
        for kin in result.descendants(faction):
            if kin.steps == 1:
                assert faction in {a.faction for a in result.ancestors(kin.faction)}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["2012 a succeeds b", "2013 b succeeds a"], [["c0", "c1"]]),
        (["2012 a merged b", "2013 b merged a"], [["c0", "c1"]]),
        (["2012 a splinter b", "2013 b splinter a"], [["c0", "c1"]]),
        (["2012 a merged b", "2013 b merged c", "2014 c merged a"], [["c0", "c1", "c2"]]),
        (["2012 a merged b", "2013 b merged c", "2014 c merged b"], [["c1", "c2"]]),
        (["2012 a splinter b", "2013 a merged b"], []),
        (["2012 a splinter b", "2013 c splinter a", "2014 c merged b"], []),
        (["2012 a merged b", "2012 a merged b"], []),
        (["2012 a merged b", "2012 a merged c", "2013 b merged d", "2013 c merged d"], []),
        (["2012 a merged b"], []),
    ],
)
def test_a_group_that_comes_out_of_itself_is_a_circle(
    lines: list[str], expected: list[list[str]]
) -> None:
    result = [
        sorted(step.claim.id for step in cycle) for cycle in lineage_cycles(claims(*lines))
    ]

    assert result == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"status": Status.DENIED}, 0),
        ({"status": Status.EXPECTED}, 0),
        ({"scenario": "what-if"}, 1),
        ({}, 1),
    ],
)
def test_what_takes_no_effect_makes_no_circle(more: dict[str, str], expected: int) -> None:
    first, second = claims("2012 a merged b", "2013 b merged a")
    steps = [first, second._replace(**more)]  # type: ignore[arg-type]

    assert len(list(lineage_cycles(steps))) == expected
    assert list(lineage_cycles([*steps, retraction("c0", "2014-01-01", 2)])) == []


def test_what_ifs_make_no_circle_with_each_other() -> None:
    first, second = claims("2012 a merged b", "2013 b merged a")
    steps = [
        first._replace(scenario="one"),
        second._replace(scenario="other"),
    ]

    assert list(lineage_cycles(steps)) == []


@pytest.mark.slow
def test_many_what_ifs_over_a_long_lineage_are_not_waited_for() -> None:
    record = [claim("2012 a merged b", n, id=f"r{n}") for n in range(1000)]
    supposed = [
        claim("2012 b merged a", n, id=f"s{n}", scenario=f"what-if-{n}")
        for n in range(1000, 2000)
    ]

    assert 0 < len(list(lineage_cycles([*record, *supposed]))) < 100_000


def test_a_circle_in_a_what_if_keeps_the_registry_from_being_used(run: Run) -> None:
    supposed = (
        "scenarios:\n  back:\n    changes:\n"
        "      - {date: 2020, faction: 9th, relation: merged, to: kani}\n"
    )

    result = run("status", registry=REGISTRY + supposed)

    assert (result.exit_code, result.stdout) == (3, "")
    assert "9th → kani → 22nd → 9th" in result.stderr


def test_a_long_circle_is_told_shortened(run: Run) -> None:
    factions = "".join(f"  g{n}: {{name: Group {n}}}\n" for n in range(20))
    changes = "".join(
        f"  - {{date: 2012, faction: g{n}, relation: merged, to: g{(n + 1) % 20}}}\n"
        for n in range(20)
    )

    output = run("check", registry=f"factions:\n{factions}changes:\n{changes}").stdout

    assert "g19 → g0 → g1 → g2 → g3 → g4 → g5 → … → g19; remove one" in output


@pytest.mark.parametrize(
    ("args", "day", "answered", "note"),
    [
        ("kani", "2017-04-30", ["kani"], ""),
        (
            "Kani militias",
            "2018-06-01",
            ["kani", "22nd"],
            "note: Kani militias went on as 22nd Brigade (22nd), 2017-05; "
            "it is answered for too\n",
        ),
        (
            "Kani militias",
            "2019-04-07",
            ["kani", "9th"],
            "note: Kani militias went on as 9th Brigade (9th), 2019-04-07; "
            "it is answered for too\n",
        ),
        ("9th", "2019-04-07", ["9th"], ""),
    ],
)
def test_status_of_an_old_name_finds_the_successor_on_the_right_day(
    args: str, day: str, answered: list[str], note: str, run: Run
) -> None:
    result = run("status", args, "--as-of", day, "-f", "json", registry=REGISTRY)

    assert {row["faction"] for row in json.loads(result.stdout)} == set(answered)
    assert result.stderr == note


@pytest.mark.parametrize(
    ("command", "remark"),
    [
        ("timeline", "it has a lane too"),
        ("matrix", "it is in the square too"),
        ("graph", "it is in the network too"),
    ],
)
def test_pictures_of_an_old_name_show_the_successor_too(
    command: str, remark: str, run: Run
) -> None:
    args = (command, "kani", "--as-of", "2018-06-01", "-f", "csv")

    result = run(*args, registry=REGISTRY)

    assert "22nd" in {line.split(",")[0] for line in result.stdout.splitlines()}
    assert result.stderr == (
        f"note: Kani militias went on as 22nd Brigade (22nd), 2017-05; {remark}\n"
    )


@pytest.mark.parametrize("command", ["matrix", "graph"])
def test_who_names_some_does_not_ask_for_all(command: str, run: Run) -> None:
    result = run(command, "kani", "--all", registry=REGISTRY)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: --all leaves nobody out; leave out --all, or the names\n"
    )


def test_show_follows_a_group_through_its_names(run: Run) -> None:
    result = run("show", "22nd", "--as-of", "2019-05", "-f", "json", registry=REGISTRY)

    rows = json.loads(result.stdout)
    kin = [row for row in rows if row["section"] in {"ancestor", "heir"}]
    keys = ("section", "item", "value", "value_name", "since", "note")
    assert [tuple(row[key] for key in keys) for row in kin] == [
        ("ancestor", "same group", "kani", "Kani militias", "2017-05",
         "22nd Brigade successor of Kani militias"),
        ("heir", "same group", "9th", "9th Brigade", "2019-04-07",
         "22nd Brigade merged into 9th Brigade"),
    ]  # fmt: skip
    assert result.stderr == (
        "note: 22nd Brigade went on as 9th Brigade (9th), 2019-04-07; show that one too\n"
    )


def test_the_page_of_show_says_where_the_story_goes_on(run: Run) -> None:
    page = run("show", "22nd", "--as-of", "2019-05", registry=REGISTRY).stdout

    assert page.splitlines()[-2:] == [
        "Before, it was Kani militias (2017-05: 22nd Brigade successor of "
        "Kani militias); see: show kani",
        "Later, it went on as 9th Brigade (2019-04-07: 22nd Brigade merged into "
        "9th Brigade); see: show 9th",
    ]


@pytest.mark.parametrize(
    ("later", "warns"),
    [("", True), ("  - {retracts: [odd], recorded: 2017-12-01}\n", False)],
    ids=["stands", "taken back"],
)
@pytest.mark.parametrize(("day", "rule"), OUTSIDE)
def test_a_tie_outside_a_lifetime_is_refused_when_strict(
    day: str, rule: str, later: str, warns: bool, run: Run
) -> None:
    text = LIFETIME + (
        f"  - {{id: odd, date: {day}, faction: 9th, relation: opposed, to: kani, "
        "sources: [gazette]}\n"
    )

    strict = run("check", "--strict", "-f", "json", registry=text + later)

    assert [row["rule"] for row in json.loads(strict.stdout)] == [rule] * warns
    assert strict.exit_code == int(warns)
    assert run("check", registry=text + later).exit_code == 0
