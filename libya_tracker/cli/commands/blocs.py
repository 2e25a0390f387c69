"""``libya-tracker blocs``."""

from __future__ import annotations

from libya_tracker.analysis import blocs as analysis
from libya_tracker.analysis.state import state
from libya_tracker.cli.options import FactionsArgument
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.cli.selection import ANYBODY, FactionFilter, chosen
from libya_tracker.model.perspective import Perspective
from libya_tracker.views import blocs as view


@question()
def blocs(
    perspective: Perspective,
    factions: FactionsArgument = None,
    only: FactionFilter = ANYBODY,
) -> Answer:
    """Show who follows whom: each side with its factions.

    Of factions that are named or chosen: whom they follow, and who follows them.

    Example: libya-tracker blocs --as-of 2017-11-10
    """
    ids = chosen(perspective, factions, only, "it is answered for too")
    rows = [
        row
        for row in analysis.blocs(state(perspective))
        if not ids or not {row.faction, row.bloc}.isdisjoint(ids)
    ]
    return Answer(rows, analysis.BlocRow, lambda: view.page(rows, perspective, ids))
