"""``libya-tracker switches``."""

from __future__ import annotations

from typing import Annotated

import typer

from libya_tracker.analysis import switches as loyalty
from libya_tracker.cli import options
from libya_tracker.cli.options import (
    UNTIL_CHANGED,
    AccordingToOption,
    FactionsArgument,
    FormatOption,
    KnownAtOption,
    MinStatusOption,
    OutputOption,
    PersistOption,
    RegistryOption,
    ScenarioOption,
)
from libya_tracker.cli.output import Target, show
from libya_tracker.model.query import ALWAYS, Period
from libya_tracker.views import switches as view

SinceOption = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="Only what lasted until that day, or came after."),
]
UntilOption = Annotated[
    str | None,
    typer.Option(
        metavar="DAY", help="As it stood on that day. [default: today]", show_default=False
    ),
]
FlowsOption = Annotated[
    bool, typer.Option("--flows", help="How often factions went over from whom to whom.")
]


def switches(
    factions: FactionsArgument = None,
    since: SinceOption = None,
    until: UntilOption = None,
    flows: FlowsOption = False,
    known_at: KnownAtOption = None,
    scenario: ScenarioOption = None,
    min_status: MinStatusOption = None,
    according_to: AccordingToOption = None,
    persist: PersistOption = None,
    registry: RegistryOption = None,
    form: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Show who took whose side for how long, and who changed sides."""
    lens = (min_status, according_to)
    asked = options.ask(registry, until, known_at, scenario, lens, persist)
    last = asked.point.day
    first = ALWAYS.since if since is None else options.first_day(since, last)
    period = Period(first, last)
    wanted = options.factions(asked.registry, factions, asked.point.day)
    target = Target(
        form, output, (options.registry_path(registry),), persist or UNTIL_CHANGED
    )
    found = loyalty.loyalties(asked)
    if flows:
        made = loyalty.flows(asked.registry, found, period, wanted)
        show(made, loyalty.FlowRow, lambda: view.flows(made, asked, period), target)
        return
    rows = loyalty.loyalty(asked.registry, found, period, wanted)
    show(rows, loyalty.LoyaltyRow, lambda: view.page(rows, asked, period), target)
