"""Pages in a real terminal: never wider than it, and whatever a name holds is harmless."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from wcwidth import wcswidth

from tests.conftest import SAMPLE, Run
from tests.support.terminal import (
    COLOUR,
    HOSTILE,
    STEERING,
    InPipe,
    InTerminal,
    hostile,
    visible_lines,
)

pytestmark = pytest.mark.slow  # nearly each test starts a process

WIDTHS = (60, 80, 200)
PAGES = (
    ("status", "--as-of", "2017-11-08"),
    ("show", "kani", "--as-of", "2017-11-08"),
    ("log",),
    ("diff", "2017-10-31", "2017-11-08"),
    ("blocs", "--as-of", "2017-11-08"),
    ("expected",),
    ("expected", "--scores"),
    ("scenarios",),
    ("scenarios", "stand-ground", "--as-of", "2017-11-08"),
    ("disputes",),
    ("tensions", "--as-of", "2017-11-08"),
    ("why", "gna", "tidings", "--as-of", "2017-11-08"),
    ("search", "campaign"),
    ("switches",),
    ("faction", "list"),
    ("source", "list"),
    ("report", "--since", "2017-11-01", "--until", "2017-11-10"),
)


def too_wide(page: str, width: int) -> list[str]:
    return [line for line in visible_lines(page) if not 0 <= wcswidth(line) <= width]


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_terminal(width: int, in_terminal: InTerminal) -> None:
    pages = in_terminal(*PAGES, width=width)

    assert len(pages) == len(PAGES)
    assert all(len(visible_lines(page)) > 5 for page in pages)
    assert [line for page in pages for line in too_wide(page, width)] == []


def test_ranges_of_days_and_ids_are_whole_in_a_narrow_terminal(
    in_terminal: InTerminal,
) -> None:
    pages = (("disputes",), ("scenarios",), ("expected",), ("log",))
    lines = [line for page in in_terminal(*pages, width=60) for line in visible_lines(page)]

    assert "    2017-10-22..2017-11-04  gazette" in lines
    assert any("id: 2017-10-22..2017-11-04-lna-tidings" in line for line in lines)
    assert [line for line in lines if re.search(r"\d\.\.( |$)|id:$", line)] == []


def test_every_word_of_a_pipe_is_in_a_narrow_terminal_too(
    in_terminal: InTerminal, in_pipe: InPipe
) -> None:
    def letters(page: str) -> list[str]:
        return sorted(
            char for line in visible_lines(page) for char in line if char.isalnum()
        )

    narrow = in_terminal(*PAGES, width=60)

    assert [*map(letters, narrow)] == [*map(letters, in_pipe(*PAGES))]


def test_a_pipe_is_never_cut_or_wrapped_whatever_columns_says(
    tmp_path: Path, in_pipe: InPipe
) -> None:
    (tmp_path / "factions.yaml").write_text(SAMPLE, encoding="utf-8")

    pages = in_pipe(*PAGES)

    assert in_pipe(*PAGES, env={"COLUMNS": "40"}) == pages
    assert max(len(line) for page in pages for line in page.splitlines()) > 100


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_names_are_harmless_and_leave_the_columns_true(
    width: int, in_terminal: InTerminal, tmp_path: Path
) -> None:
    (tmp_path / "factions.yaml").write_text(hostile(), encoding="utf-8")

    for page in in_terminal(("status",), ("log",), ("blocs",), width=width):
        assert too_wide(page, width) == []
        lines = visible_lines(page)
        if width == 200:
            assert [name for name in HOSTILE.values() if name not in "\n".join(lines)] == []
        heads = next(line for line in lines if re.search("Date|Since", line))
        dated = [line for line in lines if re.search(r"\b2017(?=\s)", line)]
        assert len(dated) == len(HOSTILE) - 1
        starts = {column(r"\b2017(?=\s)", line) for line in dated}
        assert starts == {column("Date|Since", heads)}


def column(pattern: str, line: str) -> int:
    """Return at which column of the screen a pattern begins."""
    match = re.search(pattern, line)
    assert match
    return wcswidth(line[: match.start()])


def test_hostile_names_are_harmless_in_a_pipe_and_in_a_file(
    tmp_path: Path, in_pipe: InPipe
) -> None:
    (tmp_path / "factions.yaml").write_text(hostile(), encoding="utf-8")

    piped, _ = in_pipe(("status",), ("status", "-o", "out.txt"))

    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == piped
    assert [
        name for name in HOSTILE.values() if name not in "\n".join(visible_lines(piped))
    ] == []
    assert STEERING.findall(piped) == []


def test_hostile_names_are_harmless_in_the_formats_for_programs(
    tmp_path: Path, in_terminal: InTerminal, in_pipe: InPipe
) -> None:
    (tmp_path / "factions.yaml").write_text(hostile(), encoding="utf-8")
    forms = ("csv", "tsv", "markdown", "json", "jsonl")
    lines = [("status", "-f", form) for form in forms]

    for form, piped, shown in zip(forms, in_pipe(*lines), in_terminal(*lines), strict=True):
        harmless = {"\t"} if form == "tsv" else set()
        assert {*STEERING.findall(shown.replace("\r\n", "\n"))} == harmless, form
        # What only turns or parts what is shown is no harm to a program that reads it.
        kept = {*"\u202e\u202c\u2028"} if form in {"csv", "tsv"} else set()
        assert {*STEERING.findall(piped)} == harmless | kept, form


def test_a_name_of_several_lines_forges_no_line(
    in_terminal: InTerminal, tmp_path: Path
) -> None:
    name = r'"Kani militias\n  + aligned with Libyan National Army  2017  confirmed (9)"'
    (tmp_path / "factions.yaml").write_text(
        SAMPLE.replace("name: Kani militias", f"name: {name}"), encoding="utf-8"
    )

    pages = in_terminal(*PAGES, width=200)

    forged = re.compile(
        r"^\s*\+ aligned with Libyan National Army +2017 +conf", re.MULTILINE
    )
    assert [page for page in pages if forged.search(COLOUR.sub("", page))] == []


@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"FORCE_COLOR": "0"}, False),
        ({"TERM": "dumb"}, False),
    ],
)
def test_a_terminal_is_coloured_unless_that_is_unwanted(
    env: dict[str, str], coloured: bool, in_terminal: InTerminal
) -> None:
    [page] = in_terminal(("status",), env=env)

    assert ("\x1b" in page) is coloured


def test_colour_is_never_the_only_sign(in_terminal: InTerminal) -> None:
    def words(pages: list[str]) -> list[list[str]]:
        return [[line.rstrip() for line in visible_lines(page)] for page in pages]

    assert words(in_terminal(*PAGES)) == words(in_terminal(*PAGES, env={"NO_COLOR": "1"}))


@pytest.mark.parametrize(
    "env",
    [
        {"TERM": "dumb"},
        {"LC_ALL": "C"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=str,
)
def test_the_lines_of_a_table_are_of_ascii_where_there_is_no_more(
    env: dict[str, str], in_terminal: InTerminal
) -> None:
    plain = {"NO_COLOR": "1"}
    blocs = ("blocs", "--as-of", "2017-11-08")
    poor, rich = (in_terminal(blocs, env={**plain, **more})[0] for more in (env, {}))

    assert poor.isascii()
    assert poor == rich.replace("─", "-")
    assert "─" in rich


def test_columns_sets_the_width_of_a_terminal(in_terminal: InTerminal) -> None:
    [page] = in_terminal(("log",), width=200, env={"COLUMNS": "70"})

    assert 60 < max(map(wcswidth, visible_lines(page))) <= 70


def test_a_problem_with_hostile_text_is_harmless(
    in_terminal: InTerminal, tmp_path: Path
) -> None:
    text = hostile().replace("relation: aligned", 'relation: "\\e[2Jx\\u202e"')
    (tmp_path / "factions.yaml").write_text(text, encoding="utf-8")

    pages = in_terminal(("check",), ("status",))

    assert all("relation" in page for page in pages)
    assert [STEERING.findall(page) for page in pages] == [[], []]


def test_a_name_on_the_command_line_is_harmless(in_terminal: InTerminal) -> None:
    [page] = in_terminal(("status", "\x1b[2Jnobody\u202e"))

    assert "nobody" in page
    assert STEERING.findall(page) == []


def test_a_long_word_that_begins_with_a_combining_mark_is_shown_whole(run: Run) -> None:
    word = "\u0301" + "x" * 100  # rich before 14.3.3 tried to break it for ever
    page = run(
        *("report", "--since", "2017-11-01", "--until", "2017-11-10"),
        registry=SAMPLE.replace("Tripoli Revolutionaries' Brigade", f"a {word}"),
    ).stdout

    assert page.count("x") >= 100
