"""The network as nodes and edges: which ties and whom it holds, and how it is asked for."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given

from libya_tracker.analysis import graph, temporal_graph
from libya_tracker.analysis import state as history
from libya_tracker.analysis import status as standing
from libya_tracker.cli.commands.graph import FORMATS
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Lens, Point
from libya_tracker.model.records import Entry
from libya_tracker.model.vocabulary import Relation, Status
from tests.conftest import FEWER, Run
from tests.support.answers import Snapshot
from tests.support.networks import graph_at
from tests.support.registries import claim, entries, point, points, registry
from tests.support.rows import as_written, printed

DAY = "2017-11-08"


def edges(*words: str, around: tuple[str, ...] = (), day: str = "2018") -> list[str]:
    """Return the edges of a network made of claims of 2017, each as ids."""
    claims = [claim(f"2017 {text}", n) for n, text in enumerate(words)]
    network = graph_at(registry(claims), point(day), factions=around)
    return [edge.id for edge in network.edges]


@FEWER
@given(entries(), points())
@example(
    # The own tie of the first is one-way, and the second keeps the one of both ways.
    [claim("2016 a allied b", 0), claim("2016 a aligned b", 1)],
    point("2016-01-01"),
)
def test_the_edges_are_the_ties_of_status_those_of_both_ways_once(
    claims: list[Entry], where: Point
) -> None:
    record = registry(claims)
    state = history.state(Perspective(ClaimIndex(record), where))
    order = record.order
    rows = [row for row in standing.status(state) if row.relation]
    sides = {(row.faction, row.relation, row.to) for row in rows}
    expected = [
        (row.faction, row.relation, row.to, row.since, row.status, row.disputed, row.age)
        for row in rows
        if row.relation
        and not (
            Relation(row.relation).two_way
            and (row.to, row.relation, row.faction) in sides
            and order[row.faction] > order[row.to or ""]
        )
    ]

    network = graph.graph(state)

    assert [
        (e.faction, e.relation, e.to, e.since, e.status, e.disputed, e.age)
        for e in network.edges
    ] == expected
    assert {node.faction.id for node in network.nodes} == {
        name for row in expected for name in (row[0], row[2])
    }


@FEWER
@given(entries(), points())
def test_no_two_edges_go_the_same_way_between_the_same_two(
    claims: list[Entry], where: Point
) -> None:
    network = graph_at(registry(claims), where)

    pairs = [(edge.faction, edge.to) for edge in network.edges]
    both = {pair for edge, pair in zip(network.edges, pairs, strict=True) if edge.two_way}

    assert len({*pairs}) == len(pairs)
    assert not both & {(b, a) for a, b in pairs}


@pytest.mark.parametrize(("ally", "other"), [("a", "c"), ("c", "a")])
def test_an_alliance_that_one_side_has_left_for_another_tie_goes_one_way(
    ally: str, other: str
) -> None:
    claims = [
        claim(f"2017 {ally} allied {other}", 0),
        claim(f"2017 {other} aligned {ally}", 1),
    ]

    network = graph_at(registry(claims), point("2018"))

    edges = {(edge.faction, edge.relation.value, edge.two_way) for edge in network.edges}
    assert edges == {(ally, "allied", False), (other, "aligned", False)}


def test_expected_and_denied_claims_are_no_edges() -> None:
    claims = [
        claim("2017 a aligned b", 0, status="expected"),
        claim("2017 a aligned c", 1, status="denied"),
        claim("2017 a member d", 2),
        claim("2017 b splinter a", 3),
        claim("2017 c none d", 4),
    ]

    network = graph_at(registry(claims), point("2018"))

    assert [edge.id for edge in network.edges] == ["a:member:d"]


def test_around_a_faction_are_those_it_has_ties_with_and_the_ties_among_them() -> None:
    words = ("a aligned b", "b fighting c", "c allied a", "c opposed d", "d aligned b")

    assert edges(*words, around=("a",)) == ["a:aligned:b", "a:allied:c", "b:fighting:c"]
    assert edges(*words[:2], "d aligned c", around=("a", "d")) == [
        "a:aligned:b",
        "b:fighting:c",
        "d:aligned:c",
    ]


def test_who_has_no_tie_is_there_when_named_or_when_all_are_asked_for() -> None:
    record = registry([claim("2017 a aligned b")])

    def names(**more: Any) -> list[str]:
        return [node.faction.id for node in graph_at(record, point("2018"), **more).nodes]

    assert names() == ["a", "b"]
    assert names(factions=("c",)) == ["c"]
    assert names(include_all=True) == ["a", "b", "c", "d"]


def test_a_node_knows_its_marks_and_whom_it_follows_that_day() -> None:
    claims = [
        claim("2017 a aligned b", 0),
        claim("2017 a member c", 1),
        claim("2019 d aligned a", 2),
        claim("2017 a fighting d", 3),
    ]

    a, b, _, d = graph_at(registry(claims), point("2018")).nodes

    assert [side.faction for side in a.follows] == ["b", "c"]
    assert a.side is not None  # somebody follows it, if not on this day
    assert (b.side and b.side.letter, b.follows) == ("B", ())
    assert (d.side, d.follows) == (None, ())


@pytest.mark.parametrize(
    ("status", "weight"),
    [("confirmed", 4), ("reported", 3), ("assessed", 2), ("alleged", 1)],
)
def test_weights_are_positive_and_grow_with_certainty(status: str, weight: int) -> None:
    claims = [claim("2017 a opposed b", 0, status=status, sources=("s1", "s2"))]

    (edge,) = graph_at(registry(claims), point("2018")).edges

    assert (edge.weight, edge.valence) == (weight, -1)


@pytest.mark.parametrize(
    ("lens", "words"),
    [
        (Lens(), "as known on 2030-01-01"),
        (Lens(Status.REPORTED), "as known on 2030-01-01, claims at least reported"),
        (Lens(source="s1"), "as known on 2030-01-01, according to s1"),
        (Lens(speaker="a"), "as known on 2030-01-01, according to a"),
        (Lens(speaker="a witness"), "as known on 2030-01-01, according to 'a witness'"),
        (Lens(persist="cited"), "as known on 2030-01-01, ties last while cited"),
        (Lens(persist=90),
         "as known on 2030-01-01, ties last 90 days unless cited again"),
    ],
)  # fmt: skip
def test_a_picture_says_what_was_left_out_of_it(lens: Lens, words: str) -> None:
    record = registry([claim("2017 a aligned b", sources=("s1",))])
    where = point("2018")

    assert graph_at(record, where, lens=lens).conditions == words
    assert (
        temporal_graph.dynamic(Perspective(ClaimIndex(record), where, lens)).conditions
        == words
    )


def test_a_picture_says_what_it_supposes(run: Run) -> None:
    text = run("graph", "--scenario", "stand-ground", "-f", "dot").stdout

    assert "as known on 2018-01-01, supposing 'stand-ground'" in text


# The command


@pytest.mark.parametrize(
    "names", [(), ("zintan",), ("--all",)], ids=["whole", "around one", "everybody"]
)
def test_the_page_of_the_network(
    names: tuple[str, ...], run: Run, snapshot: Snapshot
) -> None:
    snapshot(run("graph", *names, "--as-of", DAY, "-f", "table").stdout)


def test_rows_are_the_edges_in_every_format_for_programs(run: Run) -> None:
    def answer(form: str) -> str:
        return run("graph", "--as-of", DAY, "-f", form).stdout

    lines = [json.loads(line) for line in answer("jsonl").splitlines()]
    table = as_written(csv.DictReader(io.StringIO(answer("csv"))))
    network = json.loads(answer("json"))

    assert [(row["faction"], row["to"]) for row in table] == [
        (row["faction"], row["to"]) for row in lines
    ]
    assert [
        (edge["source"], edge["target"], edge["change"]) for edge in network["edges"]
    ] == [(row["faction"], row["to"], row["change"]) for row in lines]
    assert table[1] == {
        "faction": "trb",
        "name": "Tripoli Revolutionaries' Brigade",
        "relation": "member",
        "to": "tidings",
        "to_name": "Operation 'Tidings of Security'",
        "sign": "+",
        "valence": "1",
        "two_way": "false",
        "since": "2017-11-01",
        "until": "",
        "certainty": "certain",
        "status": "reported",
        "weight": "3",
        "grade": "B2",
        "corroboration": "1",
        "disputed": "false",
        "disputed_by": "",
        "last_cited": "2017-11-01",
        "sources": "gazette;mirror",
        "change": "2017-11-01-trb-tidings",
        "age": "7",
    }


def test_the_edges_are_what_status_says_of_them(run: Run) -> None:
    claims = json.loads(run("status", "--as-of", DAY, "-f", "json").stdout)
    rows = {(row["faction"], row["to"]): row for row in claims}

    for line in run("graph", "--as-of", DAY, "-f", "jsonl").stdout.splitlines():
        edge = json.loads(line)
        row = rows[edge["faction"], edge["to"]]
        assert {key: edge[key] for key in edge if key in row} == {
            key: row[key] for key in row if key in edge
        }


@pytest.mark.parametrize(
    ("file", "begin"),
    [
        ("network.gv", "digraph "),
        ("network.mmd", "---\ntitle: "),
        ("network.graphml", '<?xml version="1.0" encoding="UTF-8"?>\n<graphml '),
        ("network.gexf", '<?xml version="1.0" encoding="UTF-8"?>\n<gexf '),
        ("network.svg", '<?xml version="1.0" encoding="UTF-8"?>\n<svg '),
        ("network.json", '{\n  "directed": true'),
        ("network.csv", "faction,name,"),
        ("network.txt", "Western Libya, a sample: the network on"),
        ("network.2017-11-10", "digraph "),
    ],
)
def test_the_ending_of_a_file_says_the_format_and_a_day_is_none(
    file: str, begin: str, run: Run, tmp_path: Path
) -> None:
    assert run("graph", "-o", file).exit_code == 0
    assert (tmp_path / file).read_text(encoding="utf-8").startswith(begin)


def test_without_a_format_it_is_for_graphviz(run: Run) -> None:
    assert (
        run("graph", "--as-of", DAY).stdout
        == run("graph", "--as-of", DAY, "-f", "dot").stdout
    )


def test_since_bounds_what_is_over_time_and_nothing_else(run: Run) -> None:
    usage = run("graph", "--since", "2017", "-f", "svg")
    silent = run("graph", "--since", "2017")

    assert (usage.exit_code, silent.exit_code) == (2, 2)
    assert usage.stderr == silent.stderr
    assert usage.stderr == (
        "error: --since is for -f gexf, which has the network over time\n"
    )
    assert run("graph", "--since", "2017", "-f", "gexf").exit_code == 0
    late = run("graph", "--since", "2017-12", "--as-of", "2017-11-30", "-f", "gexf")
    assert (late.exit_code, late.stderr) == (
        2,
        "error: --since: 2017-12-01 is after 2017-11-30, where it ends\n",
    )


def test_pictures_are_as_wide_as_a_page_and_nothing_else_is(run: Run) -> None:
    for command in ("graph", "timeline"):
        picture = run(command, "--width", "390", "-f", "svg").stdout
        assert 'viewBox="0 0 390 ' in picture
        assert run(command, "--width", "390").stderr == "error: --width is for -f svg\n"
        for wrong in ("279", "10001", "390px", "٣٩٠", "-1", "9" * 5000):
            usage = run(command, f"--width={wrong}", "-f", "svg")
            assert usage.exit_code == 2
            assert "is no number of pixels from 280 to 10000\n" in usage.stderr
    both = run("graph", "--width", "390", "--since", "2017", "-f", "gexf")
    assert both.stderr == "error: --width is for -f svg\n"


def test_an_unknown_faction_is_answered_with_the_nearest(run: Run) -> None:
    result = run("graph", "9th Brigade")

    assert (result.exit_code, result.stdout) == (4, "")
    assert "'7th Brigade'" in result.stderr


def test_an_empty_network_is_drawn_all_the_same(run: Run) -> None:
    empty = "title: Nobody\nfactions: {}\nchanges: []\n"

    for form in FORMATS:
        result = run("graph", "-f", form, registry=empty)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout or form == "jsonl"  # no row, no line


def test_the_same_question_has_the_same_bytes_for_an_answer(run: Run) -> None:
    for form in ("dot", "mermaid", "graphml", "gexf", "json", "svg"):
        assert (
            run("graph", "-f", form).stdout_bytes == run("graph", "-f", form).stdout_bytes
        )


def test_the_row_of_an_edge_holds_nothing_but_values(run: Run) -> None:
    network = graph_at(registry([claim("2017 a allied b", until="2020")]), point("2018"))

    assert printed(network.edges) == [
        {
            "faction": "a",
            "name": "A",
            "relation": "allied",
            "to": "b",
            "to_name": "B",
            "sign": "+",
            "valence": 1,
            "two_way": True,
            "since": "2017",
            "until": "2020",
            "certainty": "certain",
            "status": "reported",
            "weight": 3,
            "grade": None,
            "corroboration": 0,
            "disputed": False,
            "disputed_by": [],
            "last_cited": "2017",
            "sources": [],
            "change": "2017-a-b-0",
            "age": 0,
        }
    ]
