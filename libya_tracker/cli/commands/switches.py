"""``libya-tracker switches``."""

from __future__ import annotations

from typing import Annotated

from libya_tracker.analysis import switches as analysis
from libya_tracker.cli import values
from libya_tracker.cli.options import FactionsArgument, flag, option
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.model.perspective import Perspective
from libya_tracker.views import switches as view

SinceOption = Annotated[
    str | None, option("DAY", "Only what lasted until that day, or came after.")
]
UntilOption = Annotated[
    str | None, option("DAY", "As it stood on that day. [default: today]")
]
FlowsOption = Annotated[
    bool, flag("--flows", "Count how often factions went over from one side to another.")
]


@question(without={"as_of"}, over_time=True)
def switches(
    perspective: Perspective,
    factions: FactionsArgument = None,
    since: SinceOption = None,
    until: UntilOption = None,
    flows: FlowsOption = False,
) -> Answer:
    """Show who took whose side for how long, and who changed sides.

    Example: libya-tracker switches --since 2016
    """
    period = values.period(since, perspective.day)
    ids = values.faction_ids(perspective, factions)
    registry, spells = perspective.registry, analysis.loyalties(perspective)
    if flows:
        counts = analysis.flows(registry, spells, period, ids)
        return Answer(
            counts, analysis.FlowRow, lambda: view.flows(counts, perspective, period)
        )
    rows = analysis.loyalty(registry, spells, period, ids)
    return Answer(rows, analysis.LoyaltyRow, lambda: view.page(rows, perspective, period))
