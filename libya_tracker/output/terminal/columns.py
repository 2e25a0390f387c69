"""The columns of a table: how wide each is, and in how many parts they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.cells import cell_len

from libya_tracker.output.fit import fit
from libya_tracker.output.terminal import wrapping
from libya_tracker.output.terminal.screen import safe
from libya_tracker.output.terminal.wrapping import Unbroken
from libya_tracker.views.page import Cell, Sheet

#: The blanks between two columns.
GAP = 2


def parts(sheet: Sheet, space: int) -> Iterator[Sheet]:
    """Yield a table; one too wide is split by columns, the first repeated in each part."""
    needs, first = _needs(sheet), sheet.repeated
    if not first or total(needs) <= space:
        yield sheet
        return
    remaining = space - min(total(needs[:first]), max(sheet.narrowest, space // 3))
    for part in _shares([need + GAP for need in needs[first:]], remaining):
        yield _columns(sheet, (*range(first), *(first + column for column in part)))


def _shares(needs: Sequence[int], space: int) -> list[range]:
    """Return ranges of columns that fit a width, as few and as even as can be."""
    columns = range(len(needs))
    for count in columns:
        size = -(-len(needs) // (count + 1))
        parts = [columns[start : start + size] for start in columns[::size]]
        if size == 1 or all(sum(needs[n] for n in part) <= space for part in parts):
            break
    return parts


def _columns(sheet: Sheet, columns: Sequence[int]) -> Sheet:
    """Return some columns of a table."""
    names = tuple(sheet.columns[column] for column in columns)
    lines = [
        line if isinstance(line, Cell) else tuple(line[column] for column in columns)
        for line in sheet.lines
    ]
    return replace(sheet, columns=names, lines=lines)


def widths(sheet: Sheet, space: int) -> list[int]:
    """Return the columns' widths: the last shrinks first, then the widest.

    They break between words; where that is not enough, inside ranges of days, then inside
    words, and inside addresses last of all.
    """
    needs, space = _needs(sheet), space - GAP * (len(sheet.columns) - 1)
    sizes = needs
    breakable = [n for n, name in enumerate(sheet.columns) if name not in sheet.whole]
    for unbroken in Unbroken:
        if sum(sizes) <= space:
            break
        minima = [_least(sheet, n, needs[n], unbroken) for n in range(len(sizes))]
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


def room_below(sheet: Sheet, sizes: Sequence[int], space: int) -> list[bool]:
    """Tell of each column whether all lines below its cells fit from its start on."""
    return [
        all(
            start + cell.indent + cell_len(safe(line)) <= space
            for cell in _cells(sheet, column)
            for line in cell.below
        )
        for column, start in enumerate(starts(sizes))
    ]


def texts(cell: Cell) -> list[str]:
    """Return the lines of a cell as they are written."""
    return [
        safe(line) for line in ((cell.text,) if isinstance(cell.text, str) else cell.text)
    ]


def _needs(sheet: Sheet) -> list[int]:
    """Return how wide each column is where nothing in it is broken."""
    return [
        max([cell_len(name), *(_need(cell) for cell in _cells(sheet, column))])
        for column, name in enumerate(sheet.columns)
    ]


def _least(sheet: Sheet, column: int, need: int, unbroken: Unbroken) -> int:
    """Return how wide a column is at least; in one that is never broken, ranges may be."""
    name, cells = sheet.columns[column], _cells(sheet, column)
    if name in sheet.whole:
        if unbroken is Unbroken.RANGES:
            return need
        unbroken = Unbroken.WORDS
    least = max(
        (
            cell.indent + wrapping.longest(text, unbroken)
            for cell in cells
            for text in texts(cell)
        ),
        default=0,
    )
    return max(least, min(need, cell_len(name) if name in sheet.whole else sheet.narrowest))


def _cells(sheet: Sheet, column: int) -> list[Cell]:
    return [line[column] for line in sheet.lines if isinstance(line, tuple)]


def _need(cell: Cell) -> int:
    return cell.indent + max(map(cell_len, texts(cell)))
