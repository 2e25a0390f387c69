"""The page of ``search``: what mentions the words, the best fit first."""

from __future__ import annotations

from collections.abc import Sequence

from libya_tracker.analysis.search import SearchRow
from libya_tracker.model.records import Registry
from libya_tracker.views.log import identity
from libya_tracker.views.page import Cell, Page, Sheet
from libya_tracker.views.words import counted, present

_COLUMNS = ("What", "Where it stands", "In its")
#: Of a longer text a page shows the beginning.
_LONGEST = 160


def page(rows: Sequence[SearchRow], registry: Registry, words: str) -> Page:
    """Return one match after the other, with its id and the text that fits best."""
    title = f"{registry.name}: {counted(len(rows), 'match', 'matches')} of {words!r}"
    notes = () if rows else ("Nothing mentions it.",)
    return Page(title, (Sheet(_COLUMNS, [_line(row) for row in rows]),), notes)


def _line(row: SearchRow) -> tuple[Cell, ...]:
    shown = {row.name, row.id}
    name = row.name if row.name != row.id else ""
    text = "" if row.text in shown else _shortened(row.text)
    lines = present(name, text)
    words = Cell(lines or row.id, below=(identity(row.id),) if lines else ())
    return Cell(row.kind), words, Cell(", ".join(row.fields), "faint")


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
