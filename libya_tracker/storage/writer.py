"""Changing a registry on disk: lock, re-read, insert, read back, replace the file.

A crash leaves the old file or the new one; nobody sees half of either.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path

from libya_tracker.errors import (
    ChangedMeanwhileError,
    InvalidRegistryError,
    Location,
    Problem,
    TrackerError,
    UnreadableError,
)
from libya_tracker.model.records import (
    Claim,
    Entry,
    Faction,
    Registry,
    Scenario,
    Source,
)
from libya_tracker.storage import atomic, files, insert
from libya_tracker.storage.drafts import values_of
from libya_tracker.storage.emitter import Child, Item, Pair

_NOWHERE = Location("", 0, 0)


@dataclass(frozen=True, slots=True)
class Addition:
    """Records to add, and the path of the collection they belong to."""

    path: insert.Path
    children: Sequence[Child]
    #: Messages for the user, such as why nothing is added.
    remarks: Sequence[str] = ()
    #: Claims that the records refer to: those with a derived id get it written down first.
    refers_to: Sequence[Claim] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a registry's text, which was read back successfully."""

    path: Path
    before: str
    after: str
    #: The records that are new in it, in the order written.
    added: tuple[Entry | Faction | Source, ...] = ()
    #: Messages for the user.
    remarks: tuple[str, ...] = ()
    #: The registry that the text holds after it.
    registry: Registry | None = None
    #: What is probably wrong with the claims that are new.
    warnings: tuple[Problem, ...] = ()


#: Returns what is to be added to a registry, given it as it is now.
Plan = Callable[[Registry], Addition]


def edit(
    path: Path, plan: Plan, *, dry_run: bool = False, timeout: float = atomic.TIMEOUT
) -> Edit:
    """Add to a registry what a plan returns for its present state; return the edit.

    Raises ChangedMeanwhileError when another writer was faster, or holds the file for
    longer than the timeout in seconds; UnreadableError when it may not be written.
    """
    data = files.contents(path)  # what cannot be read is reported before any lock
    if files.is_shipped(path):
        raise UnreadableError(files.READ_ONLY)
    if dry_run:
        return _edited(path, data, plan)
    real = Path(os.path.realpath(path))
    if not atomic.may_write(real) or not atomic.may_write(real.parent):
        raise UnreadableError(
            f"{path} or its folder may not be written; look at its permissions"
        )
    busy = f"another program is writing in {real.parent}; nothing written, try again"
    # The folder's lock outlives the file's swap, and leaves nothing behind.
    elsewhere = "nothing written; move the registry to a folder on a disk of this machine"
    with atomic.locked(real.parent, timeout, busy, elsewhere):
        data = files.contents(path)
        result = _edited(path, data, plan)
        if result.after != result.before:
            note = _replace(real, result.after.encode(), data)
            remarks = (*result.remarks, note) if note else result.remarks
            result = replace(result, remarks=remarks)
    return result


def create(path: Path, data: bytes) -> None:
    """Write a new file whole; raise UnreadableError where that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise UnreadableError(f"{path.parent} is no folder: {error.strerror}") from error
    except OSError as error:
        raise UnreadableError(f"{path.parent} cannot be made: {error.strerror}") from error
    try:
        atomic.create(path, data)
    except FileExistsError:
        raise UnreadableError(f"{path} exists already; nothing written") from None
    except OSError as error:
        raise UnreadableError(f"{path} cannot be written: {error.strerror}") from error


def _edited(path: Path, data: bytes, plan: Plan) -> Edit:
    file = files.label(path)
    before = files.decode(data, file)
    mark = files.BOM if before.startswith(files.BOM) else ""
    text = before.removeprefix(mark)
    registry = files.parse(text, file)
    addition = plan(registry)
    remarks = tuple(addition.remarks)
    if not addition.children:
        return Edit(path, before, before, remarks=remarks)
    text = _inserted(text, registry, addition)
    after = _read_back(text, file)
    _refuse_losses(_with_ids(registry, addition), after)
    old_ids = {entry.id for entry in registry.entries}
    claims = [entry for entry in after.entries if entry.id not in old_ids]
    _refuse_misread_claims(addition, claims)
    others: list[Faction | Source] = [
        *(after.sources[name] for name in after.sources.keys() - registry.sources.keys()),
        *(
            after.factions[name]
            for name in after.factions.keys() - registry.factions.keys()
        ),
    ]
    return Edit(path, before, mark + text, (*claims, *others), remarks, after)


def _inserted(text: str, registry: Registry, addition: Addition) -> str:
    near = [entry.where.line for entry in registry.entries if entry.scenario is None][-2:]
    lower = 0  # how many lines the last entries have moved down
    for claim in sorted(_to_be_given_ids(addition), key=attrgetter("where"), reverse=True):
        lines = text.count("\n")
        text = insert.add_pair(text, claim.where, Pair("id", claim.id))
        if near and claim.where.line < near[0]:
            lower += text.count("\n") - lines
    if addition.path == ("changes",) and near:
        return insert.add_near(text, "changes", addition.children, near[0] + lower)
    return insert.add(text, addition.path, addition.children)


def _to_be_given_ids(addition: Addition) -> list[Claim]:
    return [claim for claim in addition.refers_to if not claim.own_id]


def _with_ids(registry: Registry, addition: Addition) -> Registry:
    """Return a registry as it is to be read when the claims referred to have their ids."""
    names = {claim.id for claim in _to_be_given_ids(addition)}
    if not names:
        return registry
    entries = [
        replace(entry, own_id=True)
        if isinstance(entry, Claim) and entry.id in names
        else entry
        for entry in registry.entries
    ]
    return replace(registry, entries=tuple(entries))


def _read_back(text: str, file: str) -> Registry:
    try:
        return files.parse(text, file)
    except InvalidRegistryError as error:
        raise _unsafe(str(error.problems[0])) from error


def _refuse_losses(before: Registry, after: Registry) -> None:
    """Raise UnreadableError where a record of the registry is missing or changed."""
    later_entries = {entry.id: entry for entry in after.entries}
    for entry in before.entries:
        later = later_entries.get(entry.id)
        if entry != later and (later is None or not _equal(entry, later)):
            raise _unsafe(f"{entry.where} would be read differently")
    old, new = (
        {**_contents(registry.sources), **_contents(registry.scenarios)}
        for registry in (before, after)
    )
    altered = [name for name in old if new.get(name) != old[name]]
    altered += [
        faction.id
        for faction in before.factions.values()
        if not _same(faction, after.factions.get(faction.id))
    ]
    if altered or before.title != after.title:
        raise _unsafe(f"{altered[0] if altered else 'the title'} would be read differently")


def _refuse_misread_claims(addition: Addition, claims: Sequence[Entry]) -> None:
    """Raise UnreadableError where the new claims are not read as they were to be."""
    items = [child.fields for child in addition.children if isinstance(child, Item)]
    if len(items) != len(claims):
        raise _unsafe(f"{len(items)} claims were to be added, but {len(claims)} were read")
    for fields, entry in zip(items, claims, strict=True):
        values = values_of(entry)
        if {key: values.get(key) for key in fields} != dict(fields):
            raise _unsafe("a new claim would be read differently")


def _equal(entry: Entry, later: Entry) -> bool:
    """Tell whether two entries are equal but for their place in the file."""
    return replace(later, where=entry.where, place=entry.place) == entry


def _contents(records: Mapping[str, Source] | Mapping[str, Scenario]) -> dict[str, object]:
    return {
        f"{type(record).__name__} {name}": replace(record, where=_NOWHERE)
        for name, record in records.items()
    }


def _same(faction: Faction, later: Faction | None) -> bool:
    """Tell whether two factions are equal but for aliases that the later one adds."""
    if later is None:
        return False
    aliases = later.aliases[: len(faction.aliases)]
    return replace(later, where=faction.where, aliases=aliases) == faction


def _unsafe(why: str) -> TrackerError:
    return UnreadableError(f"nothing written, since it could not be read back: {why}")


def _replace(real: Path, data: bytes, expected: bytes) -> str:
    """Replace a file by new bytes, unless it has changed since it was read."""

    def refuse_changed() -> None:
        if files.contents(real) != expected:
            message = f"{real} changed meanwhile; nothing written, try again"
            raise ChangedMeanwhileError(message)

    try:
        return atomic.swap(real, data, last_look=refuse_changed)
    except OSError as error:
        message = f"{real} cannot be written: {error.strerror}; it was not changed"
        raise UnreadableError(message) from error
