"""``libya-tracker graph``."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Annotated

from libya_tracker.analysis import graph as analysis
from libya_tracker.analysis.graph import Graph
from libya_tracker.analysis.state import state
from libya_tracker.analysis.temporal_graph import Neighbourhood, dynamic
from libya_tracker.cli import completion, values
from libya_tracker.cli.options import AllOption, argument, option
from libya_tracker.cli.output import Answer, Drawings
from libya_tracker.cli.picture_width import NEEDS_SVG, WidthOption, only_in, pixels
from libya_tracker.cli.question import question
from libya_tracker.cli.selection import ANYBODY, FactionFilter, chosen
from libya_tracker.model.perspective import Perspective
from libya_tracker.output.formats import ROWS, Format
from libya_tracker.views import graph as view

#: The formats of the network on one day, besides that of its picture.
_OF_A_DAY = (Format.DOT, Format.MERMAID, Format.GRAPHML, Format.JSON)
FORMATS = tuple(
    dict.fromkeys([*_OF_A_DAY[:3], Format.GEXF, Format.SVG, Format.JSON, *ROWS])
)
_NEEDS_GEXF = "--since is for -f gexf, which has the network over time"

AroundArgument = Annotated[
    list[str] | None,
    argument(
        "[FACTION]...",
        "Only these, those they have ties with, and the ties among them.",
        completion=completion.factions,
    ),
]
SinceOption = Annotated[
    str | None,
    option("DAY", "With -f gexf: only ties that lasted until that day, or came after."),
]


@question(formats=FORMATS, format_note=": libya-tracker graph | dot -Tpdf -o network.pdf")
def graph(
    perspective: Perspective,
    factions: AroundArgument = None,
    since: SinceOption = None,
    width: WidthOption = None,
    include_all: AllOption = False,
    only: FactionFilter = ANYBODY,
) -> Answer:
    """Draw the network of a day, or write it for another program.

    With -f gexf it is the network over time.

    Example: libya-tracker graph --as-of 2017-11-10 -f svg -o network.svg
    """
    values.refuse_all_with_names(factions, include_all=include_all)
    ids = chosen(perspective, factions, only, "it is in the network too")

    @cache  # it is not needed for a network over time
    def of_the_day() -> Graph:
        return analysis.graph(state(perspective), ids, include_all=include_all)

    wide = pixels(width)
    around = Neighbourhood(frozenset(ids), include_all=include_all)
    drawings: Drawings = {
        **{form: partial(_drawing, of_the_day, form) for form in _OF_A_DAY},
        Format.SVG: lambda: _svg(of_the_day(), wide),
        Format.GEXF: lambda: _over_time(perspective, around),
    }
    if wide is not None:
        drawings = {**drawings, **only_in(Format.SVG, FORMATS, NEEDS_SVG)}
    if since is not None:
        around = around._replace(since=values.first_day(since, perspective.day))
        drawings = {**drawings, **only_in(Format.GEXF, FORMATS, _NEEDS_GEXF)}
    return Answer(
        lambda: of_the_day().edges,
        analysis.GraphRow,
        lambda: view.page(of_the_day()),
        drawings,
    )


def _drawing(of_the_day: Callable[[], Graph], form: Format) -> str:
    graph = of_the_day()
    # Deferred: each answer needs one of these at most, and some of them need XML.
    match form:
        case Format.DOT:
            from libya_tracker.output.graphs import dot  # noqa: PLC0415

            return dot.dot(graph)
        case Format.MERMAID:
            from libya_tracker.output.graphs import mermaid  # noqa: PLC0415

            return mermaid.flowchart(graph)
        case Format.GRAPHML:
            from libya_tracker.output.graphs import graphml  # noqa: PLC0415

            return graphml.graphml(graph)
        case _:
            from libya_tracker.output.graphs import nodelink  # noqa: PLC0415

            return nodelink.nodelink(graph)


def _over_time(perspective: Perspective, around: Neighbourhood) -> str:
    # Deferred: only this format needs XML.
    from libya_tracker.output.graphs import gexf  # noqa: PLC0415

    return gexf.gexf(dynamic(perspective, around))


def _svg(graph: Graph, width: int | None) -> str:
    # Deferred: only a picture needs XML.
    from libya_tracker.output.svg import network  # noqa: PLC0415

    return network.svg(graph, width)
