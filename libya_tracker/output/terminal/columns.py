"""The columns of a table: how wide each is, and in how many parts they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from libya_tracker.named_tuples import NamedTuple
from libya_tracker.output.fit import fit
from libya_tracker.output.terminal import wrapping
from libya_tracker.output.terminal.measure import width
from libya_tracker.output.terminal.screen import safe
from libya_tracker.output.terminal.wrapping import Unbroken
from libya_tracker.views.page import Cell, Sheet

#: The blanks between two columns.
GAP = 2


class Measured(NamedTuple):
    """A table, and of each column what it needs where nothing is broken."""

    sheet: Sheet
    #: The width of its widest text, that of its heading included.
    needs: list[int]
    #: The width of the widest line below a cell of it.
    below: list[int]


def measured(sheet: Sheet) -> Measured:
    """Return a table with the needs of its columns."""
    needs = [width(name) for name in sheet.columns]
    below = [0] * len(needs)
    for line in sheet.lines:
        if isinstance(line, Cell):
            continue
        for column, cell in enumerate(line):
            for text in texts(cell):
                if (size := cell.indent + width(text)) > needs[column]:
                    needs[column] = size
            for text in cell.below:
                if (size := cell.indent + width(safe(text))) > below[column]:
                    below[column] = size
    return Measured(sheet, needs, below)


def parts(table: Measured, space: int) -> Iterator[Measured]:
    """Yield a table; one too wide is split by columns, the first repeated in each part."""
    needs, first = table.needs, table.sheet.repeated
    if not first or total(needs) <= space:
        yield table
        return
    remaining = space - min(total(needs[:first]), max(table.sheet.narrowest, space // 3))
    for part in _shares([need + GAP for need in needs[first:]], remaining):
        yield _columns(table, (*range(first), *(first + column for column in part)))


def _shares(needs: Sequence[int], space: int) -> list[range]:
    """Return ranges of columns that fit a width, as few and as even as can be."""
    columns = range(len(needs))
    for count in columns:
        size = -(-len(needs) // (count + 1))
        parts = [columns[start : start + size] for start in columns[::size]]
        if size == 1 or all(sum(needs[n] for n in part) <= space for part in parts):
            break
    return parts


def _columns(table: Measured, columns: Sequence[int]) -> Measured:
    """Return some columns of a table."""
    names = tuple(table.sheet.columns[column] for column in columns)
    lines = [
        line if isinstance(line, Cell) else tuple(line[column] for column in columns)
        for line in table.sheet.lines
    ]
    needs, below = ([sizes[n] for n in columns] for sizes in (table.needs, table.below))
    return Measured(table.sheet._replace(columns=names, lines=lines), needs, below)


def widths(table: Measured, space: int) -> list[int]:
    """Return the columns' widths: the last shrinks first, then the widest.

    They break between words; where that is not enough, inside ranges of days, then inside
    words, and inside addresses last of all.
    """
    sheet, needs = table.sheet, table.needs
    space -= GAP * (len(needs) - 1)
    sizes = needs
    breakable = [n for n, name in enumerate(sheet.columns) if name not in sheet.whole]
    for unbroken in Unbroken:
        if sum(sizes) <= space:
            break
        minima = [_least(table, n, unbroken) for n in range(len(sizes))]
        if unbroken is Unbroken.ADDRESSES and sum(minima) > space:
            continue  # the address is broken all the same, the words beside it need not be
        if unbroken is Unbroken.WORDS:  # a broken range needs no more than its longer half
            sizes = [needs[n] if n in breakable else minima[n] for n in range(len(needs))]
        remarks = [*sizes]
        for n in breakable[-1:]:
            remarks[n] = max(minima[n], min(sizes[n], sheet.remarks))
        sizes = fit(fit(sizes, remarks, space), minima, space)
    return sizes


def total(sizes: Sequence[int]) -> int:
    """Return how wide columns are with the blanks between them."""
    return sum(sizes) + GAP * (len(sizes) - 1)


def starts(sizes: Sequence[int]) -> list[int]:
    """Return where each column starts."""
    return [sum(sizes[:n]) + GAP * n for n in range(len(sizes))]


def room_below(table: Measured, sizes: Sequence[int], space: int) -> list[bool]:
    """Tell of each column whether all lines below its cells fit from its start on."""
    return [
        start + below <= space or not below
        for start, below in zip(starts(sizes), table.below, strict=True)
    ]


def texts(cell: Cell) -> list[str]:
    """Return the lines of a cell as they are written."""
    text = cell.text
    return [safe(text)] if isinstance(text, str) else [safe(line) for line in text]


def _least(table: Measured, column: int, unbroken: Unbroken) -> int:
    """Return how wide a column is at least; in one that is never broken, ranges may be."""
    sheet, need, name = table.sheet, table.needs[column], table.sheet.columns[column]
    if name in sheet.whole:
        if unbroken is Unbroken.RANGES:
            return need
        unbroken = Unbroken.WORDS
    least = 0
    for line in sheet.lines:
        if isinstance(line, Cell):
            continue
        cell = line[column]
        for text in texts(cell):
            if cell.indent + width(text) > least:  # else none of its words is longer
                least = max(least, cell.indent + wrapping.longest(text, unbroken))
    return max(least, min(need, width(name) if name in sheet.whole else sheet.narrowest))
