"""The way out: one answer, in the format asked for, to the terminal, a pipe or a file."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from libya_tracker.commands.options import FORMAT
from libya_tracker.errors import UnreadableError, UsageError
from libya_tracker.printing import rows as serial
from libya_tracker.printing.rows import Format
from libya_tracker.views.page import Page

if TYPE_CHECKING:
    from _typeshed import DataclassInstance as Row

_ENDINGS = {
    ".csv": Format.CSV,
    ".tsv": Format.TSV,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".md": Format.MARKDOWN,
    ".txt": Format.TABLE,
}


@dataclass(frozen=True, slots=True)
class Target:
    """Where an answer goes and in which format."""

    form: Format | None = None
    output: Path | None = None
    #: The registry that was read, which no answer may overwrite.
    registry: Path | None = None


def show(
    rows: Sequence[Row], kind: type[Row], page: Callable[[], Page | str], target: Target
) -> None:
    """Write an answer out: its page for people, or its rows for programs."""
    form = _format(target)
    if form is not Format.TABLE:
        text = serial.text(rows, kind, form)
    elif isinstance(content := page(), str):
        text = content
    else:
        text = _set(content, target)
    write(text, target)


def write(text: str, target: Target) -> None:
    """Write text to standard output or to a file."""
    if target.output is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    if target.registry is not None and _same(target.output, target.registry):
        raise UsageError(
            f"--output {target.output} is the registry itself; nothing written"
        )
    try:
        with target.output.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        raise UnreadableError(
            f"{target.output} cannot be written: {error.strerror}"
        ) from error


def _format(target: Target) -> Format:
    if target.form is not None:
        return target.form
    if target.output is not None and (form := _ENDINGS.get(target.output.suffix.lower())):
        return form
    if not (told := os.environ.get(FORMAT)):
        return Format.TABLE
    try:
        return Format(told)
    except ValueError:
        raise UsageError(f"${FORMAT}: {told!r} is none of {', '.join(Format)}") from None


def _set(content: Page, target: Target) -> str:
    # Deferred: rich takes longer to load than most answers take, and only pages need it.
    from libya_tracker.printing import pages  # noqa: PLC0415

    if target.output is not None:
        return pages.text(content, pages.Screen())
    terminal = sys.stdout.isatty()
    screen = pages.Screen(
        width=shutil.get_terminal_size().columns if terminal else None,
        colour=_coloured(terminal),
        encoding=sys.stdout.encoding or "utf-8",
    )
    return pages.text(content, screen)


def _coloured(terminal: bool) -> bool:
    """Follow no-color.org and force-color.org, in that order; empty counts as unset."""
    if os.environ.get("NO_COLOR"):
        return False
    if forced := os.environ.get("FORCE_COLOR"):
        return forced != "0"
    return terminal and os.environ.get("TERM") != "dumb"


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)
