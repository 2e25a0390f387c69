"""The command that writes the bulletin: as text for mail, as Markdown, and as rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from libya_tracker.analysis.report import bulletin
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.output.terminal import tables
from libya_tracker.output.terminal.screen import Screen
from libya_tracker.sanitize import safe_url
from libya_tracker.storage import files
from libya_tracker.views.report import document, page
from tests.conftest import SAMPLE, Run
from tests.support.bulletins import HOSTILE, HOSTILE_PERIOD, HOSTILE_REGISTRY, PERIOD
from tests.support.registries import point
from tests.support.rows import as_written

pytestmark = pytest.mark.slow  # whole bulletins

QUIET = ("report", "--since", "2018-01-01")


def test_the_sample_as_a_mail(run: Run, snapshot: Callable[[str], None]) -> None:
    snapshot(run(*PERIOD).stdout)


def test_the_sample_in_markdown(run: Run, snapshot: Callable[[str], None]) -> None:
    snapshot(run(*PERIOD, "-f", "markdown").stdout)


def test_hostile_names_in_markdown(run: Run, snapshot: Callable[[str], None]) -> None:
    snapshot(run(*HOSTILE_PERIOD, "-f", "markdown", registry=HOSTILE_REGISTRY).stdout)


def test_hostile_names_in_a_mail(run: Run, snapshot: Callable[[str], None]) -> None:
    snapshot(run(*HOSTILE_PERIOD, registry=HOSTILE_REGISTRY).stdout)


def test_a_day_without_news_says_what_stands(run: Run) -> None:
    assert run(*QUIET).stdout == (
        "Western Libya, a sample: bulletin for 2018-01-01\n"
        "Nothing new.\n"
        "As before: 1 overdue expectation, 2 disputes, 1 tension, 5 stale ties.\n"
        "\n"
        "Stale: not cited for 180 days.\n"
    )


@pytest.mark.parametrize("form", ["table", "markdown", "html", "csv", "json", "jsonl"])
def test_only_if_changed_writes_nothing_without_news(
    run: Run, tmp_path: Path, form: str
) -> None:
    quiet = run(*QUIET, "--only-if-changed", "-f", form)
    into = run(*QUIET, "--only-if-changed", "-f", form, "-o", "news.txt")

    assert (quiet.exit_code, quiet.stdout, quiet.stderr) == (0, "", "")
    assert (into.exit_code, into.stdout) == (0, "")
    assert not (tmp_path / "news.txt").exists()
    assert run(*PERIOD, "--only-if-changed", "-f", form).stdout


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        pytest.param(
            ("--since", "2017-11-08", "--until", "2017-11-10"),
            [
                "corrected removed janzour 4th-division",
                "corrected retraction janzour 4th-division",
            ],
            id="known then",
        ),
        pytest.param(
            ("--since", "2017-12-01", "--until", "2017-12-31"),
            [
                "learned added trb gna",
                "learned added zintan gna",
                "learned added trb kani",
                "expected overdue janzour gna",
                "tensions divided zintan gna",
                "stale stale trb gna",
                "stale stale zintan gna",
            ],
            id="learned a month late",
        ),
        pytest.param(
            ("--since", "2017-11-05", "--until", "2017-11-05", "--known-at", "2017-12-31"),
            [
                "happened added trb kani",
                "learned added trb gna",
                "learned added zintan-lna-units lna",
                "learned added zintan-lna-units zintan",
                "learned added zintan gna",
                "learned added zintan tidings",
                "tensions cycle tidings zintan",
                "tensions divided zintan gna",
                "stale stale trb gna",
                "stale stale zintan-lna-units zintan",
                "stale stale zintan-lna-units lna",
            ],
            id="in hindsight",
        ),
        pytest.param(
            ("kani", "--since", "2017-11-01", "--until", "2017-11-10"),
            ["happened added kani tidings"],
            id="of one faction",
        ),
        pytest.param(
            ("--since", "2017-11-03", "--until", "2017-11-10", "--min-status", "confirmed"),
            [
                "learned added kani tidings",
                "learned claim gna tidings",
                "learned added lna tidings",
                "expected pending janzour gna",
            ],
            id="the surest",
        ),
        pytest.param(
            ("--since", "2017-11-09", "--until", "2017-11-09", "--stale", "8"),
            [
                "corrected removed janzour 4th-division",
                "corrected retraction janzour 4th-division",
                "stale stale tidings 4th-division",
                "stale stale trb tidings",
                "stale stale kani tidings",
                "stale stale zintan tidings",
                "stale stale gna tidings",
            ],
            id="stale after a week",
        ),
        pytest.param(
            (
                "--since",
                "2017-11-08",
                "--until",
                "2017-11-08",
                "--scenario",
                "stand-ground",
            ),
            [
                "supposed changed 4th-division lna",
                "supposed added 4th-division gna",
            ],
            id="a what-if",
        ),
    ],
)
def test_what_is_news(run: Run, args: tuple[str, ...], expected: list[str]) -> None:
    rows = json.loads(run("report", *args, "-f", "json").stdout)

    items = [f"{r['section']} {r['kind']} {r['faction']} {r['to']}" for r in rows]
    assert items == expected


def test_the_rows_of_one_day(run: Run) -> None:
    answer = run(
        "report", "--since", "2017-11-08", "--until", "2017-11-10", "-f", "json"
    ).stdout

    common = {
        "section": "corrected",
        "arrival": "new",
        "faction": "janzour",
        "name": "Janzour militias",
        "relation": "opposed",
        "to": "4th-division",
        "to_name": "4th Division",
        "after": None,
        "why": "corrected",
        "by": None,
        "sources": ["monitor"],
        "factions": ["4th-division", "janzour"],
        "note": "The Monitor withdrew it.",
    }
    taker = "2017-11-09-retracts-janzour-rumour"
    assert as_written(json.loads(answer)) == [
        {
            **common,
            "kind": "removed",
            "before": "opposed",
            "date": "2017-11-09",
            "status": None,
            "changes": [taker],
        },
        {
            **common,
            "kind": "retraction",
            "before": None,
            "date": "2017-11-06",
            "status": "reported",
            "changes": [taker, "janzour-rumour"],
        },
    ]


def test_the_sample_as_rows(run: Run, snapshot: Callable[[str], None]) -> None:
    snapshot(run(*PERIOD, "-f", "json").stdout)


def test_the_row_of_a_tension(run: Run) -> None:
    claim = "- {{date: {}, faction: {}, relation: {}, to: {}, sources: [{}]}}\n"
    registry = (
        "sources: {s: {date: 2017}, t: {date: 2017}}\n"
        "factions: {a: {name: A}, b: {name: B}, c: {name: C}}\nchanges:\n"
        + claim.format("2017-01", "a", "aligned", "b", "s")
        + claim.format("2017-02", "b", "fighting", "c", "t")
        + claim.format("2017-12-31", "c", "allied", "a", "s")
    )

    rows = json.loads(
        run("report", "--since", "2017-12-31", "-f", "json", registry=registry).stdout
    )

    assert [row for row in as_written(rows) if row["section"] == "tensions"] == [
        {
            "section": "tensions",
            "kind": "triad",
            "arrival": None,
            "faction": "a",
            "name": "A",
            "relation": None,
            "to": "b",
            "to_name": "B",
            "before": None,
            "after": None,
            "why": None,
            "date": "2017-12-31",
            "status": "reported",
            "by": None,
            "sources": ["s", "t"],
            "changes": ["2017-01-a-b", "2017-02-b-c", "2017-12-31-c-a"],
            "factions": ["a", "b", "c"],
            "note": "a aligned b; b fighting c; a allied c",
        }
    ]


def test_csv_has_a_row_for_all_that_is_new(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run(*PERIOD, "-f", "csv").stdout)))

    sections = [row["section"] for row in rows]
    assert sections == sorted(
        sections,
        key=[
            *("happened", "learned", "corrected"),
            *("expected", "disputes", "tensions", "stale"),
        ].index,
    )
    assert len(rows) == 7 + 4 + 1 + 1 + 2 + 1 + 3
    disputed = next(row for row in rows if row["section"] == "disputes")
    assert (disputed["before"], disputed["after"]) == ("supports", "denied")
    assert disputed["changes"] == "2017-11-01-gna-tidings;2017-11-02-gna-tidings"


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        ((), 2, "report needs to know since when: --since 7d, --since-last NAME"),
        (("--since", "2018-02"), 2, "--since: 2018-02-01 is after 2018-01-01"),
        (("--since", "soon"), 2, "--since: 'soon' is no date"),
        (("--since", "7d", "--stale", "long"), 2, "--stale: 'long' is not a number"),
        (("--since", "7d", "nobody"), 4, "no faction 'nobody'"),
        (("--since", "7d", "--scenario", "x"), 4, "no scenario 'x'"),
        (("--since", "7d", "-o", "x.svg"), 2, "this command writes no svg"),
    ],
)
def test_what_is_refused(run: Run, args: tuple[str, ...], code: int, message: str) -> None:
    result = run("report", *args)

    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr


def test_the_ending_of_the_file_decides_the_format(run: Run, tmp_path: Path) -> None:
    for name in ("news.md", "news.html", "news.txt", "news.jsonl"):
        assert run(*PERIOD, "-o", name).exit_code == 0
    texts = [
        (tmp_path / name).read_text("utf-8")[:15]
        for name in ("news.md", "news.html", "news.txt", "news.jsonl")
    ]

    assert texts == [
        "# Western Libya",
        "<!DOCTYPE html>",
        "Western Libya, ",
        '{"section": "ha',
    ]


def test_the_same_registry_gives_the_same_bytes(run: Run) -> None:
    for form in ("table", "markdown", "html", "json"):
        once, twice = (run(*PERIOD, "-f", form).stdout for _ in range(2))
        assert once == twice


def test_a_first_report_reaches_back_to_the_first_day_there_is(run: Run) -> None:
    result = run("report", "--since", "0001-01-01", "--until", "2018-01-01", "-f", "html")

    assert result.exit_code == 0
    assert "4th Division" in result.stdout


@pytest.mark.parametrize("policy", ["7d", "cited"])
def test_ties_that_last_only_for_so_long_end(
    run: Run, snapshot: Callable[[str], None], policy: str
) -> None:
    snapshot(run(*PERIOD, "--persist", policy).stdout)


def test_a_page_of_html_says_how_long_ties_last(run: Run) -> None:
    page = run(*PERIOD, "--persist", "cited", "-f", "html").stdout

    assert "Ties last from their first citation to their last." in page


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a?b=1&c=2",
        "https://example.org/a?b&lt;c&#60;d&amp;e",
        "https://example.org/a_(b)_[c]*d*",
        "https://example.org/%3Cx%3E",
    ],
)
def test_a_link_in_markdown_leads_where_the_source_is(run: Run, url: str) -> None:
    markdown_it = pytest.importorskip("markdown_it")  # it comes with rich
    registry = SAMPLE.replace("  gazette:\n", f"  gazette:\n    url: {url!r}\n")
    text = run(*PERIOD, "-f", "markdown", registry=registry).stdout

    blocks = markdown_it.MarkdownIt("commonmark").parse(text)

    parts = [part for block in blocks for part in block.children or ()]
    links = [unquote(part.attrs["href"]) for part in parts if part.type == "link_open"]
    assert unquote(url) in links


def test_no_name_makes_markup_in_markdown(run: Run) -> None:
    markdown_it = pytest.importorskip("markdown_it")  # it comes with rich
    text = run(*HOSTILE_PERIOD, "-f", "markdown", registry=HOSTILE_REGISTRY).stdout

    blocks = markdown_it.MarkdownIt("commonmark").enable("table").parse(text)
    parts = [part for block in blocks for part in (block, *(block.children or ()))]

    kinds = {part.type.removesuffix("_open").removesuffix("_close") for part in parts}
    assert kinds == {
        *("heading", "paragraph", "bullet_list", "list_item", "inline", "text"),
        *("strong", "link", "hardbreak"),
    }
    links = {part.attrs["href"] for part in parts if part.type == "link_open"}
    assert {link.partition("?")[0] for link in links} == {
        "https://example.org/a",
        "https://example.org/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1",
    }
    text_parts = "".join(part.content for part in parts if part.type == "text")
    assert [name for name in HOSTILE.values() if name not in text_parts] == []


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        pytest.param(
            "{status: expected}",
            None,
            "x  Removed from the file: expected: A aligned with B",
            id="an expectation struck out",
        ),
        pytest.param(
            "{status: denied}",
            None,
            "x  Removed from the file: denied: A aligned with B",
            id="a denial struck out",
        ),
        pytest.param("{}", "{note: More.}", "=  A aligned with B", id="a note added"),
        pytest.param(
            "{}",
            "{from: c}",
            "=  A aligned with B, leaving C",
            id="what was left, added",
        ),
        pytest.param(
            "{}",
            "{relation: opposed}",
            "~  A opposed to B (before: aligned with)",
            id="another relation",
        ),
        pytest.param("{}", None, "-  A no longer aligned with B", id="struck out"),
        pytest.param(
            "{relation: subordinate}",
            None,
            "-  A no longer under the command of B",
            id="a command struck out",
        ),
        pytest.param(
            None,
            "{relation: merged}",
            "*  A merged into B",
            id="an event",
        ),
        pytest.param(
            None,
            "{date: 2017-04, until: 2017-05-03}",
            "*  A aligned with B; its last day was 2017-05-03",
            id="over already",
        ),
        pytest.param(
            "{until: 2017-11-09}", "{}", "+  A aligned with B", id="bounded no more"
        ),
    ],
)
def test_the_sentence_of_an_entry(before: str | None, after: str | None, line: str) -> None:
    then, now = (_view(entry) for entry in (before, after))

    lines = tables.text(page(document(bulletin(then, now))), Screen()).splitlines()

    assert lines[next(n for n, text in enumerate(lines) if text[:1] == "─") + 1] == line


def _view(entry: str | None) -> Perspective:
    """Return a view of a registry whose one claim is as usual, but for some keys."""
    usual = {"date": "2017-04-01", "faction": "a", "relation": "aligned", "to": "b"}
    claim = {**usual, "id": "x", **yaml.load(entry, yaml.BaseLoader)} if entry else None
    text = json.dumps(
        {
            "factions": {name: {"name": name.upper()} for name in "abc"},
            "changes": [claim] if claim else [],
        }
    )
    index = ClaimIndex(files.parse(text + "\n", "factions.yaml"))
    return Perspective(index, point("2017-11-10@2017-11-10"))


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b#c", True),
        ("HTTP://example.org", True),
        ("ftp://example.org/x", True),
        ("https://example.org/أخبار", True),
        ("javascript:alert(1)", False),
        ("JavaScript://example.org/%0aalert(1)", False),
        (" javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("example.org", False),
        ("https:example.org", False),
        ("https://example.org/a b", False),
        ("https://[::1", False),
        ("https://example.org/\u202e", False),
        ("", False),
        (None, False),
    ],
)
def test_only_what_leads_to_a_host_becomes_a_link(url: str | None, safe: bool) -> None:
    assert safe_url(url) == (url if safe else None)


def test_a_registry_of_its_own_words_needs_no_title(run: Run) -> None:
    bare = SAMPLE.replace("title: Western Libya, a sample\n", "")

    assert run(*PERIOD, registry=bare).stdout.startswith("factions.yaml: bulletin from")
