"""Pages for people: their lines are laid out here, their colours are rich's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest

from libya_tracker import sanitize
from libya_tracker.output import mail
from libya_tracker.output.terminal import columns
from libya_tracker.output.terminal.columns import Measured
from libya_tracker.output.terminal.measure import width
from libya_tracker.output.terminal.paint import Paint, paints
from libya_tracker.output.terminal.screen import Screen, encoded, safe
from libya_tracker.output.terminal.wrapping import HANG, hang, wrapped
from libya_tracker.views.page import Cell, Page, Tone

_WIDE_ENOUGH = 100_000
#: The columns tried where a page is not for a terminal and its lines are too long.
_NARROWER = (990, 480, 320, 240, 160, 100)
_ADDRESS = re.compile(r"(?<!\w)\w{1,20}://\S+")
#: How many lines are joined at a time, since a text takes less memory than its lines.
_AT_ONCE = 1000


def text(content: Page, screen: Screen) -> str:
    """Return a page as text for a screen, or for a pipe, of which it may be mailed."""
    tables = [columns.measured(sheet) for sheet in content.sheets if sheet.lines]
    space = content.measure or _WIDE_ENOUGH
    if screen.width is not None:
        layout = _Layout(content, tables, screen, min(screen.width, space))
        return "".join(_joined(layout.lines()))
    for narrower in (_WIDE_ENOUGH, *_NARROWER):
        smaller = screen._replace(drawing=min(screen.drawing, narrower))
        layout = _Layout(content, tables, smaller, min(narrower, space))
        if (page := layout.mailable()) is not None:
            return page
    return mail.text("".join(_joined(layout.lines())))


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines, each with its end, as texts of many lines."""
    rest = iter(lines)
    while several := "".join(f"{line}\n" for line in islice(rest, _AT_ONCE)):
        yield several


class _Layout:
    """A page with all widths known."""

    def __init__(
        self, content: Page, tables: Sequence[Measured], screen: Screen, space: int
    ) -> None:
        parts = [part for table in tables for part in columns.parts(table, space)]
        self._tables = [(part, columns.widths(part, space)) for part in parts]
        totals = (columns.total(sizes) for _, sizes in self._tables)
        self._width = max(space, *totals, 1)
        self._content, self._screen, self._paints = content, screen, paints(screen)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the page."""
        return self._finished(chain(self._above(), self._body(), self._below()))

    def mailable(self) -> str | None:
        """Return the page; nothing where a line of it is too long to be mailed."""
        # The sentences above and below the tables are few, and the likeliest to be.
        sentences = self._finished(chain(self._above(), self._below()))
        if any(sanitize.octets(line) > mail.LIMIT for line in sentences):
            return None
        texts: list[str] = []
        for several in _joined(self.lines()):
            if mail.longest(several) > mail.LIMIT:
                return None
            texts.append(several)
        return "".join(texts)

    def _finished(self, lines: Iterable[str]) -> Iterator[str]:
        return (encoded(line.rstrip(), self._screen) for line in lines)

    def _above(self) -> Iterator[str]:
        """Yield the heading, and what the page comes to."""
        yield from self._prose(self._content.heading, "strong")
        for words in self._content.lead:
            yield from self._prose(words, "plain")

    def _below(self) -> Iterator[str]:
        """Yield the notes."""
        if self._content.notes:
            yield ""
        for note in self._content.notes:
            yield from self._prose(note, "faint")

    def _body(self) -> Iterator[str]:
        """Yield the drawing and the tables, a blank line above each."""
        if self._content.chart is not None:
            # Deferred: few pages have a drawing, and what draws it is slow to load.
            from libya_tracker.output.terminal import chart  # noqa: PLC0415

            yield ""
            yield from chart.text(self._content.chart, self._screen).splitlines()
        for table, sizes in self._tables:
            yield ""
            if table.sheet.columns:
                yield from self._head(table.sheet.columns, sizes)
            yield from self._table(table, sizes)

    def _table(self, table: Measured, sizes: Sequence[int]) -> Iterator[str]:
        """Yield the lines of the rows of a table, and of what runs across all columns."""
        starts = columns.starts(sizes)
        room = columns.room_below(table, sizes, self._width)
        for line in table.sheet.lines:
            if isinstance(line, Cell):
                yield from self._across(line, columns.texts(line), line.indent)
                continue
            yield from self._row(line, sizes, starts)
            for cell, start, fits in zip(line, starts, room, strict=True):
                if not cell.below:
                    continue
                left = start + cell.indent
                if not fits:
                    left = min(left, line[0].indent + HANG)
                yield from self._across(cell, map(safe, cell.below), left)

    def _across(self, cell: Cell, texts: Iterable[str], left: int) -> Iterator[str]:
        """Yield texts in lines across all columns; off a terminal, addresses stay whole."""
        fold, (before, after) = self._screen.width is not None, self._paints[cell.tone]
        for text in texts:
            for row in wrapped(text, self._width - left, fold=fold):
                yield f"{' ' * left}{before}{row}{after}" if row else ""

    def _row(
        self, line: Sequence[Cell], sizes: Sequence[int], starts: Sequence[int]
    ) -> Iterator[str]:
        """Yield the lines of a row, its cells beside each other."""
        cells = [self._wrapped(*column) for column in zip(line, sizes, strict=True)]
        places = [start + cell.indent for cell, start in zip(line, starts, strict=True)]
        colours = [self._paints[cell.tone] for cell in line]
        for texts in zip_longest(*cells, fillvalue=""):
            yield _beside(texts, places, colours)

    def _wrapped(self, cell: Cell, size: int) -> list[str]:
        """Return the lines of a cell; off a terminal, an address in it stays whole."""
        room = size - cell.indent
        return [
            row
            for text in columns.texts(cell)
            for row in wrapped(
                text,
                room,
                fold=self._screen.width is not None or not _address_too_wide(text, room),
            )
        ]

    def _head(self, names: Sequence[str], sizes: Sequence[int]) -> Iterator[str]:
        """Yield the headings of the columns, which end beside each other, and a rule."""
        upward = [wrapped(*name)[::-1] for name in zip(names, sizes, strict=True)]
        colours, starts = [self._paints["strong"]] * len(names), columns.starts(sizes)
        for texts in reversed([*zip_longest(*upward, fillvalue="")]):
            yield _beside(texts, starts, colours)
        line = "─" * columns.total(sizes)
        too_long = self._screen.width is None and sanitize.octets(line) > mail.LIMIT
        plain = self._screen.ascii or not self._screen.knows("─") or too_long
        yield "-" * len(line) if plain else line

    def _prose(self, words: str, tone: Tone) -> Iterator[str]:
        before, after = self._paints[tone]
        for line in wrapped(safe(words), self._width):
            yield f"{before}{line}{after}" if line else ""


def _beside(texts: Sequence[str], places: Sequence[int], colours: Sequence[Paint]) -> str:
    """Return texts on one line, each from its place on."""
    line, end = "", 0
    for text, place, (before, after) in zip(texts, places, colours, strict=True):
        if text:
            # What is wider than its column stands apart from the next one all the same.
            gap = place - end if place > end or not line else columns.GAP
            line += f"{' ' * gap}{before}{text}{after}"
            end += gap + width(text)
    return line


def _address_too_wide(text: str, room: int) -> bool:
    """Tell whether a column would break an address, which a pipe may bring into a mail."""
    return "://" in text and any(
        width(address) > room - hang(text, room) for address in _ADDRESS.findall(text)
    )
