"""The short cut for large files reads what the long way reads, or leaves it to it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.errors import Problem
from libya_tracker.model.records import Registry
from libya_tracker.storage import fast_changes, nodes, parser
from libya_tracker.storage.problems import ProblemList
from tests.conftest import MORE, SAMPLE
from tests.support.places import TOP
from tests.support.tables import each

SHIPPED = TOP / "factions.yaml"
HEAD = """\
sources:
  s1: {title: One, date: 2017-11-03}
  s2: {title: Two}
factions:
  a: {name: A}
  b: {name: B}
  c: {name: C}
changes:
"""
ENTRY = """\
  - date: 2017-11-01
    faction: a
    relation: allied
    to: b
"""

Outcome = tuple[Registry | None, list[Problem]]


def both(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Outcome, Outcome]:
    """Return what the short cut makes of a text, and what the long way does."""
    outcomes = []
    for least in (0, len(text) + 1):
        monkeypatch.setattr(fast_changes, "WORTHWHILE", least)
        outcomes.append(parser.parse(text, "factions.yaml"))
    return outcomes[0], outcomes[1]


def parsed_as_yaml(text: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the texts that went through the YAML parser when a registry was read."""
    texts = []

    class Recorder(nodes.Events):
        def __init__(self, text: str, problems: ProblemList, first_line: int = 1) -> None:
            texts.append(text)
            super().__init__(text, problems, first_line)

    for module in (parser, nodes):
        monkeypatch.setattr(module, "Events", Recorder)
    registry, problems = parser.parse(text, "factions.yaml")
    assert (registry is not None, problems) == (True, [])
    return texts


def test_the_plain_entries_of_a_large_file_never_reach_the_yaml_parser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    odd = ENTRY.replace("2017-11-01", "'2017-11-02'")
    large = HEAD + (ENTRY + f"    note: {'x' * 5_000}\n") * 100 + odd

    assert len(large) > fast_changes.WORTHWHILE
    rest, fragment = parsed_as_yaml(large, monkeypatch)
    assert rest.replace("\n", "") == HEAD.replace("\n", "")
    assert fragment == odd


def test_a_small_file_is_parsed_as_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parsed_as_yaml(HEAD + ENTRY, monkeypatch) == [HEAD + ENTRY]


def plainly(text: str) -> list[bool]:
    """Tell of each entry whether it was recognised as a plain one."""
    part = fast_changes.cut(text)
    assert part is not None
    tables: dict[str, dict[str, Any]] = {
        "faction": dict.fromkeys("abc"),
        "source": {"s1": 1, "s2": 1},
        "change": {},
    }
    reader = fast_changes.Reader(
        "factions.yaml", tables, lambda own, base, line: own or f"{base}-{line}"
    )
    return [not isinstance(entry, fast_changes.Fragment) for entry in reader.entries(part)]


@each(
    ("entries", "recognised"),
    [
        pytest.param(ENTRY, [True], id="the least"),
        pytest.param(ENTRY * 3, [True] * 3, id="several"),
        pytest.param(
            ENTRY + "\n# c\n    # c\n\n" + ENTRY, [True] * 2, id="comments between"
        ),
        pytest.param(ENTRY + "    sources: [s1,s2]\n", [True], id="a list"),
        pytest.param(
            ENTRY
            + "    from: c\n    until: 2018~\n    begins: yes\n    status: alleged\n"
            + "    credibility: 2\n    by: Some one, they say\n    sources: [s1, s2]\n"
            + "    tags: [front, 2nd, غرب]\n"
            + "    note: أهلا (so) it's\n"
            + "    recorded: 2017-11-03T09:00:00Z\n    id: mine\n",
            [True],
            id="everything",
        ),
        pytest.param(ENTRY + "    begins: no\n", [True], id="no beginning"),
        pytest.param(ENTRY + "    tags: [two words]\n", [False], id="a tag of two words"),
        pytest.param(ENTRY + "    tags: ['null', a]\n", [False], id="a quoted tag"),
        pytest.param(
            ENTRY + "    x-desk: me\n" + ENTRY, [False, True], id="the keeper's own key"
        ),
        pytest.param(
            ENTRY + "    note: >-\n      folded\n      text\n", [False], id="folded"
        ),
        pytest.param(ENTRY + "    note: more\n      of it\n", [False], id="over two lines"),
        pytest.param(ENTRY + "    note: 'quoted'\n", [False], id="quoted"),
        pytest.param(ENTRY + "    note: a # comment\n", [False], id="a comment behind"),
        pytest.param(ENTRY + "    note: a:b\n", [False], id="a colon"),
        pytest.param(ENTRY + "    note: trailing \n", [False], id="a trailing blank"),
        pytest.param(ENTRY + "    sources:\n      - s1\n", [False], id="a list in lines"),
        pytest.param(
            "  - {date: 2017, faction: a, relation: allied, to: b}\n", [False], id="flow"
        ),
        pytest.param(
            "  - faction: a\n    date: 2017\n    relation: allied\n    to: b\n" + ENTRY,
            [False, True],
            id="another order of keys",
        ),
        pytest.param(
            ENTRY.replace("\n", "\n    ").rstrip(" ").replace("  -", "      -"),
            [True],
            id="set in further",
        ),
    ],
)
def test_an_entry_is_recognised_or_parsed_with_one_result(
    monkeypatch: pytest.MonkeyPatch, entries: str, recognised: list[bool]
) -> None:
    text = HEAD + entries

    assert plainly(text) == recognised
    short, long = both(text, monkeypatch)
    assert short == long
    assert short[0] is not None
    assert len(short[0].entries) == len(recognised)


@each(
    "text",
    [
        pytest.param(SAMPLE, id="the sample"),
        pytest.param(SHIPPED.read_text(encoding="utf-8"), id="the shipped registry"),
        pytest.param(HEAD + ENTRY.replace("to: b", "to: a"), id="a tie with itself"),
        pytest.param(HEAD + ENTRY.replace("to: b", "to: x"), id="an unknown faction"),
        pytest.param(HEAD + ENTRY + "    sources: [s9]\n", id="an unknown source"),
        pytest.param(HEAD + ENTRY + "    until: 2016\n", id="backwards"),
        pytest.param(HEAD + ENTRY + "    status: sure\n", id="a bad status"),
        pytest.param(HEAD + ENTRY + "    credibility: x\n", id="a bad grade"),
        pytest.param(HEAD + ENTRY.replace("2017-11-01", "2017-13"), id="a bad date"),
        pytest.param(
            HEAD + ENTRY + "    id: x\n" + ENTRY + "    id: x\n", id="an id twice"
        ),
        pytest.param(
            HEAD + ENTRY + "    id: 2017-11-01-a-b-2\n" + ENTRY * 3, id="derived ids taken"
        ),
        pytest.param(
            HEAD + ENTRY * 3 + ENTRY + "    id: 2017-11-01-a-b-2\n", id="a taken id below"
        ),
        pytest.param(HEAD + ENTRY + "...\n", id="an end of the document"),
        pytest.param(HEAD + ENTRY + "---\na: b\n", id="two documents"),
        pytest.param(
            HEAD + ENTRY.replace("  -", "-").replace("    ", "  "), id="at the margin"
        ),
        pytest.param(HEAD + ENTRY.rstrip("\n"), id="no newline at the end"),
        pytest.param(HEAD + ENTRY.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(
            HEAD + ENTRY + HEAD.replace("sources", "source"), id="keys given twice"
        ),
        pytest.param(HEAD.replace("changes", "x: {changes") + "}\n", id="not at the top"),
        pytest.param('title: "a\nchanges:\n' + ENTRY + 'b"\n', id="inside a quoted text"),
        pytest.param(
            ENTRY.join(["changes:\n", HEAD.replace("changes:\n", "")]), id="first"
        ),
        pytest.param(
            HEAD + ENTRY + "scenarios:\n  s:\n    changes:\n    - date: x\n", id="later"
        ),
        pytest.param(HEAD + "  []\n", id="a list in flow style below the key"),
        pytest.param(HEAD + "  word\n", id="a word below the key"),
        pytest.param(HEAD, id="nothing"),
        pytest.param(HEAD + ENTRY + "    note: null\n", id="a null"),
        pytest.param(HEAD + ENTRY + "    by: Null\n", id="another null"),
        pytest.param(HEAD + ENTRY + "    sources: [null]\n", id="a null in a list"),
        pytest.param(HEAD + ENTRY + "    sources: null\n", id="a list that is null"),
        pytest.param(HEAD + ENTRY + "    id: null\n", id="an id that is null"),
        pytest.param(HEAD + ENTRY.replace("to: b", "to: null"), id="to null"),
        pytest.param(HEAD + ENTRY.replace("-11-01", "–11–01"), id="a dash"),
        pytest.param(HEAD + ENTRY.replace("to: b", "to: b\u00a0"), id="a blank"),
        pytest.param(HEAD + ENTRY + "    sources: [s1، s2]\n", id="a comma"),
        pytest.param(HEAD + ENTRY + "    note: @a\n", id="a sign"),
        pytest.param(
            HEAD + f"<<<<<<< HEAD\n{ENTRY}=======\n{ENTRY}>>>>>>> x\n", id="a conflict"
        ),
    ],
)
def test_the_short_cut_and_the_long_way_agree(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    short, long = both(text, monkeypatch)

    assert short == long


HIDDEN = (
    "    note: Checkpoint #27, they say",
    "    by: speaker # 3",
    "    note: null",
    "    by: ~",
    "    sources: null",
    "    sources: [gazette، monitor]",
    "    note: 2017–11–01",
    "    until: 2019–01",
    "    status: alleged\u00a0",
    "    note:\u00a0x",
    "  – date: 2017",
    "    note: *x* y",
    "    note: [lna] y",
    "    note: @x",
    "<<<<<<< HEAD",
    "=======",
    ">>>>>>> desk",
)
#: What makes an entry one that is cut.
TRAPS = (
    "    note: Checkpoint #27, they say\n",
    "    by: speaker # 3\n",
)


@MORE
@given(st.lists(st.sampled_from(["", "    note: n\n", *TRAPS]), min_size=1, max_size=8))
def test_they_warn_alike_of_what_is_hidden_at_the_lines_of_the_file(
    traps: list[str],
) -> None:
    text = HEAD + "\n".join(ENTRY + trap for trap in traps)

    with pytest.MonkeyPatch.context() as patch:
        short, long = both(text, patch)

    assert short == long
    lines = [n for n, line in enumerate(text.splitlines(), 1) if " #" in line]
    assert [problem.where.line for problem in short[1]] == lines
    assert {problem.rule for problem in short[1]} <= {"cut-value"}


ODD = (
    *HIDDEN,
    "",
    "#",
    "      more",
    "    note: 'a",
    '    note: "b',
    '      c"',
    "    note: |",
    "  text",
    "  - date: 2017",
    "changes:",
    "scenarios:",
    "...",
    "---",
    "    sources: [gazette,",
    "  ]",
    "    id: x",
    "    # comment",
    "    note: a: b",
    "  - {}",
    "  -",
    "-",
    "    to: kani",
    "\t",
    "    note: >-",
    "    until: 2019",
    "? x",
    "'changes':",
    "    by: !x y",
    "    note: &a b",
)


@MORE
@given(data=st.data())
def test_they_agree_on_whatever_is_made_of_the_sample(data: st.DataObject) -> None:
    lines = SAMPLE.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        here = data.draw(st.integers(60, len(lines) - 1))
        what = data.draw(st.sampled_from(["delete", "double", "swap", "odd", "join"]))
        if what == "delete":
            del lines[here]
        elif what == "double":
            lines.insert(here, lines[here])
        elif what == "swap":
            lines[here - 1], lines[here] = lines[here], lines[here - 1]
        elif what == "odd":
            lines.insert(here, data.draw(st.sampled_from(ODD)))
        else:
            lines[here] = lines[here].rstrip() + data.draw(st.sampled_from(ODD))
    text = "\n".join(lines) + "\n"

    with pytest.MonkeyPatch.context() as patch:
        short, long = both(text, patch)

    assert short == long
