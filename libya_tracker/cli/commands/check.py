"""``libya-tracker check``."""

from __future__ import annotations

from typing import Annotated

import typer

from libya_tracker.cli import options
from libya_tracker.cli.options import FormatOption, OutputOption, RegistryOption
from libya_tracker.cli.output import Target, show
from libya_tracker.storage import files, lint
from libya_tracker.views import check as view

_FOUND = 1


def check(
    strict: Annotated[
        bool, typer.Option("--strict", help="Let warnings count as errors.")
    ] = False,
    registry: RegistryOption = None,
    form: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Report every problem in the file; errors exit with 1."""
    path = options.registry_path(registry)
    found, problems = files.examine(path)
    show(
        lint.rows(problems),
        lint.CheckRow,
        lambda: view.report(problems, found, files.label(path)),
        Target(form, output, (path,)),
    )
    if any(strict or problem.severity == "error" for problem in problems):
        raise typer.Exit(_FOUND)
