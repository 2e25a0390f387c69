"""The options and arguments that several commands share, each with its help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from libya_tracker.cli import completion
from libya_tracker.cli.context import REGISTRY
from libya_tracker.cli.values import EFFECTIVE
from libya_tracker.model.vocabulary import Status

RegistryOption = Annotated[
    Path | None,
    typer.Option(
        "--registry",
        "-r",
        metavar="PATH",
        help=f"The registry; else ${REGISTRY}, else factions.yaml here or above, "
        "else the one shipped.",
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the answer to a file."),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        help="The day asked about: 2017-11-10, 2017-11, today, 7d … [default: today]",
    ),
]
KnownAtOption = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        metavar="DAY",
        help="Only what was known by then. [default: today]",
    ),
]
ScenarioOption = Annotated[
    str | None,
    typer.Option(
        "--scenario",
        metavar="ID",
        help="Lay a what-if over the record.",
        autocompletion=completion.scenarios,
    ),
]
MinStatusOption = Annotated[
    Status | None,
    typer.Option(
        "--min-status",
        metavar=f"[{'|'.join(EFFECTIVE)}]",
        help="Leave out weaker claims.",
    ),
]
AccordingToOption = Annotated[
    str | None,
    typer.Option(
        "--according-to",
        metavar="WHO",
        help="Only what a source says, or a speaker: a faction, or the words of `by`.",
        autocompletion=completion.voices,
    ),
]
PersistOption = Annotated[
    str | None,
    typer.Option(
        "--persist",
        metavar="[until-changed|cited|DAYS]",
        help="How long a tie lasts that nobody ends: until something does (the default), "
        "only from its first to its last citation, or so many days (180d) after the last.",
    ),
]
FactionsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FACTION]...",
        help="Ids, names or aliases. [default: all]",
        autocompletion=completion.factions,
    ),
]
FactionArgument = Annotated[
    str,
    typer.Argument(
        metavar="FACTION", help="An id, name or alias.", autocompletion=completion.factions
    ),
]
DryRunOption = Annotated[
    bool,
    typer.Option(
        "--dry-run", help="Print the change of text as a unified diff; write nothing."
    ),
]
