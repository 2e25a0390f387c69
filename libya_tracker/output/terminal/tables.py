"""Pages for people, by rich, which takes longer to load than most answers take."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
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
from libya_tracker.output.terminal import chart, columns
from libya_tracker.output.terminal.screen import Screen, safe
from libya_tracker.output.terminal.wrapping import wrapped
from libya_tracker.views.page import Cell, Page, Sheet

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
_ADDRESS = re.compile(r"(?<!\w)\w{1,20}://\S+")
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
    parts = (part for sheet in filled for part in columns.parts(sheet, space))
    sheets = [(part, columns.widths(part, space)) for part in parts]
    width = max(space, *(columns.total(widths) for _, widths in sheets), 1)
    console = Console(
        file=target,
        width=width,
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
    for words in content.lead:
        console.print(Text(safe(words)))
    if content.chart is not None:
        console.print()
        for line in chart.lines(content.chart, console, screen):
            console.print(line, soft_wrap=True)
    for sheet, widths in sheets:
        console.print()
        for block in _blocks(sheet, widths, width, screen):
            console.print(block, soft_wrap=isinstance(block, Lines))
    for place, note in enumerate(content.notes):
        if not place:
            console.print()
        console.print(Text(safe(note), style=_style("faint", screen)))
    target.flush()
    target.seek(0)
    return "".join(line.rstrip() + "\n" for line in target.read().splitlines())


def _blocks(
    sheet: Sheet, widths: list[int], space: int, screen: Screen
) -> Iterator[RenderableType]:
    """Yield a table in pieces: rows of cells, and between them lines across all columns."""
    header = _table(sheet, widths, screen)
    piece = header
    for line in sheet.lines:
        if isinstance(line, Cell):
            if piece.row_count or piece is header:
                yield piece
            yield _cell(line, space, screen)
            piece = _table(sheet, widths, screen, headed=False)
        elif screen.width is None and _address_too_wide(line, widths):
            if piece.row_count or piece is header:
                yield piece
            yield _with_address(line, widths, screen)
            piece = _table(sheet, widths, screen, headed=False)
        else:
            cells = zip(line, widths, strict=True)
            piece.add_row(*(_cell(cell, width, screen) for cell, width in cells))
    if piece.row_count:
        yield piece


def _address_too_wide(line: Sequence[Cell], widths: Sequence[int]) -> bool:
    """Tell whether a column would break an address, which a pipe may bring into a mail."""
    return any(
        cell_len(address) + cell.indent > width
        for cell, width in zip(line, widths, strict=True)
        for text in columns.texts(cell)
        for address in _ADDRESS.findall(text)
    )


def _with_address(line: Sequence[Cell], widths: Sequence[int], screen: Screen) -> Lines:
    """Return a row in which words are whole, even where a column is too narrow for them."""
    rows = [
        [
            row
            for text in columns.texts(cell)
            for row in wrapped(text, width - cell.indent, fold=False)
        ]
        for cell, width in zip(line, widths, strict=True)
    ]
    lines = Lines()
    for texts in zip_longest(*rows, fillvalue=""):
        row, end = Text(), 0
        for text, cell, width in zip(texts, line, widths, strict=True):
            row.append(" " * (end + cell.indent - row.cell_len))
            row.append(text, _style(cell.tone, screen))
            end += width + columns.GAP
        lines.append(row)
    return lines


def _table(
    sheet: Sheet, widths: list[int], screen: Screen, *, headed: bool = True
) -> Table:
    line = "─" * columns.total(widths)
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


def _cell(cell: Cell, width: int, screen: Screen) -> RenderableType:
    lines = [
        line for text in columns.texts(cell) for line in wrapped(text, width - cell.indent)
    ]
    text = Text("\n".join(lines), style=_style(cell.tone, screen))
    # Padding by nothing would take a third of the time that a large table needs.
    return Padding(text, (0, 0, 0, cell.indent)) if cell.indent else text


def _style(tone: str, screen: Screen) -> str:
    return _STYLES[tone] if screen.colour else ""
