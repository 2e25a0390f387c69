"""The square of factions: every tie in its cell, the page legible at any width."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable

import networkx as nx
import pytest
from hypothesis import given

from libya_tracker.analysis import state as history
from libya_tracker.analysis.matrix import Values, matrix
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Entry, Faction
from libya_tracker.model.vocabulary import Relation
from libya_tracker.output.terminal.screen import Screen
from libya_tracker.output.terminal.tables import text
from libya_tracker.storage import files
from libya_tracker.views import matrix as view
from libya_tracker.views.page import Cell, Page, Sheet
from tests.conftest import SAMPLE, Run
from tests.support.registries import HERE, claim, entries, index_of, point, points

ON = ("--as-of", "2017-11-08")


def square(page_text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(page_text)))


def test_the_square_has_a_row_and_a_column_for_each_faction_with_a_tie(run: Run) -> None:
    result = run("matrix", *ON, "-f", "csv")
    rows = square(result.stdout)

    assert list(rows[0]) == ["faction", *(row["faction"] for row in rows)]
    assert "janzour" not in rows[0]  # its only tie was retracted
    cells = {
        (row["faction"], to): value
        for row in rows
        for to, value in row.items()
        if value and to != "faction"
    }
    assert cells["trb", "kani"] == cells["kani", "trb"] == "allied +"
    assert cells["lna", "tidings"] == "opposed -"
    assert ("tidings", "lna") not in cells


@pytest.mark.parametrize("values", Values)
def test_no_cell_can_pass_for_a_formula(run: Run, values: Values) -> None:
    result = run("matrix", *ON, "-f", "csv", f"--values={values}")
    cells = [cell for row in square(result.stdout) for cell in row.values() if cell]

    assert cells
    assert all(re.match(r"[a-z0-9]|-?[0-9]+$", cell) for cell in cells)


def test_the_signs_are_a_matrix_that_others_read(run: Run) -> None:
    result = run("matrix", *ON, "-f", "csv", "--values", "sign")
    rows = square(result.stdout)
    names = [row["faction"] for row in rows]

    graph: nx.DiGraph[str] = nx.DiGraph()
    for row in rows:
        graph.add_weighted_edges_from(
            (row["faction"], name, int(row[name])) for name in names if row[name]
        )

    assert graph["lna"]["tidings"]["weight"] == -1
    assert graph["trb"]["gna"]["weight"] == 1
    assert {to for _, to in graph.out_edges("trb")} == {"gna", "kani", "tidings"}


def test_json_has_numbers_and_nulls(run: Run) -> None:
    answer = json.loads(
        run(
            *("matrix", *ON, "-f", "json"),
            *("--values", "sign", "4th-division"),
        ).stdout
    )

    assert answer == [
        {"faction": "tidings", "tidings": None, "4th-division": -1, "lna": None},
        {"faction": "4th-division", "tidings": -1, "4th-division": None, "lna": 1},
        {"faction": "lna", "tidings": -1, "4th-division": None, "lna": None},
    ]


def test_those_named_come_with_those_they_have_ties_with(run: Run) -> None:
    arguments = ("matrix", *ON, "-f", "csv")

    around = square(run(*arguments, "janzour", "trb").stdout)
    everyone = square(run(*arguments, "--all").stdout)

    assert [row["faction"] for row in around] == [
        "tidings",
        "trb",
        "kani",
        "janzour",
        "gna",
    ]
    assert len(everyone) == 9


@pytest.mark.parametrize("width", [60, 80, 200])
def test_the_page_of_the_square(width: int, snapshot: Callable[[str], None]) -> None:
    registry = files.parse(SAMPLE, "factions.yaml")
    state = history.state(Perspective(ClaimIndex(registry), point("2017-11-08")))

    page = text(view.page(matrix(state)), Screen(width=width))

    snapshot(page)
    assert max(map(len, page.splitlines())) <= width


def test_the_page_explains_the_marks_that_stand_in_it_and_no_others() -> None:
    def notes(*record: Entry) -> list[str]:
        square = matrix(history.state(Perspective(index_of(*record), point("2017-03-10"))))
        return [note.partition(":")[0] for note in view.page(square).notes]

    denied = claim("2017-02 a aligned b", 1, status="denied")

    assert notes(claim("2017-01 a aligned b")) == ["+a aligned with."]
    assert notes(claim("2017-01 a aligned b"), denied)[1:] == ["! disputed"]
    assert notes(claim("2017-03 a aligned b"))[1:] == ["? possible"]
    assert notes(claim("2017 a fighting b"), claim("2017-01 c truce d", 1)) == [
        "0t in a truce with, -f fighting.",
        "? possible",
    ]


def test_of_very_many_factions_the_page_has_those_with_most_ties() -> None:
    names = ["hub", *(f"f{n}" for n in range(250))]
    pairs = [*((name, "hub") for name in names[1:]), ("f7", "f240")]
    record = [claim(f"2017 {a} allied {b}", n) for n, (a, b) in enumerate(pairs)]
    factions = {name: Faction(name, HERE, name) for name in names}
    index = index_of(*record, **factions)
    now = history.state(Perspective(index, point("2017-11-08")))

    page = view.page(matrix(now), ["f249"])

    [sheet] = page.sheets
    rows = [str(line[1].text) for line in sheet.lines if not isinstance(line, Cell)]
    assert len(rows) == len(sheet.columns) - 2 == 200
    assert {*rows} >= {"hub", "f7", "f240", "f249"}
    assert rows == [name for name in names if name in rows]
    assert page.notes[0] == (
        "The 200 factions with most ties; 51 more are left out: name factions, or take "
        "all with -f csv."
    )


def test_a_day_without_ties_says_so(run: Run) -> None:
    result = run("matrix", "--as-of", "2001")

    assert result.stdout.splitlines()[-1] == "No ties on that day."
    assert run("matrix", "--as-of", "2001", "-f", "csv").stdout == "faction\n"


def test_every_relation_of_a_tie_has_a_letter_of_its_own() -> None:
    standing = {word for word in Relation if word.sign is not None}

    assert {*view.LETTERS} == standing
    assert len({*view.LETTERS.values()}) == len(standing)


@given(record=entries(), where=points())
def test_every_tie_stands_in_its_cell_and_nothing_else(
    record: list[Entry], where: Point
) -> None:
    state = history.state(Perspective(index_of(*record), where))
    square = matrix(state)
    rows = {row[0]: row[1:] for row in square.rows(Values.RELATION)}

    cells = {
        (here, there): cell
        for here, row in rows.items()
        for there, cell in zip(square.factions, row, strict=True)
        if cell is not None
    }

    assert cells == {
        pair: f"{tie.relation} {tie.relation.sign}" for pair, tie in state.ties.items()
    }


@pytest.mark.parametrize("width", [1, 20, 31, 40, 57, 80, 1000])
def test_a_table_in_parts_holds_every_column_once_and_in_order(width: int) -> None:
    heads = tuple(f"c{place}" for place in range(30))
    sheet = Sheet(("name", *heads), [(Cell("x"), *map(Cell, heads))], repeated=1)

    page_text = text(Page("", (sheet,)), Screen(width=width))

    titles = [line.split() for line in page_text.splitlines() if line.startswith("name")]
    assert [name for line in titles for name in line[1:]] == list(heads)
    assert {len(line) for line in titles[:-1]} <= {len(titles[0])}
    assert width < 30 or max(map(len, page_text.splitlines())) <= width


@pytest.mark.parametrize("width", [40, 44, 50])
def test_a_word_is_broken_only_where_the_other_columns_cannot_yield(width: int) -> None:
    name = "2017-11-02-lna-tidings"
    line = (Cell("some words that may well be broken up"), Cell(f"superseded by {name}"))
    page = Page("", (Sheet(("Claim", "Status"), [line]),))

    page_text = text(page, Screen(width=width))

    assert name in page_text.split()
    assert max(map(len, page_text.splitlines())) <= width
    assert name not in text(page, Screen(width=24))  # no room for it at all
