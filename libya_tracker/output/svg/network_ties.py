"""The ties in the picture of a network: lines across the circle, with their signs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from libya_tracker.analysis.graph import Graph, GraphRow
from libya_tracker.analysis.timeline import Novelty
from libya_tracker.model.vocabulary import Certainty
from libya_tracker.output.svg import circle, network_marks
from libya_tracker.output.svg.circle import Curve
from libya_tracker.output.svg.network_nodes import Disc
from libya_tracker.output.xml import Element
from libya_tracker.views.chart import NEW
from libya_tracker.views.words import commas

_ASIDE = 14.0
#: The signs on the line of a tie that is news.
SIGNS: Mapping[Novelty, str] = MappingProxyType(
    {Novelty.HAPPENED: "+", Novelty.LEARNED: "i"}
)


def draw(parent: Element, graph: Graph, discs: Mapping[str, Disc], size: float) -> None:
    """Draw the ties of a network between discs on a circle of a radius."""
    edges = (*graph.ended, *graph.edges)
    pairs = {(edge.faction, edge.to) for edge in edges}
    over = parent.add("g", opacity=network_marks.OVER) if graph.ended else parent
    ties = parent.add("g", class_="net-ties")
    signs = parent.add("g", class_="net-signs")  # above all lines
    doubts = parent.add("g", class_="net-doubts")
    # The weakest first, so that the surest lie on top.
    for edge in sorted(edges, key=lambda edge: edge.weight):
        ended = edge in graph.ended
        bent = _curve(edge, discs, size, aside=(edge.to, edge.faction) in pairs)
        kind = edge.sign, edge.status
        tie = network_marks.tie(over if ended else ties, bent, kind, two_way=edge.two_way)
        head = "ended: " if ended else _new(graph, edge)
        tie.insert(0, Element("title", f"{head}{_in_words(edge)}"))
        if ended:
            network_marks.cross(doubts, bent.at(network_marks.DOUBT_AT))
            continue
        network_marks.status(signs, bent, kind)
        if remarks := _sign(graph, edge) + _doubt(edge):
            network_marks.doubt(doubts, bent.at(network_marks.DOUBT_AT), remarks)


def described(graph: Graph) -> str:
    """Return the ties in words, for a screen reader."""
    heads = [_new(graph, edge).capitalize() for edge in graph.edges]
    ties = zip(heads, graph.edges, strict=True)
    sentences = [f"{head}{_sentence(edge)}." for head, edge in ties]
    sentences += [f"Ended: {_sentence(edge)}." for edge in graph.ended]
    return " ".join(sentences)


def _new(graph: Graph, edge: GraphRow) -> str:
    novelty = graph.novelties.get(edge.id)
    return f"{NEW[novelty]}: " if novelty else ""


def _curve(edge: GraphRow, discs: Mapping[str, Disc], size: float, *, aside: bool) -> Curve:
    """Return the line of a tie, from the rim of one disc to that of the other."""
    start, end = discs[edge.faction], discs[edge.to]
    bent = circle.curve(start.place, end.place, size, _ASIDE if aside else 0.0)
    return Curve(
        bent.start.toward(bent.control, start.radius + 2),
        bent.control,
        bent.end.toward(bent.control, end.radius + 3),
    )


def _sign(graph: Graph, edge: GraphRow) -> str:
    novelty = graph.novelties.get(edge.id)
    return SIGNS[novelty] if novelty else ""


def _doubt(edge: GraphRow) -> str:
    return "~" * (edge.certainty is Certainty.POSSIBLE) + "?" * edge.disputed


def _sentence(edge: GraphRow) -> str:
    return f"{edge.name} {edge.relation.reads} {edge.to_name}"


def _in_words(edge: GraphRow) -> str:
    remarks = commas(
        f"since {edge.since}",
        f"until {edge.until}" if edge.until else "",
        f"{edge.status} {edge.grade or ''}".strip(),
        f"disputed by {', '.join(edge.disputed_by)}" if edge.disputed else "",
        edge.certainty if edge.certainty is Certainty.POSSIBLE else None,
        f"in {', '.join(edge.sources)}" if edge.sources else "",
    )
    return f"{_sentence(edge)}: {remarks}"
