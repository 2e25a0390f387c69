"""The network as SVG: factions around a circle, sides with their letters, ties across."""

from __future__ import annotations

from collections.abc import Sequence

from libya_tracker.analysis.graph import Graph, Node
from libya_tracker.output import xml
from libya_tracker.output.svg import (
    network_labels,
    network_list,
    network_marks,
    network_ties,
    text_metrics,
)
from libya_tracker.output.svg.circular_order import circular_order
from libya_tracker.output.svg.network_legend import legend
from libya_tracker.output.svg.network_nodes import Layout
from libya_tracker.output.xml import Element
from libya_tracker.views.words import counted

_TITLE, _SOFT = 19, 13  # the sizes of the letters in the heading


def svg(graph: Graph, width: int | None = None) -> str:
    """Return the picture as a self-contained file."""
    return xml.document(element(graph, width, sized=True))


def element(graph: Graph, width: int | None = None, *, sized: bool = False) -> Element:
    """Return the picture as an element; without a size, it takes a page's width.

    Names stand beside the circle; in a picture for a page of a ``width`` that has no room
    for that, below it.
    """
    layout = _layout(_ordered_nodes(graph), width)
    words = _counted(graph)
    room = layout.width - 2 * layout.margin
    heading, top = _heading(graph, words, room)
    keys, below = legend(room, graph)
    bottom = top + layout.height + layout.margin
    root = _root(graph, words, (layout.width, bottom + below + layout.margin), sized=sized)
    heading.set(transform=f"translate({layout.margin} 0)")
    root.append(heading)
    x, y = layout.centre.x, top + layout.centre.y
    middle = root.add("g", transform=f"translate({x:.2f} {y:.2f})")
    network_ties.draw(middle, graph, layout.discs, layout.size)
    layout.draw(middle.add("g", class_="net-factions"))
    keys.set(transform=f"translate({layout.margin} {bottom:.2f})")
    root.append(keys)
    return root


def _layout(nodes: Sequence[Node], width: int | None) -> Layout:
    wide = network_labels.layout(nodes)
    if width is None or wide.width <= width:
        return wide
    return network_list.layout(nodes, width)


def _ordered_nodes(graph: Graph) -> list[Node]:
    nodes = {node.faction.id: node for node in graph.nodes}
    return [
        nodes[name] for name in circular_order(graph.perspective.registry) if name in nodes
    ]


def _heading(graph: Graph, words: str, width: float) -> tuple[Element, float]:
    """Return the heading, in lines of at most a width, and where the picture begins."""
    group, y = Element("g", class_="net-heading"), 12.0
    title = xml.clean(graph.title)
    for line in text_metrics.folded(title, width / _TITLE):
        y += 20
        group.add("text", line, y=y, class_="net-title")
    y += 3
    for line in text_metrics.folded(
        xml.clean(f"{words}, {graph.conditions}"), width / _SOFT
    ):
        y += 17
        group.add("text", line, y=y, class_="net-soft")
    return group, y + 16


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
    described = network_ties.described(graph)
    root.add("desc", f"{words}, {graph.conditions}. {described}")
    root.append(xml.style(network_marks.STYLE))
    return root


def _counted(graph: Graph) -> str:
    count = len(graph.edges)
    ties = counted(count, "tie") if count else "no tie on this day"
    over = f", {counted(len(graph.ended), 'tie')} that ended" if graph.ended else ""
    return f"{counted(len(graph.nodes), 'faction')}, {ties}{over}"
