"""The options and arguments that say what a claim is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from libya_tracker.cli import completion, values
from libya_tracker.cli.options import argument, option
from libya_tracker.errors import UsageError
from libya_tracker.model.dates import DateError, parse_moment
from libya_tracker.model.vocabulary import Relation, Status
from libya_tracker.storage.drafts import PUBLISHED

FactionPart = Annotated[
    str | None,
    argument("FACTION", "Who: an id, name or alias.", completion=completion.factions),
]
RelationPart = Annotated[
    str | None,
    argument(
        "RELATION",
        f"One of: {', '.join(Relation)}; or as it reads, such as 'member of'.",
        completion=completion.relations,
    ),
]
ToPart = Annotated[
    str | None,
    argument("TO", "Toward whom: an id, name or alias.", completion=completion.factions),
]
DateOption = Annotated[
    str | None, option("DATE", "When it was so. [default: today]", "--date", "-d")
]
UntilOption = Annotated[
    str | None, option("DATE", "Its last day, where the claim has one.")
]
BeginsOption = Annotated[
    bool,
    typer.Option(
        "--begins",
        help="The tie began on that day. Else: it stood then, since when is not said.",
    ),
]
FromOption = Annotated[
    str | None,
    option(
        "FACTION",
        "The faction whose tie with FACTION ends by this.",
        "--from",
        completion=completion.factions,
    ),
]
StatusOption = Annotated[Status | None, typer.Option(help="[default: reported]")]
SourceOption = Annotated[
    list[str] | None,
    option(
        "ID",
        "Who says so; may be given again.",
        "--source",
        "-s",
        completion=completion.sources,
    ),
]
ByOption = Annotated[
    str | None, option("WHO", "Who asserts or denies it: a faction or plain words.")
]
CredibilityOption = Annotated[str | None, option("[1-6]", "Admiralty grade of the claim.")]
NoteOption = Annotated[str | None, option("TEXT", "What else there is to say.")]
RetractsOption = Annotated[
    list[str] | None,
    option(
        "ID",
        "A claim that no longer stands; may be given again.",
        completion=completion.changes,
    ),
]
RecordedOption = Annotated[
    str | None,
    option(
        "DAY|published",
        "When it became known, if not now: a day, or `published`, which is when its "
        "sources appeared.",
    ),
]
IdOption = Annotated[str | None, option("ID", "An id of your own for the claim.", "--id")]
WhatIfOption = Annotated[
    str | None,
    option(
        "ID",
        "Add it to a what-if instead of the record.",
        "--scenario",
        completion=completion.scenarios,
    ),
]


def given(values: Mapping[str, str | None]) -> dict[str, str]:
    """Return the values that are given."""
    return {key: str(value) for key, value in values.items() if value is not None}


def when_recorded(text: str | None) -> str | None:
    """Return when a claim became known, as --recorded has it: a time, or `published`."""
    if text is None or text == PUBLISHED:
        return text
    try:
        return parse_moment(text.strip()).text
    except DateError:
        if not (date := values.day(text, "--recorded")).exact:
            raise UsageError(
                f"--recorded: {date} is no single day; write 2017-11-03, or `{PUBLISHED}`"
            ) from None
        return date.text
