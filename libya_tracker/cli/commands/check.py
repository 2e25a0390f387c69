"""``libya-tracker check``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from libya_tracker.analysis.doubts import doubts
from libya_tracker.cli.context import today
from libya_tracker.cli.options import flag
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.errors import Problem
from libya_tracker.model.records import Registry
from libya_tracker.storage import files, lint
from libya_tracker.views import check as view

_HAS_PROBLEMS = 1


@question()
def check(
    path: Path,
    strict: Annotated[bool, flag("--strict", "Count warnings as errors.")] = False,
) -> Answer:
    """Report every problem in the registry.

    Exits with 1 where there are errors.

    Example: libya-tracker check -r factions.yaml
    """
    problems, registry = problems_in(path)
    fails = any(strict or problem.severity == "error" for problem in problems)
    return Answer(
        lint.rows(problems),
        lint.CheckRow,
        lambda: view.report(problems, registry, files.label(path)),
        exit_code=_HAS_PROBLEMS if fails else 0,
    )


def problems_in(path: Path) -> tuple[list[Problem], Registry | None]:
    """Return every problem of a file, and the registry in it where it is a valid one."""
    file = files.examine(path)
    if file.registry is None:
        return [*file.problems], None
    day = today()
    remarks = [*lint.remarks(file.registry, day), *doubts(file.registry, day)]
    warnings = sorted([*file.problems, *lint.warnings(remarks, file.text)])
    return warnings, file.registry
