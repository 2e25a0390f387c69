"""``libya-tracker diff``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from libya_tracker import compare, reading
from libya_tracker.claims import Chronicle
from libya_tracker.commands import options
from libya_tracker.commands.answer import Target, show
from libya_tracker.commands.options import (
    AccordingToOption,
    FormatOption,
    MinStatusOption,
    OutputOption,
    RegistryOption,
)
from libya_tracker.compare import View
from libya_tracker.views import diff as view
from libya_tracker.vocabulary import Status

_FOUND = 1  # the exit code that --exit-code asks for
_POINT = "DAY[@KNOWN][+SCENARIO]"


def diff(
    a: Annotated[str, typer.Argument(metavar="A", help=f"The one point: {_POINT}.")],
    b: Annotated[
        str | None,
        typer.Argument(
            metavar="[B]", help="The other. [default: today; with --against: A]"
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Take the point A in another registry."),
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 when anything differs.")
    ] = False,
    min_status: MinStatusOption = None,
    according_to: AccordingToOption = None,
    registry: RegistryOption = None,
    form: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Show what changed between two points, and why."""
    path = options.registry_path(registry)
    here = _chronicle(path)
    there = _chronicle(against) if against else here
    second = b or (a if against else options.today().isoformat())
    one = _view(there, a, min_status, according_to)
    other = _view(here, second, min_status, according_to)
    rows = compare.diff(one, other)
    show(
        rows,
        compare.DiffRow,
        lambda: view.page(one, other, rows, compare.meanwhile(one, other)),
        Target(form, output, (path, against or path)),
    )
    if exit_code and rows:
        raise typer.Exit(_FOUND)


def _chronicle(path: Path) -> Chronicle:
    return Chronicle(reading.read(path))


def _view(chronicle: Chronicle, text: str, status: Status | None, who: str | None) -> View:
    registry = chronicle.registry
    return View(
        chronicle, options.point(registry, text), options.lens_of(registry, status, who)
    )
