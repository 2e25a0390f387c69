"""Answers that may be mailed: no line is over 998 octets, and nothing is lost by that."""

from __future__ import annotations

import json
import re
from html import escape as html_escaped

import lxml.html
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from libya_tracker.output import mail, markdown_table
from libya_tracker.output.bulletin import markdown
from libya_tracker.output.terminal import tables
from libya_tracker.output.terminal.screen import Screen
from libya_tracker.sanitize import octets
from libya_tracker.views.page import Cell, Page, Sheet
from tests.conftest import FEWER, Run
from tests.support.campaign import some

markdown_it = pytest.importorskip("markdown_it")  # it comes with rich

NEAR, FAR = "https://example.org/" + "b" * 800, "https://example.org/" + "f" * 2000
#: Words without a blank, of letters of one to four octets or of several characters, and
#: what begins a list or a heading at the start of a line.
WORDS = st.sampled_from(
    [
        *(
            "a" * 1500,
            "ت" * 600,
            "界" * 400,
            "👩‍👩‍👧" * 60,
            "e" + "\u0301" * 1200,
            NEAR,
            FAR,
        ),
        *(
            "-" * 1200,
            "- " * 700,
            "+",
            "1.",
            "12)",
            "=" * 1100,
            ":",
            "&" * 300,
            "<b>" * 400,
        ),
        *("\\" * 600, "*" * 600, "| " * 500, "9" * 1200, "]](<", "1. " * 500, "  " * 600),
    ]
)
TEXTS = st.lists(WORDS | st.text("ab 1.-=<&ت😀", max_size=40), max_size=6).map(" ".join)


@given(TEXTS)
def test_a_line_of_text_is_broken_and_whole(words: str) -> None:
    broken = mail.text(f"x {words}")

    assert mail.longest(broken) <= mail.LIMIT
    assert broken.split() == f"x {words}".split() or max(map(octets, words.split())) > 980
    assert "".join(broken.split()) == "".join(f"x {words}".split())
    assert all(line.startswith("    ") for line in broken.split("\n")[1:])


def blocks(text: str) -> list[tuple[str, str]]:
    """Return what a reader sees of Markdown: its blocks, and the words in each."""
    seen = []
    for block in markdown_it.MarkdownIt("commonmark").enable("table").parse(text):
        words = "".join(
            {"softbreak": " ", "hardbreak": ""}.get(part.type, part.content)
            + str(part.attrs.get("href", ""))
            for part in block.children or ()
        )
        seen.append((f"{block.type} {block.tag}", " ".join(words.split())))
    return seen


@given(TEXTS, st.sampled_from(["# ", "- ", "  ", ""]))
def test_a_line_of_markdown_shows_the_same_when_it_is_broken(words: str, mark: str) -> None:
    text = f"{mark}x {markdown.escape(words)} [{markdown.escape(words)}z](<{NEAR}>)\n"

    broken = mail.markdown(text)

    assert mail.longest(broken) <= mail.LIMIT
    assert blocks(broken) == blocks(text)


def tree(text: str) -> list[tuple[object, ...]]:
    """Return the elements of a page, their attributes and texts, without comments."""
    root = lxml.html.document_fromstring(text)
    etree.strip_tags(root, etree.Comment)
    return [
        (
            element.tag,
            [(name, value.split()) for name, value in sorted(element.attrib.items())],
            (element.text or "").split(),
            (element.tail or "").split(),
        )
        for element in root.iter()
    ]


@given(TEXTS)
def test_a_line_of_html_shows_the_same_when_it_is_broken(words: str) -> None:
    path = "M0 0H1V2 " * 200
    text = (
        f'<p class="a b"><bdi>{html_escaped(words)}</bdi>, <a href="{NEAR}">x</a> '
        f"<b>{html_escaped(words)}y</b></p>"
        f'<svg><desc>{html_escaped(words)}</desc><path d="{path}" class="x" /></svg>\n'
    )

    broken = mail.html(text)

    assert mail.longest(broken) <= mail.LIMIT
    assert tree(broken) == tree(text)


def test_the_title_of_a_page_has_a_blank_rather_than_a_comment() -> None:
    broken = mail.html(f"<title>{'a' * 1500}</title>\n")

    assert mail.longest(broken) <= mail.LIMIT
    assert "!--" not in broken
    assert broken.replace("\n", "") == f"<title>{'a' * 1500}</title>"


CELLS = st.lists(TEXTS, min_size=1, max_size=3)


@example([["ت" * 600, NEAR]], False).via("what is too wide stood beside it")
@example([["界" * 400, "界" * 400, NEAR]], False).via("so did two columns")
@FEWER
@given(st.lists(CELLS, min_size=1, max_size=3), st.booleans())
def test_a_table_for_a_pipe_is_whole_in_short_lines(
    lines: list[list[str]], measured: bool
) -> None:
    rows = [tuple(Cell(text) for text in (*line, "", "")[:3]) for line in lines]
    page = Page(
        "Heading", (Sheet(("A", "B", "C"), rows),), measure=80 if measured else None
    )

    text = tables.text(page, Screen())

    assert mail.longest(text) <= mail.LIMIT
    shown = re.sub(r"[\s\u2068\u2069]", "", text)
    for address in {NEAR} & {
        word for line in lines for cell in line for word in cell.split()
    }:
        assert address in text
    expected = "".join(
        word for line in rows for cell in line for word in str(cell.text).split()
    )
    assert sorted(re.sub("[ABC─-]", "", shown.removeprefix("Heading"))) == sorted(
        re.sub("[ABC─-]", "", expected)
    )


def test_a_row_of_markdown_moves_long_cells_to_notes_below_the_table() -> None:
    rows = [["x", "n" * 300, f"a|b {'long ' * 300}", ""], ["y", "z" * 2000, "w", ""]]

    text = markdown_table.table(["one", "two", "three", "four"], rows)

    table, *notes = text.split("\n\n")
    assert table.splitlines() == [
        "| one | two | three | four |",
        "| --- | --- | --- | --- |",
        f"| x | {'n' * 300} | see note 1 |  |",
        "| y | see note 2 | w |  |",
    ]
    assert [words for _, words in blocks("\n\n".join(notes)) if words] == [
        f"Note 1: a|b {'long ' * 300}".strip(),
        f"Note 2: {'z' * 2000}",
    ]
    assert mail.longest(text) <= mail.LIMIT


def test_a_table_of_markdown_with_many_columns_is_several() -> None:
    heads = ["faction", *(f"column-{n}" for n in range(200))]

    text = markdown_table.table(heads, [["name", *map(str, range(200))]])

    parts = [part.splitlines() for part in text.split("\n\n")]
    assert mail.longest(text) <= mail.LIMIT
    assert {part[0].split(" | ")[0] for part in parts} == {"| faction"}
    cells = [cell.strip() for part in parts for cell in part[2].split("|")[2:-1]]
    assert cells == [*map(str, range(200))]


def test_a_table_of_markdown_that_fits_is_as_before() -> None:
    assert (
        markdown_table.table(["a", "b"], [["1", ""]])
        == "| a | b |\n| --- | --- |\n| 1 |  |\n"
    )
    assert markdown_table.table(["a"], []) == "| a |\n| --- |\n"


@FEWER
@given(st.lists(CELLS, max_size=3), TEXTS)
def test_no_row_of_markdown_is_too_long(lines: list[list[str]], head: str) -> None:
    heads = ["one", head or "two", "three"]

    text = markdown_table.table(heads, [(*line, "", "")[:3] for line in lines])

    assert mail.longest(text) <= mail.LIMIT


LONG = {
    "a": "a" * 1_200,
    "b": "كتيبة" * 120,
    "c": "界" * 400,
    "d": "👩‍👩‍👧" * 60,
    "e" * 900: "many words " * 200,
    "f": "e" + "\u0301" * 700,
}
IDS = [*LONG]
NOTES = ["n" * 20_000, *LONG.values()]
SOURCES = {
    "near": {"title": "t" * 1_200, "url": NEAR, "date": "2017-11-03"},
    "far": {"title": "Far", "url": FAR, "archive_url": FAR, "date": "2017-11-04"},
    "odd": {"publisher": "p" * 3_000, "url": f"data:{'x' * 2_000}"},
    "s" * 900: {"title": "ت" * 900, "url": "https://example.org/" + "&" * 400},
}
LONG_REGISTRY = (
    json.dumps(
        {
            "title": "Lines " + "l" * 5_000,
            "sources": SOURCES,
            "factions": {key: {"name": name, "note": name} for key, name in LONG.items()},
            "changes": [
                {
                    "date": "2017-11-01",
                    "faction": IDS[n],
                    "relation": relation,
                    "to": IDS[(n + step) % len(IDS)],
                    "status": status,
                    "by": name,
                    "sources": [*SOURCES],
                    "note": f"- {NOTES[n]} {NEAR} 1. {'words ' * 200}",
                }
                for n, name in enumerate(LONG.values())
                for step, relation, status in (
                    (1, "aligned", "reported"),
                    (1, "aligned", "denied"),
                )
            ],
        },
        ensure_ascii=False,
    )
    + "\n"
)
QUESTIONS = (
    *("status", "diff 2017-10 2017-12", "why a b", "show a", "log", "disputes", "matrix"),
    *("faction list", "source list", "check", "timeline", "report --since 2017-11-01"),
)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["table", "markdown"])
@pytest.mark.parametrize("question", some(QUESTIONS, "mail"))
def test_no_answer_has_a_line_that_mail_refuses(run: Run, question: str, form: str) -> None:
    result = run(*question.split(), "-f", form, registry=LONG_REGISTRY)

    assert result.exit_code in {0, 1}, result.stderr
    assert mail.longest(result.stdout) <= mail.LIMIT
    assert mail.longest(result.stderr) <= mail.LIMIT


@pytest.mark.slow
def test_the_page_of_hostile_lengths_has_all_texts(run: Run) -> None:
    result = run("report", "--since", "2017-11-01", "-f", "html", registry=LONG_REGISTRY)

    assert mail.longest(result.stdout) <= mail.LIMIT
    root = lxml.html.document_fromstring(result.stdout)
    etree.strip_tags(root, etree.Comment)
    words = "".join("".join(map(str, root.itertext())).split())
    for text in (*LONG.values(), FAR, *SOURCES, SOURCES["odd"]["publisher"]):
        assert "".join(text.split()) in words
    links = [str(a.get("href")) for a in root.iter("a")]
    assert NEAR in links
    assert FAR not in links
    places = {f"#{element.get('id')}" for element in root.iter() if element.get("id")}
    assert {link for link in links if link[0] == "#"} <= places


@pytest.mark.slow
@pytest.mark.parametrize("form", ["table", "markdown"])
def test_an_address_is_whole_or_its_place_says_why_not(run: Run, form: str) -> None:
    text = run("report", "--since", "2017", "-f", form, registry=LONG_REGISTRY).stdout

    assert f"{NEAR}" in text
    assert "f" * 300 not in text
    assert "address too long for mail, see `libya-tracker source list -f json`" in " ".join(
        text.split()
    )


def test_an_address_is_whole_in_a_bulletin_of_text(run: Run) -> None:
    url = "https://example.org/" + "p" * 100
    registry = (
        f"sources: {{s: {{title: {'Long title ' * 9}, date: 2017, url: {url!r}}}}}\n"
        "factions: {a: {name: A}, b: {name: B}}\nchanges:\n"
        "  - {date: 2017-11-01, faction: a, relation: aligned, to: b, sources: [s],\n"
        f"     note: 'Seen at {url} on that day, as far as one can say.'}}\n"
    )

    text = run("report", "--since", "2017", registry=registry).stdout

    assert text.splitlines()[6:15] == [
        "+  A aligned with B",
        f"   2017-11-01, reported: {'Long title ' * 4}Long title",
        f"     {'Long title ' * 3}Long title, 2017",
        "   Seen at",
        f"     {url}",
        "     on that day, as far as one can say.",
        "",
        "   Sources",
        "─" * 80,
    ]
    assert f"     {url}" in text.splitlines()
