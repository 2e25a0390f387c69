"""Whatever a registry holds, and whatever is asked: an answer, or why there is none."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from libya_tracker.cli.app import app
from libya_tracker.model import dates
from libya_tracker.model.vocabulary import Kind, Relation, Status
from tests.conftest import FEWER
from tests.support.networks import HOSTILE
from tests.support.networks import IDS as HOSTILE_IDS
from tests.support.terminal import STEERING

IDS = HOSTILE_IDS[:5]
NAMES = st.sampled_from(
    [
        *HOSTILE,
        "n" * 500,
        "ت" * 500,
        "many words " * 50,
        "界" * 60,
        "e" + "\u0301" * 300,
        "-",
    ]
)
DAYS = st.sampled_from(
    [
        *("2016", "2017~", "2017-02", "2017-03-01", "2017-03-15..2017-04-02", "2018"),
        *("..2017-04-10", "2017-06-10?", "2017-21", "2017-12-31", "2018-01-01", "2019-05"),
        *("0001-01-01", "0001", "..0001-01-01", "9999-12-31", "9999", "9999-24"),
        "0001-01-01..9999-12-31",
    ]
)
MOMENTS = st.sampled_from(
    ["0001-01-01", "2017-04-01", "2017-12-31T23:59:59-02:00", "2018-02-01"]
)
URLS = st.sampled_from(
    [
        *("https://example.org/)(<>\"'", "javascript:alert(1)", "http://[::1", "http:///x"),
        *("https://example.org/\u202ex", "https://example.org/a?b&lt;c", "data:,x"),
    ]
)
Asking = Callable[..., Result]
Fields = dict[str, st.SearchStrategy[str]]

FORMATS = {
    "timeline": ("table", "csv", "tsv", "json", "jsonl", "markdown", "svg"),
    "matrix": ("table", "csv", "tsv", "json", "jsonl", "markdown"),
    "graph": ("dot", "mermaid", "graphml", "gexf", "svg", "json", "table", "csv", "jsonl"),
    "report": ("table", "markdown", "html", "csv", "tsv", "json", "jsonl"),
}


def words_of(vocabulary: type[Kind | Relation | Status]) -> st.SearchStrategy[str]:
    return st.sampled_from([str(word) for word in vocabulary])


SOURCE: Fields = {"title": NAMES, "publisher": NAMES, "date": DAYS, "url": URLS}
FACTION: Fields = {"kind": words_of(Kind), "founded": DAYS, "dissolved": DAYS}
CHANGE: Fields = {"until": DAYS, "begins": st.sampled_from(["yes", "no"])}
CHANGE |= {"status": words_of(Status), "by": NAMES, "note": NAMES}


def quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(char):08x}" for char in text) + '"'


@st.composite
def mappings(draw: st.DrawFn, must: dict[str, str], may: Fields) -> str:
    """Draw a flow mapping of some keys, of which no date comes before another."""
    values = must | {key: draw(value) for key, value in may.items() if draw(st.booleans())}
    for opens, closes in (("date", "until"), ("founded", "dissolved")):
        if opens in values and closes in values:
            first, last = dates.parse(values[opens]), dates.parse(values[closes])
            if last.last < first.first:
                del values[closes]
    pairs = [f"{key}: {quoted(value)}" for key, value in values.items()]
    return "{" + ", ".join(pairs) + "}"


@st.composite
def entries(draw: st.DrawFn, ids: list[str], most: int, prefix: str) -> list[str]:
    """Draw claims, some of which retract those before, and plain retractions."""
    lines: list[str] = []
    claims: list[str] = []
    for place in range(draw(st.integers(0, most)) if len(ids) > 1 else 0):
        back = claims and draw(st.integers(0, 4)) == 0
        rest = f"retracts: [{draw(st.sampled_from(claims))}]" if back else "sources: [s1]"
        if back and draw(st.booleans()):
            lines.append(f"- {{{rest}, recorded: {draw(MOMENTS)}}}")
            continue
        one, other = draw(st.permutations(ids))[:2]
        claims.append(f"{prefix}{place}")
        must = {"id": claims[-1], "date": draw(DAYS), "faction": one, "to": other}
        must["relation"] = draw(words_of(Relation))
        lines.append(f"- {draw(mappings(must, CHANGE))[:-1]}, {rest}}}")
    return lines


@st.composite
def registries(draw: st.DrawFn) -> str:
    """Draw the text of a registry, nearly always a valid one."""
    ids = list(IDS[: draw(st.integers(0, len(IDS)))])
    lines = [f"title: {quoted(draw(NAMES))}"] * draw(st.integers(0, 1))
    lines += ["sources:", *(f"  {s}: {draw(mappings({}, SOURCE))}" for s in ("s1", "s2"))]
    lines += ["factions:"]
    lines += [f'  "{i}": {draw(mappings({"name": draw(NAMES)}, FACTION))}' for i in ids]
    lines += ["changes:", *draw(entries(ids, 10, "c"))]
    lines += ["scenarios:", "  what-if:", "    changes:"]
    lines += [f"      {entry}" for entry in draw(entries(ids, 2, "w"))]
    return "\n".join([*lines, ""])


@st.composite
def questions(draw: st.DrawFn) -> list[str]:
    """Draw a command with options, which need not go together."""
    command = draw(st.sampled_from(list(FORMATS)))
    args = [command, "-f", draw(st.sampled_from(FORMATS[command]))]
    own = {"report": ("--since", "--until"), "timeline": ("--since", "--until", "--as-of")}
    for option in (*own.get(command, ("--as-of",)), "--known-at"):
        if (option, command) == ("--since", "report") or draw(st.integers(0, 2)) == 0:
            args += [option, draw(DAYS)]
    more = [
        ("--scenario", "what-if"),
        ("--min-status", "assessed"),
        ("--according-to", "s1"),
        *(("--persist", policy) for policy in ("cited", "0", "6m", "999999y")),
        *((name,) for name in IDS[:2]),
    ]
    for extra in draw(st.lists(st.sampled_from(more), max_size=2, unique=True)):
        args += extra
    return args


@pytest.fixture
def ask(tmp_path: Path) -> Asking:
    """Put a question to a registry's text on a day; a bug is raised."""

    def run_command(text: str, *args: str, **env: str) -> Result:
        (tmp_path / "factions.yaml").write_text(text, encoding="utf-8")
        return CliRunner(env=env).invoke(app, args, catch_exceptions=False)

    return run_command


class _Page(HTMLParser):
    """What matters of a page: that its tags close, what it links to, and its ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags |= {tag, *(name for name in attributes if name.startswith("on"))}
        self.ids += [attributes["id"] or ""] if "id" in attributes else []
        self.links += [attributes["href"] or ""] if "href" in attributes else []
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags |= {tag}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def well_formed(form: str, text: str) -> None:
    """Fail where a text is not of its format, or holds what steers or hides."""
    assert not STEERING.search(re.sub("[\t\r\n]", "", text))
    match form:
        case "json":
            json.loads(text)
        case "jsonl":
            assert all(isinstance(json.loads(line), dict) for line in text.splitlines())
        case "csv":
            assert len({len(row) for row in csv.reader(io.StringIO(text, newline=""))}) == 1
        case "tsv":
            assert len({line.count("\t") for line in text[:-1].split("\n")}) == 1
        case "svg" | "graphml" | "gexf":
            values = " ".join(
                v for e in ET.fromstring(text).iter() for v in e.attrib.values()
            )
            assert not {"nan", "inf"} & {*values.split()}
        case "html":
            page = _Page(text)
            assert page.open == []
            assert not page.tags & {"script", "iframe", "object", "img", "link"}
            assert not any(tag.startswith("on") for tag in page.tags)
            assert len(page.ids) == len({*page.ids})
            assert {link[1:] for link in page.links if link[0] == "#"} <= {*page.ids}
            outward = [link for link in page.links if link[0] != "#"]
            assert all(link.startswith(("http://", "https://")) for link in outward)
        case _:  # read back by tools of its own elsewhere, or free words
            assert text.endswith("\n") or not text


@given(
    text=registries(),
    args=questions(),
    today=st.sampled_from(["2018-01-01", "2018-01-01", "0001-01-01", "9999-12-31"]),
)
def test_every_question_is_answered_or_told_why_not(
    ask: Asking, text: str, args: list[str], today: str
) -> None:
    result = ask(text, *args, LIBYA_TRACKER_TODAY=today)

    if result.exit_code == 0:
        well_formed(args[2], result.stdout)
    else:
        assert result.exit_code in {2, 3, 4}
        assert (result.stdout, "rror: " in result.stderr) == ("", True)


@FEWER
@given(
    texts=st.lists(registries(), min_size=2, max_size=3),
    form=st.sampled_from(["json", "html", "table"]),
)
def test_whatever_a_registry_becomes_nothing_is_told_twice(
    ask: Asking, texts: list[str], form: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    state = str(tmp_path_factory.mktemp("state"))
    question = ("report", "--since-last", "daily", "-f", form)
    for text, today in zip(texts, ("2017-12-31", "2018-01-01", "2018-01-01"), strict=False):
        env = {"XDG_STATE_HOME": state, "LIBYA_TRACKER_TODAY": today}
        first = ask(text, *question, **env)
        again = ask(text, *question, "--only-if-changed", **env)

        assert first.exit_code == again.exit_code
        if first.exit_code == 0:
            well_formed(form, first.stdout)
            assert again.stdout == ""
