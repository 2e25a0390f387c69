"""``libya-tracker expected``."""

from __future__ import annotations

from typing import Annotated

import typer

from libya_tracker.analysis import expected as expectations
from libya_tracker.analysis.expected import ExpectationState, ExpectedRow, ScoreRow
from libya_tracker.cli import options
from libya_tracker.cli.options import (
    AccordingToOption,
    AsOfOption,
    FactionsArgument,
    FormatOption,
    KnownAtOption,
    MinStatusOption,
    OutputOption,
    RegistryOption,
    ScenarioOption,
)
from libya_tracker.cli.output import Target, show
from libya_tracker.views import expected as view

StatesOption = Annotated[
    list[ExpectationState] | None,
    typer.Option("--state", help="Only those in this state; may be given again."),
]
ScoresOption = Annotated[
    bool, typer.Option("--scores", help="Count how those of each source fared.")
]


def expected(
    factions: FactionsArgument = None,
    states: StatesOption = None,
    scores: ScoresOption = False,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    scenario: ScenarioOption = None,
    min_status: MinStatusOption = None,
    according_to: AccordingToOption = None,
    registry: RegistryOption = None,
    form: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Show what was expected, whether it came true, and the change that settled it."""
    asked = options.ask(registry, as_of, known_at, scenario, (min_status, according_to))
    wanted = options.factions(asked.registry, factions, None)
    rows = [
        row
        for row in expectations.expected(asked)
        if (not wanted or {row.faction, row.to}.intersection(wanted))
        and (not states or row.state in states)
    ]
    target = Target(form, output, (options.registry_path(registry),))
    if scores:
        counts = expectations.scores(asked.registry, rows)
        show(
            counts,
            ScoreRow,
            lambda: view.scores(counts, asked),
            target,
        )
    else:
        show(
            rows,
            ExpectedRow,
            lambda: view.page(rows, asked),
            target,
        )
