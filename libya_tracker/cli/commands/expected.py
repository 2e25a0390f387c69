"""``libya-tracker expected``."""

from __future__ import annotations

from typing import Annotated

import typer

from libya_tracker.analysis import expected as analysis
from libya_tracker.analysis.expected import ExpectationState
from libya_tracker.analysis.scores import ScoreRow
from libya_tracker.analysis.scores import scores as source_scores
from libya_tracker.cli.options import FactionsArgument, flag
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.cli.selection import ANYBODY, FactionFilter, chosen
from libya_tracker.model.perspective import Perspective
from libya_tracker.views import expected as view

StatesOption = Annotated[
    list[ExpectationState] | None,
    typer.Option("--state", help="Only those in this state; may be given again."),
]
ScoresOption = Annotated[
    bool, flag("--scores", "Count how often the expectations of each source came true.")
]


@question(without={"persist"}, over_time=True)
def expected(
    perspective: Perspective,
    factions: FactionsArgument = None,
    states: StatesOption = None,
    scores: ScoresOption = False,
    only: FactionFilter = ANYBODY,
) -> Answer:
    """Show what was expected, whether it came true, and by what.

    Example: libya-tracker expected --state overdue
    """
    ids = chosen(perspective, factions, only)
    rows = [
        row
        for row in analysis.expected(perspective)
        if (not ids or {row.faction, row.to}.intersection(ids))
        and (not states or row.state in states)
    ]
    if scores:
        counts = source_scores(perspective.registry, rows)
        return Answer(counts, ScoreRow, lambda: view.scores(counts, perspective))
    return Answer(rows, analysis.ExpectedRow, lambda: view.page(rows, perspective))
