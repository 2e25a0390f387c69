"""What the commands share that read tables of other data sets."""

from __future__ import annotations

from libya_tracker.analysis.comparison import ComparisonRow
from libya_tracker.cli import messages
from libya_tracker.cli.output import Answer
from libya_tracker.exchange.comparing import compare
from libya_tracker.exchange.statements import Release
from libya_tracker.model.perspective import Perspective
from libya_tracker.storage import causes
from libya_tracker.views import comparison as view


def comparison(perspective: Perspective, release: Release) -> Answer:
    """Return where a table and the registry disagree; say which rows were passed over."""
    say_passed_over(release)
    rows = compare(perspective, release)
    data_set = release.data_set
    table = view.Table(release.name, data_set.title, data_set.unclear, release.terms)
    return Answer(rows, ComparisonRow, lambda: view.page(rows, perspective, table))


def say_passed_over(release: Release) -> None:
    """Say how many rows of a table were passed over, which, and why."""
    for reason, numbers in release.passed_over.items():
        count = f"{len(numbers):,} row{'s' * (len(numbers) != 1)}"
        listed = causes.listed(numbers)
        messages.say(f"note: {release.name}: {count} passed over, with {reason}: {listed}")
