"""The page of ``graph``: the ties of a network, each once."""

from __future__ import annotations

from libya_tracker.analysis.graph import Graph, GraphRow
from libya_tracker.model.vocabulary import Sign
from libya_tracker.views.page import (
    Cell,
    Page,
    Sheet,
    age,
    grouped,
    heading,
    possible_note,
    remarks,
    tone_of,
)
from libya_tracker.views.words import counted

_COLUMNS = ("Faction and its ties", "Since", "Age", "Status")


def page(graph: Graph) -> Page:
    """Return the ties below the factions that they start from, and how many there are."""
    lines = list(grouped(graph.edges, _head, _line))
    notes = [_counted(graph)]
    with_ties = {name for edge in graph.edges for name in (edge.faction, edge.to)}
    if alone := [
        node.faction.name for node in graph.nodes if node.faction.id not in with_ties
    ]:
        notes.append(f"No tie on this day: {', '.join(alone)}.")
    notes += possible_note(edge.certainty for edge in graph.edges)
    title = heading(graph.perspective, "the network on ")
    return Page(title, (Sheet(_COLUMNS, lines),), tuple(notes))


def _head(edge: GraphRow) -> Cell:
    return Cell(edge.name, "strong")


def _line(edge: GraphRow) -> tuple[Cell, ...]:
    words = f"{edge.sign} {edge.relation.reads} {edge.to_name}"
    return (
        Cell(words, tone_of(edge.sign), indent=2),
        Cell(str(edge.since)),
        Cell(age(edge.age)),
        Cell(remarks(edge.status, disputed=edge.disputed, certainty=edge.certainty)),
    )


def _counted(graph: Graph) -> str:
    signs = [edge.sign for edge in graph.edges]
    return (
        f"{counted(len(graph.nodes), 'faction')}, "
        f"{counted(len(signs), 'tie')}: {signs.count(Sign.PLUS)} positive, "
        f"{signs.count(Sign.ZERO)} neutral, {signs.count(Sign.MINUS)} negative; "
        "one that holds both ways counts once."
    )
