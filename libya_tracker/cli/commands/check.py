"""``libya-tracker check``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from libya_tracker.cli.options import flag
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.storage import files, lint
from libya_tracker.views import check as view

_FOUND = 1


@question()
def check(
    path: Path,
    strict: Annotated[bool, flag("--strict", "Count warnings as errors.")] = False,
) -> Answer:
    """Report every problem in the registry.

    Exits with 1 where there are errors.

    Example: libya-tracker check --strict
    """
    registry, problems = files.examine(path)
    failed = any(strict or problem.severity == "error" for problem in problems)
    return Answer(
        lint.rows(problems),
        lint.CheckRow,
        lambda: view.report(problems, registry, files.label(path)),
        exit_code=_FOUND if failed else 0,
    )
