"""``libya-tracker check``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from libya_tracker.cli.options import flag
from libya_tracker.cli.output import Answer
from libya_tracker.cli.problems import EXIT_CODE, problems_in
from libya_tracker.cli.question import question
from libya_tracker.storage import files, lint
from libya_tracker.views import check as view


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
        exit_code=EXIT_CODE if fails else 0,
    )
