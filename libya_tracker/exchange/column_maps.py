"""What others call our columns: the file of ``--map``, in YAML, JSON or CSV."""

from __future__ import annotations

from pathlib import PurePath

from libya_tracker.errors import UsageError, did_you_mean, quoted
from libya_tracker.exchange import delimited, texts
from libya_tracker.exchange.headings import ColumnMap, Vocabulary, bare, folded
from libya_tracker.model import spelling
from libya_tracker.storage import flat_mapping

#: What stands for all headings that neither we nor the map know.
_REST = "*"
#: What says that a column is left out.
_LEFT_OUT = {"", "-", "ignore"}


def read(data: bytes, name: str, ours: Vocabulary) -> ColumnMap:
    """Return the map of a file; raise UsageError where it names no column of ours."""
    text = texts.text(data, name)
    is_table = PurePath(name).suffix.lower() in {".csv", ".tsv"}
    pairs = _of_table(text, name) if is_table else flat_mapping.pairs(text, name)
    columns: dict[str, str | None] = {}
    leaves_rest = False
    for theirs, value in pairs.items():
        key = bare(value or "")
        if theirs.strip() == _REST:
            if key not in _LEFT_OUT:
                raise UsageError(f"{name}: '*' is for the rest, which is left out: ignore")
            leaves_rest = True
        else:
            left_out = key in _LEFT_OUT
            columns[folded(theirs)] = None if left_out else _ours(key, ours, name)
    return ColumnMap(columns, leaves_rest)


def _of_table(text: str, name: str) -> dict[str, str | None]:
    grid = delimited.grid(text, name, lambda row: len(row) == 2)
    pairs: dict[str, str | None] = {}
    for number, row in enumerate(grid.rows, grid.above + 1):
        cells = [cell for cell in map(bare, row) if cell]
        if len(cells) > 2:
            raise UsageError(f"{name}:{number}: two cells a row: THEIRS, OURS")
        if cells:
            pairs[cells[0]] = cells[1] if len(cells) == 2 else None
    return pairs


def _ours(key: str, ours: Vocabulary, name: str) -> str:
    """Return the column that a text names; raise UsageError where there is none."""
    column = ours.key_of(key, ColumnMap())
    if column is None:
        near = spelling.nearest(folded(key), ours.keys, 1, 0.6)
        hint = did_you_mean(near) or f"; they are {', '.join(ours.keys)}"
        raise UsageError(f"{name}: no column {quoted(key)}{hint}")
    return column
