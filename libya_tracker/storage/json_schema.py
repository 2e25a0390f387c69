"""The JSON Schema of a registry, for editors that check and complete YAML as one types."""

from __future__ import annotations

from typing import Any

from libya_tracker.storage import own_keys
from libya_tracker.storage import schema as shapes
from libya_tracker.storage.schema import Shape
from libya_tracker.storage.value_types import ID, TEXT

_OWN = {f"^{own_keys.PREFIX}": {"$ref": "#/$defs/own"}}


def schema() -> dict[str, Any]:
    """Return the schema, made from the same tables by which registries are read."""
    changes = {"$ref": "#/$defs/changes"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "libya-tracker registry",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "title": TEXT.json_schema,
            "sources": _table("source"),
            "factions": _table("faction"),
            "changes": changes,
            "scenarios": _table("scenario"),
        },
        "patternProperties": _OWN,
        "$defs": {
            "own": own_keys.JSON_SCHEMA,
            "source": _record(shapes.SOURCE),
            "faction": _record(shapes.FACTION),
            "scenario": _record(shapes.SCENARIO),
            "change": _record(shapes.CLAIM),
            "retraction": _record(shapes.RETRACTION),
            "changes": {
                "type": ["array", "null"],
                "items": {
                    "anyOf": [{"$ref": "#/$defs/change"}, {"$ref": "#/$defs/retraction"}]
                },
            },
            "alias": {"anyOf": [TEXT.json_schema, _record(shapes.ALIAS)]},
            "leader": {"anyOf": [TEXT.json_schema, _record(shapes.LEADER)]},
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
        "properties": {key: value.json_schema for key, value in shape.keys.items()},
        **({"patternProperties": _OWN} if shape.open else {}),
    }
