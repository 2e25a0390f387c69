"""The marks in the picture of a network: ties, sides, followers, disputes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from libya_tracker.analysis.sides import Side
from libya_tracker.model.vocabulary import Status
from libya_tracker.output.svg import status_marks
from libya_tracker.output.svg.circle import Curve, Place
from libya_tracker.output.xml import Element
from libya_tracker.views.palette import (
    PALETTE,
    TIE_COLOURS,
    TIE_COLOURS_ON_BLACK,
    colour_number,
)

BADGE = 15
#: The opacity of a tie that is over.
OVER = 0.45
_HEAD = 8.0  # the length of an arrow's head
#: Where on a line its status stands, and where its doubts do, as shares of its length.
_STATUS_AT, DOUBT_AT = 0.24, 0.46

_CLASSES: Mapping[str, str] = MappingProxyType(
    {"+": "net-plus", "-": "net-minus", "0": "net-zero"}
)
_DASHES: Mapping[str, str] = MappingProxyType(
    {"-": " stroke-dasharray: 8 5; stroke-linecap: butt;", "0": " stroke-dasharray: 0.1 5;"}
)
#: The width of a line by the status of its tie; a confirmed one is hollow.
WIDTHS: Mapping[str, float] = MappingProxyType(
    {"confirmed": 4.6, "reported": 1.9, "assessed": 1.3, "alleged": 1.0}
)


def _tie_rules(colours: Mapping[str, str]) -> str:
    """Return the rules for the lines, heads and signs of ties of each sign."""
    return "".join(
        f".net .{name} .net-line, .net .{name} .net-status {{ stroke: {colours[sign]}; }}\n"
        f".net .{name} .net-head {{ fill: {colours[sign]}; }}\n"
        for sign, name in _CLASSES.items()
    )


#: All classes begin with ``net``, so that other pictures can be in the same page. Lines
#: differ by dashes and marks too, not by colour or width alone. Nothing covers the page:
#: what is hollow is filled with the colour that a page has, in the light or in the dark.
STYLE = (
    """
.net { font-family: system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Naskh Arabic",
  "Helvetica Neue", Arial, sans-serif; }
.net text { unicode-bidi: isolate; fill: #1b2026; font-size: 13px; }
.net .net-title { font-size: 19px; font-weight: 700; }
.net .net-soft { font-size: 13px; fill: #545c66; }
.net .net-strong { font-weight: 700; }
.net:root { color-scheme: light dark; }
.net .net-line, .net .net-core { fill: none; stroke-linecap: round; }
.net .net-core { stroke: #ffffff; stroke-width: 1.5; }
.net .net-status { fill: #ffffff; stroke-width: 1.4; }
"""
    + _tie_rules(TIE_COLOURS)
    + "".join(
        f".net .{name} .net-line, .net .{name} .net-core {{{_DASHES[sign]} }}\n"
        for sign, name in _CLASSES.items()
        if sign in _DASHES
    )
    + """.net .net-tie:hover .net-line { stroke-width: 5; }
.net .net-disc { fill: #545c66; }
.net .net-leader { fill: none; stroke: #8b939c; stroke-width: 0.75; }
.net .net-rim { stroke: #1b2026; stroke-width: 1; }
.net .net-again { stroke-width: 2.5; stroke-dasharray: 4 2.5; }
.net .net-doubt { fill: #ffffff; stroke: #1b2026; stroke-width: 1.2; }
.net .net-numbered { fill: #ffffff; stroke: #545c66; stroke-width: 1.2; }
.net .net-number { font-size: 11px; text-anchor: middle; }
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
.net .net-core { stroke: #14181d; }
.net .net-status { fill: #14181d; }
"""
    + _tie_rules(TIE_COLOURS_ON_BLACK)
    + """.net .net-disc { fill: #aab2bb; }
.net .net-leader { stroke: #6a737d; }
.net .net-rim { stroke: #eceff2; }
.net .net-doubt { fill: #14181d; stroke: #eceff2; }
.net .net-numbered { fill: #14181d; stroke: #aab2bb; }
}
"""
)


def tie(parent: Element, curve: Curve, kind: tuple[str, str], *, two_way: bool) -> Element:
    """Draw a tie of a sign and a status; a one-way tie ends in an arrow's head."""
    sign, status = kind
    group = parent.add("g", class_=f"net-tie {_CLASSES[sign]} net-{status}")
    end = curve.end
    if not two_way:
        end = curve.end.toward(curve.control, _HEAD - 1)
        group.add("path", d=_head(curve), class_="net-head")
    path = f"M{at(curve.start)} Q{at(curve.control)} {at(end)}"
    group.add("path", d=path, class_="net-line", stroke_width=WIDTHS[status])
    if status == Status.CONFIRMED:
        group.add("path", d=path, class_="net-core")
    return group


def status(parent: Element, curve: Curve, kind: tuple[str, str]) -> None:
    """Draw the sign of a status on the line of a tie, if it has one."""
    sign, status = kind
    if outline := status_marks.ON_LINES.get(status):
        move = f"translate({at(curve.at(_STATUS_AT))})"
        group = parent.add("g", class_=_CLASSES[sign])
        group.add("path", d=outline, transform=move, class_="net-status")


def side(parent: Element, place: Place, marks: Side, radius: float) -> None:
    """Draw a side: a disc with its letter."""
    parent.add("circle", cx=place.x, cy=place.y, r=radius, class_=_look(marks))
    _letter(parent, place, marks, radius * 1.15)


def badge(parent: Element, left: float, middle: float, marks: Side) -> None:
    """Draw the mark of a follower: the letter of its side on its colour."""
    parent.add(
        "rect",
        x=left,
        y=middle - BADGE / 2,
        width=BADGE,
        height=BADGE,
        rx=3,
        class_=_look(marks),
    )
    _letter(parent, Place(left + BADGE / 2, middle), marks, BADGE * 0.75)


def doubt(parent: Element, place: Place, signs: str) -> None:
    """Draw the signs of what is in doubt: ``~`` possible, ``?`` disputed."""
    wide = 9 + 6 * len(signs)
    rim = parent.add("rect", width=wide, height=15, rx=7.5, class_="net-doubt")
    rim.set(x=place.x - wide / 2, y=place.y - 7.5)
    parent.add("text", signs, x=place.x, y=place.y + 4, class_="net-mark")


def cross(parent: Element, place: Place) -> None:
    """Draw the mark of a tie that is over."""
    x, y = place.x - 5, place.y - 5
    path = f"M{x:.2f} {y:.2f} l10 10 m0 -10 l-10 10"
    parent.add("path", d=path, class_="net-rim", fill="none")


def _look(marks: Side) -> str:
    """Return the classes of a side; where the colours come again, its rim is dashed."""
    again = " net-again" if marks.number >= len(PALETTE) else ""
    return f"net-rim net-fill{colour_number(marks)}{again}"


def _letter(parent: Element, place: Place, marks: Side, size: float) -> None:
    size = size / (1 + 0.45 * (len(marks.letter) - 1))
    parent.add(
        "text",
        marks.letter,
        x=place.x,
        y=place.y + size * 0.36,
        style=f"font-size:{size:.1f}px",
        class_=f"net-letter net-ink{colour_number(marks)}",
    )


def at(place: Place) -> str:
    """Return a place as it is written in a path."""
    return f"{place.x:.2f} {place.y:.2f}"


def _head(curve: Curve) -> str:
    """Return the outline of an arrow's head at the end of a curve."""
    back = curve.end.toward(curve.control, _HEAD)
    x, y = (curve.end.x - back.x) / _HEAD * 3.6, (curve.end.y - back.y) / _HEAD * 3.6
    wings = Place(back.x - y, back.y + x), Place(back.x + y, back.y - x)
    return f"M{at(curve.end)} L{at(wings[0])} L{at(wings[1])} Z"
