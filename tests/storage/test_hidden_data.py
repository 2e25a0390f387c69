"""What YAML reads in another way than it looks is named where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from libya_tracker.errors import Problem
from libya_tracker.storage import parser, yaml_events
from tests.conftest import Run
from tests.support.tables import each

PARSERS = [getattr(yaml, "CSafeLoader", None), yaml.SafeLoader]
TEXT = """\
factions:
  a:
    name: A
    {}
  b: {{name: B}}
"""


@pytest.fixture(params=PARSERS, ids=["libyaml", "python"])
def parse(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with either of the parsers, whose marks differ."""
    if request.param is None:
        pytest.skip("PyYAML was built without LibYAML")
    monkeypatch.setattr(yaml_events, "_PARSER", request.param)


def problems_of(text: str) -> list[Problem]:
    return parser.parse(text, "f")[1]


def rules(line: str) -> list[tuple[str, int]]:
    """Return rule and column of each problem of a registry that has a line."""
    problems = problems_of(TEXT.format(line))
    return [(problem.rule, problem.where.column) for problem in problems]


@pytest.mark.usefixtures("parse")
@each(
    "line",
    [
        "note: x # a comment",
        "note: x  #",
        "note: x #----",
        "note: x # 2 sources say so",
        "note: 'x #7'",
        "note: x#7",
        "note: x  # said of unit #7",
        "note: >-  #7\n      x #7",
        "kind: militia #7",
        "founded: 2012 #approx",
        "note: x\n    #leaders: [x]",
        "aliases: # none yet",
        "aliases: [x, # the first\n      y]",
    ],
)
def test_a_comment_is_no_warning(line: str) -> None:
    assert rules(line) == []


@pytest.mark.usefixtures("parse")
@each(
    ("line", "column"),
    [
        ("note: x #7", 13),
        ("note: x   #7", 15),
        ("note: x #seven", 13),
        ("note: x # 7", 13),
        ("note: x #٧", 13),
        ("aliases: [x #7\n      ]", 17),
        ("aliases: [{name: x #7\n      }]", 24),
        ("leaders: [x, y #7\n      ]", 20),
        ("leaders: #7", 14),
        ("note: x\n      y #7", 9),
    ],
)
def test_a_value_that_is_cut_is_a_warning(line: str, column: int) -> None:
    assert rules(line) == [("cut-value", column)]


@pytest.mark.usefixtures("parse")
@each(
    ("line", "found"),
    [
        ("aliases: [x، y, z]", [("foreign-comma", 16)]),
        ("aliases: [x，y]", [("foreign-comma", 16)]),
        ("aliases: [x، y، z, z، x]", [("foreign-comma", 16), ("foreign-comma", 25)]),
        ("leaders: [x، y]", [("foreign-comma", 16)]),
        ("aliases: [x\n      ، y]", [("foreign-comma", 15)]),
        ("aliases: [“x, y”]", [("unpaired-quotes", 15)]),
        ("aliases: [a, „x, y“]", [("unpaired-quotes", 18)]),
        ("aliases: [«x, y»]", [("unpaired-quotes", 15)]),
        ("aliases: [‘x, y’]", [("unpaired-quotes", 15)]),
        ("aliases: ['x، y', \"“x\"]", []),
        ("aliases:\n      - x، y", []),
        ("aliases: [“x y”, «z», „y“]", []),
        ("aliases: [‘Ali, ‘Umar, Ash’s, y’]", []),
        ("note: x، “y", []),
    ],
)
def test_what_does_not_part_a_list_is_a_warning(
    line: str, found: list[tuple[str, int]]
) -> None:
    assert rules(line) == found


@pytest.mark.usefixtures("parse")
@each("word", ["null", "Null", "NULL", "~"])
def test_a_plain_null_is_what_an_empty_value_is(word: str) -> None:
    assert rules(f"note: {word}") == rules("note: ''") == [("empty-value", 11)]
    assert rules(f"aliases: [{word}]") == [("empty-value", 15)]
    assert rules(f"aliases: {word}") == rules("aliases:") == []
    for key in ("sources", "changes", "scenarios"):
        assert problems_of(f"{key}: {word}\n{TEXT.format('')}") == []


@pytest.mark.usefixtures("parse")
@each("word", ["null", "Null", "NULL", "~"])
def test_a_key_and_a_quoted_text_may_be_called_null(word: str) -> None:
    assert rules(f"note: '{word}'") == []
    assert rules(f"note: {word}s") == []
    named = TEXT.replace("b:", "null:").format("")
    assert (
        problems_of(
            f"{named}changes: [{{date: 2012, faction: a, relation: allied, to: 'null'}}]\n"
        )
        == []
    )


CONFLICT = "<<<<<<< HEAD\n{}=======\n{}>>>>>>> desk\n"
THREE_WAYS = "<<<<<<< HEAD\n{}||||||| 1234567\n=======\n{}>>>>>>> desk\n"


@pytest.mark.usefixtures("parse")
@each("end", ["\n", "\r\n"])
@each(
    ("text", "lines"),
    [
        (TEXT.format("") + CONFLICT.format("title: T\n", "title: U\n"), [6]),
        (CONFLICT.format("title: T\n", "") + TEXT.format(""), [1]),
        (TEXT.format("") + THREE_WAYS.format("title: T\n", ""), [6]),
        (TEXT.format("") + 2 * CONFLICT.format("", ""), [6, 9]),
        (TEXT.format("") + "=======\ntitle: U\n>>>>>>> desk\n", [8]),
        (TEXT.format("") + "||||||| 1234567\n", [6]),
        (TEXT.format("aliases: [\n") + CONFLICT.format("    x\n", "    y\n") + "]", [7]),
        (TEXT.format("note: |\n      <<<<<<< HEAD\n      =======\n      >>>>>>> x"), []),
        (TEXT.format("note: <<<<<<< HEAD"), []),
    ],
)
def test_a_merge_conflict_is_one_error_at_its_line(
    text: str, end: str, lines: list[int]
) -> None:
    problems = problems_of(text.replace("\n", end))

    assert [problem.where.line for problem in problems] == lines
    assert {problem.rule for problem in problems} <= {"merge-conflict"}


@pytest.mark.usefixtures("parse")
@each(
    "value",
    [
        "@x", "`x` y", "%x", "*x", "*x* y", "* x", "&x", "& x", "!x", "! x", "> x", "| x",
        ">5", "|5", "[x] y", "{x} y", '"x" y', "'x' y", "]x", "}x", ",x",
        "#x", "#7",
    ],
)  # fmt: skip
@each("line", ["note: {}", "note:   {}", "leaders:\n      - {}"])
def test_a_value_that_begins_with_a_sign_of_yaml_is_to_be_quoted(
    value: str, line: str
) -> None:
    text = TEXT.format(line.format(value))

    (problem,) = problems_of(text)

    assert f"quote a value that begins with {value[0]}" in problem.message
    marked = text.splitlines()[problem.where.line - 1][problem.where.column - 1 :]
    assert marked == value
    whole = value.replace("'", "''")
    assert problems_of(TEXT.format(line.format(f"'{whole}'"))) == []


@pytest.mark.usefixtures("parse")
@each("value", ["- x", "? x", ": x", "[x]", "{x: y}"])
def test_so_is_one_that_begins_like_a_list_or_a_key(value: str) -> None:
    text = TEXT.format(f"note: {value}")

    (problem,) = problems_of(text)

    assert f"quote a value that begins with {value[0]}" in problem.message
    assert problem.where.column == 11


@pytest.mark.usefixtures("parse")
@each(
    ("line", "advice"),
    [
        ('note: "x', "a quote is opened here and not closed"),
        ("aliases: [x, y", "a comma is missing, or the bracket that closes line 4"),
        ("aliases: [x,, y]", "'node content'"),
        ("aliases: [- x, y]", "quote a value that begins with -"),
        ('aliases: ["x" y]', "a comma is missing; or quote a value that begins with"),
        ('aliases: ["x" "y"]', "a comma is missing, or the bracket that closes line 4"),
        ('leaders: [{name: "x" role: y}]', "a comma is missing, or the bracket"),
        ("note: 'x'\n     area: y", "check the indentation, and the quotes above"),
        ("note: x: y", "quote a value that holds ': '"),
    ],
)
def test_other_errors_keep_their_advice(line: str, advice: str) -> None:
    (problem,) = problems_of(TEXT.format(line))

    assert advice in problem.message or (
        advice[0] == "'" and "begins" not in problem.message
    )


@each(
    ("text", "words"),
    [
        ("factions:\n\u00a0 a: {name: A}\n", "the no-break space U+00A0 is no blank"),
        ("factions:\n  a:\u3000{name: A}\n", "the ideographic space U+3000 is no blank"),
        ("factions:\n  a: {name: A}\nchanges:\n  –\n", "the en dash – is no hyphen"),
        ("factions:\n  a: {name: A}\nsources:\n  –\n", "the en dash – is no hyphen"),
        ("factions:\n  a: {name: A, founded: 2012‐05}\n", "the U+2010 dash ‐ is no hyphen"),
        ("fac\u00adtions: {}\n", "the soft hyphen U+00AD is invisible"),
        ("changes:\n  -\u00a0date: 2012\n    to: b\n", "the no-break space U+00A0 is no"),
        (
            "factions:\n  a: {name: A, kind: state\u2009}\n",
            "the thin space U+2009 is no blank",
        ),
    ],
)
@pytest.mark.usefixtures("parse")
def test_dashes_and_blanks_that_only_look_so_are_named(text: str, words: str) -> None:
    (problem, *_) = problems_of(text)

    assert words in problem.message


def test_what_the_program_writes_is_nothing_that_it_warns_of(run: Run) -> None:
    keeping = [
        *(("faction", "alias", "a", name) for name in ("~", "ألف، باء", "“ألف", "x #7")),
        ("faction", "add", "null", "--name", "NULL", "--note", "null", "--area", "#7"),
        *(
            (
                "record",
                "a",
                "allied",
                "null",
                "--date",
                "2012-05-01",
                "--by",
                "Null",
                "--note",
                note,
            )
            for note in ("null", "~", "at #7", "@x", "- x")
        ),
    ]
    Path("factions.yaml").write_text(TEXT.format("note: x"), encoding="utf-8")
    for args in keeping:
        assert run(*args, registry=None).exit_code == 0

    result = run("check", registry=None)

    size = "3 factions, 0 sources, 5 claims, 0 scenarios"
    assert result.stdout == f"factions.yaml: {size}, no problems\n"
