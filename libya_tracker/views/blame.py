"""The page of ``blame``: the commits of an entry, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence

from libya_tracker.model.commits import BlameRow
from libya_tracker.views.page import Cell, Page, Sheet
from libya_tracker.views.words import counted

_COLUMNS = ("Commit", "Date", "Author", "Subject")
#: As much of a commit's name as git shows by itself.
_SHORT = 10


def page(rows: Sequence[BlameRow], name: str) -> Page:
    """Return one commit a line."""
    commits = counted(sum(row.commit is not None for row in rows), "commit")
    sheet = Sheet(_COLUMNS, [_line(row) for row in rows], frozenset({"Commit", "Date"}))
    return Page(f"{name}: {commits}", (sheet,))


def _line(row: BlameRow) -> tuple[Cell, ...]:
    return (
        Cell((row.commit or "")[:_SHORT]),
        Cell((row.date or "")[:10]),
        Cell(row.author or ""),
        Cell(row.subject, "plain" if row.commit else "middling"),
    )
