"""``libya-tracker matrix``."""

from __future__ import annotations

from typing import Annotated

import typer

from libya_tracker.analysis import matrix as squares
from libya_tracker.analysis import state as history
from libya_tracker.analysis.matrix import Values
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
from libya_tracker.cli.output import Target, show_grid
from libya_tracker.errors import UsageError
from libya_tracker.output.formats import Grid
from libya_tracker.views import matrix as view

AllOption = Annotated[
    bool, typer.Option("--all", help="The factions without any tie on that day too.")
]
ValuesOption = Annotated[
    Values,
    typer.Option(
        "--values", help="For programs: the relation with its sign, or 1, 0 and -1."
    ),
]


def matrix(
    factions: FactionsArgument = None,
    everyone: AllOption = False,
    values: ValuesOption = Values.RELATION,
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
    """Show the ties of a day as a square: each faction toward each."""
    lens = (min_status, according_to)
    asked = options.ask(registry, as_of, known_at, scenario, lens, persist)
    if everyone and factions:
        raise UsageError("--all leaves nobody out; leave out --all, or the names")
    around = options.factions(asked.registry, factions, asked.point.day)
    around = successors.followed(asked, around, "it is in the square too")
    state = history.state(asked)
    found = squares.matrix(state, around, everyone=everyone)
    show_grid(
        lambda: Grid(found.columns, list(found.rows(values))),
        lambda: view.page(found),
        Target(form, output, (options.registry_path(registry),), persist or UNTIL_CHANGED),
    )
