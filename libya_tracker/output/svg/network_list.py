"""The layout of a network for a narrow page: names are listed below the circle.

On the circle, a side has its letter, and any other faction a number. The list follows the
circle clockwise, and has the badges of the sides that a faction follows at its end.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import count

from libya_tracker.analysis.graph import Node
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.output.svg import circle, network_marks, network_nodes
from libya_tracker.output.svg.circle import FONT, LINE, Place
from libya_tracker.output.svg.network_marks import BADGE, badge
from libya_tracker.output.svg.network_nodes import Disc, Layout
from libya_tracker.output.xml import Element

_MARGIN = 16
_SIDE, _DISC = 11.0, 9.0
_APART = 24.0  # from the middle of one disc to that of the next, at least
_LEFT = 2 * _SIDE + 9  # where the names begin
_ROW, _GAP = 8, 14  # the height of a row besides its lines; from the circle to the list


class _Entry(NamedTuple):
    """A faction on the circle and in the list; ``top`` is from the top of the list."""

    node: Node
    number: str
    place: Place
    lines: tuple[str, ...]
    top: float

    @property
    def height(self) -> float:
        """Its height in the list."""
        return max(len(self.lines) * LINE + _ROW, 2 * _SIDE + 4)


def layout(nodes: Sequence[Node], width: float) -> Layout:
    """Return the layout of nodes for a width, wider only if the circle takes more."""
    room = (width - 2 * _MARGIN) / 2 - _SIDE
    least = len(nodes) * _APART / math.tau
    size = max(least, min(room, circle.radius(len(nodes))))
    width = max(width, 2 * (size + _SIDE + _MARGIN))
    entries = _entries(nodes, size, width - 2 * _MARGIN)
    down = size + _SIDE + _GAP
    rows = sum(entry.height for entry in entries)
    return Layout(
        width=width,
        height=size + _SIDE + down + rows,
        centre=Place(width / 2, size + _SIDE),
        margin=_MARGIN,
        size=size,
        discs={x.node.faction.id: Disc(x.place, _radius(x.node)) for x in entries},
        draw=lambda parent: _draw(parent, entries, down, width / 2 - _MARGIN),
    )


def _radius(node: Node) -> float:
    return _SIDE if node.side else _DISC


def _entries(nodes: Sequence[Node], size: float, width: float) -> list[_Entry]:
    numbers, top = count(1), 0.0
    entries: list[_Entry] = []
    for node, place in zip(nodes, circle.ring(len(nodes), size), strict=True):
        room = width - _LEFT - len(node.follows) * (BADGE + 3)
        lines = circle.folded(network_nodes.name(node), max(room, width / 3) / FONT)
        number = "" if node.side else str(next(numbers))
        entries.append(_Entry(node, number, place, tuple(lines), top))
        top += entries[-1].height
    return entries


def _draw(parent: Element, entries: Sequence[_Entry], down: float, half: float) -> None:
    """Draw entries on the circle and in a list, from so far down, so wide to each side."""
    for entry in entries:
        group = parent.add("g", class_="net-faction")
        group.add("title", network_nodes.described(entry.node))
        middle = down + entry.top + entry.height / 2
        _mark(group, entry, entry.place)
        _mark(group, entry, Place(_SIDE - half, middle))
        place = Place(_LEFT - half, middle)
        network_nodes.write(group, entry.lines, place, side=entry.node.side is not None)
        for number, side in enumerate(reversed(entry.node.follows), 1):
            badge(group, half - number * BADGE - (number - 1) * 3, middle, side)


def _mark(parent: Element, entry: _Entry, place: Place) -> None:
    if entry.node.side is not None:
        network_marks.side(parent, place, entry.node.side, _SIDE)
        return
    parent.add("circle", cx=place.x, cy=place.y, r=_DISC, class_="net-numbered")
    parent.add("text", entry.number, x=place.x, y=place.y + 4, class_="net-number")
