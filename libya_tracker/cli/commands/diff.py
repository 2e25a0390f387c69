"""``libya-tracker diff``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from libya_tracker.analysis import diff as compare
from libya_tracker.cli import completion, options
from libya_tracker.cli.options import (
    UNTIL_CHANGED,
    FormatOption,
    MinStatusOption,
    OutputOption,
    PersistOption,
    RegistryOption,
)
from libya_tracker.cli.output import Target, show
from libya_tracker.errors import UsageError
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.storage import files
from libya_tracker.views import diff as view

_FOUND = 1  # the exit code that --exit-code asks for
_POINT = "DAY[@KNOWN][+SCENARIO]"


AccordingTosOption = Annotated[
    list[str] | None,
    typer.Option(
        "--according-to",
        metavar="WHO",
        help="Only what a source says, or a speaker. Given twice: the point A as the first "
        "has it, B as the second.",
        autocompletion=completion.voices,
    ),
]
OtherArgument = Annotated[
    str | None,
    typer.Argument(metavar="[B]", help="The other. [default: today; with --against: A]"),
]
AgainstOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Take the point A in another registry.")
]
ExitCodeOption = Annotated[
    bool, typer.Option("--exit-code", help="Exit with 1 when anything differs.")
]


def diff(
    a: Annotated[str, typer.Argument(metavar="A", help=f"The one point: {_POINT}.")],
    b: OtherArgument = None,
    against: AgainstOption = None,
    exit_code: ExitCodeOption = False,
    min_status: MinStatusOption = None,
    according_to: AccordingTosOption = None,
    persist: PersistOption = None,
    registry: RegistryOption = None,
    form: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Show what changed between two points, and why."""
    path = options.registry_path(registry)
    here = _chronicle(path)
    there = _chronicle(against) if against else here
    second = b or (a if against else options.today().isoformat())
    voices = _two(according_to or [None])
    lasting = options.persistence(persist)
    one, other = (
        Perspective(
            chronicle,
            options.point(chronicle.registry, text),
            replace(options.lens_of(chronicle.registry, min_status, who), persist=lasting),
        )
        for chronicle, text, who in zip((there, here), (a, second), voices, strict=True)
    )
    rows = compare.diff(one, other)
    show(
        rows,
        compare.DiffRow,
        lambda: view.page(one, other, rows, compare.meanwhile(one, other)),
        Target(form, output, (path, against or path), persist or UNTIL_CHANGED),
    )
    if exit_code and rows:
        raise typer.Exit(_FOUND)


def _chronicle(path: Path) -> ClaimIndex:
    return ClaimIndex(files.read(path))


def _two(voices: Sequence[str | None]) -> Sequence[str | None]:
    if len(voices) > 2:
        raise UsageError("--according-to is given once for both points, or once for each")
    return voices if len(voices) == 2 else [*voices, *voices]
