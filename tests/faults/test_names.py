"""Hostile texts through every format: shown as what they are, and never more than text."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from lxml import html as pages

from libya_tracker import sanitize
from libya_tracker.output import mail
from tests.support.campaign import SCALE, WHOLE, Count, chance
from tests.support.hostile import hostile, registry
from tests.support.inside import Inside, inside
from tests.support.terminal import STEERING

__all__ = ["inside"]  # a fixture

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("tmp_path")]

FILE = Path("factions.yaml")
QUESTIONS = (
    *("status", "status --as-of 2017-11-04", "show f0", "log", "diff 2017 2018", "blocs"),
    *("why f0", "why f0 f1", "expected", "expected --scores", "scenarios", "disputes"),
    *("tensions", "tensions --summary", "switches", "switches --flows", "timeline"),
    *("faction list", "source list", "report --since 2016", "check"),
)
DRAWINGS = (
    *(f"graph -f {form}" for form in ("dot", "mermaid", "graphml", "gexf", "svg", "json")),
    *("timeline -f svg", "report --since 2016 -f html", "matrix -f csv", "matrix -f table"),
    *(
        "report --since 2016 -f table",
        "show f0 -f table",
        "status -f table",
        "log -f table",
    ),
    *("why f0 f1 -f table", "report --since 2016 -f markdown", "timeline -f table"),
)
NUMBERS = range(max(2, SCALE))


def as_json(match: re.Match[str]) -> str:
    return json.dumps(chr(int(match[0][2:], 16)))[1:-1]


def number_of_texts(number: int) -> Callable[[], str]:
    random_ = chance(f"names {number}")
    return lambda: hostile(random_)


def harmless() -> Callable[[], str]:
    numbers = iter(range(1000))
    return lambda: f"Name{next(numbers)}"


def part(cases: tuple[str, ...], number: int) -> tuple[str, ...]:
    """Return a third of the cases, in turn, unless nothing is to be left out."""
    return cases if WHOLE else cases[number % 3 :: 3]


@pytest.fixture
def answer(inside: Inside) -> Callable[[str], str]:
    """Return what a command answers; fail where that steers a terminal.

    Rows of CSV and TSV, which are for programs, keep what only turns a text.
    """

    def ask(line: str) -> str:
        ended = inside(*line.split())
        assert ended.code == 0 or line.startswith("check"), (line, ended)
        harmless = "[\r\t\u200e-\u202e]" if line.endswith(("csv", "tsv")) else "[\r\t]"
        assert STEERING.findall(re.sub(harmless, "", ended.stdout)) == [], line
        return ended.stdout

    return ask


Answer = Callable[[str], str]


@pytest.mark.parametrize("number", NUMBERS)
def test_every_text_comes_back_from_every_format_of_rows(
    number: int, answer: Answer, count: Count
) -> None:
    FILE.write_text(registry(number_of_texts(number)), encoding="utf-8")

    for question in part(QUESTIONS, number):
        rows = json.loads(answer(f"{question} -f json"))
        lines = answer(f"{question} -f jsonl").splitlines()
        assert [json.loads(line) for line in lines] == rows
        grid = [[cell(value) for value in row.values()] for row in rows]
        head = list(rows[0]) if rows else None
        texts = io.StringIO(answer(f"{question} -f csv"), newline="")
        assert_same(list(csv.reader(texts, strict=True)), head, grid, sanitize.cell)
        tabbed = answer(f"{question} -f tsv")[:-1].split("\n")
        tabs = [line.split("\t") for line in tabbed]
        assert_same(tabs, head, grid, sanitize.cell_on_one_line)
        if not question.startswith("report"):  # which is a page there
            lines = answer(f"{question} -f markdown").split("\n")[:-1]
            assert mail.longest("\n".join(lines)) <= mail.LIMIT
            cells = [list(cells_of(line)) for line in lines]
            if "" not in lines:  # long cells would stand in notes below
                del cells[1]
                assert_same(
                    cells, head, grid, lambda text: sanitize.one_line(text).strip(" ")
                )
        count("answers in rows, read back", 5)


def assert_same(
    table: list[list[str]],
    head: list[str] | None,
    grid: list[list[str]],
    written: Callable[[str], str],
) -> None:
    assert head is None or table[0] == head
    assert table[1:] == [[written(text) for text in row] for row in grid]


def cell(value: Any) -> str:
    """Return a value of JSON as a table has it."""
    if isinstance(value, list):
        return ";".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def cells_of(line: str) -> Iterator[str]:
    """Yield the cells of a line of Markdown as a reader shows them."""
    for text in re.findall(r"((?:[^|\\]|\\.)*)\|", line.removeprefix("|")):
        yield html.unescape(re.sub(r"\\([!-/:-@[-`{-~])", r"\1", text)).strip(" ")


@pytest.mark.parametrize("number", NUMBERS)
def test_json_has_every_text_as_it_was_given(
    number: int, answer: Answer, count: Count
) -> None:
    text = registry(number_of_texts(number))
    FILE.write_text(text, encoding="utf-8")
    given = json.loads(re.sub(r"\\U0010....|\\U000.....", as_json, text))

    names = [row["name"] for row in json.loads(answer("faction list -f json"))]
    titles = [row["title"] for row in json.loads(answer("source list -f json"))]
    log = {(r["note"], r["by"]) for r in json.loads(answer("log -f json"))}

    assert names == [faction["name"] for faction in given["factions"].values()]
    assert titles == [source["title"] for source in given["sources"].values()]
    assert log == {(change["note"], change["by"]) for change in given["changes"]}
    count("texts given and read back in JSON", len(names) + len(titles) + 2 * len(log))


@pytest.mark.parametrize("number", NUMBERS)
def test_no_text_changes_what_a_drawing_or_a_page_is_made_of(
    number: int, answer: Answer, count: Count
) -> None:
    for line in part(DRAWINGS, number):
        FILE.write_text(registry(harmless()), encoding="utf-8")
        plain = answer(line)
        FILE.write_text(registry(number_of_texts(number)), encoding="utf-8")
        drawn = answer(line)
        skeleton = SKELETONS.get(line.split()[-1])
        if skeleton is not None:
            assert skeleton(drawn) == skeleton(plain), line
        count("drawings and pages, taken apart")


def of_quoted(text: str) -> str:
    """Return what is left of a text for Graphviz or Mermaid without its strings."""
    return re.sub(r'"(?:[^"\\]|\\.)*"', '""', text, flags=re.DOTALL)


def of_xml(text: str) -> list[tuple[str, list[str]]]:
    root = etree.fromstring(text.encode())
    return [(str(part.tag), sorted(map(str, part.keys()))) for part in root.iter()]


def of_picture(text: str) -> set[str]:
    """Return the tags and attributes of a picture; names decide how many there are."""
    words = {word for tag, names in of_xml(text) for word in (tag, *names)}
    return words - {"direction"}  # which names from right to left have


def of_page(text: str) -> set[str]:
    root = pages.document_fromstring(text)
    words = {str(part.tag) for part in root.iter()}
    return words | {
        name for part in root.iter() for name in map(str, part.keys()) if name[:2] == "on"
    }


def of_json(text: str) -> Any:
    def shape(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shape(inner) for key, inner in value.items()}
        return [shape(inner) for inner in value] if isinstance(value, list) else None

    return shape(json.loads(text))


SKELETONS: dict[str, Callable[[str], Any]] = {
    "dot": of_quoted,
    "mermaid": of_quoted,
    "graphml": of_xml,
    "gexf": of_xml,
    "svg": of_picture,
    "html": of_page,
    "json": of_json,
}
