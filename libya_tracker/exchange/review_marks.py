"""What a person marked in a review of another data set's claims: which of them to take.

The rows come from ``claims_review``; nothing of a row is read that has no mark.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from libya_tracker.errors import UsageError, quoted
from libya_tracker.exchange import json_lines, tables
from libya_tracker.exchange.tables import CLAIMS, NO, YES, Row, Table
from libya_tracker.storage import own_keys

#: The column that no other table has, and that a review cannot do without.
SIGN = "verdict"
#: The column with a mark in each row whose claim is to be recorded.
ADD = "add"
#: The column that says whose match is right: `faction`, `to`, or both.
CONFIRM = "confirm"
#: The columns of a review that are no part of a claim.
COLUMNS = (
    *(SIGN, ADD, CONFIRM, "remark", "their_faction", "name", "matched", "their_to"),
    *("to_name", "to_matched", "first", "last", "our_relation", "certainty", "changes"),
    *(
        "record",
        "years",
        "rows",
        "events",
        "wording",
        "their_faction_id",
        "their_to_id",
        "data_set",
        "release",
    ),
    *("file", "source_title", "source_publisher", "source_date", "source_url"),
)
#: The columns of a batch of claims, a review among them.
BATCH = CLAIMS._replace(more=[key for key in COLUMNS if key not in CLAIMS.keys])
_MARKS = {"x", "1", "✓", "✔", *YES}
_NO_MARKS = {"", "0", *NO}


def is_marked(value: Any) -> bool:
    """Tell whether a cell has a mark; raise UsageError where that cannot be told."""
    word = tables.whole(str(value).strip().casefold())
    if word in _MARKS or word in _NO_MARKS:
        return word in _MARKS
    raise UsageError(f"{quoted(str(value))} is no mark; write x, or leave it empty")


def chosen(table: Table, keys: Collection[str]) -> Table:
    """Return the rows of a review that are marked, with some of their cells.

    A table that is no review is returned as it is. Raises UsageError where a mark is none.
    """
    if SIGN not in table.columns:
        return table
    if ADD not in table.columns:
        raise UsageError(
            f"{table.name}: this is a review without its column `{ADD}`, in which the rows "
            "to be recorded are marked"
        )
    rows = [
        Row(row.number, {key: row.cells[key] for key in row.cells if _is_kept(key, keys)})
        for row in table.rows
        if _is_chosen(table, row)
    ]
    counts = _counts(len(table.rows), len(rows))
    description = "; ".join(filter(None, [table.description, counts]))
    return table._replace(rows=rows, description=description)


def chosen_lines(
    rows: Collection[tuple[int, json_lines.Row]], name: str
) -> tuple[list[tuple[int, json_lines.Row]], str]:
    """Return the marked ones of a review's rows in JSON, and how they were understood."""
    if not any(isinstance(row, Mapping) and {SIGN, ADD} <= row.keys() for _, row in rows):
        return [*rows], ""
    result = [*_chosen_lines(rows, name)]
    return result, _counts(len(rows), len(result))


def _chosen_lines(
    rows: Collection[tuple[int, json_lines.Row]], name: str
) -> Iterator[tuple[int, json_lines.Row]]:
    for number, row in rows:
        if isinstance(row, UsageError):
            yield number, row
            continue
        try:
            marked = is_marked(row.get(ADD, ""))
        except UsageError as error:
            raise UsageError(f"{name}:{number}: {error}") from None
        if marked:
            yield number, {key: row[key] for key in row if _is_kept(key, CLAIMS.keys)}


def _is_chosen(table: Table, row: Row) -> bool:
    try:
        return is_marked(row.cells.get(ADD, ""))
    except UsageError as error:
        raise UsageError(f"{table.origin(row).place(ADD)}: {error}") from None


def _is_kept(key: str, keys: Collection[str]) -> bool:
    return key in keys or own_keys.is_own(key)


def _counts(total: int, marked: int) -> str:
    rows = f"{total:,} row{'s' * (total != 1)}"
    verb = "is" if marked == 1 else "are"
    return f"a review of {rows}, of which {marked:,} {verb} marked in `{ADD}` and read"
