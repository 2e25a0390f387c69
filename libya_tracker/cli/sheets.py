"""What the commands share that read tables: their options, and what a file holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from libya_tracker.cli import messages, streams
from libya_tracker.cli.options import option
from libya_tracker.errors import UsageError
from libya_tracker.exchange import column_maps
from libya_tracker.exchange.batches import Reading
from libya_tracker.exchange.headings import ColumnMap, Vocabulary
from libya_tracker.exchange.table_dates import DateOrder
from libya_tracker.storage import files

DatesOption = Annotated[
    DateOrder | None,
    typer.Option(
        "--dates",
        help="What is first in a table's dates such as 05/11/2017: the day or the month.",
    ),
]
MapOption = Annotated[
    Path | None,
    option(
        "FILE",
        "What a table's own headings are called here: `THEIRS: OURS`, a line each, or "
        "`THEIRS: ignore`; YAML, JSON or CSV.",
        "--map",
    ),
]


def contents(path: Path, what: str) -> tuple[bytes, str]:
    """Return what a file or standard input holds, and what to call it."""
    if path == files.STANDARD_INPUT:
        return streams.all_input(what), files.label(path)
    return files.contents(path), str(path)


def reading(ours: Vocabulary, dates: DateOrder | None, column_map: Path | None) -> Reading:
    """Return how a table is to be read."""
    if column_map is None:
        return Reading(ColumnMap(), dates)
    if column_map == files.STANDARD_INPUT:
        raise UsageError("--map is a file; standard input is for what is read with it")
    others = column_maps.read(files.contents(column_map), str(column_map), ours)
    return Reading(others, dates)


def say_understood(name: str, description: str) -> None:
    """Say how a table was understood, where that is no matter of course."""
    if description:
        messages.say(f"note: {name}: {description}")
