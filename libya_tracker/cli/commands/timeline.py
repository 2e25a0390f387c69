"""``libya-tracker timeline``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from libya_tracker.analysis import timeline as bars
from libya_tracker.cli import options, successors
from libya_tracker.cli.options import (
    FORMAT,
    UNTIL_CHANGED,
    AccordingToOption,
    AsOfOption,
    FactionsArgument,
    KnownAtOption,
    MinStatusOption,
    OutputOption,
    PersistOption,
    RegistryOption,
    ScenarioOption,
)
from libya_tracker.cli.output import Target, show
from libya_tracker.errors import UsageError
from libya_tracker.model.query import Period
from libya_tracker.model.vocabulary import FOLLOWING, Relation
from libya_tracker.views import timeline as view
from libya_tracker.views.chart import Chart


class TimelineFormat(StrEnum):
    """How a timeline is written."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    SVG = "svg"


#: Of the relations those that a bar can be: no event, and not the end of a tie.
_TIES = [word.value for word in Relation if word.sign is not None]


def _beginning(incomplete: str) -> list[str]:
    return [word for word in _TIES if word.startswith(incomplete)]


SinceOption = Annotated[
    str | None,
    typer.Option(
        metavar="DAY",
        help="The first day drawn. [default: that of the first bar]",
        show_default=False,
    ),
]
UntilOption = Annotated[
    str | None,
    typer.Option(
        metavar="DAY",
        help="The last day drawn; after the day of --as-of there is only what is expected. "
        "[default: that day]",
        show_default=False,
    ),
]

RelationOption = Annotated[
    list[str] | None,
    typer.Option(
        "--relation",
        metavar=f"[{'|'.join(_TIES)}]",
        help="Bars of these ties; repeatable. [default: those by which one follows a side: "
        f"{', '.join(FOLLOWING)}]",
        show_default=False,
        autocompletion=_beginning,
    ),
]
FormatOption = Annotated[
    TimelineFormat | None,
    typer.Option(
        "--format",
        "-f",
        help=f"Default: ${FORMAT}, else by the ending of --output, else table: a drawing "
        "as wide as the terminal; elsewhere $COLUMNS wide, else 80.",
        show_default=False,
    ),
]


def timeline(
    factions: FactionsArgument = None,
    since: SinceOption = None,
    until: UntilOption = None,
    relations: RelationOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    scenario: ScenarioOption = None,
    min_status: MinStatusOption = None,
    according_to: AccordingToOption = None,
    persist: PersistOption = None,
    registry: RegistryOption = None,
    form: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Draw allegiances over time: a lane for each faction, a bar for each side it took."""
    lens = (min_status, according_to)
    asked = options.ask(registry, as_of, known_at, scenario, lens, persist)
    period = _period(since, until, asked.point.day)
    wanted = options.factions(asked.registry, factions, asked.point.day)
    wanted = successors.followed(asked, wanted, "it has a lane too")
    # What begins after the last day is asked for only to say that there is some.
    reach = period if until else Period(period.since)
    found = [
        bar
        for bar in bars.bars(asked, reach, _ties(relations))
        if not wanted or bar.faction in wanted
    ]
    within = [bar for bar in found if bar.first <= period.until]
    show(
        bars.rows(asked.registry, within),
        bars.TimelineRow,
        lambda: view.page(found, asked, period, wanted),
        Target(form, output, (options.registry_path(registry),), persist or UNTIL_CHANGED),
        {"svg": lambda: _svg(view.chart(found, asked, period, wanted))},
    )


def _period(since: str | None, until: str | None, day: dt.date) -> Period:
    last = day if until is None else options.last_day(until, "--until")
    first = dt.date.min if since is None else options.first_day(since, last)
    return Period(first, last)


def _ties(relations: Sequence[str] | None) -> Sequence[Relation]:
    for word in relations or ():
        if word not in _TIES:
            raise UsageError(f"--relation: {word!r} is none of {', '.join(_TIES)}")
    return [Relation(word) for word in relations or ()] or FOLLOWING


def _svg(chart: Chart) -> str:
    # Deferred: only a picture needs XML.
    from libya_tracker.output.svg import timeline as picture  # noqa: PLC0415

    return picture.svg(chart)
