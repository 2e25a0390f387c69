"""Pages for people, by rich, which takes longer to load than most answers take."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.containers import Lines
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from libya_tracker import sanitize
from libya_tracker.output import mail
from libya_tracker.output.fit import fit
from libya_tracker.output.terminal import chart
from libya_tracker.output.terminal.screen import Screen, safe
from libya_tracker.views.page import Cell, Page, Sheet, TableLine

_STYLES = {
    "plain": "",
    "strong": "bold",
    "good": "green",
    "bad": "red",
    "middling": "yellow",
    "faint": "dim",
}
_WIDE_ENOUGH = 100_000
#: The columns tried where a page is not for a terminal and its lines are too long.
_NARROWER = (990, 480, 320, 240, 160, 100)
_DAYS = frozenset({"Date", "Since", "Until", "First", "Last"})
_ADDRESS = re.compile(r"(?<!\w)\w{1,20}://\S+")
_GAP = 2  # the blanks between two columns
#: A line below the headings, as ``SIMPLE_HEAD`` has it, of ASCII.
_ASCII_HEAD = box.Box("    \n    \n -- \n" + "    \n" * 5, ascii=True)


def text(content: Page, screen: Screen) -> str:
    """Return a page as text for a screen, or for a pipe, of which it may be mailed."""
    space = content.measure or _WIDE_ENOUGH
    if screen.width is not None:
        return _text(content, screen, min(screen.width, space))
    page = _text(content, screen, space)
    for narrower in _NARROWER:
        if mail.longest(page) <= mail.LIMIT:
            break
        smaller = replace(screen, drawing=min(screen.drawing, narrower))
        page = _text(content, smaller, min(narrower, space))
    return mail.text(page)


def _text(content: Page, screen: Screen, space: int) -> str:
    target = io.TextIOWrapper(
        io.BytesIO(), encoding=screen.encoding, errors="backslashreplace"
    )
    filled = (sheet for sheet in content.sheets if sheet.lines)
    parts = (part for sheet in filled for part in _parts(sheet, space))
    sheets = [_laid_out(sheet, space) for sheet in parts]
    console = Console(
        file=target,
        width=max(space, *(_total(widths) for _, widths in sheets), 1),
        height=_WIDE_ENOUGH,  # else it looks for both in the environment
        color_system=screen.palette if screen.colour else None,
        force_terminal=screen.colour,
        no_color=not screen.colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    console.print(Text(safe(content.heading), style=_style("strong", screen)))
    if content.chart is not None:
        console.print()
        for line in chart.lines(content.chart, console, screen):
            console.print(line, soft_wrap=True)
    for sheet, widths in sheets:
        console.print()
        for block in _blocks(sheet, widths, screen):
            console.print(block, soft_wrap=isinstance(block, Lines))
    for place, note in enumerate(content.notes):
        if not place:
            console.print()
        console.print(Text(safe(note), style=_style("faint", screen)))
    target.flush()
    target.seek(0)
    return "".join(line.rstrip() + "\n" for line in target.read().splitlines())


def _parts(sheet: Sheet, space: int) -> Iterator[Sheet]:
    """Yield a table; one too wide is split by columns, the first repeated in each part."""
    needs, first = _needs(sheet), sheet.repeated
    if not first or _total(needs) <= space:
        yield sheet
        return
    remaining = space - min(_total(needs[:first]), max(sheet.narrowest, space // 3))
    for part in _shares([need + _GAP for need in needs[first:]], remaining):
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


def _laid_out(sheet: Sheet, space: int) -> tuple[Sheet, list[int]]:
    """Return a table and its widths; in one too wide, ranges of days are broken."""
    if _total(_needs(sheet)) > space:
        sheet = replace(sheet, lines=[_days_broken(sheet, line) for line in sheet.lines])
    return sheet, _widths(sheet, space)


def _days_broken(sheet: Sheet, line: TableLine) -> TableLine:
    if isinstance(line, Cell):
        return line
    return tuple(
        replace(cell, text=tuple(cell.text.replace("..", "..\0", 1).split("\0")))
        if name in _DAYS and isinstance(cell.text, str) and not cell.text.startswith("..")
        else cell
        for name, cell in zip(sheet.columns, line, strict=True)
    )


def _blocks(sheet: Sheet, widths: list[int], screen: Screen) -> Iterator[RenderableType]:
    """Yield a table in pieces: rows of cells, and between them lines across all columns."""
    header = _table(sheet, widths, screen)
    piece = header
    for line in sheet.lines:
        if isinstance(line, Cell):
            if piece.row_count or piece is header:
                yield piece
            yield _cell(line, screen)
            piece = _table(sheet, widths, screen, headed=False)
        elif screen.width is None and _address_too_wide(line, widths):
            if piece.row_count or piece is header:
                yield piece
            yield _with_address(line, widths, screen)
            piece = _table(sheet, widths, screen, headed=False)
        else:
            piece.add_row(*(_cell(cell, screen) for cell in line))
    if piece.row_count:
        yield piece


def _address_too_wide(line: Sequence[Cell], widths: Sequence[int]) -> bool:
    """Tell whether a column would break an address, which a pipe may bring into a mail."""
    return any(
        cell_len(address) + cell.indent > width
        for cell, width in zip(line, widths, strict=True)
        for text in _lines(cell)
        for address in _ADDRESS.findall(text)
    )


def _with_address(line: Sequence[Cell], widths: Sequence[int], screen: Screen) -> Lines:
    """Return a row in which words are whole, even where a column is too narrow for them."""
    columns = [
        [row for text in _lines(cell) for row in _words(text, width - cell.indent)]
        for cell, width in zip(line, widths, strict=True)
    ]
    lines = Lines()
    for texts in zip_longest(*columns, fillvalue=""):
        row, end = Text(), 0
        for text, cell, width in zip(texts, line, widths, strict=True):
            row.append(" " * (end + cell.indent - row.cell_len))
            row.append(text, _style(cell.tone, screen))
            end += width + _GAP
        lines.append(row)
    return lines


def _words(text: str, width: int) -> list[str]:
    """Return a text in lines that fit a width, as far as its words do."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _table(
    sheet: Sheet, widths: list[int], screen: Screen, *, headed: bool = True
) -> Table:
    line = "─" * _total(widths)
    too_long = screen.width is None and sanitize.octets(line) > mail.LIMIT
    plain = screen.ascii or not screen.knows("─") or too_long
    table = Table(
        box=_ASCII_HEAD if plain else box.SIMPLE_HEAD,
        show_header=headed,
        header_style=_style("strong", screen),
        pad_edge=False,
        show_edge=False,
        padding=(0, 1, 0, 0),
    )
    for name, width in zip(sheet.columns, widths, strict=True):
        table.add_column(Text(name), overflow="fold", width=width)
    return table


def _needs(sheet: Sheet) -> list[int]:
    """Return how wide each column is where nothing in it is broken."""
    return [
        max([cell_len(name), *(_need(line[column]) for line in _rows(sheet))])
        for column, name in enumerate(sheet.columns)
    ]


def _widths(sheet: Sheet, space: int) -> list[int]:
    """Return the columns' widths: the last shrinks first, then the widest.

    They break between words; only where that is not enough are words broken, and
    addresses last of all.
    """
    widths, space = _needs(sheet), space - _GAP * (len(sheet.columns) - 1)
    breakable = [n for n, name in enumerate(sheet.columns) if name not in sheet.whole]
    letters, addresses, words = [*widths], [*widths], [*widths]
    for n in breakable:
        letters[n] = min(widths[n], sheet.narrowest)
        cells = [line[n] for line in _rows(sheet)]
        words[n] = max(letters[n], _longest(cells))
        addresses[n] = max(letters[n], _longest(cells, "://"))
    for minima in (words, addresses, letters):
        remarks = [*widths]
        for n in breakable[-1:]:
            remarks[n] = max(minima[n], min(widths[n], sheet.remarks))
        widths = fit(fit(widths, remarks, space), minima, space)
    return widths


def _rows(sheet: Sheet) -> list[tuple[Cell, ...]]:
    return [line for line in sheet.lines if isinstance(line, tuple)]


def _longest(cells: Iterable[Cell], sign: str = "") -> int:
    """Return the width of the longest word in which a sign is, with the indent."""
    return max(
        (
            cell.indent + cell_len(word)
            for cell in cells
            for line in _lines(cell)
            for word in line.split()
            if sign in word
        ),
        default=0,
    )


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * (len(widths) - 1)


def _need(cell: Cell) -> int:
    return cell.indent + max(map(cell_len, _lines(cell)))


def _lines(cell: Cell) -> list[str]:
    return [
        safe(line) for line in ((cell.text,) if isinstance(cell.text, str) else cell.text)
    ]


def _cell(cell: Cell, screen: Screen) -> RenderableType:
    text = Text("\n".join(_lines(cell)), style=_style(cell.tone, screen))
    # Padding by nothing would take a third of the time that a large table needs.
    return Padding(text, (0, 0, 0, cell.indent)) if cell.indent else text


def _style(tone: str, screen: Screen) -> str:
    return _STYLES[tone] if screen.colour else ""
