"""``libya-tracker switches``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from libya_tracker.analysis import switches as analysis
from libya_tracker.analysis.followings import followings
from libya_tracker.cli import values
from libya_tracker.cli.options import FactionsArgument, flag, option
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.cli.selection import ANYBODY, FactionFilter, chosen
from libya_tracker.errors import UsageError
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.vocabulary import FOLLOWING, Relation
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


def _beginning(incomplete: str) -> list[str]:
    return [word for word in FOLLOWING if word.startswith(incomplete)]


RelationOption = Annotated[
    list[str] | None,
    option(
        "RELATION",
        f"Only ties of this relation: {', '.join(FOLLOWING)}. May be given again. "
        "[default: all of them]",
        "--relation",
        completion=_beginning,
    ),
]


@question(without={"as_of"}, over_time=True)
def switches(
    perspective: Perspective,
    factions: FactionsArgument = None,
    since: SinceOption = None,
    until: UntilOption = None,
    flows: FlowsOption = False,
    relations: RelationOption = None,
    only: FactionFilter = ANYBODY,
) -> Answer:
    """Show who followed whom for how long, and who changed sides.

    Example: libya-tracker switches --since 2016
    """
    period = values.period(since, perspective.day)
    ids = chosen(perspective, factions, only)
    registry, by_faction = perspective.registry, followings(perspective, _sides(relations))
    if flows:
        counts = analysis.flows(registry, by_faction, period, ids)
        return Answer(
            counts, analysis.FlowRow, lambda: view.flows(counts, perspective, period)
        )
    rows = analysis.loyalty(registry, by_faction, period, ids)
    return Answer(rows, analysis.LoyaltyRow, lambda: view.page(rows, perspective, period))


def _sides(relations: Sequence[str] | None) -> Sequence[Relation]:
    for word in relations or ():
        if word not in FOLLOWING:
            raise UsageError(f"--relation: {word!r} is none of {', '.join(FOLLOWING)}")
    return [Relation(word) for word in relations or ()] or FOLLOWING
