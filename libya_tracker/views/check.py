"""The page of ``check`` and of every refused registry: each problem where it stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from libya_tracker import sanitize
from libya_tracker.errors import Problem
from libya_tracker.model.records import Registry
from libya_tracker.views.words import counted

#: How much of a long line is shown on each side of a place.
_BEFORE, _AFTER = 50, 60


def report(problems: Sequence[Problem], registry: Registry | None, file: str) -> str:
    """Return every problem, the size of a valid registry, and the number of problems."""
    count = "" if registry is None else _extent(registry)
    last = sanitize.one_line(f"{file}: {count}{summary(problems)}")
    return "".join(f"{line}\n" for line in (*lines(problems), last))


def lines(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield each problem with the line it is about, and a caret under the place."""
    for problem in problems:
        warning = "warning: " if problem.severity == "warning" else ""
        where, rule = problem.where, problem.rule
        yield sanitize.one_line(f"{where}: {warning}{problem.message} [{rule}]")
        if problem.excerpt.strip():
            number = f"{where.line:>5}"
            excerpt, caret = _window(problem.excerpt, where.column - 1)
            yield f"{number} | {excerpt}"
            yield f"{' ' * len(number)} | {caret}"


def summary(problems: Sequence[Problem]) -> str:
    """Return the count of errors and warnings."""
    errors = sum(problem.severity == "error" for problem in problems)
    totals = [(errors, "error"), (len(problems) - errors, "warning")]
    return ", ".join(counted(*total) for total in totals if total[0]) or "no problems"


def _extent(registry: Registry) -> str:
    tables = [
        (len(registry.factions), "faction"),
        (len(registry.sources), "source"),
        (len(registry.claims), "claim"),
        (len(registry.scenarios), "scenario"),
    ]
    return "".join(f"{counted(*table)}, " for table in tables)


def _window(line: str, index: int) -> tuple[str, str]:
    """Return the part of a line around a place, and a caret to stand below it."""
    start = max(0, index - _BEFORE)
    before = sanitize.one_line(line[start:index])
    after = sanitize.one_line(line[index : index + _AFTER].rstrip())
    lead, tail = "…" if start else "", "…" if len(line.rstrip()) > index + _AFTER else ""
    return f"{lead}{before}{after}{tail}", " " * (len(lead) + _width(before)) + "^"


def _width(text: str) -> int:
    """Return how many columns a terminal gives to a text."""
    return sum(
        0 if unicodedata.combining(char) else 2 if east_asian_width(char) in "WF" else 1
        for char in text
    )
