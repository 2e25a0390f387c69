"""``libya-tracker scenarios``."""

from __future__ import annotations

from typing import Annotated

import typer

from libya_tracker.analysis import diff
from libya_tracker.analysis import scenarios as suppositions
from libya_tracker.cli import completion, options
from libya_tracker.cli.options import (
    UNTIL_CHANGED,
    AccordingToOption,
    AsOfOption,
    FormatOption,
    KnownAtOption,
    MinStatusOption,
    OutputOption,
    PersistOption,
    RegistryOption,
)
from libya_tracker.cli.output import Target, show
from libya_tracker.views import scenarios as view

OneArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[ID]",
        help="Show what this one changes. [default: list all]",
        show_default=False,
        autocompletion=completion.scenarios,
    ),
]
OtherArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[OTHER]",
        help="Compare it with this one. [default: with the record]",
        show_default=False,
        autocompletion=completion.scenarios,
    ),
]


def scenarios(
    scenario: OneArgument = None,
    other: OtherArgument = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    min_status: MinStatusOption = None,
    according_to: AccordingToOption = None,
    persist: PersistOption = None,
    registry: RegistryOption = None,
    form: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Show the what-ifs and their outcome, or what one changes against the record."""
    lens = (min_status, according_to)
    asked = options.ask(registry, as_of, known_at, scenario, lens, persist)
    options.known_scenario(asked.registry, other)
    told = suppositions.scenarios(asked)
    target = Target(
        form, output, (options.registry_path(registry),), persist or UNTIL_CHANGED
    )
    if scenario is None:
        show(
            told,
            suppositions.ScenarioRow,
            lambda: view.listing(told, asked),
            target,
        )
        return
    a, b = suppositions.sides(asked, scenario, other)
    rows = diff.diff(a, b)
    show(rows, diff.DiffRow, lambda: view.comparison(a, b, rows, told), target)
