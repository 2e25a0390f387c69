"""The network for Graphviz: what a sign and a status mean shows without colour too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from libya_tracker.analysis.graph import Graph, GraphRow, Node
from libya_tracker.output.graphs.attributes import EDGE, NODE, as_text, values
from libya_tracker.output.xml import clean
from libya_tracker.views.palette import TIE_COLOURS, colour_of

#: The style of the line and the head of the arrow by the sign of a tie.
_LINES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"+": ("solid", "normal"), "0": ("dotted", "odot"), "-": ("dashed", "tee")}
)
_WIDTHS: Mapping[str, float] = MappingProxyType(
    {"confirmed": 2.5, "reported": 1.7, "assessed": 1.2, "alleged": 0.7}
)
_SHAPES: Mapping[str | None, str] = MappingProxyType(
    {"operation": "hexagon", "coalition": "octagon"}
)

#: The attributes that Graphviz carries without showing them, in their order.
_NODE = ("kind", "area", "letter", "divided", "founded", "dissolved")
_EDGE = (
    *("relation", "sign", "status", "since", "until", "certainty", "grade"),
    *("corroboration", "disputed", "disputed_by", "sources", "change"),
)


def dot(graph: Graph) -> str:
    """Return a network in the DOT language, one statement on each line."""
    head = {
        "label": _label(f"{graph.title}\n{graph.conditions}"),
        "labelloc": "t",
        "rankdir": "BT",
        "splines": "polyline",  # at curves Graphviz 2.43 stumbles on some days
        "fontname": "sans-serif",
    }
    lines = [
        f"digraph {_quoted(_label(graph.title))} {{",
        f"  graph {_attributes(head)};",
        f"  node {_attributes({'fontname': 'sans-serif', 'style': 'filled'})};",
        f"  edge {_attributes({'fontname': 'sans-serif', 'fontsize': 10})};",
        *(f"  {_node(node)};" for node in graph.nodes),
        *(f"  {_edge(edge)};" for edge in graph.edges),
        "}",
    ]
    return "".join(f"{line}\n" for line in lines)


def _node(node: Node) -> str:
    letter = f" ({node.side.letter})" if node.side else ""
    divided = "\n(divided)" if node.divided else ""
    look = {
        "label": _label(f"{node.faction.name}{letter}{divided}"),
        "tooltip": _label(node.faction.name),
        "shape": _SHAPES.get(node.faction.kind, "box"),
        "fillcolor": colour_of(node.side).fill if node.side else "#ffffff",
        "fontcolor": colour_of(node.side).ink if node.side else "#000000",
    }
    unshown = _unshown(_NODE, values(NODE, node))
    return f"{_quoted(node.faction.id)} {_attributes(look | unshown)}"


def _edge(edge: GraphRow) -> str:
    colour, (style, head) = TIE_COLOURS[edge.sign], _LINES[edge.sign]
    reads = f"{edge.name} {edge.relation.reads} {edge.to_name}"
    look = {
        "label": _label(edge.words),
        "tooltip": _label(f"{reads}, since {edge.since}"),
        "color": colour,
        "fontcolor": colour,
        "style": style,
        "penwidth": _WIDTHS[edge.status],
        "arrowhead": head,
        "dir": "both" if edge.two_way else "forward",
        "arrowtail": head if edge.two_way else None,
        # Followers stand below their sides; other ties do not move anybody.
        "constraint": edge.sign == "+",
    }
    ends = f"{_quoted(edge.faction)} -> {_quoted(edge.to)}"
    return f"{ends} {_attributes(look | _unshown(_EDGE, values(EDGE, edge)))}"


def _unshown(names: Iterable[str], attributes: Mapping[str, object]) -> dict[str, str]:
    """Return attributes that Graphviz only carries; backslashes must not end a string."""
    texts = {name: as_text(value) for name, value in attributes.items()}
    return {name: _backslashed(text) for name in names if (text := texts[name]) is not None}


def _attributes(items: Mapping[str, object]) -> str:
    texts = {name: as_text(value) for name, value in items.items()}
    pairs = (f"{key}={_quoted(text)}" for key, text in texts.items() if text is not None)
    return f"[{', '.join(pairs)}]"


def _label(text: str) -> str:
    r"""Return text that Graphviz shows as it is, line breaks kept.

    In a label ``\N`` and its like stand for names, and ``&lt;`` for a letter.
    """
    return "\\n".join(_backslashed(line).replace("&", "&amp;") for line in text.split("\n"))


def _backslashed(text: str) -> str:
    return clean(text).replace("\\", "\\\\")


def _quoted(text: str) -> str:
    """Return a quoted string: never a keyword, a number or HTML, whatever is in it."""
    return '"' + text.replace('"', '\\"') + '"'
