"""``libya-tracker graph``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import Annotated

import typer

from libya_tracker.analysis import graph as networks
from libya_tracker.analysis import state as history
from libya_tracker.analysis.graph import Graph
from libya_tracker.analysis.temporal_graph import Neighbourhood, dynamic
from libya_tracker.cli import completion, options, successors
from libya_tracker.cli.options import (
    FORMAT,
    UNTIL_CHANGED,
    AccordingToOption,
    AsOfOption,
    KnownAtOption,
    MinStatusOption,
    OutputOption,
    PersistOption,
    RegistryOption,
    ScenarioOption,
)
from libya_tracker.cli.output import Target, show
from libya_tracker.errors import UsageError
from libya_tracker.model.perspective import Perspective
from libya_tracker.views import graph as view


class GraphFormat(StrEnum):
    """How a network is written: as rows like every answer, or for a tool of its own."""

    DOT = "dot"
    MERMAID = "mermaid"
    GRAPHML = "graphml"
    GEXF = "gexf"
    SVG = "svg"
    JSON = "json"
    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"
    MARKDOWN = "markdown"


GraphFormatOption = Annotated[
    GraphFormat | None,
    typer.Option(
        "--format",
        "-f",
        help=f"Default: ${FORMAT}, else by the ending of --output, else dot: "
        "libya-tracker graph | dot -Tpdf -o network.pdf",
        show_default=False,
    ),
]
AroundArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FACTION]...",
        help="Only these, those they have ties with, and the ties among them.",
        show_default=False,
        autocompletion=completion.factions,
    ),
]
SinceOption = Annotated[
    str | None,
    typer.Option(
        metavar="DAY",
        help="With -f gexf: only ties that lasted until that day, or came after.",
    ),
]
AllOption = Annotated[bool, typer.Option("--all", help="Factions without ties too.")]


def graph(
    factions: AroundArgument = None,
    as_of: AsOfOption = None,
    since: SinceOption = None,
    include_all: AllOption = False,
    known_at: KnownAtOption = None,
    scenario: ScenarioOption = None,
    min_status: MinStatusOption = None,
    according_to: AccordingToOption = None,
    persist: PersistOption = None,
    registry: RegistryOption = None,
    form: GraphFormatOption = None,
    output: OutputOption = None,
) -> None:
    """Draw the network of a day, or write it for a tool; -f gexf has it over time."""
    lens = (min_status, according_to)
    asked = options.ask(registry, as_of, known_at, scenario, lens, persist)
    if include_all and factions:
        raise UsageError("--all leaves nobody out; leave out --all, or the names")
    wanted = options.factions(asked.registry, factions, asked.point.day)
    wanted = successors.followed(asked, wanted, "it is in the network too")
    read = options.registry_path(registry)
    state = history.state(asked)
    found = networks.graph(state, wanted, include_all=include_all)
    drawings = _drawings(found)
    around = Neighbourhood(frozenset(wanted), include_all=include_all)
    if since is not None:
        around = replace(around, since=options.first_day(since, asked.point.day))
        drawings = dict.fromkeys(map(str, GraphFormat), _refuse_since)
    drawings[GraphFormat.GEXF] = lambda: _over_time(asked, around)
    show(
        found.edges,
        networks.GraphRow,
        lambda: view.page(found),
        Target(form, output, (read,), persist or UNTIL_CHANGED, GraphFormat.DOT),
        drawings,
    )


def _drawings(graph: Graph) -> dict[str, Callable[[], str]]:
    forms = (
        GraphFormat.DOT,
        GraphFormat.MERMAID,
        GraphFormat.GRAPHML,
        GraphFormat.SVG,
        GraphFormat.JSON,
    )
    return {form: partial(_drawing, graph, form) for form in forms}


def _drawing(graph: Graph, form: GraphFormat) -> str:
    # Deferred: each answer needs one of these at most, and some of them need XML.
    match form:
        case GraphFormat.DOT:
            from libya_tracker.output.graphs import dot  # noqa: PLC0415

            return dot.dot(graph)
        case GraphFormat.MERMAID:
            from libya_tracker.output.graphs import mermaid  # noqa: PLC0415

            return mermaid.flowchart(graph)
        case GraphFormat.GRAPHML:
            from libya_tracker.output.graphs import graphml  # noqa: PLC0415

            return graphml.graphml(graph)
        case GraphFormat.SVG:
            from libya_tracker.output.svg import network  # noqa: PLC0415

            return network.svg(graph)
        case _:
            from libya_tracker.output.graphs import nodelink  # noqa: PLC0415

            return nodelink.nodelink(graph)


def _over_time(asked: Perspective, around: Neighbourhood) -> str:
    # Deferred: only this format needs XML.
    from libya_tracker.output.graphs import gexf  # noqa: PLC0415

    return gexf.gexf(dynamic(asked, around))


def _refuse_since() -> str:
    raise UsageError("--since is for -f gexf, which has the network over time")
