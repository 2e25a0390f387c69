"""The JSON Schema of a registry, for editors that check and complete YAML as one types."""

from __future__ import annotations

from typing import Any

from libya_tracker.model.vocabulary import Kind, Outcome, Relation, Status
from libya_tracker.storage.schema import CHANGE as CLAIM
from libya_tracker.storage.schema import (
    CHANGE_ID,
    FACTION,
    ID,
    RETRACTION,
    SCENARIO,
    SOURCE,
    Shape,
)

# Editors type scalars themselves: to them 2014 is a number and `no` is a truth value.
_TEXT = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_MONTH = "(0[1-9]|1[0-2]|2[1-4])"  # or a season
_ONE = rf"(?!0000)[0-9]{{4}}(-{_MONTH}(-(0[1-9]|[12][0-9]|3[01]))?)?[?~%]?"
_DAY, _CLOCK = "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[0-9]{2}:[0-9]{2}"
_SET = rf"\s*({_ONE})?\s*\.\.\s*{_ONE}\s*"
_DATE = {
    "description": "YYYY, YYYY-MM, YYYY-MM-DD, maybe with ? ~ %; or A..B, one day of that",
    "anyOf": [
        {"type": "string", "pattern": rf"^({_ONE}|{_SET}|\[{_SET}\])$"},
        {"type": "integer", "minimum": 1, "maximum": 9999},
    ],
}
_TIME = {
    "description": "2017-11-03T09:00:00Z, or a day; written by the program",
    "type": "string",
    "pattern": rf"^{_DAY}(T{_CLOCK}(:[0-9]{{2}}(\.[0-9]+)?)?(Z|[+-]{_CLOCK}))?$",
}
_LIST = {"type": ["array", "null"], "items": _TEXT}
_NAMED = {"type": "array", "items": _TEXT, "minItems": 1}
_SPELL = {"since": _DATE, "until": _DATE}
_SPECIAL: dict[str, dict[str, Any]] = {
    "date": _DATE,
    "until": _DATE,
    "accessed": _DATE,
    "founded": _DATE,
    "dissolved": _DATE,
    "sources": _LIST,
    "retracts": _NAMED,
    "recorded": _TIME,
    "id": {"type": ["string", "number"], "pattern": f"^{CHANGE_ID.pattern}$"},
    "relation": {"enum": [str(word) for word in Relation]},
    "status": {"enum": [str(word) for word in Status]},
    "kind": {"enum": [str(word) for word in Kind]},
    "outcome": {"enum": [str(word) for word in Outcome]},
    "reliability": {"enum": list("ABCDEF")},
    "credibility": {"enum": [*"123456", *range(1, 7)]},
    "aliases": {"type": ["array", "null"], "items": {"$ref": "#/$defs/alias"}},
    "leaders": {"type": ["array", "null"], "items": {"$ref": "#/$defs/leader"}},
    "changes": {"$ref": "#/$defs/changes"},
}


def schema() -> dict[str, Any]:
    """Return the schema, made from the same tables by which registries are read."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "libya-tracker registry",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "title": _TEXT,
            "sources": _table("source"),
            "factions": _table("faction"),
            "changes": {"$ref": "#/$defs/changes"},
            "scenarios": _table("scenario"),
        },
        "$defs": {
            "source": _record(SOURCE),
            "faction": _record(FACTION),
            "scenario": _record(SCENARIO),
            "change": _record(CLAIM),
            "retraction": _record(RETRACTION),
            "changes": {
                "type": ["array", "null"],
                "items": {
                    "anyOf": [{"$ref": "#/$defs/change"}, {"$ref": "#/$defs/retraction"}]
                },
            },
            "alias": _named({"name": _TEXT, **_SPELL}),
            "leader": _named({"name": _TEXT, "role": _TEXT, **_SPELL}),
        },
    }


def _table(noun: str) -> dict[str, Any]:
    return {
        "type": ["object", "null"],
        "propertyNames": {"pattern": f"^{ID.pattern}$"},
        "additionalProperties": {"$ref": f"#/$defs/{noun}"},
    }


def _record(shape: Shape) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(shape.required),
        "properties": {key: _SPECIAL.get(key, _TEXT) for key in shape.readers},
    }


def _named(properties: dict[str, Any]) -> dict[str, Any]:
    record = {"type": "object", "additionalProperties": False, "required": ["name"]}
    return {"anyOf": [_TEXT, {**record, "properties": properties}]}
