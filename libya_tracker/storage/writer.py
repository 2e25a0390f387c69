"""Changing a registry on disk: lock, re-read, insert, read back, replace the file.

A crash leaves the old file or the new one; nobody sees half of either.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import compress, count, islice
from operator import attrgetter
from pathlib import Path

from libya_tracker.errors import (
    ChangedMeanwhileError,
    InvalidRegistryError,
    Problem,
    UnreadableError,
    UsageError,
)
from libya_tracker.model.records import (
    Claim,
    Entry,
    Faction,
    Record,
    Registry,
    Scenario,
    Source,
)
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import atomic, files, insert, own_ids, read_back
from libya_tracker.storage.emitter import Child, Item
from libya_tracker.storage.insert_beside import add_beside
from libya_tracker.storage.reading import Reading


class Addition(NamedTuple):
    """Records to add, and the path of the collection they belong to."""

    path: insert.Path
    children: Sequence[Child]
    #: Messages for the user, such as why nothing is added.
    remarks: Sequence[str] = ()
    #: Claims that the records refer to: those with a derived id get it written down first.
    refers_to: Sequence[Claim] = ()
    #: Records that the children need, each kind with the path of its collection.
    needs: Sequence[tuple[insert.Path, Sequence[Child]]] = ()
    #: What those records are to be read as.
    intended: Sequence[Faction | Source] = ()


class Revision(NamedTuple):
    """A change of values in place, and what the registry is to be read as after it."""

    #: Returns the new text, given the old one in which claims have their ids.
    revise: Callable[[str], str]
    intended: Registry
    #: Messages for the user, such as why nothing is changed.
    remarks: Sequence[str] = ()
    #: Claims with a derived id that would change: they get it written down first.
    refers_to: Sequence[Claim] = ()
    #: Whether the remarks say all: so many lines are changed that nobody would read them.
    brief: bool = False


class Edit(NamedTuple):
    """A change of a registry's text, which was read back successfully."""

    path: Path
    before: str
    after: str
    #: The records that are new in it, in the order written.
    added: tuple[Record, ...] = ()
    #: Messages for the user.
    remarks: tuple[str, ...] = ()
    #: The registry that the text holds after it, where it was changed. Entries that were
    #: in it before stand where they stood.
    registry: Registry | None = None
    #: What is probably wrong with the claims that are new.
    warnings: tuple[Problem, ...] = ()
    #: Whether lines were changed in place, and not only added.
    revised: bool = False
    #: Whether the remarks say all that there is to say of it.
    brief: bool = False


#: Returns what is to be changed in a registry, given it as it is now.
Plan = Callable[[Registry], Addition | Revision]


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
            result = result._replace(remarks=remarks)
    return result


def overwrite(path: Path, data: bytes, expected: bytes) -> None:
    """Replace a file by new bytes; raise TrackerError where it changed meanwhile."""
    if data != expected:
        _replace(Path(os.path.realpath(path)), data, expected)


def create_with_folder(path: Path, data: bytes) -> None:
    """Do as ``create`` does, and make the folder of the file where there is none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise UnreadableError(f"{path.parent} is no folder: {error.strerror}") from error
    except OSError as error:
        raise UnreadableError(f"{path.parent} cannot be made: {error.strerror}") from error
    create(path, data)


def create(path: Path, data: bytes) -> None:
    """Write a new file whole; raise UnreadableError where that cannot be done."""
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
    reading = Reading.of(text, file)
    registry = reading.registry
    addition = plan(registry)
    remarks = tuple(addition.remarks)
    if isinstance(addition, Revision):
        text, after = _revised(reading, addition)
        edit = Edit(path, before, mark + text, (), remarks, after)
        return edit._replace(revised=True, brief=addition.brief)
    if not addition.children:
        return Edit(path, before, before, remarks=remarks)
    text = _inserted(text, registry, addition)
    after = read_back.registry(reading, text)
    read_back.refuse_losses(_with_ids(registry, addition.refers_to), after)
    old, new = read_back.differing_entries(registry, after)
    old_ids = {entry.id for entry in old}
    claims = [entry for entry in new if entry.id not in old_ids]
    items = [child.fields for child in addition.children if isinstance(child, Item)]
    read_back.refuse_misread_claims(items, claims)
    others: list[Faction | Source | Scenario] = [
        *(one for name, one in after.sources.items() if name not in registry.sources),
        *(one for name, one in after.factions.items() if name not in registry.factions),
        *(one for name, one in after.scenarios.items() if name not in registry.scenarios),
    ]
    read_back.refuse_misread_records(addition.intended, after)
    return Edit(path, before, mark + text, (*claims, *others), remarks, after)


def _revised(reading: Reading, revision: Revision) -> tuple[str, Registry]:
    text = own_ids.written(reading.text, reading.registry, _without_ids(revision.refers_to))
    text = revision.revise(text)
    try:
        after = reading.again(text)
    except InvalidRegistryError as error:
        problem = error.problems[0]
        message = "nothing written, since the registry would be invalid then: "
        raise UsageError(f"{message}{problem.message} [{problem.rule}]") from error
    intended = _with_ids(revision.intended, revision.refers_to)
    read_back.refuse_misreading(intended, after)
    return text, after


def _inserted(text: str, registry: Registry, addition: Addition) -> str:
    near = [e.where.line for e in islice(_of_the_record(registry), 2)][::-1]
    first, claims = near[0] if near else 0, _without_ids(addition.refers_to)
    below = [claim for claim in claims if claim.where.line >= first]
    above = [claim for claim in claims if claim.where.line < first]
    text = own_ids.written(text, registry, below)
    if addition.path == ("changes",) and near:
        text = insert.add_near(text, "changes", addition.children, first)
        text = own_ids.written(text, registry, above)  # which moves the last ones down
    else:
        text = own_ids.written(text, registry, above)
        text = add_beside(text, addition.path, addition.children)
    for path, children in addition.needs:
        text = add_beside(text, path, children)
    return text


def _of_the_record(registry: Registry) -> Iterator[Entry]:
    """Yield the entries that belong to no what-if, the last one first."""
    return (entry for entry in reversed(registry.entries) if entry.scenario is None)


def _without_ids(claims: Iterable[Claim]) -> list[Claim]:
    return [claim for claim in claims if not claim.own_id]


def _with_ids(registry: Registry, claims: Iterable[Claim]) -> Registry:
    """Return a registry as it is to be read when the claims referred to have their ids."""
    names = {claim.id for claim in _without_ids(claims)}
    if not names:
        return registry
    entries = [*registry.entries]
    named = map(names.__contains__, map(attrgetter("id"), entries))
    for place in [*compress(count(), named)]:
        if isinstance(entry := entries[place], Claim):
            entries[place] = entry._replace(own_id=True)
    return replace(registry, entries=tuple(entries))


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
