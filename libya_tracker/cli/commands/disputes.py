"""``libya-tracker disputes``."""

from __future__ import annotations

from libya_tracker.analysis import disputes as analysis
from libya_tracker.cli.options import FactionsArgument
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.cli.selection import ANYBODY, FactionFilter, chosen
from libya_tracker.model.perspective import Perspective
from libya_tracker.views import disputes as view


@question(over_time=True)
def disputes(
    perspective: Perspective,
    factions: FactionsArgument = None,
    only: FactionFilter = ANYBODY,
) -> Answer:
    """Show the pairs on which claims disagree, side by side.

    Example: libya-tracker disputes gna --as-of 2017-11-10
    """
    rows = analysis.disputes(perspective, chosen(perspective, factions, only))
    return Answer(rows, analysis.DisputeRow, lambda: view.page(rows, perspective))
