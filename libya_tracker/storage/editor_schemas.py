"""JSON Schema for values, in the words and with the proposals that an editor shows.

``errorMessage`` and ``defaultSnippets`` are keywords of the yaml-language-server, which the
editors ask. It proposes what stands beside ``type`` (true, false, null), and each branch of
``anyOf``; so the types that are wrong stand in an ``if``, which it does not propose from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

Schema = dict[str, Any]
_DATE = (
    "a date is 2014, 2014-05 or 2014-05-16, maybe with ? ~ %, or one day of a range: "
    "2017-10-25..2017-10-31, ..2017-10-31"
)
_TIME = "a time is a day, 2017-11-03, or 2017-11-03T09:00:00Z"
#: What says nothing: it lets the server write a colon behind a key without `type`.
_ONE_LINE: Schema = {"anyOf": [{}]}
_CLAIM_ID = "an id is of a-z, 0-9, '-' and '.'"


def scalar(pattern: str, message: str) -> Schema:
    """Return the schema of text of a form; what YAML reads as a number is text here."""
    text = {"type": "string", "pattern": pattern, "errorMessage": message}
    return {**_ONE_LINE, "if": {"type": ["number", "boolean"]}, "else": text}


def text() -> Schema:
    """Return the schema of any words."""
    return scalar(r"\S", "expected text, which is not empty")


def date(pattern: str) -> Schema:
    """Return the schema of a date; a year alone is a number to an editor."""
    other = {"type": "string", "pattern": pattern, "errorMessage": _DATE}
    year = {"type": "integer", "minimum": 1, "maximum": 9999}
    return {**_ONE_LINE, "if": year, "else": other}


def moment(pattern: str) -> Schema:
    """Return the schema of the time at which an entry was recorded."""
    return {"type": "string", "pattern": pattern, "errorMessage": _TIME}


def own_id(pattern: str) -> Schema:
    """Return the schema of a claim's own id."""
    other = {"type": "string", "pattern": pattern, "errorMessage": _CLAIM_ID}
    return {**_ONE_LINE, "if": {"type": "number"}, "else": other}


def listed(items: Schema) -> Schema:
    """Return the schema of a list, which may be empty."""
    message = "expected a list: [one, two]"
    return {
        "items": _item(items),
        "if": {"type": ["string", "number", "boolean", "object"]},
        "then": {"type": "array", "errorMessage": message},
    }


def some(items: Schema) -> Schema:
    """Return the schema of a list that is not empty."""
    message = "expected a list that names at least one: [one]"
    return {"type": "array", "items": _item(items), "minItems": 1, "errorMessage": message}


def _item(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key not in _ONE_LINE}


def table(values: Schema, keys: Schema, message: str) -> Schema:
    """Return the schema of a mapping of keys of a form, which may be empty."""
    return {
        **_ONE_LINE,
        "propertyNames": keys,
        "additionalProperties": values,
        "if": {"type": ["string", "number", "boolean", "array"]},
        "then": {"type": "object", "errorMessage": message},
    }


def keys(pattern: str, message: str) -> Schema:
    """Return the schema of the keys of a table."""
    return {"pattern": pattern, "patternErrorMessage": message}


def word(choices: Sequence[StrEnum]) -> Schema:
    """Return the schema of one word of a vocabulary."""
    words = [str(choice) for choice in choices]
    noun = type(choices[0]).__name__.lower()
    message = f"no such {noun}; it is one of {', '.join(words)}"
    if not all(map(str.isdecimal, words)):
        descriptions = [getattr(choice, "reads", "") for choice in choices]
        more = {"enumDescriptions": descriptions} if any(descriptions) else {}
        return {"enum": words, "errorMessage": message, **more}
    # What one types is a number to the editor, and text where it stands in quotes.
    numbers = [int(one) for one in words]
    return {
        "defaultSnippets": proposals((one, "") for one in words),
        "if": {"type": "string"},
        "then": {"enum": words, "errorMessage": message},
        "else": {"enum": numbers, "errorMessage": message},
    }


def answer(answers: Iterable[str]) -> Schema:
    """Return the schema of yes and no, which are truth values in some versions of YAML."""
    words = [*answers]
    message = f"it is one of {', '.join(words)}"
    return {
        "defaultSnippets": proposals((one, "") for one in words),
        "if": {"type": "boolean"},
        "else": {"enum": words, "errorMessage": message},
    }


def proposals(words: Iterable[tuple[str, str]]) -> list[Schema]:
    """Return what an editor proposes, each with a text beside it; others are allowed."""
    return [
        {"label": word, "body": word, **({"description": text} if text else {})}
        for word, text in words
    ]
