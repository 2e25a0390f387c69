"""Texts in columns: what is broken first, and how what goes on is indented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from libya_tracker.output.terminal import columns, tables, wrapping
from libya_tracker.output.terminal.screen import Screen
from libya_tracker.output.terminal.wrapping import wrapped
from libya_tracker.views.page import Cell, Page, Sheet

ADDRESS = f"https://example.org/{'p' * 40}"
RANGE = "2017-10-22..2017-11-04"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("a short text", 12, ["a short text"]),
        ("under the command of Usama", 20, ["under the command of", "  Usama"]),
        ("alleged, possible", 12, ["alleged,", "  possible"]),
        ("alleged, possible", 10, ["alleged,", "possible"]),
        (RANGE, 22, [RANGE]),
        (RANGE, 21, ["2017-10-22..", "2017-11-04"]),
        (f"said of {RANGE}, by gna", 24, ["said of 2017-10-22..", "  2017-11-04, by gna"]),
        (f"{RANGE}-trb-gna", 24, [f"{RANGE}-t", "rb-gna"]),
        ("[2017..2018]", 10, ["[2017..", "2018]"]),
        ("wide كتيبة ثوار", 12, ["wide كتيبة", "  ثوار"]),
        ("id: " + "x" * 30, 20, ["id:", "  " + "x" * 18, "  " + "x" * 12]),
        ("https://example.org/a-page", 20, ["https://example.org/", "a-page"]),
        ("漢字" * 4, 7, ["漢字漢", "字漢字", "漢字"]),
    ],
)
def test_a_text_in_lines(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


def test_where_words_are_to_stay_whole_they_stand_out() -> None:
    assert wrapped("see https://example.org/a-page now", 14, fold=False) == [
        "see",
        "  https://example.org/a-page",
        "  now",
    ]


WORDS = st.lists(
    st.text("abي漢-.", min_size=1, max_size=30) | st.just(RANGE), min_size=1, max_size=12
).map(" ".join)


@given(WORDS, st.integers(2, 60))
def test_no_line_is_too_long_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)

    assert max(map(cell_len, lines)) <= width
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(line == line.rstrip() for line in lines)


ASCII = st.lists(
    st.text("ab-. ", min_size=1, max_size=14) | st.sampled_from([RANGE, ADDRESS]),
    min_size=1,
    max_size=12,
).map(" ".join)


@given(ASCII, st.integers(1, 60), st.booleans())
def test_ascii_is_laid_out_like_letters_that_are_measured_one_by_one(
    text: str, width: int, fold: bool
) -> None:
    other = text.replace("a", "\u00e1") + "\u00e1"
    text += "a"

    lines = wrapped(other, width, fold=fold)

    assert wrapped(text, width, fold=fold) == [
        line.replace("\u00e1", "a") for line in lines
    ]
    assert [wrapping.longest(text, unbroken) for unbroken in wrapping.Unbroken] == [
        wrapping.longest(other, unbroken) for unbroken in wrapping.Unbroken
    ]


@given(WORDS)
def test_a_column_as_wide_as_it_must_be_breaks_no_word(text: str) -> None:
    width = max(wrapping.longest(text, wrapping.Unbroken.RANGES), 1)

    assert " ".join(" ".join(wrapped(text, width)).split()) == text


def test_where_an_address_is_broken_the_words_beside_it_are_whole() -> None:
    lines = [(Cell("publisher"), Cell("The Daily")), (Cell("url"), Cell(ADDRESS))]

    assert columns.widths(columns.measured(Sheet(("About", ""), lines)), 40) == [9, 29]


@pytest.mark.parametrize(
    ("space", "sizes"),
    [
        (80, [30, 22, 8]),  # nothing is broken
        (51, [17, 22, 8]),  # words come into several lines
        (45, [21, 12, 8]),  # then a range breaks behind its dots: the words have its room
        (41, [17, 12, 8]),
    ],
)
def test_a_range_of_days_is_whole_where_another_column_can_yield(
    space: int, sizes: list[int]
) -> None:
    names = "Tripoli Revolutionaries Brigad"
    line = (Cell(names), Cell(RANGE), Cell("reported"))
    sheet = Sheet(("Faction", "Since", "Status"), [line])

    assert columns.widths(columns.measured(sheet), space) == sizes


@pytest.mark.parametrize(
    ("width", "last"),
    [
        (60, "             id: 2017-11-01..2017-11-07-kani-tidings"),
        (50, "  id: 2017-11-01..2017-11-07-kani-tidings"),
    ],
)
def test_what_is_below_a_row_runs_across_columns_that_are_too_narrow_for_it(
    width: int, last: str
) -> None:
    claim = Cell("member of it", below=("id: 2017-11-01..2017-11-07-kani-tidings",))
    sheet = Sheet(("Date", "Claim", "Status"), [(Cell("2017-11-01~"), claim, Cell("?"))])

    page = tables.text(Page("Claims", (sheet,)), Screen(width)).splitlines()

    assert last in page
