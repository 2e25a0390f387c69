"""What is said of a change of the registry: the added text and its place."""

from __future__ import annotations

import sys

import typer

from libya_tracker import harmless
from libya_tracker.writing import Edit


def show(edit: Edit, *, dry_run: bool) -> None:
    """Print the unified diff of a dry run on standard output, else what was added where."""
    if dry_run:
        sys.stdout.write(harmless.lines(edit.diff))
        return
    for entry in edit.added:
        typer.echo(f"{entry.where}: {entry.id}", err=True)
    for line in edit.diff.splitlines()[2:]:
        if line.startswith("+"):
            typer.echo(harmless.one_line(line), err=True)
