"""JSON Lines: one object a line, as programs write claims."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from libya_tracker.errors import UnreadableError, UsageError, quoted

Row = Mapping[str, Any] | UsageError
#: How deep JSON may be nested; a claim needs two levels, and Python has limits of its own,
#: which differ from one version to the next.
DEEPEST = 50
_TOKENS = re.compile(r'"(?:[^"\\]+|\\.)*"?|[\[{\]}]')


def is_json(text: str) -> bool:
    """Tell whether a text begins as JSON does that holds more than one value."""
    return text.lstrip().startswith(("{", "["))


def rows(text: str, name: str) -> Iterator[tuple[int, Row]]:
    """Yield the objects of JSON Lines with the numbers of their lines, errors included.

    Raises UnreadableError, with the name of the file, where it cannot be read at all;
    UsageError where it is JSON of another form.
    """
    lines = [(n, line.strip()) for n, line in enumerate(text.split("\n"), 1)]
    lines = [(number, line) for number, line in lines if line]
    for number, line in lines:
        _refuse_depth(line, f"{name}:{number}")
    _refuse_other_json([line for _, line in lines])
    return _rows(lines)


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


def _rows(lines: list[tuple[int, str]]) -> Iterator[tuple[int, Row]]:
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
