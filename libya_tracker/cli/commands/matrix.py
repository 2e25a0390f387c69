"""``libya-tracker matrix``."""

from __future__ import annotations

from typing import Annotated

import typer

from libya_tracker.analysis import matrix as analysis
from libya_tracker.analysis.matrix import Values
from libya_tracker.analysis.state import state
from libya_tracker.cli import values
from libya_tracker.cli.options import AllOption, FactionsArgument
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.cli.selection import ANYBODY, FactionFilter, chosen
from libya_tracker.model.perspective import Perspective
from libya_tracker.views import matrix as view

ValuesOption = Annotated[
    Values,
    typer.Option(
        "--values", help="For programs: the relation with its sign, or 1, 0 and -1."
    ),
]


@question()
def matrix(
    perspective: Perspective,
    factions: FactionsArgument = None,
    include_all: AllOption = False,
    cells: ValuesOption = Values.RELATION,
    only: FactionFilter = ANYBODY,
) -> Answer:
    """Show the ties of a day as a square: each faction toward each.

    Example: libya-tracker matrix --as-of 2017-11-10 --values sign -f csv
    """
    values.refuse_all_with_names(factions, include_all=include_all)
    ids = chosen(perspective, factions, only, "it is in the square too")
    square = analysis.matrix(state(perspective), ids, include_all=include_all)
    return Answer(
        lambda: square.rows(cells), square.columns, lambda: view.page(square, ids)
    )
