"""``libya-tracker export sqlite|rows|parquet``."""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from libya_tracker import __version__
from libya_tracker.cli import messages
from libya_tracker.cli.options import argument, group
from libya_tracker.cli.question import with_perspective
from libya_tracker.errors import UnreadableError, UsageError
from libya_tracker.model.perspective import Perspective
from libya_tracker.output.formats import Format
from libya_tracker.storage import files, folders

app = group("Write the registry and its answers for other programs.")

_PROGRAM = f"libya-tracker {__version__}"


class RowFormat(StrEnum):
    """The formats of rows that are one file a question."""

    CSV = Format.CSV.value
    JSONL = Format.JSONL.value


FileArgument = Annotated[
    Path, argument("FILE", "The database; one written before is replaced.")
]
FolderArgument = Annotated[
    Path, argument("DIR", "The folder; one written before is replaced.")
]
RowFormatOption = Annotated[
    RowFormat, typer.Option("--format", "-f", help="How the rows are written.")
]


@app.command()
@with_perspective
def sqlite(path: Path, read: Callable[[], Perspective], file: FileArgument) -> None:
    """Write a database of the registry, its spells and the ties of any day.

    The records are those of the whole file. The spells and ties are those up to the day
    of --as-of, as seen with these options.

    Example: libya-tracker export sqlite libya.db
    """
    # Deferred: only this command needs SQLite.
    from libya_tracker.exchange import sqlite as database  # noqa: PLC0415

    _refuse(file, path, database.refuse_other)
    result = database.database(read(), _PROGRAM)
    if not result.searchable:
        messages.say("note: this SQLite has no FTS5; the texts cannot be searched")
    _write(file, lambda: database.put(file, result))


@app.command()
@with_perspective
def rows(
    path: Path,
    read: Callable[[], Perspective],
    folder: FolderArgument,
    form: RowFormatOption = RowFormat.CSV,
) -> None:
    """Write the rows of each question into a folder.

    Each file has what the command of its name prints.

    Example: libya-tracker export rows answers --as-of 2017-11-10 -f jsonl
    """
    # Deferred: it brings every question with it.
    from libya_tracker.cli.row_files import row_files  # noqa: PLC0415

    _refuse(folder, path, folders.refuse_other)
    perspective = read()
    contents = dict(row_files(perspective, Format(form)))
    _write(folder, lambda: folders.put(folder, contents, _about(perspective)))


@app.command()
@with_perspective
def parquet(path: Path, read: Callable[[], Perspective], folder: FolderArgument) -> None:
    """Write the rows of each question into a folder, as Parquet.

    Each file has the rows that the command of its name prints, with days, numbers and lists
    as such. It needs pyarrow: pip install 'libya-tracker[parquet]'.

    Example: libya-tracker export parquet answers --as-of 2017-11-10
    """
    # Deferred: it brings every question with it.
    from libya_tracker.cli.row_files import parquet_files  # noqa: PLC0415
    from libya_tracker.output.parquet import library  # noqa: PLC0415

    _refuse(folder, path, folders.refuse_other)
    perspective = read()
    library()  # before anything is worked out
    about = _about(perspective)
    contents = dict(parquet_files(perspective, about))
    _write(folder, lambda: folders.put(folder, contents, about))


def _about(perspective: Perspective) -> dict[str, str]:
    """Return what a folder says of the answers in it."""
    return {
        "program": _PROGRAM,
        "registry": perspective.registry.name,
        "day": str(perspective.day),
        "known": str(perspective.point.known),
        "as_seen": perspective.describe(),
    }


def _refuse(target: Path, registry: Path, refuse_other: Callable[[Path], None]) -> None:
    """Raise UsageError where a target may not be written, before anything is read."""
    if target == files.STANDARD_INPUT:
        raise UsageError("export writes no standard output; name what it is to write")
    there, other = files.status(target), files.status(registry)
    if there and other and (there.st_dev, there.st_ino) == (other.st_dev, other.st_ino):
        raise UsageError(f"{target} is the registry; nothing written")
    _write(target, lambda: refuse_other(target))


def _write(target: Path, write: Callable[[], str | None]) -> None:
    """Run what writes a target, and tell what it has to say."""
    try:
        note = write()
    except OSError as error:
        old = "; the old one is as it was" if os.path.lexists(target) else ""
        message = f"{target} cannot be written: {error.strerror}{old}"
        raise UnreadableError(message) from error
    if note:
        messages.say(f"note: {note}")
