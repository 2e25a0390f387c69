"""The network as a Mermaid flowchart, for Markdown pages that draw such."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from libya_tracker.analysis.graph import Graph, GraphRow, Node
from libya_tracker.output.xml import clean
from libya_tracker.views.palette import PALETTE, TIE_COLOURS, colour_number

#: The lines of one way and of both ways by the sign of a tie: their ends differ too.
_LINES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"+": ("-->", "<-->"), "0": ("--o", "o--o"), "-": ("--x", "x--x")}
)
_DASHES: Mapping[str, str] = MappingProxyType(
    {"+": "", "0": ",stroke-dasharray:1 4", "-": ",stroke-dasharray:7 4"}
)
_WIDTHS: Mapping[str, str] = MappingProxyType(
    {"confirmed": "3px", "reported": "2px", "assessed": "1.4px", "alleged": "0.8px"}
)
# What Mermaid could take for a sign of its own ("direction LR" is one to it wherever in a
# line it stands), or for Markdown, which some versions of it look for in every label.
_SPECIAL = re.compile(r"[^\w ,'()/-]|_|^-|^\d+(?=\))|(?<=direction) ", re.ASCII)


def flowchart(graph: Graph) -> str:
    """Return a network as a flowchart, one statement on each line."""
    lines = [
        "---",
        f"title: {_title(f'{graph.title}, {graph.conditions}')}",
        "---",
        "flowchart BT",
        *map(_node, graph.nodes),
        *map(_edge, graph.edges),
        *_looks(graph),
    ]
    return "".join(f"{line}\n" for line in lines)


def _node(node: Node) -> str:
    letter = f" ({node.side.letter})" if node.side else ""
    divided = ", divided" if node.divided else ""
    look = f":::side{colour_number(node.side)}" if node.side else ""
    return (
        f'  {_id(node.faction.id)}["{_text(node.faction.name + letter + divided)}"]{look}'
    )


def _edge(edge: GraphRow) -> str:
    line = _LINES[edge.sign][edge.two_way]
    return f'  {_id(edge.faction)} {line}|"{_text(edge.words)}"| {_id(edge.to)}'


def _looks(graph: Graph) -> Iterator[str]:
    """Yield the styles: of the lines by sign and status, of the sides by colour."""
    alike: dict[tuple[str, str], list[str]] = {}
    for place, edge in enumerate(graph.edges):
        alike.setdefault((edge.sign, edge.status), []).append(str(place))
    for (sign, status), places in alike.items():
        look = f"stroke:{TIE_COLOURS[sign]}{_DASHES[sign]},stroke-width:{_WIDTHS[status]}"
        yield f"  linkStyle {','.join(places)} {look}"
    used = {colour_number(node.side) for node in graph.nodes if node.side}
    for number, colour in enumerate(PALETTE):
        if number in used:
            yield f"  classDef side{number} fill:{colour.fill},color:{colour.ink}"


def _id(faction: str) -> str:
    """Return an id that is no word of Mermaid's; ids of factions hold no underscore."""
    return "f_" + faction.replace("-", "_")


def _text(text: str) -> str:
    """Return text for between quotes: what could be syntax is written as its number."""
    return _SPECIAL.sub(_numbered, clean(text))


def _numbered(match: re.Match[str]) -> str:
    return "".join(f"#{ord(char)};" if ord(char) < 128 else char for char in match[0])


def _title(text: str) -> str:
    """Return text as a quoted scalar of YAML that has no bracket HTML is known by."""
    return json.dumps(clean(text), ensure_ascii=False).replace("<", "\\u003c")
