"""The network as SVG: factions around a circle, sides with their letters, ties across."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from libya_tracker.analysis.graph import Graph, GraphRow, Node
from libya_tracker.model.vocabulary import Certainty
from libya_tracker.output import xml
from libya_tracker.output.svg import circle, network_marks
from libya_tracker.output.svg.circle import FONT, LINE, Curve, Place
from libya_tracker.output.svg.circular_order import circular_order
from libya_tracker.output.svg.network_legend import legend
from libya_tracker.output.svg.network_marks import BADGE, at, badge
from libya_tracker.output.xml import Element
from libya_tracker.views.words import commas, counted

_MARGIN, _GAP = 24, 6
_TOP = 68  # below the heading
_DISC, _SIDE_DISC = 5.5, 13.0
_ASIDE = 14.0
_OUT = 22.0  # from the circle to the labels


@dataclass(frozen=True, slots=True)
class _Label:
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
    def anchor(self) -> Place:
        """Its end nearest to the circle."""
        away = math.hypot(self.place.x, self.place.y) + _OUT
        out = Place(0, 0).toward(self.place, away).x
        beside = abs(self.place.x) + (_SIDE_DISC if self.node.side else _DISC) + 6
        x = math.copysign(max(abs(out), beside), self.place.x)
        return Place(x, self.top + self.height / 2)


def svg(graph: Graph) -> str:
    """Return the picture as a self-contained file."""
    return xml.document(element(graph, sized=True))


def element(graph: Graph, *, sized: bool = False) -> Element:
    """Return the picture as an element; without a size, it takes a page's width."""
    labels = _labels(_ordered_nodes(graph))
    places = {label.node.faction.id: label.place for label in labels}
    box = _box(labels)
    words = _counted(graph)
    keys, height = legend(box.width - 2 * _MARGIN, ended=bool(graph.ended))
    root = _root(graph, words, (box.width, box.height + height + _MARGIN), sized=sized)
    heading = root.add("g", class_="net-heading")
    heading.add("text", graph.title, x=_MARGIN, y=32, class_="net-title")
    heading.add("text", f"{words}, {graph.conditions}", x=_MARGIN, y=52, class_="net-soft")
    middle = root.add("g", transform=f"translate({box.x:.2f} {box.y:.2f})")
    _draw(middle, graph, labels, places)
    keys.set(transform=f"translate({_MARGIN} {box.height:.2f})")
    root.append(keys)
    return root


@dataclass(frozen=True, slots=True)
class _Box:
    """The area of circle and labels below the heading, and its centre."""

    width: float
    height: float
    x: float
    y: float


def _ordered_nodes(graph: Graph) -> list[Node]:
    nodes = {node.faction.id: node for node in graph.nodes}
    return [
        nodes[name] for name in circular_order(graph.perspective.registry) if name in nodes
    ]


def _labels(nodes: Sequence[Node]) -> list[_Label]:
    """Return the labels of nodes, on each side so that none hides another."""
    labels = [
        _Label(node, place, tuple(circle.wrapped(_name(node))))
        for node, place in zip(nodes, circle.ring(len(nodes)), strict=True)
    ]
    result: list[_Label] = []
    for right in (True, False):
        column = [label for label in labels if label.right is right]
        column.sort(key=lambda label: label.place.y)
        tops = circle.spread([(label.middle, label.height) for label in column])
        result += [replace(label, top=top) for label, top in zip(column, tops, strict=True)]
    return result


def _name(node: Node) -> str:
    name = xml.clean(node.faction.name)  # as it will be shown, so that it can be measured
    return f"{name} (divided)" if node.divided else name


def _box(labels: Sequence[_Label]) -> _Box:
    size = circle.radius(len(labels)) + _SIDE_DISC
    left = max(
        [size, *(label.width - label.anchor.x for label in labels if not label.right)]
    )
    right = max([size, *(label.width + label.anchor.x for label in labels if label.right)])
    top = min([-size, *(label.top for label in labels)])
    bottom = max([size, *(label.top + label.height for label in labels)])
    width = max(left + right + 2 * _MARGIN, 620.0)
    spare = (width - left - right) / 2
    return _Box(width, bottom - top + _TOP + _MARGIN, left + spare, _TOP - top)


def _root(graph: Graph, words: str, size: tuple[float, float], *, sized: bool) -> Element:
    width, height = (f"{side:.0f}" for side in size)
    root = Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width if sized else None,
        height=height if sized else None,
        role="img",
        class_="net",
    )
    root.add("title", graph.title)
    root.add("desc", f"{words}, {graph.conditions}. {_describe_ties(graph)}")
    root.append(xml.style(network_marks.STYLE))
    root.add("rect", width="100%", height="100%", class_="net-paper")
    return root


def _counted(graph: Graph) -> str:
    count = len(graph.edges)
    ties = counted(count, "tie") if count else "no tie on this day"
    over = f", {counted(len(graph.ended), 'tie')} that ended" if graph.ended else ""
    return f"{counted(len(graph.nodes), 'faction')}, {ties}{over}"


def _describe_ties(graph: Graph) -> str:
    """Return the ties in words, for a screen reader."""
    sentences = [f"{_sentence(edge)}." for edge in graph.edges]
    sentences += [f"Ended: {_sentence(edge)}." for edge in graph.ended]
    return " ".join(sentences)


def _sentence(edge: GraphRow) -> str:
    return f"{edge.name} {edge.relation.reads} {edge.to_name}"


def _draw(
    parent: Element, graph: Graph, labels: Sequence[_Label], places: Mapping[str, Place]
) -> None:
    size = circle.radius(len(labels))
    discs = {node.faction.id: _SIDE_DISC if node.side else _DISC for node in graph.nodes}
    edges = (*graph.ended, *graph.edges)
    pairs = {(edge.faction, edge.to) for edge in edges}
    over = parent.add("g", opacity=network_marks.OVER) if graph.ended else parent
    ties = parent.add("g", class_="net-ties")
    doubts = parent.add("g", class_="net-doubts")  # above all lines
    # The weakest first, so that the surest lie on top.
    for edge in sorted(edges, key=lambda edge: edge.weight):
        ended = edge in graph.ended
        start, end = places[edge.faction], places[edge.to]
        aside = _ASIDE if (edge.to, edge.faction) in pairs else 0.0
        bent = circle.curve(start, end, size, aside)
        bent = _trimmed(bent, discs[edge.faction], discs[edge.to])
        kind = edge.sign, edge.status
        layer = over if ended else ties
        tie = network_marks.tie(layer, bent, kind, two_way=edge.two_way)
        tie.insert(0, Element("title", f"{'ended: ' * ended}{_describe_tie(edge)}"))
        if ended:
            network_marks.cross(doubts, bent.at(0.42))
        elif edge.disputed:
            network_marks.doubt(doubts, bent.at(0.42))
    marks = parent.add("g", class_="net-factions")
    for label in labels:
        _faction(marks, label)


def _trimmed(bent: Curve, before: float, after: float) -> Curve:
    """Return a curve that begins and ends at the rims of its nodes' discs."""
    return Curve(
        bent.start.toward(bent.control, before + 2),
        bent.control,
        bent.end.toward(bent.control, after + 3),
    )


def _describe_tie(edge: GraphRow) -> str:
    remarks = commas(
        f"since {edge.since}",
        f"until {edge.until}" if edge.until else "",
        f"{edge.status} {edge.grade or ''}".strip(),
        f"disputed by {', '.join(edge.disputed_by)}" if edge.disputed else "",
        edge.certainty if edge.certainty is Certainty.POSSIBLE else None,
        f"in {', '.join(edge.sources)}" if edge.sources else "",
    )
    return f"{_sentence(edge)}: {remarks}"


def _faction(parent: Element, label: _Label) -> None:
    group = parent.add("g", class_="net-faction")
    node, place, anchor = label.node, label.place, label.anchor
    group.add("title", _describe_node(node))
    rim = place.toward(anchor, _SIDE_DISC if node.side else _DISC)
    group.add("path", d=f"M{at(rim)} L{at(anchor)}", class_="net-leader")
    if node.side is None:
        group.add("circle", cx=place.x, cy=place.y, r=_DISC, class_="net-disc")
    else:
        network_marks.side(group, place, node.side, _SIDE_DISC)
    outward = 1 if label.right else -1
    x = anchor.x + outward * 3
    for side in node.follows:
        badge(group, x if label.right else x - BADGE, anchor.y, side)
        x += outward * (BADGE + 3)
    first = anchor.y - (len(label.lines) - 1) * LINE / 2 + FONT * 0.36
    for number, line in enumerate(label.lines):
        # The side that a text is anchored at is that of its own direction.
        backward = circle.runs_right(line)
        group.add(
            "text",
            line,
            x=x,
            y=first + number * LINE,
            text_anchor="start" if label.right is not backward else "end",
            direction="rtl" if backward else None,
            class_="net-name net-strong" if node.side else "net-name",
        )


def _describe_node(node: Node) -> str:
    sides = ", ".join(side.name for side in node.follows)
    faction, follows = node.faction, f"follows {sides}" if sides else None
    description = commas(faction.kind, faction.area, follows)
    return f"{_name(node)}: {description}" if description else _name(node)
