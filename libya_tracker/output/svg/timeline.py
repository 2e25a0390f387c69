"""The timeline as SVG, placed by the same rules as in the terminal.

It has no ids, and its classes begin with ``tl``, so that several can be in one page. What
is possible, disputed or expected differs by outline and strokes too, not by colour alone;
nothing covers the page behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

from libya_tracker import sanitize
from libya_tracker.model.vocabulary import Status
from libya_tracker.output import xml
from libya_tracker.output.axis import BarLayout, Scale, arrange, ticks
from libya_tracker.output.svg import status_marks, text_metrics, timeline_marks
from libya_tracker.output.xml import Element, filled, worded
from libya_tracker.views.chart import MEANINGS, NEW, NOVELTIES, Chart, Lane
from libya_tracker.views.palette import GREY

WIDTH = 960
_MARGIN, _GAP = 16, 10
_FONT, _LINE, _STEP = 13, 16, 20  # of labels; from one line of bars to the next
_SMALL, _AXIS = 11, 34
_WIDEST_LABEL, _MOST_OF_WIDTH = 300, 0.4
_TALL = 800  # the height of the lanes from which on there is an axis below them too

STYLE = """
.tl{font-size:13px;font-family:system-ui,"Segoe UI",Roboto,"Noto Sans",
"Noto Naskh Arabic",Arial,sans-serif}
.tl text{fill:currentColor;unicode-bidi:plaintext}
.tl .tl-small{font-size:11px}
.tl .tl-title{font-size:15px;font-weight:700;unicode-bidi:isolate}
.tl .tl-letter{font-size:11px;font-weight:700;text-anchor:middle}
.tl .tl-line{stroke:currentColor;fill:none}
.tl .tl-across{opacity:.4}
.tl .tl-guide{stroke:currentColor;opacity:.18}
.tl .tl-band{fill:currentColor;opacity:.05}
.tl .tl-rim{stroke:currentColor}
.tl .tl-possible{fill-opacity:.25;stroke-dasharray:4 3}
.tl .tl-doubtful{fill-opacity:.25;stroke-dasharray:4 3}
.tl .tl-expected{fill-opacity:0;stroke-dasharray:1 3}
"""
_FILE_STYLE = """
.tl{color:#1b2026}
.tl:root{color-scheme:light dark}
@media screen and (prefers-color-scheme:dark){
.tl{color:#eceff2}
}
"""


def svg(chart: Chart, width: int | None = None) -> str:
    """Return a chart as a self-contained file, for a page of a width."""
    picture = _Picture(chart, width or WIDTH)
    root = picture.root()
    root.set(width=picture.width, height=f"{picture.height:.0f}")
    root.insert(2, xml.style(_FILE_STYLE))
    return xml.document(root)


def element(chart: Chart, width: int | None = None) -> Element:
    """Return a chart as an element for inside a page, whose text colour it takes."""
    return _Picture(chart, width or WIDTH).root()


class _Picture:
    """The column of labels, the days to the right of it, and the height drawn so far.

    Where the labels would take too much of the width, each stands above its bars.
    """

    def __init__(self, chart: Chart, width: int) -> None:
        self._chart, self.width = chart, width
        names = [text_metrics.width(sanitize.one_line(lane.label)) for lane in chart.lanes]
        self._label = min(max(names, default=0) * _FONT, _WIDEST_LABEL)
        self._above = self._label > width * _MOST_OF_WIDTH
        self._left = _MARGIN if self._above else round(_MARGIN + self._label + _GAP)
        if self._above:
            self._label = width - 2 * _MARGIN
        columns = width - _MARGIN - self._left
        self._scale = Scale(
            chart.first,
            chart.last,
            columns,
            character=timeline_marks.CHARACTER,
            sign=timeline_marks.SIGN,
            least=10,
            spacing=160,
        )
        self._marks = ticks(self._scale, lambda text: len(text) * 8 + 8)
        self._body = Element("g")
        self._y = float(_MARGIN)

    @property
    def height(self) -> float:
        """The height of what is drawn so far, with a margin below it."""
        return self._y + _MARGIN

    def root(self) -> Element:
        """Return the whole picture."""
        self._title()
        top = self._y + _AXIS
        self._axis(self._y + _AXIS - 8, -6)
        self._y = top
        for number, lane in enumerate(self._chart.lanes):
            self._lane(lane, banded=number % 2 == 0)
        lanes = Element("g")
        self._guides(lanes, top, self._y)
        self._body.insert(0, lanes)
        if self._y - top > _TALL:
            self._axis(self._y + 14, 4)
            self._y += 22
        self._legend()
        root = Element(
            "svg",
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {self.width} {self.height:.0f}",
            class_="tl",
            role="img",
        )
        root.add("title", self._chart.title)
        root.add("desc", self._description())
        root.append(xml.style(STYLE))
        root.append(self._body)
        return root

    def _description(self) -> str:
        chart = self._chart
        bars = sum(len(lane.bars) for lane in chart.lanes)
        keys = ", ".join(f"{key.letter} {key.name}" for key in chart.keys)
        return (
            f"{len(chart.lanes)} lanes from {chart.first} to {chart.last}, one a faction, "
            f"with {bars} bars. The letters in the bars: {keys or 'none'}."
        )

    def _title(self) -> None:
        space = (self.width - 2 * _MARGIN) / 15
        for line in text_metrics.folded(sanitize.one_line(self._chart.title), space):
            self._y += 18
            self._body.add("text", line, x=_MARGIN, y=self._y, class_="tl-title")

    def _axis(self, y: float, tick: int) -> None:
        for column, label in self._marks:
            x = self._left + column
            place = {"x": x + 2, "y": y}
            self._body.add("text", label, **place, class_="tl-small", dir="ltr")
        rule = y + 8 if tick < 0 else y - 12
        path = f"M{self._left} {rule:.0f}H{self._left + self._scale.columns}"
        path += "".join(
            f"M{self._left + column} {rule:.0f}v{tick}" for column, _ in self._marks
        )
        self._body.add("path", d=path, class_="tl-line")

    def _guides(self, parent: Element, top: float, bottom: float) -> None:
        """Draw lines from the axis down through the lanes, behind the bars."""
        path = "".join(f"M{self._left + x} {top:.0f}V{bottom:.0f}" for x, _ in self._marks)
        parent.add("path", d=path, class_="tl-guide")
        for mark in self._chart.marks:
            x = self._left + self._scale.column(mark.ordinal)
            path = f"M{x} {top - 6:.0f}V{bottom:.0f}"
            kind = "tl-line tl-across" if self._above else "tl-line"
            parent.add("path", d=path, class_=kind, stroke_dasharray="6 3")

    def _lane(self, lane: Lane, *, banded: bool) -> None:
        label = sanitize.one_line(lane.label)
        names = text_metrics.folded(label, self._label / _FONT + 0.01)
        lines = arrange(lane, self._scale)
        text, bars = len(names) * _LINE, max(len(lines), 1) * _STEP
        height = (text + bars + 4 if self._above else max(text, bars)) + 6
        if banded:
            band = Element("rect", width=self.width, height=height, class_="tl-band")
            band.set(y=self._y)
            self._body.append(band)
        group = self._body.add("g")
        for number, name in enumerate(names):
            y = self._y + 3 + 13 + number * _LINE
            x, anchor = (self._left, None) if self._above else (self._left - _GAP, "end")
            group.add("text", name, x=x, y=y, text_anchor=anchor)
        top = self._y + 3 + (text + 4) * self._above
        for number, line in enumerate(lines):
            for layout in line:
                group.append(self._bar(lane, layout, top + number * _STEP))
        self._y += height

    def _bar(self, lane: Lane, layout: BarLayout, top: float) -> str:
        bar = layout.bar
        new = f", {NEW[bar.novelty]}" if bar.novelty else ""
        marks = [worded("title", f"{lane.label} {bar.words}{new}")]
        for block in layout.blocks:
            box = timeline_marks.Box(self._left + block.start, top, block.end - block.start)
            marks += timeline_marks.segment(box, bar.colour, (bar.sign, block.kind))
        if bar.novelty:
            start, end = layout.blocks[0].start, layout.blocks[-1].end
            box = timeline_marks.Box(self._left + start, top, end - start)
            marks.append(timeline_marks.frame(box, bar.novelty))
        for column in layout.letters:
            place = self._left + column, top
            marks += timeline_marks.letter(place, bar.colour, bar.letter, bar.status)
        return filled("g", *marks, class_="tl-bar")

    def _legend(self) -> None:
        """Draw the legend of letters and fills, as many on a line as fit."""
        self._y += 22
        x = float(_MARGIN)
        for sign, wide, words in self._entries():
            room = self.width - 2 * _MARGIN - wide - 6
            names = text_metrics.folded(words, room / _SMALL)
            advance = wide + 6 + max(map(text_metrics.width, names)) * _SMALL + 14
            if x > _MARGIN and x + advance > self.width - _MARGIN + 14:
                x, self._y = float(_MARGIN), self._y + 20
            sign.set(transform=f"translate({x:.0f} {self._y - 12:.0f})")
            self._body.append(sign)
            for number, name in enumerate(names):
                self._y += 14 * bool(number)
                place = x + wide + 6
                self._body.add("text", name, x=place, y=self._y, class_="tl-small")
            x += advance

    def _entries(self) -> list[tuple[Element, int, str]]:
        """Return the signs of the legend, the width of each, and its meaning."""
        entries = []
        for key in self._chart.keys:
            sign = Element("g", class_="tl-key")
            sign.extend(timeline_marks.key(key.colour, key.letter))
            wide = timeline_marks.key_width(key.letter)
            entries.append((sign, wide, sanitize.one_line(key.name)))
        for fill in self._chart.fills:
            sign = Element("g", class_="tl-fill")
            box = timeline_marks.Box(0, 0, timeline_marks.SAMPLE)
            sign.extend(timeline_marks.segment(box, GREY, fill))
            entries.append((sign, timeline_marks.SAMPLE, MEANINGS[fill]))
        entries += _statuses(self._chart)
        for novelty in self._chart.novelties:
            sign = Element("g", class_="tl-fill")
            box = timeline_marks.Box(0, 0, timeline_marks.SAMPLE)
            sign.append(timeline_marks.frame(box, novelty))
            entries.append((sign, timeline_marks.SAMPLE, NOVELTIES[novelty]))
        for mark in self._chart.marks:
            sign = Element("g", class_="tl-mark")
            path = "M14 -2V16"
            sign.add("path", d=path, class_="tl-line", stroke_dasharray="6 3")
            entries.append((sign, timeline_marks.SAMPLE, str(mark)))
        return entries


def _statuses(chart: Chart) -> Iterator[tuple[Element, int, str]]:
    """Yield the entries of the legend for the statuses, none where all are reported."""
    signs = {*chart.statuses} & {*status_marks.BESIDE_LETTERS}
    for status in chart.statuses:
        sign = Element("g", class_="tl-key")
        if outline := status_marks.BESIDE_LETTERS.get(status):
            sign.append(timeline_marks.sign((6, 0), outline, "currentColor"))
            yield sign, 12, status
        elif signs and status is Status.REPORTED:
            yield sign, 0, "no sign: reported"
