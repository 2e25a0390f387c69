"""The JSON Schema of a registry, for editors that check and complete YAML as one types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from libya_tracker.model.records import Registry
from libya_tracker.storage import editor_schemas, key_texts, own_keys
from libya_tracker.storage import schema as shapes
from libya_tracker.storage.editor_schemas import Schema
from libya_tracker.storage.schema import Shape
from libya_tracker.storage.value_types import ID, TEXT

_OWN = {f"^{own_keys.PREFIX}": {"$ref": "#/$defs/own"}}
_ID = "an id is of a-z, 0-9 and '-'"
#: What may stand under a key, by the records in whose ids one chooses.
_CHOICES = {
    "faction": "factions",
    "to": "factions",
    "from": "factions",
    "by": "factions",
    "sources": "sources",
    "origin": "sources",
    "retracts": "claims",
    "resolved_by": "claims",
    "tags": "tags",
}
#: By the kind of record, its ids, each with what it is called.
Choices = Mapping[str, Iterable[tuple[str, str]]]


def schema(registry: Registry | None = None) -> dict[str, Any]:
    """Return the schema, made from the same tables by which registries are read.

    With a registry, its ids and tags are proposed; others are allowed all the same, since
    they may have been added later.
    """
    choices = {} if registry is None else _choices_of(registry)
    properties = {
        "title": TEXT.json_schema,
        "sources": _table("source"),
        "factions": _table("faction"),
        "changes": {"$ref": "#/$defs/changes"},
        "scenarios": _table("scenario"),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "libya-tracker registry",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            key: {**value, "description": key_texts.TOP[key]}
            for key, value in properties.items()
        },
        "patternProperties": _OWN,
        "$defs": {
            "own": own_keys.JSON_SCHEMA,
            "source": _record("source", shapes.SOURCE, choices),
            "faction": _record("faction", shapes.FACTION, choices),
            "scenario": _record("scenario", shapes.SCENARIO, choices),
            "change": _record("change", shapes.CLAIM, choices),
            "retraction": _record("retraction", shapes.RETRACTION, choices),
            "changes": editor_schemas.listed(_entry()),
            "alias": _named(_record("alias", shapes.ALIAS, choices)),
            "leader": _named(_record("leader", shapes.LEADER, choices)),
        },
    }


def _entry() -> Schema:
    """Return the schema of an entry: a plain retraction has none of a claim's own keys."""
    return {
        "if": {
            "type": "object",
            "required": ["retracts"],
            "properties": dict.fromkeys(shapes.CLAIM.required, False),
        },
        "then": {"$ref": "#/$defs/retraction"},
        "else": {"$ref": "#/$defs/change"},
    }


def _named(record: Schema) -> Schema:
    """Return the schema of a record that may be its name alone."""
    return {"if": {"type": "object"}, "then": record, "else": TEXT.json_schema}


def _table(noun: str) -> Schema:
    message = f"{noun}s are written as `id:` with keys and values below it"
    keys = editor_schemas.keys(f"^{ID.pattern}$", _ID)
    return editor_schemas.table({"$ref": f"#/$defs/{noun}"}, keys, message)


def _record(noun: str, shape: Shape, choices: Choices) -> Schema:
    properties = {
        key: {
            "description": key_texts.OF[noun][key],
            **_with_proposals(value.json_schema, choices.get(_CHOICES.get(key, ""), ())),
        }
        for key, value in shape.keys.items()
    }
    return {
        "title": noun,
        "type": "object",
        "additionalProperties": False,
        "required": list(shape.required),
        "properties": properties,
        **({"patternProperties": _OWN} if shape.open else {}),
    }


def _with_proposals(
    value: Mapping[str, Any], choices: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    """Return the schema of a value, or of each item of a list, with what is proposed."""
    if not choices:
        return {**value}
    snippets = {"defaultSnippets": editor_schemas.proposals(choices)}
    if "items" in value:
        return {**value, "items": {**value["items"], **snippets}}
    return {**value, **snippets}


def _choices_of(registry: Registry) -> Choices:
    factions, sources = registry.factions, registry.sources
    tables = factions, sources, registry.claims
    tags = dict.fromkeys(
        tag for table in tables for record in table.values() for tag in record.tags
    )
    claims = [
        (claim.id, f"{factions[claim.faction].name} {claim.relation.reads} "
         f"{factions[claim.to].name}, {claim.date}")
        for claim in registry.claims.values()
    ]  # fmt: skip
    return {
        "factions": [(one.id, one.name) for one in factions.values()],
        "sources": [(one.id, one.title or "") for one in sources.values()],
        "claims": claims,
        "tags": [(tag, "") for tag in tags],
    }
