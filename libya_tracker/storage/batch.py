"""Batches: drafts of claims from JSON Lines or CSV, each with its line and its faults.

Rows as ``log`` prints them are accepted too; what they hold beyond a claim is derived.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from libya_tracker.errors import UsageError
from libya_tracker.model.vocabulary import Credibility
from libya_tracker.storage.input import KEYS, Draft
from libya_tracker.storage.schema import CLAIM
from libya_tracker.storage.value_types import LISTS, YES_OR_NO

#: What a row of `log` adds; all but `grade`, `retracted` and `scenario` is passed over.
DERIVED = frozenset(
    {"change", "name", "to_name", "sign", "grade", "known", "retracted", "scenario"}
)
_LISTS = frozenset(key for key, value in CLAIM.keys.items() if value in LISTS)
_ANSWERS = frozenset(key for key, value in CLAIM.keys.items() if value is YES_OR_NO)
#: How the rows of `log` have yes and no, in JSON and in CSV.
_TRUTH: Mapping[bool | str, str] = {True: "yes", False: "no", "true": "yes", "false": "no"}


def drafts(text: str) -> list[Draft]:
    """Return the drafts of a batch: JSON Lines, or CSV with a header; errors included."""
    body = text.removeprefix("\ufeff")
    rows = _json_rows(body) if body.lstrip().startswith(("{", "[")) else _csv_rows(body)
    return [_draft(row, f"line {number}: ") for number, row in rows]


def _json_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any] | UsageError]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            yield number, UsageError(f"not valid JSON: {error}")
            continue
        if isinstance(row, dict):
            yield number, {key: value for key, value in row.items() if value is not None}
        else:
            yield number, UsageError("each line must be a JSON object")


def _csv_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any] | UsageError]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    head: list[str] = []
    try:
        for cells in reader:
            number = reader.line_num
            if not head:
                head = cells
                if len(set(head)) < len(head):
                    yield number, UsageError("the header names a column twice")
                    return
            elif len(cells) > len(head):
                yield number, UsageError("more cells than the header has columns")
            elif cells:
                yield number, dict(_csv_values(head, cells))
    except csv.Error as error:
        yield reader.line_num, UsageError(f"not valid CSV: {error}")


def _csv_values(head: list[str], cells: list[str]) -> Iterator[tuple[str, Any]]:
    for key, cell in zip(head, cells, strict=False):
        if key in _LISTS:
            yield key, [name for name in cell.split(";") if name]
        elif cell:
            yield key, cell


def _draft(row: Mapping[str, Any] | UsageError, origin: str) -> Draft:
    if isinstance(row, UsageError):
        return Draft({}, origin, row)
    try:
        values = dict(_values(row))
        retracted = _retracted(row.get("retracted", False))
    except UsageError as error:
        return Draft({}, origin, error)
    grade = row.get("grade")
    if isinstance(grade, str) and grade[-1:] in list(Credibility):
        values.setdefault("credibility", grade[-1])
    scenario = row.get("scenario")
    name = scenario if isinstance(scenario, str) else None
    return Draft(values, origin, None, "change" in row, retracted, name)


def _values(row: Mapping[str, Any]) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for key, value in row.items():
        if key in DERIVED:
            continue
        if key not in KEYS:
            hint = f"; a change has {', '.join(KEYS)}"
            raise UsageError(f"a change has no key {key!r}{hint}")
        if key in _LISTS:
            items = [value] if isinstance(value, str) else value
            if not isinstance(items, list) or not all(isinstance(i, str) for i in items):
                raise UsageError(f"{key} is a list of ids")
            yield key, tuple(items)
        elif key in _ANSWERS and isinstance(value, bool | str):
            yield key, _TRUTH.get(value, str(value))
        elif isinstance(value, str | int) and not isinstance(value, bool):
            yield key, str(value)
        else:
            raise UsageError(f"{key} is text, not {json.dumps(value)}")


def _retracted(value: Any) -> bool:
    if value in {True, "true"}:
        return True
    if value in {False, "false"}:
        return False
    raise UsageError(f"retracted is true or false, not {json.dumps(value)}")
