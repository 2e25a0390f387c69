"""The short cut for large files reads what the long way reads, or leaves it to it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.errors import Problem
from libya_tracker.model.records import Registry
from libya_tracker.storage import composer, parser, plain_entries
from tests.conftest import MORE, SAMPLE
from tests.support.places import TOP
from tests.support.registries import HEAD
from tests.support.tables import each

SHIPPED = TOP / "factions.yaml"
Outcome = tuple[Registry | None, list[Problem]]
ENTRY = """\
  - date: 2017-11-01
    faction: a
    relation: allied
    to: b
"""


def both(text: str) -> tuple[Outcome, Outcome]:
    """Return what the short cut makes of a text, and what the long way does."""
    return parser.parse(text, "factions.yaml"), parser.parse_whole(text, "factions.yaml")


def parsed_as_yaml(text: str) -> list[str]:
    """Return the texts that went through the YAML parser when a registry was read."""
    texts = []

    class Recorder(composer.Events):
        def __init__(self, text: str, *arguments: Any, **options: Any) -> None:
            texts.append(text)
            super().__init__(text, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(composer, "Events", Recorder)
        registry, problems = parser.parse(text, "factions.yaml")
    assert (registry is not None, problems) == (True, [])
    return texts


OTHER_ORDER = """\
  - faction: a
    date: 2017
    # Said of both.

    to: b
    relation: allied
"""
#: Entries in the forms that the fast path reads.
USUAL = {
    "the least": ENTRY,
    "several": ENTRY * 3,
    "comments between": f"# c\n{ENTRY}\n# c\n    # c\n\n{ENTRY}\n# c\n",
    "a list": ENTRY + "    sources: [s1,s2]\n",
    "a list in lines": ENTRY + "    sources:\n      - s1\n      - 's2'\n",
    "a list over lines": ENTRY + "    sources: [ s1,\n      s2 ]\n",
    "everything": ENTRY
    + "    from: c\n    until: 2018~\n    begins: yes\n    status: alleged\n"
    + "    credibility: 2\n    by: Some one, they say\n    sources: [s1, s2]\n"
    + "    tags: [front, 2nd, غرب, two words, 'null', \"x\"]\n"
    + "    note: أهلا (so) it's\n"
    + "    recorded: 2017-11-03T09:00:00Z\n    id: mine\n",
    "another order": OTHER_ORDER + ENTRY + OTHER_ORDER,
    "an open start": ENTRY.replace("2017-11-01", "..2017-11-01"),
    "folded": ENTRY + "    note: >-\n      folded: by\n      #7 it's\n    id: x\n" + ENTRY,
    "folded, with its line end": ENTRY + "    note: >\n        folded\n        text\n",
    "lines": ENTRY + "    note: |-\n      one\n      - two\n",
    "lines, with the last end": ENTRY + "    note: |\n      one\n      two\n",
    "over two lines": ENTRY + "    note: more\n      of it\n         still\n",
    "single quotes": ENTRY.replace("2017-11-01", "'2017-11-01'")
    + "    note: 'it''s: #1'\n",
    "double quotes": ENTRY + '    note: "a: b # c"\n    by: "d\n      e  \n     f"\n',
    "a colon": ENTRY + "    note: a:b https://example.org/#x\n",
    "set in further": ENTRY.replace("\n", "\n    ").rstrip(" ").replace("  -", "      -"),
    "at the margin": (ENTRY * 2).replace("  -", "-").replace("    ", "  "),
    "CRLF": (ENTRY * 2).replace("\n", "\r\n"),
}
TABLES = """\
title: "Plain: all of it"
factions:
    a:
        kind: militia
        name: A:1
        aliases:
            - One
            - Two words
            - {name: Three, since: 2011}
        ids: {ucdp: 7136, wikidata: 'Q1'}
        leaders: [{name: A-B, role: 'one, of two', since: ..2014-08}, "B"]
    # b is another
    b:
        name: 'B'
        aliases: [Three, أربعة]
        leaders:
            - name: C
              role: head
            - {name: D, until: 2011-11-22}
            - E
        founded: 2011
        dissolved: 2012

    c: # the third
        name: >-
            C
            and D
sources:
  s1:
    title: One
    url: https://example.org/a#b
    date: 2017-11-03
    origin: s2
  s2:
    note: |
      two
      lines
"""
SCENARIOS = """\
scenarios:
    first:
        title: One
        outcome: lapsed
        # Their last key is the list.
        changes:
          - date: 2018
            faction: a
            relation: none
            to: b

          - date: 2018
            faction: b
            relation: none
            to: a
            note: >-
              folded
              text
    second:
        title: Two
"""


@each("name", USUAL)
def test_entries_as_they_are_usually_set_never_reach_the_yaml_parser(name: str) -> None:
    text = f"{TABLES}changes:\n{USUAL[name]}{SCENARIOS}"

    assert [part.split(":")[0] for part in parsed_as_yaml(text)] == ["    c"]
    short, long = both(text)
    assert short == long


@each(
    "entry",
    [
        pytest.param(ENTRY + "    x-desk: me\n", id="the keeper's own key"),
        pytest.param(ENTRY + "    note: a # comment\n", id="a comment behind"),
        pytest.param(ENTRY + "    note: trailing \n", id="a trailing blank"),
        pytest.param(ENTRY + '    note: "a\\n"\n', id="an escape"),
        pytest.param(ENTRY + "    note: 'a\n\n      b'\n", id="a paragraph"),
        pytest.param(ENTRY + "    note: >-\n      a\n       b\n", id="set in"),
        pytest.param(ENTRY + "    note: (a)\n", id="a sign in front"),
        pytest.param(ENTRY + "    note: null and void\n", id="a null in front"),
        pytest.param(ENTRY + "    sources:\n    - s1\n", id="a list not set in"),
        pytest.param(
            "  - {date: 2017, faction: a, relation: allied, to: b}\n", id="flow style"
        ),
        pytest.param(
            "  - retracts: [mine]\n    recorded: 2018\n".replace("2018", "2018-01-01"),
            id="a retraction",
        ),
    ],
)
def test_an_entry_of_another_form_is_parsed_alone(entry: str) -> None:
    mine = f"{ENTRY}    id: mine\n"
    text = HEAD + mine + entry + ENTRY
    assert parsed_as_yaml(text)[-1] == entry
    short, long = both(text)
    assert short == long
    assert short[0] is not None
    assert len(short[0].entries) == 3


def test_a_text_of_many_stretches_is_read_like_a_short_one() -> None:
    note = f"    note: {'word ' * 5_000}end\n"
    forms = [ENTRY + note, OTHER_ORDER + note, ENTRY + "    x-desk: me\n" + note, ENTRY]
    text = HEAD + "\n# c\n".join(forms * 8)
    assert len(text) > 4 * plain_entries._STRETCH

    short, long = both(text)

    assert short == long
    assert short[0] is not None
    assert len(short[0].entries) == 4 * 8


def test_tables_may_stand_below_the_list() -> None:
    text = f"{SCENARIOS}changes:\n{ENTRY}{TABLES}"

    assert len(parsed_as_yaml(text)) == 1
    short, long = both(text)
    assert short == long


def test_little_of_the_sample_is_parsed_as_yaml() -> None:
    parts = parsed_as_yaml(SAMPLE)

    assert sum(map(len, parts)) < len(SAMPLE) / 4, parts


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
        pytest.param(HEAD + ENTRY + "    sources:[s1]\n", id="no blank before a list"),
        pytest.param(HEAD + ENTRY + "    note:x\n", id="no blank before a text"),
        pytest.param(
            HEAD + ENTRY.replace("    to", "#    to"), id="a key that is a comment"
        ),
        pytest.param(
            HEAD + ENTRY.replace("    to", "  #    to") + "    to: c\n",
            id="one of two keys",
        ),
        pytest.param(
            HEAD + ENTRY + "    note: |\n      a\n\n      # b\n" + ENTRY,
            id="a block goes on",
        ),
        pytest.param(
            HEAD + ENTRY + "    note: >\n      a\n\n      # b\n    id: x\n",
            id="a block goes on, and a key follows",
        ),
        pytest.param("title: |\n  a\n\n  # b\n" + HEAD + ENTRY, id="a title goes on"),
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
def test_the_short_cut_and_the_long_way_agree(text: str) -> None:
    short, long = both(text)

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

    short, long = both(text)

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

    short, long = both(text)

    assert short == long
