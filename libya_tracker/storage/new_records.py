"""Claims to be added, with the factions and sources that are new in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from libya_tracker.errors import Location
from libya_tracker.model.records import Alias, Faction, Registry, Source
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage.drafts import Draft
from libya_tracker.storage.emitter import Child, Entry, Fields
from libya_tracker.storage.insert import Path
from libya_tracker.storage.schema import FACTION, SOURCE

_REMEDIES = dict.fromkeys(
    ("faction", "source"),
    "`libya-tracker import sheet FILE --add-new` adds what is missing",
)
_NOWHERE = Location("", 0, 0)


class NewRecords(NamedTuple):
    """Drafts of claims; the factions and sources by their ids, as they will be written."""

    claims: Sequence[Draft] = ()
    factions: Mapping[str, Fields] = {}
    sources: Mapping[str, Fields] = {}
    #: How others that rows of a table need can be added with these, by their kinds.
    remedies: Mapping[str, str] = _REMEDIES


def with_new(registry: Registry, new: NewRecords) -> Registry:
    """Return a registry that has the new factions and sources as well."""
    if not (new.factions or new.sources):
        return registry
    factions, sources = dict(registry.factions), dict(registry.sources)
    for record in records(new):
        if isinstance(record, Faction):
            factions[record.id] = record
        else:
            sources[record.id] = record
    return replace(registry, factions=factions, sources=sources)


def records(new: NewRecords) -> list[Faction | Source]:
    """Return the new factions and sources as they will be read."""
    return [
        *(faction(name, fields) for name, fields in new.factions.items()),
        *(source(name, fields) for name, fields in new.sources.items()),
    ]


def faction(name: str, fields: Fields) -> Faction:
    """Return the faction of values that were checked, as it will be read."""
    aliases = tuple(Alias(str(alias)) for alias in fields.get("aliases", ()))
    values: dict[str, Any] = {
        key: FACTION.keys[key].parse(value)
        for key, value in fields.items()
        if isinstance(value, str)
    }
    return Faction(name, _NOWHERE, aliases=aliases, **values)


def source(name: str, fields: Fields) -> Source:
    """Return the source of values that were checked, as it will be read."""
    values: dict[str, Any] = {
        key: SOURCE.keys[key].parse(value)
        for key, value in fields.items()
        if isinstance(value, str)
    }
    return Source(name, _NOWHERE, **values)


def children(new: NewRecords) -> Sequence[tuple[Path, Sequence[Child]]]:
    """Return the new factions and sources, with the collection of each kind."""
    tables = {"factions": new.factions, "sources": new.sources}
    return [
        ((table,), [Entry(name, fields) for name, fields in records.items()])
        for table, records in tables.items()
        if records
    ]
