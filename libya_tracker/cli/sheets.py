"""What the commands share that read tables: their options, and what a file holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from libya_tracker import sanitize
from libya_tracker.cli import messages, streams
from libya_tracker.cli.options import option
from libya_tracker.errors import UsageError
from libya_tracker.exchange import column_maps
from libya_tracker.exchange.batches import Reading
from libya_tracker.exchange.headings import ColumnMap, Vocabulary
from libya_tracker.exchange.review import Review
from libya_tracker.exchange.sheet import Sheet
from libya_tracker.exchange.table_dates import DateOrder
from libya_tracker.storage import causes, files, writer
from libya_tracker.views.words import counted

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


def say_new(sheet: Sheet) -> None:
    """Say which factions and sources of a sheet are new, and in which rows they are."""
    for new in sheet.new:
        count = len(new.rows)
        where = f"{count:,} rows:" if count > 1 else "row"
        messages.say(f"{new} (in {where} {causes.listed(new.rows)})")


def write_review(path: Path, review: Review) -> None:
    """Write the rows of a sheet as they were understood, and say what is in them."""
    tabs = path.suffix.lower() == ".tsv"
    text = review.text("\t" if tabs else review.separator)
    if path == files.STANDARD_INPUT:
        streams.answer(sanitize.lines(text) if sys.stdout.isatty() else text.encode())
    else:
        writer.create(path, text.encode())
    name = "standard output" if path == files.STANDARD_INPUT else str(path)
    messages.say(
        f"{name}: {counted(len(review.rows), 'row')}, {review.remarks:,} with a remark; "
        "edit them, and read that file with `import sheet`; nothing else written"
    )
