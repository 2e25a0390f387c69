"""Batches: rows as others give them, and as ``log`` prints them, made drafts of claims.

What a row of ``log`` holds beyond a claim is derived, and passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from libya_tracker.errors import LONGEST_QUOTE, TrackerError, UsageError, quoted
from libya_tracker.model.records import Pairs
from libya_tracker.model.vocabulary import Credibility
from libya_tracker.storage import own_keys
from libya_tracker.storage.drafts import KEYS, Draft, Origin
from libya_tracker.storage.labels import LISTS
from libya_tracker.storage.schema import CLAIM
from libya_tracker.storage.value_types import YES_OR_NO

#: What a row of `log` adds; all but `grade`, `retracted` and `scenario` is passed over.
DERIVED = frozenset(
    {"change", "name", "to_name", "sign", "grade", "known", "retracted", "scenario"}
    | {"sequence"}
    | {f"{date}_{end}" for date in ("date", "until") for end in ("first", "last")}
)
#: The keys of lists, and those of yes or no.
LIST_KEYS = frozenset(key for key, value in CLAIM.keys.items() if value in LISTS)
ANSWER_KEYS = frozenset(key for key, value in CLAIM.keys.items() if value is YES_OR_NO)
#: How the rows of `log` have yes and no, in JSON and in CSV.
_TRUTH: Mapping[bool | str, str] = {True: "yes", False: "no", "true": "yes", "false": "no"}


def draft(row: Mapping[str, Any] | TrackerError, origin: Origin) -> Draft:
    """Return the draft of a row, or of what is wrong with it."""
    if isinstance(row, TrackerError):
        return Draft({}, origin, row)
    try:
        values = dict(_values(row))
        own = _own_keys(row)
        retracted = _retracted(row.get("retracted", False))
        scenario = _scenario(row.get("scenario"))
    except UsageError as error:
        return Draft({}, origin, error)
    grade = row.get("grade")
    if isinstance(grade, str) and grade[-1:] in list(Credibility):
        values.setdefault("credibility", grade[-1])
    return Draft(values, origin, None, "change" in row, retracted, scenario, own)


def _values(row: Mapping[str, Any]) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for key, value in row.items():
        if key in DERIVED or own_keys.is_own(key):
            continue
        if key not in KEYS:
            hint = f"; a change has {', '.join(KEYS)}"
            raise UsageError(f"a change has no key {quoted(key)}{hint}")
        if key in LIST_KEYS:
            items = [value] if isinstance(value, str) else value
            if not isinstance(items, list) or not all(isinstance(i, str) for i in items):
                raise UsageError(f"{key} is a list of ids")
            yield key, tuple(items)
        elif key in ANSWER_KEYS and isinstance(value, bool | str):
            yield key, _TRUTH.get(value, str(value))
        elif isinstance(value, str | int) and not isinstance(value, bool):
            yield key, str(value)
        else:
            raise UsageError(f"{key} is text, not {_cited(value)}")


def _own_keys(row: Mapping[str, Any]) -> Pairs:
    """Return the keeper's own keys of a row, with their values as JSON."""
    own = [(key, value) for key, value in row.items() if own_keys.is_own(key)]
    return tuple((key, json.dumps(_texts(value), ensure_ascii=False)) for key, value in own)


def _texts(value: Any) -> Any:
    """Return a value of JSON with texts for numbers and truth values."""
    match value:
        case dict():
            return {key: _texts(part) for key, part in value.items()}
        case list():
            return [_texts(part) for part in value]
        case str():
            return value
        case None:
            raise UsageError("a key of your own, x-…, holds null; leave it out")
        case _:
            return json.dumps(value)


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
