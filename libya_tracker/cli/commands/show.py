"""``libya-tracker show``."""

from __future__ import annotations

from libya_tracker.analysis import show as analysis
from libya_tracker.analysis.state import state
from libya_tracker.cli import successors, values
from libya_tracker.cli.options import FactionArgument
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.model.perspective import Perspective
from libya_tracker.views import show as view


@question(over_time=True)
def show(perspective: Perspective, faction: FactionArgument) -> Answer:
    """Show one faction: its names, leaders, ties, history and sources.

    Example: libya-tracker show trb --as-of 2017-11-10
    """
    one = values.faction_id(perspective, faction)
    successors.followed(perspective, [one], "show that one too")
    rows = analysis.show(state(perspective), one)
    return Answer(rows, analysis.ShowRow, lambda: view.page(rows, perspective, one))
