"""What is wrong with a registry, for the commands that look for it."""

from __future__ import annotations

from pathlib import Path

from libya_tracker.analysis.doubts import doubts
from libya_tracker.cli.context import today
from libya_tracker.errors import Problem
from libya_tracker.model.records import Registry
from libya_tracker.storage import files, lint

#: The exit code where there are errors.
EXIT_CODE = 1


def problems_in(path: Path) -> tuple[list[Problem], Registry | None]:
    """Return every problem of a file, and the registry in it where it is a valid one."""
    file = files.examine(path)
    if file.registry is None:
        return [*file.problems], None
    day = today()
    remarks = [*lint.remarks(file.registry, day), *doubts(file.registry, day)]
    warnings = sorted([*file.problems, *lint.warnings(remarks, file.text)])
    return warnings, file.registry
