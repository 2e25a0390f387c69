"""Batches: drafts of claims from JSON Lines or CSV, each with its line and its faults.

Rows as ``log`` prints them are accepted too; what they hold beyond a claim is derived.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from libya_tracker.errors import (
    LONGEST_QUOTE,
    InvalidRegistryError,
    UnreadableError,
    UsageError,
    quoted,
)
from libya_tracker.model.vocabulary import Credibility
from libya_tracker.storage import files
from libya_tracker.storage.drafts import KEYS, Draft
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
#: How deep JSON may be nested; a claim needs two levels, and Python has limits of its own,
#: which differ from one version to the next.
DEEPEST = 50
_TOKENS = re.compile(r'"(?:[^"\\]+|\\.)*"?|[\[{\]}]')


def drafts(data: bytes, name: str) -> list[Draft]:
    """Return the drafts of a batch: JSON Lines, or CSV with a header; errors included.

    Raises UnreadableError, with the name of the file, where it cannot be read at all;
    UsageError where it is JSON of another form.
    """
    body = _text(data, name).removeprefix(files.BOM)
    if body.lstrip().startswith(("{", "[")):
        lines = [(number, line) for number, line in _lines(body) if line]
        for number, line in lines:
            _refuse_depth(line, f"{name}:{number}")
        _refuse_other_json([line for _, line in lines])
        rows = _json_rows(lines)
    else:
        rows = _csv_rows(body)
    return [_draft(row, f"line {number}: ") for number, row in rows]


def _text(data: bytes, name: str) -> str:
    try:
        return files.decode(data, name)
    except InvalidRegistryError as error:
        (problem,) = error.problems
        raise UnreadableError(f"{problem.where}: {problem.message}") from None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        yield number, line.strip()


def _refuse_depth(line: str, where: str) -> None:
    """Raise UnreadableError where JSON is nested deeper than Python could read it."""
    if line.count("[") + line.count("{") <= DEEPEST:
        return
    depth = 0
    for token in _TOKENS.finditer(line):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > DEEPEST:
            raise UnreadableError(f"{where}: JSON is nested more than {DEEPEST} deep")


def _refuse_other_json(lines: list[str]) -> None:
    """Raise UsageError, once, where JSON is an array, or objects on several lines."""
    if lines[0].startswith("["):
        raise UsageError("this is a JSON array; JSON Lines wanted: jq -c '.[]'")
    if _ends_too_soon(lines[0]) and not all(line.startswith("{") for line in lines):
        raise UsageError("an object takes several lines; JSON Lines wanted: jq -c .")


def _ends_too_soon(line: str) -> bool:
    try:
        json.loads(line)
    except json.JSONDecodeError as error:
        return error.pos == len(line)
    except ValueError:
        pass
    return False


def _json_rows(
    lines: list[tuple[int, str]],
) -> Iterator[tuple[int, Mapping[str, Any] | UsageError]]:
    for number, line in lines:
        try:
            row = json.loads(line, object_pairs_hook=_each_once)
        except ValueError as error:
            yield number, UsageError(f"not valid JSON: {error}")
        except UsageError as error:
            yield number, error
        else:
            if isinstance(row, dict):
                yield number, {key: row[key] for key in row if row[key] is not None}
            else:
                yield number, UsageError("each line must be a JSON object")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the keys and values of an object; raise UsageError where a key is repeated."""
    row: dict[str, Any] = {}
    for key, value in pairs:
        if key in row:
            raise UsageError(f"the key {quoted(key)} is given twice")
        row[key] = value
    return row


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
        scenario = _scenario(row.get("scenario"))
    except UsageError as error:
        return Draft({}, origin, error)
    grade = row.get("grade")
    if isinstance(grade, str) and grade[-1:] in list(Credibility):
        values.setdefault("credibility", grade[-1])
    return Draft(values, origin, None, "change" in row, retracted, scenario)


def _values(row: Mapping[str, Any]) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for key, value in row.items():
        if key in DERIVED:
            continue
        if key not in KEYS:
            hint = f"; a change has {', '.join(KEYS)}"
            raise UsageError(f"a change has no key {quoted(key)}{hint}")
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
            raise UsageError(f"{key} is text, not {_cited(value)}")


def _retracted(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise UsageError(f"retracted is true or false, not {_cited(value)}")


def _scenario(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    raise UsageError(f"scenario is an id, not {_cited(value)}")


def _cited(value: Any) -> str:
    """Return a value as a message cites it: as JSON, and no longer than one can read."""
    text = json.dumps(value)
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"
