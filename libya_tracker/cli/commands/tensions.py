"""``libya-tracker tensions``."""

from __future__ import annotations

from typing import Annotated

from libya_tracker.analysis import signed_network
from libya_tracker.analysis import tensions as analysis
from libya_tracker.analysis.state import state
from libya_tracker.cli import values
from libya_tracker.cli.options import FactionsArgument, flag, option
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.cli.selection import ANYBODY, FactionFilter, chosen
from libya_tracker.errors import UsageError
from libya_tracker.model.perspective import Perspective
from libya_tracker.views import tensions as view

SinceOption = Annotated[
    str | None, option("DAY", "Only tensions that were not there on that day.")
]
AllOption = Annotated[bool, flag("--all", "Show balanced triads too.")]
SummaryOption = Annotated[
    bool, flag("--summary", "How balanced the whole is, and each connected part of it.")
]


@question()
def tensions(
    perspective: Perspective,
    factions: FactionsArgument = None,
    since: SinceOption = None,
    include_all: AllOption = False,
    summary: SummaryOption = False,
    only: FactionFilter = ANYBODY,
) -> Answer:
    """Show ties that do not fit together, and divided factions.

    Such as two allies of one faction that fight each other (an unbalanced triad), or a
    council inside an operation, whose unit is with the army that opposes it (a cycle of
    four).

    Of factions that are named or chosen: those that they are in.

    Example: libya-tracker tensions --as-of 2017-11-10
    """
    if (since is not None) + include_all + summary > 1:
        raise UsageError("--since, --all and --summary are three questions; ask one")
    ids = chosen(perspective, factions, only)
    if summary and ids:
        raise UsageError("--summary is of the whole network; it takes no factions")
    network = signed_network.network(state(perspective))
    if summary:
        parts = signed_network.summary(network)
        return Answer(
            parts, signed_network.BalanceRow, lambda: view.balance(parts, network)
        )
    day = before = None
    if since is not None:
        day = values.first_day(since, perspective.day)
        before = signed_network.network(state(perspective.on(day)))
    rows = [
        row
        for row in analysis.tensions(network, before, include_all=include_all)
        if not ids or not row.factions.isdisjoint(ids)
    ]
    return Answer(rows, analysis.TensionRow, lambda: view.page(rows, network, day))
