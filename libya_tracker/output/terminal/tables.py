"""Pages for people, by rich, which takes longer to load than most answers take."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console
from rich.containers import Lines
from rich.text import Text

from libya_tracker import sanitize
from libya_tracker.output import mail
from libya_tracker.output.terminal import chart, columns
from libya_tracker.output.terminal.screen import Screen, safe
from libya_tracker.output.terminal.wrapping import HANG, wrapped
from libya_tracker.views.page import Cell, Page, Sheet, Tone

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
    console.print(_prose(content.heading, "strong", width, screen))
    for words in content.lead:
        console.print(_prose(words, "plain", width, screen))
    if content.chart is not None:
        console.print()
        for line in chart.lines(content.chart, console, screen):
            console.print(line, soft_wrap=True)
    for sheet, widths in sheets:
        console.print()
        head = _head(sheet, widths, screen) if sheet.columns else ()
        lines = Lines([*head, *_lines(sheet, widths, width, screen)])
        console.print(lines, soft_wrap=True)
    for place, note in enumerate(content.notes):
        if not place:
            console.print()
        console.print(_prose(note, "faint", width, screen))
    target.flush()
    target.seek(0)
    return "".join(f"{line.rstrip()}\n" for line in target.read().splitlines())


def _lines(sheet: Sheet, widths: list[int], space: int, screen: Screen) -> Iterator[Text]:
    """Yield the lines of the rows of a table, and of what runs across all columns."""
    room = columns.room_below(sheet, widths, space)
    margins = list(zip(columns.starts(widths), room, strict=True))
    for line in sheet.lines:
        if isinstance(line, Cell):
            yield from _across(line, columns.texts(line), line.indent, space, screen)
            continue
        yield from _row(line, widths, screen)
        for cell, (start, fits) in zip(line, margins, strict=True):
            left = start + cell.indent
            if not fits:
                left = min(left, line[0].indent + HANG)
            yield from _across(cell, map(safe, cell.below), left, space, screen)


def _across(
    cell: Cell, texts: Iterable[str], left: int, space: int, screen: Screen
) -> Iterator[Text]:
    """Yield texts in lines across all columns; off a terminal, addresses stay whole."""
    fold, style = screen.width is not None, _style(cell.tone, screen)
    for text in texts:
        for row in wrapped(text, space - left, fold=fold):
            yield Text(" " * left).append(row, style)


def _row(line: Sequence[Cell], widths: Sequence[int], screen: Screen) -> Iterator[Text]:
    """Yield the lines of a row, its cells beside each other."""
    fold = screen.width is not None or not _address_too_wide(line, widths)
    cells = [
        [
            row
            for text in columns.texts(cell)
            for row in wrapped(text, width - cell.indent, fold=fold)
        ]
        for cell, width in zip(line, widths, strict=True)
    ]
    starts = columns.starts(widths)
    for texts in zip_longest(*cells, fillvalue=""):
        row = Text()
        for text, cell, start in zip(texts, line, starts, strict=True):
            if text:
                row.append(" " * (start + cell.indent - row.cell_len))
                row.append(text, _style(cell.tone, screen))
        yield row


def _address_too_wide(line: Sequence[Cell], widths: Sequence[int]) -> bool:
    """Tell whether a column would break an address, which a pipe may bring into a mail."""
    return any(
        cell_len(address) + cell.indent > width
        for cell, width in zip(line, widths, strict=True)
        for text in columns.texts(cell)
        for address in _ADDRESS.findall(text)
    )


def _head(sheet: Sheet, widths: list[int], screen: Screen) -> Iterator[Text]:
    """Yield the headings of the columns, which end beside each other, and a rule."""
    sizes = zip(sheet.columns, widths, strict=True)
    names = [wrapped(name, width) for name, width in sizes]
    style, starts = _style("strong", screen), columns.starts(widths)
    upward = [list(reversed(name)) for name in names]
    for texts in reversed([*zip_longest(*upward, fillvalue="")]):
        row = Text()
        for text, start in zip(texts, starts, strict=True):
            row.append(" " * (start - row.cell_len)).append(text, style)
        yield row
    line = "─" * columns.total(widths)
    too_long = screen.width is None and sanitize.octets(line) > mail.LIMIT
    plain = screen.ascii or not screen.knows("─") or too_long
    yield Text("-" * len(line) if plain else line)


def _prose(words: str, tone: Tone, space: int, screen: Screen) -> Text:
    return Text("\n".join(wrapped(safe(words), space)), style=_style(tone, screen))


def _style(tone: str, screen: Screen) -> str:
    return _STYLES[tone] if screen.colour else ""
