"""``libya-tracker status``."""

from __future__ import annotations

from typing import Annotated

import typer

from libya_tracker.analysis import state
from libya_tracker.analysis import status as standing
from libya_tracker.cli import options, successors
from libya_tracker.cli.options import (
    UNTIL_CHANGED,
    AccordingToOption,
    AsOfOption,
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
from libya_tracker.views import status as view

StaleOption = Annotated[
    str | None,
    typer.Option(
        metavar="DAYS",
        help="Only ties that nobody has cited for so many days, such as 180d.",
    ),
]


def status(
    factions: FactionsArgument = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    scenario: ScenarioOption = None,
    min_status: MinStatusOption = None,
    according_to: AccordingToOption = None,
    persist: PersistOption = None,
    stale: StaleOption = None,
    registry: RegistryOption = None,
    form: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Show each faction's ties on a day."""
    lens = (min_status, according_to)
    asked = options.ask(registry, as_of, known_at, scenario, lens, persist)
    wanted = options.factions(asked.registry, factions, asked.point.day)
    wanted = successors.followed(asked, wanted, "it is answered for too")
    rows = standing.status(state.state(asked), wanted)
    if stale is not None:
        rows = standing.stale(rows, options.days(stale, "--stale"))
    show(
        rows,
        standing.StatusRow,
        lambda: view.page(rows, asked),
        Target(form, output, (options.registry_path(registry),), persist or UNTIL_CHANGED),
    )
