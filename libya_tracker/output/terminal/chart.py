"""The timeline in the cells of a terminal: letters, fills, colours."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from libya_tracker.model.vocabulary import Sign
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.output.axis import BarLayout, Scale, arrange, ticks
from libya_tracker.output.terminal.screen import Screen, safe, written
from libya_tracker.views.chart import MEANINGS, Chart, Kind, Lane
from libya_tracker.views.palette import PALETTE, Colour


class Glyphs(NamedTuple):
    """The characters to draw with, each one cell wide."""

    rule: str
    tick: str
    tick_below: str
    here: str
    fills: Mapping[tuple[Sign, Kind], str]

    def __str__(self) -> str:
        return "".join(
            (self.rule, self.tick, self.tick_below, self.here, *self.fills.values())
        )


def _fills(signs: str) -> Mapping[tuple[Sign, Kind], str]:
    return MappingProxyType(dict(zip(MEANINGS, signs.split(), strict=True)))


#: A tie of a follower is a line, a neutral one a double line, a hostile one a crossed line.
GLYPHS = Glyphs("─", "┬", "┴", "│", _fills("━ ┄ ≈ \u223c ? ═ = ≋ ≃ ¦ ╋ ┼ ≉ ≁ !"))
ASCII = Glyphs("-", "+", "+", "|", _fills("= - ~ ^ ? : . ; , * # + % & !"))

_NEAREST = (
    *("bright_white on blue", "black on yellow", "black on green"),
    *("bright_white on magenta", "black on cyan", "bright_white on red"),
    *("black on bright_yellow", "bright_white on bright_black"),
    *("bright_white on bright_magenta", "black on bright_white"),
    *("bright_white on bright_blue", "black on bright_green", "black on magenta"),
    *("black on bright_red", "black on bright_magenta", "black on bright_cyan"),
)
#: For each colour of the palette, by its fill, the nearest of a terminal with sixteen.
_SIXTEEN = MappingProxyType(
    {colour.fill: near for colour, near in zip(PALETTE, _NEAREST, strict=True)}
)

_NARROWEST_PLOT, _NARROWEST_LABEL, _GAP = 10, 6, 2
_WIDEST = 1000
_WIDE_ENOUGH = 100_000
_TALL = 30  # the lines of lanes from which on there is an axis below them too


def text(chart: Chart, screen: Screen) -> str:
    """Return a chart as text for a screen."""
    console = Console(
        file=io.StringIO(),
        width=_WIDE_ENOUGH,
        height=_WIDE_ENOUGH,  # else it looks for both in the environment
        color_system=screen.palette if screen.colour else None,
        force_terminal=screen.colour,
        no_color=not screen.colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        for line in _lines(chart, console, screen):
            console.print(line, soft_wrap=True)
    return capture.get()


def _lines(chart: Chart, console: Console, screen: Screen) -> Iterator[Text]:
    """Yield a chart line by line: the axis, the lanes, the legend."""
    glyphs = ASCII if screen.ascii or not screen.knows(str(GLYPHS)) else GLYPHS
    frame = _Frame(chart, console, screen, glyphs)
    lanes = [line for lane in chart.lanes for line in frame.lane(lane)]
    yield from frame.axis()
    yield from lanes
    if len(lanes) > _TALL:
        yield from frame.axis(below=True)
    if legend := [*frame.keys(), *frame.fills()]:
        yield Text()
        yield from legend


class _Frame:
    """The column of labels at the left, and of the days at the right of it."""

    def __init__(
        self, chart: Chart, console: Console, screen: Screen, glyphs: Glyphs
    ) -> None:
        self._chart, self._console, self._screen = chart, console, screen
        self._glyphs = glyphs
        self._width = min(screen.width or screen.drawing, _WIDEST)
        widest = max(cell_len(written(lane.label, screen)) for lane in chart.lanes)
        third = max(self._width // 3, _NARROWEST_LABEL)
        self._label = min(widest, third)
        plot = max(self._width - self._label - _GAP, _NARROWEST_PLOT)
        self._scale = Scale(chart.first, chart.last, plot)
        #: The column of the marked day, if there is one.
        self._mark = (
            None if chart.mark is None else self._scale.column(chart.mark.day.toordinal())
        )

    def axis(self, *, below: bool = False) -> Iterator[Text]:
        """Yield the labels of the days, and the rule with their marks."""
        labels = ticks(self._scale, lambda text: len(text) + 1)
        rule = [self._glyphs.rule] * self._scale.columns
        for column, _ in labels:
            rule[column] = self._glyphs.tick_below if below else self._glyphs.tick
        if self._mark is not None:
            rule[self._mark] = self._glyphs.here
        days = ""
        for column, label in labels:
            days = days.ljust(column) + label
        indent = " " * (self._label + _GAP)
        both = [Text(indent + days), Text(indent + "".join(rule))]
        yield from both[::-1] if below else both

    def lane(self, lane: Lane) -> Iterator[Text]:
        """Yield the lines of a lane: its label folded, its bars beside it."""
        names = self._folded(written(lane.label, self._screen), self._label)
        lines = arrange(lane, self._scale)
        for number in range(max(len(names), len(lines))):
            name = names[number] if number < len(names) else ""
            line = Text(self._isolated(name))
            line.append(" " * (self._label + _GAP - cell_len(name)))
            line.append_text(self._bars(lines[number] if number < len(lines) else ()))
            yield line

    def _bars(self, bars: Iterable[BarLayout]) -> Text:
        line, end = Text(), 0
        for layout in bars:
            line.append(self._blank(end, layout.start))
            cells = [
                self._glyphs.fills[layout.bar.sign, block.kind]
                for block in layout.blocks
                for _ in range(block.start, block.end)
            ]
            for place in layout.letters:
                begin = place - layout.start
                cells[begin : begin + len(layout.bar.letter)] = layout.bar.letter
            text = "".join(cells[: layout.end - layout.start])
            line.append(text, self._style(layout.bar.colour))
            end = layout.end
        return line.append(self._blank(end, self._scale.columns))

    def _blank(self, start: int, end: int) -> str:
        blank = [" "] * (end - start)
        if self._mark is not None and start <= self._mark < end:
            blank[self._mark - start] = self._glyphs.here
        return "".join(blank)

    def keys(self) -> Iterator[Text]:
        """Yield the legend of the letters."""
        entries = [
            (Text(key.letter, self._style(key.colour)), written(key.name, self._screen))
            for key in self._chart.keys
        ]
        return self._flowing(entries)

    def fills(self) -> Iterator[Text]:
        """Yield the legend of the fills that occur."""
        entries = [
            (Text(self._glyphs.fills[fill] * 2), MEANINGS[fill])
            for fill in self._chart.fills
        ]
        if self._chart.mark is not None:
            entries.append((Text(self._glyphs.here), str(self._chart.mark)))
        return self._flowing(entries)

    def _flowing(self, entries: Sequence[tuple[Text, str]]) -> Iterator[Text]:
        """Yield the entries of a legend, on as few lines as possible, none broken."""
        line = Text()
        for sign, words in entries:
            first, *rest = self._folded(words, self._width - len(sign) - 1, indent=0)
            cells = len(sign) + 1 + cell_len(first)
            if line and (rest or line.cell_len + _GAP + 1 + cells > self._width):
                yield line
                line = Text()
            if line:
                line.append(" " * (_GAP + 1))
            line.append_text(sign).append(f" {self._isolated(first)}")
            for more in rest:
                yield line
                line = Text(" " * (len(sign) + 1) + self._isolated(more))
        if line:
            yield line

    def _folded(self, text: str, width: int, indent: int = 2) -> list[str]:
        """Return a text in lines that fit a width, all but the first indented."""
        if cell_len(text) <= width:
            return [text]
        space = max(width - indent, 2)  # a letter may be two cells wide
        folded_lines = Text(text).wrap(self._console, space, overflow="fold")
        first, *rest = [line.plain.strip() for line in folded_lines if line.plain.strip()]
        return [first, *(" " * indent + line for line in rest)]

    def _isolated(self, text: str) -> str:
        return safe(text) if self._screen.knows("\u2068") else text

    def _style(self, colour: Colour) -> str:
        if not self._screen.colour:
            return ""
        if self._screen.palette == "standard":
            return _SIXTEEN[colour.fill]
        return f"{colour.ink} on {colour.fill}"
