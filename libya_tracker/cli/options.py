"""How options are declared, and the options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from libya_tracker.cli import completion
from libya_tracker.cli.context import REGISTRY
from libya_tracker.model.option_values import EFFECTIVE
from libya_tracker.model.vocabulary import Status

#: Returns what the shell proposes for what is typed.
Completion = Callable[..., Any]


def option(
    metavar: str, help: str, *names: str, completion: Completion | None = None, **more: Any
) -> Any:
    """Return an option with a value; its name is that of the parameter, or ``names``."""
    # Whether a file can be read is said when it is read, in our own words.
    return typer.Option(
        *names,
        metavar=metavar,
        help=help,
        autocompletion=completion,
        readable=False,
        **more,
    )


def flag(name: str, help: str) -> Any:
    """Return an option without a value."""
    return typer.Option(name, help=help)


def argument(
    metavar: str, help: str, completion: Completion | None = None, **more: Any
) -> Any:
    """Return an argument."""
    return typer.Argument(
        metavar=metavar, help=help, autocompletion=completion, readable=False, **more
    )


def group(help: str) -> typer.Typer:
    """Return a command that has commands of its own."""
    return typer.Typer(
        help=help, no_args_is_help=True, add_completion=False, rich_markup_mode=None
    )


def _none_for_dash(output: Path | None) -> Path | None:
    """Return where an answer goes; None is standard output, which `-` stands for."""
    return None if output == Path("-") else output


RegistryOption = Annotated[
    Path | None,
    option(
        "PATH",
        f"The registry, - for standard input; else ${REGISTRY}, else factions.yaml here "
        "or above, else the one shipped.",
        "--registry",
        "-r",
    ),
]
OutputOption = Annotated[
    Path | None,
    option(
        "FILE",
        "Write the answer to a file, - for standard output.",
        "--output",
        "-o",
        callback=_none_for_dash,
    ),
]
AsOfOption = Annotated[
    str | None,
    option(
        "DAY",
        "The day asked about: 2017-11-10, 2017-11, today, 7d …; REV:DAY asks the registry "
        "as it was in a revision of git. [default: today]",
        "--as-of",
    ),
]
KnownAtOption = Annotated[
    str | None, option("DAY", "Only what was known by then. [default: today]", "--known-at")
]
ScenarioOption = Annotated[
    str | None,
    option(
        "ID",
        "Lay a what-if over the record.",
        "--scenario",
        completion=completion.scenarios,
    ),
]
MinStatusOption = Annotated[
    Status | None,
    option(f"[{'|'.join(EFFECTIVE)}]", "Leave out weaker claims.", "--min-status"),
]
AccordingToOption = Annotated[
    str | None,
    option(
        "WHO",
        "Only what a source says, or a speaker: a faction, or the words of `by`.",
        "--according-to",
        completion=completion.voices,
    ),
]
PersistOption = Annotated[
    str | None,
    option(
        "[until-changed|cited|DAYS]",
        "How long a tie lasts that nobody ends: until something does (the default), "
        "only from its first to its last citation, or so long (180d, 3w, 6m, 1y) after the "
        "last.",
        "--persist",
    ),
]
FactionsArgument = Annotated[
    list[str] | None,
    argument(
        "[FACTION]...",
        "Ids, names or aliases, or parts of them. [default: all]",
        completion=completion.factions,
    ),
]
FactionArgument = Annotated[
    str, argument("FACTION", "An id, name or alias.", completion=completion.factions)
]
#: The option before the command is typed behind it as often.
NoPagerOption = Annotated[
    bool, typer.Option("--no-pager", hidden=True, help="Write long pages at once.")
]
AllOption = Annotated[
    bool, flag("--all", "Include the factions without any tie on that day.")
]
DryRunOption = Annotated[
    bool, flag("--dry-run", "Print the change of text as a unified diff; write nothing.")
]
