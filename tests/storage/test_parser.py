"""LibYAML's parser and PyYAML's own read alike; and no text whatever breaks the reader."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from libya_tracker.cli.problems import problems_in
from libya_tracker.errors import InvalidRegistryError, Problem
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Kind, Outcome, Relation, Status
from libya_tracker.storage import files, lint, yaml_events
from libya_tracker.storage import parser as parsing
from tests.conftest import MORE, SAMPLE
from tests.support.problems import CATALOGUE, rule_of
from tests.support.tables import each

PARSERS = [
    getattr(yaml, name) for name in ("CSafeLoader", "SafeLoader") if hasattr(yaml, name)
]


@contextmanager
def parser(chosen: object) -> Iterator[None]:
    """Read with one of the parsers, as where the other is not there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_events, "_PARSER", chosen)
        yield


def read(text: str, chosen: object) -> tuple[Registry | None, list[Problem]]:
    with parser(chosen):
        registry, problems = parsing.parse(text, "f")
    remarks = lint.remarks(registry, dt.date(2018, 1, 1)) if registry else []
    return registry, sorted([*problems, *lint.warnings(remarks, text)])


def test_both_parsers_are_tried() -> None:
    assert len(PARSERS) == 2


@each("chosen", PARSERS)
def test_either_parser_reads_the_sample(chosen: object) -> None:
    registry, problems = read(SAMPLE, chosen)

    assert registry is not None
    warnings = [(problem.where.line, problem.rule) for problem in problems]
    assert warnings == []
    assert (len(registry.factions), len(registry.claims)) == (9, 18)


def test_both_parsers_read_the_shipped_registry_alike() -> None:
    text = files.shipped().read_text(encoding="utf-8")

    one, other = (read(text, chosen) for chosen in PARSERS)

    assert one[0] is not None
    assert one == other


@each("rule", CATALOGUE)
def test_both_parsers_find_the_same_problems_at_the_same_places(rule: str) -> None:
    text = CATALOGUE[rule].decode("utf-8", "replace")

    answers = [
        [(problem.rule, problem.where) for problem in read(text, chosen)[1]]
        for chosen in PARSERS
    ]

    assert answers[0] == answers[1]


@each(
    ("text", "message"),
    [
        # only PyYAML's own parser lets these pass, or stumbles over them
        ('title: "\\ud800"\n', "f:1:8: not valid YAML: half a character [syntax]"),
        (
            'title: "\\U00110000"\n',
            "f:1:1: not valid YAML: chr() arg not in range(0x110000) [syntax]",
        ),
    ],
)
def test_an_escape_for_no_character_is_refused(text: str, message: str) -> None:
    both = [read(text, chosen) for chosen in PARSERS]

    assert [registry for registry, _ in both] == [None, None]
    assert {problem.rule for _, problems in both for problem in problems} == {"syntax"}
    assert [str(problem) for problem in both[1][1]] == [message]


@each("chosen", PARSERS)
@each("cut", ["factions:\n  a: {b", "{factions: {a: b", "title: b\nc", "title: [b,", "'"])
def test_a_file_that_ends_in_the_middle_of_a_line_is_no_yaml(
    cut: str, chosen: object
) -> None:
    registry, problems = read(cut, chosen)

    assert registry is None
    assert [problem.rule for problem in problems] == ["syntax"]


# What a keeper could type: plain where YAML lets it be plain, else in quotes.
WORDS = st.text(
    st.sampled_from("abcé ورشفانة'\"\\:#-,[]{}&*!|>%@`?=~0\n\t"), min_size=1
).filter(lambda text: bool(text.strip()))
ACTORS = ["a", "b-2", "4th", "010", "no", "null"]
IDS = st.sampled_from(ACTORS)
DATES = st.sampled_from(["2017", "2017-11", "2017-11-01~", "..2017-11-03", "[2016..2017]"])


def quoted(text: str) -> str:
    return '"' + "".join(f"\\u{ord(char):04x}" for char in text) + '"'


@st.composite
def scalars(draw: st.DrawFn, words: st.SearchStrategy[str]) -> str:
    """Draw a value in one of the styles that hold it."""
    text = draw(words)
    styles = [quoted(text)]
    if "\n" not in text and "\t" not in text:
        styles.append("'" + text.replace("'", "''") + "'")
    if text.isalnum():
        styles.append(text)
    return draw(st.sampled_from(styles))


@st.composite
def mappings(draw: st.DrawFn, fields: dict[str, st.SearchStrategy[str]], must: str) -> str:
    """Draw a flow mapping: the keys that must be there, and some of the others."""
    keys = [key for key in fields if key in must.split() or draw(st.booleans())]
    pairs = [f"{key}: {draw(scalars(fields[key]))}" for key in draw(st.permutations(keys))]
    return "{" + ", ".join(pairs) + "}"


def words_of(
    vocabulary: type[Kind | Relation | Status | Outcome],
) -> st.SearchStrategy[str]:
    return st.sampled_from([str(word) for word in vocabulary])


@st.composite
def registries(draw: st.DrawFn) -> str:
    """Draw the text of a registry in order, as far as its own rules go."""
    source = {"title": WORDS, "url": WORDS, "date": DATES}
    faction = {
        "name": WORDS,
        "kind": words_of(Kind),
        "founded": st.just("2011"),
        "note": WORDS,
    }
    claim = {
        "date": DATES, "faction": IDS, "relation": words_of(Relation),
        "to": IDS, "status": words_of(Status), "note": WORDS, "by": WORDS,
    }  # fmt: skip
    ids = draw(st.permutations(ACTORS))
    lines = [f"title: {draw(scalars(WORDS))}", "sources:"]
    lines += [f"  {name}: {draw(mappings(source, ''))}" for name in ids]
    lines += ["factions: # those that there are"]
    lines += [f"  {name}: {draw(mappings(faction, 'name'))}" for name in ids]
    lines += ["changes:"]
    count = draw(st.integers(0, 4))
    lines += [
        f"- {draw(mappings(claim, 'date faction relation to'))}" for _ in range(count)
    ]
    return draw(st.sampled_from(["\n", "\r\n"])).join([*lines, ""])


@given(text=registries())
def test_both_parsers_read_any_registry_alike(text: str) -> None:
    one, other = (read(text, chosen) for chosen in PARSERS)

    assert one == other
    assert "syntax" not in {problem.rule for problem in one[1]}


LINES = SAMPLE.splitlines(keepends=True)
BITS = [
    "&a ", "*a", "<<: ", "!!x ", "---\n", "...\n", "[", "]", "{", "}", ": ", "- ", "? ",
    "|\n", '"', "'", "#", "\t", "\r", "\0", "\u2028", "\x85", "\ufeff", "%YAML 1.1\n",
    "~", "..", "  ", "retracts: [x]\n", "\\u", "0000", "\n", "changes:\n", "\U0001f600",
]  # fmt: skip


def garbled(seed: int) -> bytes:
    """Return the sample after a few accidents of the keyboard and the disk."""
    chance = random.Random(seed)
    lines = [line.encode() for line in LINES]
    for _ in range(chance.randint(1, 4)):
        here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
        line, column = lines[here], chance.randrange(len(lines[here]) + 1)
        bit = chance.choice(BITS).encode()
        match chance.randrange(7):
            case 0:
                del lines[here]
            case 1:
                lines.insert(here, lines[there])
            case 2:
                lines[here] = b" " * chance.randint(0, 8) + line.lstrip()
            case 3:
                lines[here] = line[:column] + bit + line[column:]
            case 4:
                byte = bytes([chance.randrange(256)])
                lines[here] = line[:column] + byte + line[column + 1 :]
            case 5:
                lines[here] = line[:column]
            case _:
                lines[here], lines[there] = lines[there], line
    return b"".join(lines)


@pytest.mark.usefixtures("tmp_path")
@MORE
@given(data=st.integers(0).map(garbled) | st.binary(max_size=50))
@example(data=b"")
def test_whatever_the_file_holds_there_is_a_registry_or_problems(data: bytes) -> None:
    path = Path("garbled.yaml")
    path.write_bytes(data)

    problems, registry = problems_in(path)

    assert problems == sorted(problems)
    assert (registry is None) == any(problem.severity == "error" for problem in problems)
    assert {problem.rule for problem in problems} <= {*map(rule_of, CATALOGUE)}
    for problem in problems:
        assert (problem.where.line, problem.where.column) >= (1, 1)
    if registry is None:
        with pytest.raises(InvalidRegistryError) as caught:
            files.read(path)
        assert list(caught.value.problems) == problems


@each(
    "line",
    [
        "    note: The first belief",
        "    until: 2018-08-26",
        "    by: gna",
        "    status: alleged",
    ],
)
def test_a_key_that_slips_to_the_left_is_seen_however_the_file_is_read(
    line: str,
) -> None:
    text = SAMPLE.replace(line, line[3:])
    slowly = parsing.parse_whole(text, "f")

    assert slowly[0] is None
    assert parsing.parse(text, "f") == slowly


@MORE
@given(seed=st.integers(0))
def test_the_quick_way_and_the_slow_way_agree(seed: int) -> None:
    text = garbled(seed).decode("utf-8", "replace")

    assert parsing.parse(text, "f") == parsing.parse_whole(text, "f")
