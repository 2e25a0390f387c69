"""Whether a changed text reads as it was meant to, and nothing in it was lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, zip_longest
from operator import attrgetter, is_not

from libya_tracker.errors import (
    InvalidRegistryError,
    TrackerError,
    UnreadableError,
)
from libya_tracker.model.records import (
    Claim,
    Entry,
    Faction,
    Record,
    Registry,
    Retraction,
    Scenario,
    Source,
)
from libya_tracker.storage import own_keys
from libya_tracker.storage.drafts import values_of
from libya_tracker.storage.emitter import Fields
from libya_tracker.storage.reading import Reading


def registry(before: Reading, text: str) -> Registry:
    """Return the registry of a changed text; raise UnreadableError where it is none."""
    try:
        return before.again(text)
    except InvalidRegistryError as error:
        raise _unsafe(str(error.problems[0])) from error


def differing_entries(before: Registry, after: Registry) -> tuple[list[Entry], list[Entry]]:
    """Return the entries of either that are not, unchanged, at their place in the other."""
    differ = [*map(is_not, before.entries, after.entries)]
    return (
        [*compress(before.entries, differ), *before.entries[len(differ) :]],
        [*compress(after.entries, differ), *after.entries[len(differ) :]],
    )


def refuse_losses(before: Registry, after: Registry) -> None:
    """Raise UnreadableError where a record of the registry is missing or changed."""
    entries, instead = differing_entries(before, after)
    later_entries = {entry.id: entry for entry in instead}
    for entry in entries:
        later = later_entries.get(entry.id)
        if later is None or not _same_record(entry, later):
            raise _unsafe(f"{entry.where} would be read differently")
    altered = [
        f"{type(record).__name__} {name}"
        for table, later_table in (
            (before.sources, after.sources),
            (before.scenarios, after.scenarios),
        )
        for name, record in table.items()
        if not _same_record(record, later_table.get(name))
    ]
    altered += [
        faction.id
        for faction in before.factions.values()
        if not _same(faction, after.factions.get(faction.id))
    ]
    if altered or _head(before) != _head(after):
        raise _unsafe(f"{altered[0] if altered else 'the title'} would be read differently")


def refuse_misreading(intended: Registry, after: Registry) -> None:
    """Raise UnreadableError where a registry is not read as it was meant to be."""
    if _head(intended) != _head(after):
        raise _unsafe("the title would be read differently")
    for old, new in zip_longest(_records(intended), _records(after)):
        if old is new:
            continue
        if old is None or new is None or old.id != new.id:
            record = old or new
            raise _unsafe(f"{record and record.id} would be missing, new or moved")
        if not _same_record(old, new):
            raise _unsafe(f"{old.id} would be read differently")


def refuse_misread_claims(items: Sequence[Fields], claims: Sequence[Entry]) -> None:
    """Raise UnreadableError where the new claims are not read as they were to be."""
    if len(items) != len(claims):
        raise _unsafe(f"{len(items)} claims were to be added, but {len(claims)} were read")
    for item, entry in zip(items, claims, strict=True):
        values = {**values_of(entry), **own_keys.values_of(entry.own_keys)}
        if {key: values.get(key) for key in item} != dict(item):
            raise _unsafe("a new claim would be read differently")


def refuse_misread_records(intended: Sequence[Faction | Source], after: Registry) -> None:
    """Raise UnreadableError where new factions and sources are not read as intended."""
    for record in intended:
        table = after.factions if isinstance(record, Faction) else after.sources
        if not _same_record(record, table.get(record.id)):
            raise _unsafe(f"{record.id} would be read differently")


def _head(registry: Registry) -> tuple[object, ...]:
    return registry.title, registry.own_keys


def _records(registry: Registry) -> Iterator[Record]:
    yield from registry.factions.values()
    yield from registry.sources.values()
    yield from registry.scenarios.values()
    yield from registry.entries


#: Everything in a record but its place in the file.
_CONTENT = {
    kind: attrgetter(*(key for key in kind._fields if key not in {"where", "place"}))
    for kind in (Claim, Retraction, Faction, Source, Scenario)
}


def _same_record(old: Record, new: Record | None) -> bool:
    """Tell whether a record is there, and says the same but for where it stands."""
    return (
        new is not None
        and type(old) is type(new)
        and _CONTENT[type(old)](old) == _CONTENT[type(new)](new)
    )


def _same(faction: Faction, later: Faction | None) -> bool:
    """Tell whether two factions are equal but for aliases that the later one adds."""
    if later is None:
        return False
    aliases = later.aliases[: len(faction.aliases)]
    return _same_record(faction, later._replace(aliases=aliases))


def _unsafe(why: str) -> TrackerError:
    return UnreadableError(f"nothing written, since it could not be read back: {why}")
