"""``libya-tracker blame``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from libya_tracker.cli import completion, context
from libya_tracker.cli.options import argument
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.model.commits import BlameRow
from libya_tracker.storage.history import History
from libya_tracker.views import blame as view


@question()
def blame(
    path: Path,
    name: Annotated[
        str,
        argument(
            "ID",
            "A claim, as `log` names it; or a faction, a source or a what-if.",
            completion=completion.changes,
        ),
    ],
) -> Answer:
    """Show who entered or changed an entry, by the commits of git.

    Example: libya-tracker blame 2017-11-05-trb-kani
    """
    rows, notes = History(path, context.surroundings()).blame(name)
    return Answer(rows, BlameRow, lambda: view.page(rows, name), notes=notes)
