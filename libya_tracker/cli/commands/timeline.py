"""``libya-tracker timeline``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from libya_tracker.analysis import timeline as analysis
from libya_tracker.cli import values
from libya_tracker.cli.options import FactionsArgument, option
from libya_tracker.cli.output import Answer
from libya_tracker.cli.picture_width import NEEDS_SVG, WidthOption, only_in, pixels
from libya_tracker.cli.question import question
from libya_tracker.cli.selection import ANYBODY, FactionFilter, chosen
from libya_tracker.errors import UsageError
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Period
from libya_tracker.model.vocabulary import FOLLOWING, STATES, Relation
from libya_tracker.output.formats import ROWS, Format
from libya_tracker.views import timeline as view
from libya_tracker.views.chart import Chart

#: Of the relations those that a bar can be: no event, and not the end of a tie.
_TIES = [word.value for word in STATES]


def _beginning(incomplete: str) -> list[str]:
    return [word for word in _TIES if word.startswith(incomplete)]


SinceOption = Annotated[
    str | None, option("DAY", "The first day drawn. [default: that of the first bar]")
]
UntilOption = Annotated[
    str | None,
    option(
        "DAY",
        "The last day drawn; after the day of --as-of there is only what is expected. "
        "[default: that day]",
    ),
]
RelationOption = Annotated[
    list[str] | None,
    option(
        "RELATION",
        f"Draw ties of this relation: {', '.join(_TIES)}. May be given again. "
        f"[default: {', '.join(FOLLOWING)}: those by which one follows a side]",
        "--relation",
        completion=_beginning,
    ),
]


_FORMATS = (*ROWS, Format.SVG)


@question(
    formats=_FORMATS,
    format_note=": a drawing as wide as the terminal; elsewhere $COLUMNS wide, else 80.",
    over_time=True,
)
def timeline(
    perspective: Perspective,
    factions: FactionsArgument = None,
    since: SinceOption = None,
    until: UntilOption = None,
    relations: RelationOption = None,
    width: WidthOption = None,
    only: FactionFilter = ANYBODY,
) -> Answer:
    """Draw allegiances over time.

    There is a lane for each faction, and in it a bar for each side that it took.

    Example: libya-tracker timeline --since 2017 -f svg -o timeline.svg
    """
    last = perspective.day if until is None else values.last_day(until, "--until")
    period = values.period(since, last)
    wide = pixels(width)
    ids = chosen(perspective, factions, only, "it has a lane too")
    # What begins after the last day is asked for only to say that there is some.
    reach = period if until else Period(period.since)
    bars = [
        bar
        for bar in analysis.bars(perspective, reach, _ties(relations))
        if not ids or bar.faction in ids
    ]
    within = [bar for bar in bars if bar.first <= last]
    return Answer(
        lambda: analysis.rows(perspective.registry, within),
        analysis.TimelineRow,
        lambda: view.page(bars, perspective, period, ids),
        {
            Format.SVG: lambda: _svg(view.chart(bars, perspective, period, ids), wide),
            **(only_in(Format.SVG, _FORMATS, NEEDS_SVG) if wide else {}),
        },
    )


def _ties(relations: Sequence[str] | None) -> Sequence[Relation]:
    for word in relations or ():
        if word not in _TIES:
            raise UsageError(f"--relation: {word!r} is none of {', '.join(_TIES)}")
    return [Relation(word) for word in relations or ()] or FOLLOWING


def _svg(chart: Chart, width: int | None) -> str:
    # Deferred: only a picture needs XML.
    from libya_tracker.output.svg import timeline as picture  # noqa: PLC0415

    return picture.svg(chart, width)
