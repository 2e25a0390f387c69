"""``libya-tracker why``."""

from __future__ import annotations

from typing import Annotated

from libya_tracker.analysis import why as analysis
from libya_tracker.cli import completion, values
from libya_tracker.cli.options import FactionArgument, argument
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.model.perspective import Perspective
from libya_tracker.views import why as view

ToArgument = Annotated[
    str | None,
    argument(
        "[TO]",
        "Toward whom: an id, name or alias. [default: each that claims name]",
        completion=completion.factions,
    ),
]


@question(over_time=True)
def why(
    perspective: Perspective, faction: FactionArgument, to: ToArgument = None
) -> Answer:
    """Show the claims behind each tie, and those set aside.

    Each tie opens with since when it stands, how sure it is and who denies it. Each claim
    that is set aside has the reason below it.

    Example: libya-tracker why trb tidings --as-of 2017-11-10
    """
    one = values.faction_id(perspective, faction)
    other = None if to is None else values.faction_id(perspective, to)
    rows = analysis.why(perspective, one, other)
    return Answer(rows, analysis.WhyRow, lambda: view.page(rows, perspective, one, other))
