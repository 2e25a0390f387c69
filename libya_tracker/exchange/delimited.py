"""Tables as text: what parts their cells is recognised, and every cell keeps its place.

Comma, semicolon, tab and bar part cells. Cells in quotes are those of RFC 4180. Our own TSV
has no quotes of that kind, a spreadsheet program's has; both are read as they are meant.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from itertools import islice

from libya_tracker.errors import UsageError
from libya_tracker.named_tuples import NamedTuple

SEPARATORS = (",", ";", "\t", "|")
#: Within how many rows from the top the headings are looked for.
HEAD = 10
#: What Excel takes and writes as the first line, to say what parts the cells.
_HINT = re.compile(r'"?sep=([,;\t|])"?(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
#: A cell in quotes, between tabs.
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_FAULTS = {
    "unexpected end of data": "a quote that begins a cell is not closed",
    "expected after": 'text follows a closing quote; a " within a cell is written ""',
    "field limit": "a cell of more than 131,072 characters; is a closing quote missing?",
}


class Grid(NamedTuple):
    """The cells of a table, row by row; blank rows keep their place."""

    name: str
    separator: str
    rows: Sequence[Sequence[str]]
    #: How many lines stand above the first row, and are no rows of the table.
    above: int = 0


def grid(text: str, name: str, known: Callable[[Sequence[str]], int]) -> Grid:
    """Return the cells of a table, parted as its headings make the most sense.

    ``known`` counts the headings that are known among the cells of a row. Raises UsageError
    where quotes do not fit together.
    """
    above = 0
    if hint := _HINT.match(text):
        separator, text, above = hint[1], text[hint.end() :], 1
    else:
        separator = _separator(text, known)
    if separator == "\t" and (rows := _unquoted(text)) is not None:
        return Grid(name, separator, rows, above)
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows.extend(reader)
    except csv.Error as error:
        fault = next((f for sign, f in _FAULTS.items() if sign in str(error)), str(error))
        raise UsageError(f"{name}:{len(rows) + above + 1}: {fault}") from None
    return Grid(name, separator, rows, above)


def _separator(text: str, known: Callable[[Sequence[str]], int]) -> str:
    """Return what parts the cells: what yields the most known headings, then cells."""
    if not text.strip():
        return SEPARATORS[0]
    return max(SEPARATORS, key=lambda one: max(_scores(text, one, known), default=(0, 0)))


def _scores(
    text: str, separator: str, known: Callable[[Sequence[str]], int]
) -> list[tuple[int, int]]:
    """Return how many headings are known in each of the first rows, and its cells."""
    lines = io.StringIO(text, newline="")
    try:
        rows = list(islice(csv.reader(lines, delimiter=separator), HEAD))
    except csv.Error:
        return []
    return [(known(row), len(row)) for row in rows]


def _unquoted(text: str) -> list[list[str]] | None:
    """Return the rows of a table of tabs in which no cell is in quotes; None for others.

    A program that quotes does so where it has to. So a cell in quotes that needs none, or
    with a quote too few, shows that quotes are text here.
    """
    ending = "\r\n" if "\r\n" in text else "\n" if "\n" in text else "\r"
    rows = [line.split("\t") for line in text.removesuffix(ending).split(ending)]
    if '"' not in text:
        return rows
    reasons = '"\t\r\n,' if ending == "\r\n" else '"\t\r\n'  # Excel quotes commas, too
    cells = [cell for row in rows for cell in row if cell.startswith('"')]
    needless = any(
        not set(match[1]) & set(reasons)
        for cell in cells
        if (match := _QUOTED.fullmatch(cell))
    )
    all_quoted = all(_QUOTED.fullmatch(cell) for cell in rows[0])
    if not all_quoted and (needless or _is_unbalanced(rows, cells)):
        return rows
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True):
            pass
    except csv.Error:
        return rows
    return None


def _is_unbalanced(rows: Sequence[Sequence[str]], cells: Sequence[str]) -> bool:
    """Tell whether a quote too few is no cell of several lines, which would be cut."""
    widths = {len(row) for row in rows if row != [""]}
    return len(widths) == 1 and not all(map(_QUOTED.fullmatch, cells))
