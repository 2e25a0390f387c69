"""Changing a registry on disk: locked, re-read, spliced, read back, swapped whole.

A crash leaves the old file or the new one; nobody sees half of either.
"""

from __future__ import annotations

import contextlib
import difflib
import fcntl
import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from libya_tracker import drafts, reading, splicing
from libya_tracker.errors import (
    ChangedMeanwhileError,
    InvalidRegistryError,
    Location,
    TrackerError,
    UnreadableError,
)
from libya_tracker.model import Entry, Faction, Registry, Scenario, Source
from libya_tracker.splicing import Child

PATIENCE = 10.0  # seconds to wait for another writer
_PAUSE = 0.05
_NOWHERE = Location("", 0, 0)


@dataclass(frozen=True, slots=True)
class Addition:
    """A record to add, and the path of the collection it belongs to."""

    path: splicing.Path
    child: Child


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a registry's text that was read back and found good."""

    path: Path
    before: str
    after: str
    registry: Registry
    #: The entries that are new in it.
    added: tuple[Entry, ...]

    @property
    def diff(self) -> str:
        """The change of text as a unified diff."""
        name = reading.label(self.path)
        before, after = (
            text.splitlines(keepends=True) for text in (self.before, self.after)
        )
        lines = difflib.unified_diff(before, after, f"a/{name}", f"b/{name}")
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


Plan = Callable[[Registry], list[Addition]]


def edit(path: Path, plan: Plan, *, dry_run: bool = False) -> Edit:
    """Add to a registry what a plan makes of its present state; return what was done.

    Raises ChangedMeanwhileError when another writer holds the file or was faster, and
    UnreadableError when it may not be written.
    """
    real = path.resolve()
    if dry_run:
        return _edited(path, reading.contents(path), plan)
    _refuse_read_only(path, real)
    with _locked(real.parent):
        data = reading.contents(path)
        edited = _edited(path, data, plan)
        if edited.after != edited.before:
            _replace(real, edited.after.encode(), data)
    return edited


def create(path: Path, data: bytes) -> None:
    """Write a new file; raise UnreadableError where there is one or cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise UnreadableError(f"{path} exists already; nothing written") from None
    except OSError as error:
        raise UnreadableError(f"{path} cannot be written: {error.strerror}") from error


def _edited(path: Path, data: bytes, plan: Plan) -> Edit:
    file = reading.label(path)
    before = reading.decode(data, file)
    mark = reading.BOM if before.startswith(reading.BOM) else ""
    text = before.removeprefix(mark)
    registry = reading.parse(text, file)
    additions = plan(registry)
    for addition in additions:
        text = splicing.add(text, addition.path, addition.child)
    after = _read_back(text, file) if additions else registry
    _refuse_losses(registry, after)
    added = tuple(
        e for e in after.entries if e.id not in {old.id for old in registry.entries}
    )
    _refuse_garbling(additions, added)
    return Edit(path, before, mark + text, after, added)


def _read_back(text: str, file: str) -> Registry:
    try:
        return reading.parse(text, file)
    except InvalidRegistryError as error:
        raise _unsafe(str(error.problems[0])) from error


def _refuse_losses(before: Registry, after: Registry) -> None:
    """Make sure that everything that was in the registry still is, and reads the same."""
    kept = {entry.id: drafts.written(entry) for entry in after.entries}
    for entry in before.entries:
        if kept.get(entry.id) != drafts.written(entry):
            raise _unsafe(
                f"{entry.where} would read otherwise; give it an `id:` of its own"
            )
    old, new = (
        {**_contents(registry.sources), **_contents(registry.scenarios)}
        for registry in (before, after)
    )
    lost = [name for name in old if new.get(name) != old[name]]
    lost += [
        faction.id
        for faction in before.factions.values()
        if not _same(faction, after.factions.get(faction.id))
    ]
    if lost:
        raise _unsafe(f"{lost[0]!r} would read otherwise")


def _refuse_garbling(additions: Sequence[Addition], added: Sequence[Entry]) -> None:
    """Make sure that the new claims say what they were to say."""
    wanted = [a.child.fields for a in additions if isinstance(a.child, splicing.Item)]
    for fields, entry in zip(wanted, _in_order(wanted, added), strict=True):
        values = drafts.written(entry)
        if {key: values.get(key) for key in fields} != dict(fields):
            raise _unsafe("a new claim would read otherwise than it was given")


def _in_order(wanted: Sequence[object], added: Sequence[Entry]) -> Sequence[Entry]:
    if len(wanted) != len(added):
        raise _unsafe(f"{len(wanted)} claims were to be added, {len(added)} were found")
    return added


def _contents(records: Mapping[str, Source] | Mapping[str, Scenario]) -> dict[str, object]:
    return {
        f"{type(record).__name__} {name}": replace(record, where=_NOWHERE)
        for name, record in records.items()
    }


def _same(faction: Faction, later: Faction | None) -> bool:
    """Tell whether a faction is as it was, further aliases aside."""
    if later is None:
        return False
    kept = later.aliases[: len(faction.aliases)]
    return replace(later, where=faction.where, aliases=kept) == faction


def _unsafe(why: str) -> TrackerError:
    return UnreadableError(f"nothing written, since it would not read back: {why}")


def _refuse_read_only(path: Path, real: Path) -> None:
    if reading.is_shipped(path):
        message = "the registry that comes with the program is read-only; "
        raise UnreadableError(message + "`libya-tracker init` starts one of your own")
    reading.contents(path)  # a missing or unreadable file is reported before any lock
    if not os.access(real, os.W_OK) or not os.access(real.parent, os.W_OK):
        raise UnreadableError(
            f"{path} or its folder may not be written; look at its permissions"
        )


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which outlives the file's swap and leaves nothing behind."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        deadline = time.monotonic() + PATIENCE
        while not _taken(handle):
            if time.monotonic() > deadline:
                message = f"another program is writing in {folder}; nothing written"
                raise ChangedMeanwhileError(message)
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _replace(real: Path, data: bytes, expected: bytes) -> None:
    """Swap a file for new bytes, unless it is no longer what was read."""
    try:
        handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
    except OSError as error:
        raise _not_written(real, error) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            _copy_mode(real, file.fileno())
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if reading.contents(real) != expected:
            message = f"{real} changed while we worked on it; nothing written, try again"
            raise ChangedMeanwhileError(message)
        beside.replace(real)
        _sync_folder(real.parent)
    except OSError as error:
        raise _not_written(real, error) from error
    finally:
        beside.unlink(missing_ok=True)


def _copy_mode(real: Path, handle: int) -> None:
    status = real.stat()
    with contextlib.suppress(PermissionError):  # only root may give files away
        os.fchown(handle, status.st_uid, status.st_gid)
    os.fchmod(handle, stat.S_IMODE(status.st_mode))


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _not_written(path: Path, error: OSError) -> UnreadableError:
    return UnreadableError(f"{path} cannot be written: {error.strerror}; it is as it was")
