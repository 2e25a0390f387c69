"""``libya-tracker check``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from libya_tracker.cli import context, messages
from libya_tracker.cli.options import argument, flag
from libya_tracker.cli.output import Answer
from libya_tracker.cli.problems import EXIT_CODE, problems_in
from libya_tracker.cli.question import question
from libya_tracker.errors import Problem, UnreadableError, UsageError
from libya_tracker.storage import files, lint
from libya_tracker.views import check as view

FilesArgument = Annotated[
    list[Path] | None,
    argument("[FILE]...", "Registries to check, in place of --registry."),
]


@question()
def check(
    path: Path,
    ctx: typer.Context,
    registries: FilesArgument = None,
    strict: Annotated[bool, flag("--strict", "Count warnings as errors.")] = False,
) -> Answer:
    """Report every problem in the registry, or in several.

    Exits with 1 where there are errors, with 3 where a file cannot be read.

    Example: libya-tracker check -r factions.yaml

    Example: libya-tracker check west.yaml east.yaml
    """
    if registries and ctx.params["registry"] is not None:
        raise UsageError("give the files, or --registry, not both")
    problems: list[Problem] = []
    pages: list[str] = []
    code = 0
    for file in dict.fromkeys(registries or [path]):
        try:
            own, registry = problems_in(context.registry_path(file))
        except UnreadableError as error:
            if not registries:
                raise
            messages.say(f"error: {error}")
            code = max(code, error.exit_code)
            continue
        if any(strict or problem.severity == "error" for problem in own):
            code = max(code, EXIT_CODE)
        problems += own
        pages.append(view.report(own, registry, files.label(file)))
    return Answer(
        lint.rows(problems),
        lint.CheckRow,
        lambda: "".join(pages),
        registries=tuple(registries or ()),
        exit_code=code,
    )
