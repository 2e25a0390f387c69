"""``libya-tracker scenarios``."""

from __future__ import annotations

from typing import Annotated

from libya_tracker.analysis import diff
from libya_tracker.analysis import scenarios as analysis
from libya_tracker.cli import completion, values
from libya_tracker.cli.options import AsOfOption, argument
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.model.perspective import Perspective
from libya_tracker.views import scenarios as view

ScenarioArgument = Annotated[
    str | None,
    argument(
        "[ID]",
        "Show what this one changes: without --as-of, on the day on which its last claim "
        "has begun. [default: list all]",
        completion=completion.scenarios,
    ),
]
OtherArgument = Annotated[
    str | None,
    argument(
        "[OTHER]",
        "Compare it with this one. [default: with the record]",
        completion=completion.scenarios,
    ),
]


@question(without={"scenario", "as_of"})
def scenarios(
    perspective: Perspective,
    scenario: ScenarioArgument = None,
    other: OtherArgument = None,
    as_of: AsOfOption = None,
) -> Answer:
    """Show the what-ifs and their outcome, or what one changes.

    Example: libya-tracker scenarios stand-ground --as-of 2017-11-09
    """
    values.scenario_id(perspective.registry, other)
    what_ifs = analysis.scenarios(perspective)
    if scenario is None:
        return Answer(
            what_ifs, analysis.ScenarioRow, lambda: view.listing(what_ifs, perspective)
        )
    ids = [name for name in (scenario, other) if name is not None]
    day = None if as_of else analysis.last_day(perspective, ids)
    a, b = analysis.sides(perspective.on(day or perspective.day), scenario, other)
    rows = diff.diff(a, b)
    return Answer(
        rows,
        diff.DiffRow,
        lambda: view.comparison(a, b, rows, what_ifs),
        notes=(view.asked_on(day, ids),) if day else (),
    )
