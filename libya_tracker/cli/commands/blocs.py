"""``libya-tracker blocs``."""

from __future__ import annotations

from libya_tracker.analysis import blocs as analysis
from libya_tracker.analysis.state import state
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.model.perspective import Perspective
from libya_tracker.views import blocs as view


@question()
def blocs(perspective: Perspective) -> Answer:
    """Show who follows whom: each side with its factions.

    Example: libya-tracker blocs --as-of 2017-11-10
    """
    rows = analysis.blocs(state(perspective))
    return Answer(rows, analysis.BlocRow, lambda: view.page(rows, perspective))
