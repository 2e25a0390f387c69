"""Pages for people, set by rich, which takes longer to load than most answers take."""

from __future__ import annotations

import io
from dataclasses import dataclass
from unicodedata import bidirectional

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from libya_tracker import harmless
from libya_tracker.views.page import Cell, Page, Sheet


@dataclass(frozen=True, slots=True)
class Screen:
    """What a page is set for: a width (None: as wide as it needs), colour, and letters."""

    width: int | None = None
    colour: bool = False
    encoding: str = "utf-8"


_STYLES = {
    "plain": "",
    "strong": "bold",
    "good": "green",
    "bad": "red",
    "middling": "yellow",
    "faint": "dim",
}
_WIDE_ENOUGH = 100_000


def text(content: Page, screen: Screen) -> str:
    """Return a page as it is to stand on a screen, or in a pipe."""

    target = io.TextIOWrapper(
        io.BytesIO(), encoding=screen.encoding, errors="backslashreplace"
    )
    console = Console(
        file=target,
        width=screen.width or _WIDE_ENOUGH,
        color_system="standard" if screen.colour else None,
        force_terminal=screen.colour,
        no_color=not screen.colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    console.print(Text(_safe(content.heading, "one"), style=_style("strong", screen)))
    for sheet in content.sheets:
        console.print()
        console.print(_table(sheet, screen))
    for note in content.notes:
        console.print()
        console.print(Text(_safe(note, "one"), style=_style("faint", screen)))
    target.flush()
    target.seek(0)
    return "".join(line.rstrip() + "\n" for line in target.read().splitlines())


def _table(sheet: Sheet, screen: Screen) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD,
        header_style=_style("strong", screen),
        pad_edge=False,
        show_edge=False,
        padding=(0, 1),
    )
    for name in sheet.columns:
        table.add_column(Text(name), overflow="fold", no_wrap=name in sheet.whole)
    for row in sheet.rows:
        table.add_row(*(_cell(cell, screen) for cell in row))
    return table


def _cell(cell: Cell, screen: Screen) -> Padding:
    text = Text(_safe(cell.text, "many"), style=_style(cell.tone, screen))
    return Padding(text, (0, 0, 0, cell.indent))


def _style(tone: str, screen: Screen) -> str:
    return _STYLES[tone] if screen.colour else ""


def _safe(text: str, lines: str) -> str:
    clean = harmless.one_line(text) if lines == "one" else harmless.lines(text)
    if any(bidirectional(char) in {"R", "AL"} for char in clean):
        return f"\u2068{clean}\u2069"  # an isolate: the cell beside it keeps its place
    return clean
