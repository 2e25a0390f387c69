"""``libya-tracker why``."""

from __future__ import annotations

from typing import Annotated

import typer

from libya_tracker.analysis import why as evidence
from libya_tracker.cli import completion, options
from libya_tracker.cli.options import (
    UNTIL_CHANGED,
    AccordingToOption,
    AsOfOption,
    FactionArgument,
    FormatOption,
    KnownAtOption,
    MinStatusOption,
    OutputOption,
    PersistOption,
    RegistryOption,
    ScenarioOption,
)
from libya_tracker.cli.output import Target, show
from libya_tracker.model import names
from libya_tracker.views import why as view

ToArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[TO]",
        help="The other: an id, name or alias. [default: each it has to do with]",
        show_default=False,
        autocompletion=completion.factions,
    ),
]


def why(
    faction: FactionArgument,
    to: ToArgument = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    scenario: ScenarioOption = None,
    min_status: MinStatusOption = None,
    according_to: AccordingToOption = None,
    persist: PersistOption = None,
    registry: RegistryOption = None,
    form: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Show the claims behind each tie, and those set aside, with the reason."""
    lens = (min_status, according_to)
    asked = options.ask(registry, as_of, known_at, scenario, lens, persist)
    day = asked.point.day if as_of else None
    one = names.resolve(asked.registry, faction, day)
    other = names.resolve(asked.registry, to, day) if to is not None else None
    rows = evidence.why(asked, one, other)
    show(
        rows,
        evidence.WhyRow,
        lambda: view.page(rows, asked, one, other),
        Target(form, output, (options.registry_path(registry),), persist or UNTIL_CHANGED),
    )
