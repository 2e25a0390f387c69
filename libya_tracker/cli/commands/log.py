"""``libya-tracker log``."""

from __future__ import annotations

from typing import Annotated

import typer

from libya_tracker.analysis import log as claims
from libya_tracker.cli import completion, options
from libya_tracker.cli.options import (
    AccordingToOption,
    FactionsArgument,
    FormatOption,
    KnownAtOption,
    MinStatusOption,
    OutputOption,
    RegistryOption,
    ScenarioOption,
)
from libya_tracker.cli.output import Target, show
from libya_tracker.errors import NoSuchError
from libya_tracker.model import names
from libya_tracker.model.query import ClaimFilter
from libya_tracker.model.vocabulary import Status
from libya_tracker.views import log as view

SinceOption = Annotated[
    str | None, typer.Option(metavar="DAY", help="Only claims of that day or later.")
]
UntilOption = Annotated[
    str | None, typer.Option(metavar="DAY", help="Only claims of that day or earlier.")
]
WithOption = Annotated[
    str | None,
    typer.Option(
        "--with",
        metavar="FACTION",
        help="Only claims that name this faction too.",
        autocompletion=completion.factions,
    ),
]
StatusesOption = Annotated[
    list[Status] | None,
    typer.Option("--status", help="Only claims of this status; may be given again."),
]
SourceOption = Annotated[
    str | None,
    typer.Option(
        metavar="ID", help="Only claims of this source.", autocompletion=completion.sources
    ),
]


def log(
    factions: FactionsArgument = None,
    since: SinceOption = None,
    until: UntilOption = None,
    counterpart: WithOption = None,
    statuses: StatusesOption = None,
    source: SourceOption = None,
    known_at: KnownAtOption = None,
    scenario: ScenarioOption = None,
    min_status: MinStatusOption = None,
    according_to: AccordingToOption = None,
    registry: RegistryOption = None,
    form: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Show the claims, in the order in which they take effect."""
    asked = options.ask(registry, None, known_at, scenario, (min_status, according_to))
    if source is not None and source not in asked.registry.sources:
        raise NoSuchError("source", source, names.nearest(source, asked.registry.sources))
    query = ClaimFilter(
        factions=options.factions(asked.registry, factions, None),
        since=options.day(since, "--since").first if since else None,
        until=options.day(until, "--until").last if until else None,
        counterpart=names.resolve(asked.registry, counterpart) if counterpart else None,
        statuses=statuses or (),
        source=source,
    )
    rows = claims.log(asked, query)
    show(
        rows,
        claims.LogRow,
        lambda: view.page(rows, asked, query),
        Target(form, output, (options.registry_path(registry),)),
    )
