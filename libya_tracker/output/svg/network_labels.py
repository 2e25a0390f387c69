"""The layout of a network for a wide page: each name stands beside its faction."""

from __future__ import annotations

import math
from collections.abc import Sequence

from libya_tracker.analysis.graph import Node
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.output.svg import circle, network_marks, network_nodes
from libya_tracker.output.svg.circle import LINE, Place
from libya_tracker.output.svg.network_marks import BADGE, at, badge
from libya_tracker.output.svg.network_nodes import Disc, Layout
from libya_tracker.output.xml import Element

_MARGIN, _GAP = 24, 6
_SIDE, _DISC = 13.0, 5.5
_OUT = 22.0  # from the circle to the labels
_LEAST = 620.0


class _Label(NamedTuple):
    """The name of a node, to the left or the right of the circle."""

    node: Node
    place: Place
    lines: tuple[str, ...]
    top: float = 0.0

    @property
    def right(self) -> bool:
        """Whether it is to the right of the circle."""
        return self.place.x >= 0

    @property
    def middle(self) -> float:
        """The y that its middle should have; at the poles, outside of other discs."""
        return self.place.y * (1 + _OUT / math.hypot(self.place.x, self.place.y))

    @property
    def height(self) -> float:
        """Its height in pixels."""
        return len(self.lines) * LINE + 4

    @property
    def width(self) -> float:
        """Its width in pixels, from its node outward."""
        badges = len(self.node.follows) * (BADGE + 3)
        return badges + _GAP + max(map(circle.width, self.lines))

    @property
    def radius(self) -> float:
        """The radius of the disc of its node."""
        return _SIDE if self.node.side else _DISC

    @property
    def anchor(self) -> Place:
        """Its end nearest to the circle."""
        away = math.hypot(self.place.x, self.place.y) + _OUT
        out = Place(0, 0).toward(self.place, away).x
        beside = abs(self.place.x) + self.radius + 6
        x = math.copysign(max(abs(out), beside), self.place.x)
        return Place(x, self.top + self.height / 2)


def layout(nodes: Sequence[Node]) -> Layout:
    """Return the layout of nodes that stand around a circle in this order."""
    labels = _labels(nodes)
    size = circle.radius(len(labels))
    edge = size + _SIDE
    left = max(
        [edge, *(label.width - label.anchor.x for label in labels if not label.right)]
    )
    right = max([edge, *(label.width + label.anchor.x for label in labels if label.right)])
    top = min([-edge, *(label.top for label in labels)])
    bottom = max([edge, *(label.top + label.height for label in labels)])
    width = max(left + right + 2 * _MARGIN, _LEAST)
    spare = (width - left - right) / 2
    return Layout(
        width=width,
        height=bottom - top,
        margin=_MARGIN,
        centre=Place(left + spare, -top),
        size=size,
        discs={x.node.faction.id: Disc(x.place, x.radius) for x in labels},
        draw=lambda parent: _draw(parent, labels),
    )


def _labels(nodes: Sequence[Node]) -> list[_Label]:
    """Return the labels of nodes, on each side so that none hides another."""
    places = circle.ring(len(nodes), circle.radius(len(nodes)))
    labels = [
        _Label(node, place, tuple(circle.wrapped(network_nodes.name(node))))
        for node, place in zip(nodes, places, strict=True)
    ]
    result: list[_Label] = []
    for right in (True, False):
        column = [label for label in labels if label.right is right]
        column.sort(key=lambda label: label.place.y)
        tops = circle.spread([(label.middle, label.height) for label in column])
        result += [label._replace(top=top) for label, top in zip(column, tops, strict=True)]
    return result


def _draw(parent: Element, labels: Sequence[_Label]) -> None:
    for label in labels:
        group = parent.add("g", class_="net-faction")
        node, place, anchor = label.node, label.place, label.anchor
        group.add("title", network_nodes.described(node))
        rim = place.toward(anchor, label.radius)
        group.add("path", d=f"M{at(rim)} L{at(anchor)}", class_="net-leader")
        if node.side is None:
            group.add("circle", cx=place.x, cy=place.y, r=_DISC, class_="net-disc")
        else:
            network_marks.side(group, place, node.side, _SIDE)
        outward = 1 if label.right else -1
        x = anchor.x + outward * 3
        for side in node.follows:
            badge(group, x if label.right else x - BADGE, anchor.y, side)
            x += outward * (BADGE + 3)
        end = Place(x, anchor.y)
        side_name = node.side is not None
        network_nodes.write(group, label.lines, end, side=side_name, right=label.right)
