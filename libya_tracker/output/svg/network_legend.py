"""The marks in the picture of a network, and the legend that explains them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from xml.etree import ElementTree as ET

from libya_tracker.analysis.sides import Side
from libya_tracker.output.svg import circle
from libya_tracker.output.svg.circle import Place
from libya_tracker.output.xml import add, element
from libya_tracker.views.palette import PALETTE, colour_number

#: Draws a mark into an element.
Sample = Callable[[ET.Element], None]

BADGE = 15
_ROW, _SAMPLE = 22, 34

#: The class of a line by the sign of its tie, and the width of it by the tie's status.
KIND: Mapping[str, str] = MappingProxyType(
    {"+": "net-plus", "0": "net-zero", "-": "net-minus"}
)
WIDTHS: Mapping[str, float] = MappingProxyType(
    {"confirmed": 2.8, "reported": 1.9, "assessed": 1.3, "alleged": 0.9}
)
_SIGNS = (("+", "stands with"), ("-", "stands against"), ("0", "truce, neutral"))

#: All classes begin with ``net``, so that other pictures can be in the same page. Lines
#: differ by dashes and widths too, not by colour alone.
STYLE = (
    """
.net { font-family: system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Naskh Arabic",
  "Helvetica Neue", Arial, sans-serif; }
.net text { unicode-bidi: isolate; fill: #1b2026; font-size: 13px; }
.net .net-title { font-size: 19px; font-weight: 700; }
.net .net-soft { font-size: 13px; fill: #545c66; }
.net .net-strong { font-weight: 700; }
.net .net-paper { fill: #ffffff; }
.net .net-line { fill: none; stroke-linecap: round; }
.net .net-plus .net-line { stroke: #1f5c99; }
.net .net-minus .net-line { stroke: #b3261e; stroke-dasharray: 8 5; stroke-linecap: butt; }
.net .net-zero .net-line { stroke: #5c6570; stroke-dasharray: 0.1 5; }
.net .net-plus .net-head { fill: #1f5c99; }
.net .net-minus .net-head { fill: #b3261e; }
.net .net-zero .net-head { fill: #5c6570; }
.net .net-tie:hover .net-line { stroke-width: 5; }
.net .net-disc { fill: #545c66; }
.net .net-leader { fill: none; stroke: #8b939c; stroke-width: 0.75; }
.net .net-rim { stroke: #1b2026; stroke-width: 1; }
.net .net-doubt { fill: #ffffff; stroke: #1b2026; stroke-width: 1.2; }
.net .net-mark { font-size: 11px; font-weight: 700; text-anchor: middle; }
.net .net-letter { font-weight: 700; text-anchor: middle; }
"""
    + "".join(
        f".net .net-fill{n} {{ fill: {colour.fill}; }}\n"
        f".net .net-ink{n} {{ fill: {colour.ink}; }}\n"
        for n, colour in enumerate(PALETTE)
    )
    + """@media screen and (prefers-color-scheme: dark) {
.net text { fill: #eceff2; }
.net .net-soft { fill: #aab2bb; }
.net .net-paper { fill: #14181d; }
.net .net-plus .net-line { stroke: #79b8f3; }
.net .net-minus .net-line { stroke: #ff8a7d; }
.net .net-zero .net-line { stroke: #a6aeb8; }
.net .net-plus .net-head { fill: #79b8f3; }
.net .net-minus .net-head { fill: #ff8a7d; }
.net .net-zero .net-head { fill: #a6aeb8; }
.net .net-disc { fill: #aab2bb; }
.net .net-leader { stroke: #6a737d; }
.net .net-rim { stroke: #eceff2; }
.net .net-doubt { fill: #14181d; stroke: #eceff2; }
}
"""
)


def legend(width: float) -> tuple[ET.Element, float]:
    """Return the legend, in rows of at most a width, and its height."""
    group = element("g", class_="net-legend")
    x, y = 0.0, 12.0
    for sample, words in _ITEMS:
        room = _SAMPLE + 8 + circle.width(words) + 16
        if x and x + room > width:
            x, y = 0.0, y + _ROW
        item = add(group, "g", transform=f"translate({x:.2f} {y:.2f})")
        sample(item)
        add(item, "text", words, x=_SAMPLE + 8, y=4.5, class_="net-soft")
        x += room
    return group, y + _ROW


def side(parent: ET.Element, place: Place, marks: Side, radius: float) -> None:
    """Draw a side: a disc with its letter."""
    number = colour_number(marks)
    add(
        parent,
        "circle",
        cx=place.x,
        cy=place.y,
        r=radius,
        class_=f"net-rim net-fill{number}",
    )
    _letter(parent, place, marks, radius * 1.15)


def badge(parent: ET.Element, left: float, middle: float, marks: Side) -> None:
    """Draw the mark of a follower: the letter of its side on its colour."""
    number = colour_number(marks)
    add(
        parent,
        "rect",
        x=left,
        y=middle - BADGE / 2,
        width=BADGE,
        height=BADGE,
        rx=3,
        class_=f"net-fill{number}",
    )
    _letter(parent, Place(left + BADGE / 2, middle), marks, BADGE * 0.75)


def doubt(parent: ET.Element, place: Place) -> None:
    """Draw the mark of a dispute."""
    add(parent, "circle", cx=place.x, cy=place.y, r=7.5, class_="net-doubt")
    add(parent, "text", "?", x=place.x, y=place.y + 4, class_="net-mark")


def _letter(parent: ET.Element, place: Place, marks: Side, size: float) -> None:
    size = size / (1 + 0.45 * (len(marks.letter) - 1))
    add(
        parent,
        "text",
        marks.letter,
        x=place.x,
        y=place.y + size * 0.36,
        style=f"font-size:{size:.1f}px",
        class_=f"net-letter net-ink{colour_number(marks)}",
    )


def _line(kind: str, status: str, *, head: bool = False) -> Sample:
    def draw(parent: ET.Element) -> None:
        group = add(parent, "g", class_=f"net-tie {kind} net-{status}")
        end = _SAMPLE - 7 if head else _SAMPLE
        path, width = f"M0 0 L{end} 0", WIDTHS[status]
        add(group, "path", d=path, class_="net-line", stroke_width=width)
        if head:
            outline = f"M{_SAMPLE} 0 L{_SAMPLE - 8} 3.6 L{_SAMPLE - 8} -3.6 Z"
            add(group, "path", d=outline, class_="net-head")

    return draw


def _disputed(parent: ET.Element) -> None:
    _line("net-plus", "reported")(parent)
    doubt(parent, Place(_SAMPLE / 2, 0))


def _side_sample(parent: ET.Element) -> None:
    side(parent, Place(_SAMPLE - 12, 0), _ANY, 11)


def _follower(parent: ET.Element) -> None:
    badge(parent, _SAMPLE - BADGE - 4, 0, _ANY)


_ANY = Side("", "", "A", len(PALETTE) - 1)
_ITEMS: tuple[tuple[Sample, str], ...] = (
    *((_line(KIND[sign], "reported"), words) for sign, words in _SIGNS),
    (_line("net-plus", "reported", head=True), "one way; headless: both ways"),
    *((_line("net-plus", status), status) for status in WIDTHS),
    (_disputed, "disputed"),
    (_side_sample, "side A"),
    (_follower, "follows A"),
)
