"""``libya-tracker log``."""

from __future__ import annotations

from typing import Annotated

import typer

from libya_tracker.analysis import log as analysis
from libya_tracker.cli import completion, values
from libya_tracker.cli.options import FactionsArgument, option
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.cli.selection import ANYBODY, FactionFilter, fitting_claims
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import ClaimFilter
from libya_tracker.model.vocabulary import Status
from libya_tracker.views import log as view

SinceOption = Annotated[str | None, option("DAY", "Only claims of that day or later.")]
UntilOption = Annotated[str | None, option("DAY", "Only claims of that day or earlier.")]
WithOption = Annotated[
    str | None,
    option(
        "FACTION",
        "Only claims that name this faction too.",
        "--with",
        completion=completion.factions,
    ),
]
StatusesOption = Annotated[
    list[Status] | None,
    typer.Option("--status", help="Only claims of this status; may be given again."),
]
SourceOption = Annotated[
    str | None,
    option(
        "ID|OUTLET",
        "Only claims of this source or a copy of it, or of the pages of an outlet.",
        completion=completion.sources,
    ),
]
GrepOption = Annotated[
    list[str] | None,
    option(
        "WORDS",
        "Only claims with these words in the note, the tags, the names, or the titles or "
        "outlets of the sources; may be given again.",
        "--grep",
    ),
]

RevOption = Annotated[
    str | None,
    option("REV", "The claims as the file had them in a revision of git.", "--rev"),
]


@question(without={"as_of", "persist"}, over_time=True)
def log(
    perspective: Perspective,
    factions: FactionsArgument = None,
    since: SinceOption = None,
    until: UntilOption = None,
    counterpart: WithOption = None,
    statuses: StatusesOption = None,
    source: SourceOption = None,
    grep: GrepOption = None,
    rev: RevOption = None,
    only: FactionFilter = ANYBODY,
) -> Answer:
    """Show the claims, in the order in which they take effect.

    With --tag also those that have the tag themselves.

    Example: libya-tracker log trb --since 2017-11 --status reported

    Example: libya-tracker log --source 'The Gazette' --grep campaign

    Example: libya-tracker log --rev HEAD~1
    """
    registry = perspective.registry
    query = ClaimFilter(
        factions=values.faction_ids(perspective, factions),
        since=None if since is None else values.first_day(since, perspective.day),
        until=None if until is None else perspective.day,
        counterpart=counterpart and values.faction_id(perspective, counterpart),
        statuses=statuses or (),
        sources=None if source is None else values.source_ids(registry, source),
        claims=fitting_claims(registry, only),
        words=[values.words(text, "--grep") for text in grep or ()],
    )
    rows = analysis.log(perspective, query)
    answer = Answer(rows, analysis.LogRow, lambda: view.page(rows, perspective, query))
    if not only.tags:
        return answer
    note = f"Only claims that name factions {only}, or have the tag themselves."
    return answer._replace(page_notes=lambda: [note])
