"""Batches of claims: JSON Lines, or a table with headings, made drafts."""

from __future__ import annotations

from dataclasses import dataclass, field

from libya_tracker.errors import UsageError
from libya_tracker.exchange import json_lines, review_marks, tables, texts
from libya_tracker.exchange.headings import ColumnMap
from libya_tracker.exchange.table_dates import DateOrder
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import batch
from libya_tracker.storage.drafts import Draft, Origin


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is to be read, beyond what it says itself."""

    others: ColumnMap = field(default_factory=ColumnMap)
    order: DateOrder | None = None


class Batch(NamedTuple):
    """The drafts of a batch, and how it was understood."""

    drafts: list[Draft]
    description: str = ""


def read(data: bytes, name: str, reading: Reading) -> Batch:
    """Return the drafts of a batch, errors included.

    Raises UnreadableError where it is no text, UsageError where it is no table of claims.
    """
    text = texts.text(data, name)
    if json_lines.is_json(text):
        if reading != Reading():
            raise UsageError("--map and --dates are for tables; this is JSON")
        lines, description = review_marks.chosen_lines([*json_lines.rows(text, name)], name)
        drafts = [batch.draft(row, Origin(number)) for number, row in lines]
        return Batch(drafts, description)
    whole = tables.table(text, name, review_marks.BATCH, reading.others)
    table = review_marks.chosen(whole, tables.CLAIMS.keys)
    drafts = [
        batch.draft(tables.claim_or_fault(row.cells, reading.order), table.origin(row))
        for row in table.rows
    ]
    return Batch(drafts, table.description)
