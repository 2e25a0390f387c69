"""What the last report under a name told, so that the next one tells just what is new.

What is remembered is the registry's whole text, and the point up to which it was told. The
next report is then the difference between two registries, whatever clocks and dates say:
a claim entered later on the same day is in it, and so is one dated early and recorded late,
and one that was edited or taken out by hand.

A memory changes only when a report has been written out, and so only by ``advance``. What a
run did not tell, since it failed or found no news, is still to be told by the next: silence
costs nothing, and nobody has to prove that no news was in it. Who is killed after writing
and before remembering tells the same once more, since to tell nothing would be worse.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from libya_tracker.errors import (
    InvalidRegistryError,
    TrackerError,
    UnreadableError,
    UsageError,
    quoted,
)
from libya_tracker.model.records import Registry
from libya_tracker.storage import atomic, files

VERSION = 1
_NAME = re.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")  # no path, nothing hidden


@dataclass(frozen=True, slots=True)
class Told:
    """What a report told: a registry as it was, seen from a day, as known then."""

    #: The path of the registry, for people.
    registry: str
    day: dt.date
    known: dt.date
    text: str


class Memory:
    """The memory of one name, in hand: nobody else reads or changes it meanwhile."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self._path = path
        #: What was told last; None before the first report.
        self.told = _recalled(path)

    def registry(self, told: Told) -> Registry:
        """Return the registry as it was told; raise UnreadableError where it is none."""
        try:
            return files.parse(told.text, told.registry)
        except InvalidRegistryError as error:
            raise _useless(self._path, "holds a registry that is not valid") from error

    def advance(self, told: Told) -> None:
        """Remember what a report told, once it is written out; never half of it."""
        kept = {
            "version": VERSION,
            "registry": told.registry,
            "day": told.day.isoformat(),
            "known": told.known.isoformat(),
            "text": told.text,
        }
        beside = self._path.with_name(f".{self._path.name}.libya-tracker")
        try:
            atomic.swap(self._path, beside, json.dumps(kept).encode(), mode=0o600)
        except OSError as error:
            message = f"{self._path} cannot be written: {error.strerror}"
            remark = "the next report will tell the same again"
            raise UnreadableError(f"{message}; {remark}") from error
        self.told = told


@contextlib.contextmanager
def held(folder: Path, name: str, timeout: float = atomic.TIMEOUT) -> Iterator[Memory]:
    """Hold the memory of a name, kept in a folder, which is made where it is missing.

    Raises UsageError where the name is none; ChangedMeanwhileError where another report
    under it takes longer than the timeout in seconds; UnreadableError where the memory
    cannot be kept, or is none that we can read.
    """
    if not _NAME.fullmatch(name):
        allowed = "letters, digits, '-', '_' and '.', the dot not first, 100 at most"
        raise UsageError(f"a report cannot be called {quoted(name)}: use {allowed}")
    lock = folder / f".{name}.lock"  # for good: what is swapped cannot be locked
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.touch(mode=0o600)
    except OSError as error:
        message = f"nothing can be remembered in {folder}: {error.strerror}"
        hint = "XDG_STATE_HOME can name another folder"
        raise UnreadableError(f"{message}; {hint}") from error
    busy = f"another report since the last {quoted(name)} is being written; try again"
    with atomic.locked(lock, timeout, busy):
        yield Memory(name, folder / f"{name}.json")


def _recalled(path: Path) -> Told | None:
    if not path.exists():
        return None
    try:
        kept = json.loads(files.contents(path))
        if kept.pop("version") != VERSION:
            raise _useless(path, "is of a version that this program cannot read")
        day, known = (dt.date.fromisoformat(kept.pop(key)) for key in ("day", "known"))
        told = Told(kept.pop("registry"), day, known, kept.pop("text"))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise _useless(path, "is no memory of a report") from None
    if kept or not isinstance(told.registry, str) or not isinstance(told.text, str):
        raise _useless(path, "is no memory of a report")
    return told


def _useless(path: Path, why: str) -> TrackerError:
    return UnreadableError(f"{path} {why}; delete it to begin anew")
