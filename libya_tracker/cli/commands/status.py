"""``libya-tracker status``."""

from __future__ import annotations

from typing import Annotated

from libya_tracker.analysis import status as analysis
from libya_tracker.analysis.state import state
from libya_tracker.cli.options import FactionsArgument, option
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.cli.selection import ANYBODY, FactionFilter, chosen
from libya_tracker.model import option_values
from libya_tracker.model.perspective import Perspective
from libya_tracker.views import status as view

StaleOption = Annotated[
    str | None,
    option("DAYS", "Only ties that nobody has cited for so long: 180d, 3w, 6m, 1y."),
]


@question()
def status(
    perspective: Perspective,
    factions: FactionsArgument = None,
    stale: StaleOption = None,
    only: FactionFilter = ANYBODY,
) -> Answer:
    """Show each faction's ties on a day.

    Example: libya-tracker status trb kani --as-of 2017-11-10
    """
    ids = chosen(perspective, factions, only, "it is answered for too")
    rows = analysis.status(state(perspective), ids)
    if stale is not None:
        rows = analysis.stale(rows, option_values.days(stale, "--stale"))
    return Answer(
        rows, analysis.StatusRow, lambda: view.page(rows, perspective, of_all=not ids)
    )
