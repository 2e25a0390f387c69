"""Changes of the values of factions and sources, in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from libya_tracker.errors import UsageError
from libya_tracker.model.dates import DateError
from libya_tracker.model.records import Faction, Registry, Scenario, Source
from libya_tracker.model.vocabulary import Kind, Reliability
from libya_tracker.storage import input as claims
from libya_tracker.storage import schema, splices
from libya_tracker.storage.insert_beside import edited
from libya_tracker.storage.schema import Shape
from libya_tracker.storage.writer import Addition, Revision

_WORDS = {"reliability": Reliability, "kind": Kind}
#: What is added to and taken from item by item.
_LISTS = {"aliases", "leaders", "changes", "ids", "tags"}
_TABLES = {
    Faction: ("factions", schema.FACTION),
    Source: ("sources", schema.SOURCE),
    Scenario: ("scenarios", schema.SCENARIO),
}


#: Returns a change of a registry, or why there is none.
Step = Callable[[Registry], Addition | Revision]
#: A record of a table, by its id.
Record = TypeVar("Record", Faction, Source, Scenario)


def revision(
    registry: Registry, record: Record, values: Mapping[str, str], dropped: Sequence[str]
) -> Addition | Revision:
    """Return the change of a record's values in place, or why there is none."""
    table, shape = _TABLES[type(record)]
    fields = parsed(shape, values, dropped)
    for key in dropped:
        if getattr(record, key) is None:
            raise UsageError(f"{record.id!r} has no {key} to drop")
    changed = {key: value for key, value in fields.items() if getattr(record, key) != value}
    place = (table, record.id)
    if not changed:
        return Addition(place, (), (f"{record.id!r} is so already, at {record.where}",))
    texts = {key: values.get(key) for key in changed}

    def revise(text: str) -> str:
        return edited(text, table, lambda part: splices.with_values(part, place, texts))

    return Revision(
        revise,
        replacing(registry, record._replace(**changed)),
    )


def in_turn(registry: Registry, steps: Sequence[Step]) -> Addition | Revision:
    """Return changes as one, of which each is made where the one before has been.

    There is at least one. What makes no difference says so only where nothing does.
    """
    changes = []
    for step in steps:
        change = step(registry)
        changes.append(change)
        registry = change.intended if isinstance(change, Revision) else registry
    made = [change for change in changes if isinstance(change, Revision)]
    if not made:
        return changes[0]

    def revise(text: str) -> str:
        for change in made:
            text = change.revise(text)
        return text

    return Revision(revise, registry, [line for change in made for line in change.remarks])


def place_of(record: Faction | Source | Scenario) -> tuple[str, str]:
    """Return the path of a record in a file."""
    return _TABLES[type(record)][0], record.id


def replacing(registry: Registry, record: Record) -> Registry:
    """Return a registry with another record in place of the one with its id."""
    table, _ = _TABLES[type(record)]
    records = {**getattr(registry, table), record.id: record}
    return replace(registry, **{table: records})  # type: ignore[arg-type]  # as it was


def parsed(
    shape: Shape, values: Mapping[str, str], dropped: Sequence[str]
) -> dict[str, Any]:
    """Return values as a registry has them, and None for those that go."""
    fields: dict[str, Any] = {}
    for key, text in values.items():
        if key in _WORDS:
            claims.word(_WORDS[key], text)
        try:
            fields[key] = shape.keys[key].parse(text)
        except DateError as error:
            raise UsageError(f"{key}: {error}") from error
    droppable = [key for key in shape.keys if key not in {*shape.required, *_LISTS}]
    for key in dropped:
        if key not in droppable:
            choices = ", ".join(droppable)
            raise UsageError(f"{key!r} cannot be dropped; what can is {choices}")
        if key in values:
            raise UsageError(f"{key} is given and dropped; do one of the two")
        fields[key] = None
    return fields
