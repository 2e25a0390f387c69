"""The state of ``report --since-last NAME``: what the last report under a name covered.

The state holds the registry's whole text and the point of the report. The next report is
then the difference between two registries, whatever clocks and dates say: it has the claims
that were entered later on the same day, those dated early and recorded late, and those
edited or removed by hand.

State advances only after the report was written (at-least-once): a crash in between repeats
a report, it never skips one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

from libya_tracker.errors import (
    InvalidRegistryError,
    TrackerError,
    UnreadableError,
    UsageError,
    quoted,
)
from libya_tracker.model.records import Registry
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import atomic, files

VERSION = 1
_ELSEWHERE = "XDG_STATE_HOME can name another folder, such as one on a disk of this machine"
_NAME = re.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")  # no path, nothing hidden


class ReportedState(NamedTuple):
    """What a report covered: a registry as it was, on a day, as known then."""

    #: The path of the registry, for people.
    registry: str
    day: dt.date
    known: dt.date
    text: str


class ReportState:
    """The state under one name, locked: nobody else reads or changes it meanwhile."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self._path = path
        #: What the last report covered; None before the first one.
        self.last = _read(path)

    def registry(self, state: ReportedState) -> Registry:
        """Return the registry of a report; raise UnreadableError where it is not valid."""
        try:
            return files.parse(state.text, state.registry)
        except InvalidRegistryError as error:
            raise _unusable(self._path, "holds a registry that is not valid") from error

    def advance(self, state: ReportedState) -> None:
        """Save what a report covered, atomically; call it once the report is written."""
        content = {
            "version": VERSION,
            "registry": state.registry,
            "day": state.day.isoformat(),
            "known": state.known.isoformat(),
            "text": state.text,
        }
        try:
            atomic.swap(self._path, json.dumps(content).encode(), mode=0o600)
        except OSError as error:
            message = f"{self._path} cannot be written: {error.strerror}"
            remark = "the next report will repeat this one"
            raise UnreadableError(f"{message}; {remark}") from error
        self.last = state


@contextlib.contextmanager
def open_state(
    folder: Path, name: str, timeout: float = atomic.TIMEOUT
) -> Iterator[ReportState]:
    """Lock the state of a name, kept in a folder that is made where it is missing.

    Raises UsageError where the name is not allowed; ChangedMeanwhileError where another
    report under it takes longer than the timeout in seconds; UnreadableError where the
    state cannot be kept or read.
    """
    if not _NAME.fullmatch(name):
        allowed = "letters, digits, '-', '_' and '.', the dot not first, 100 at most"
        raise UsageError(f"a report cannot be called {quoted(name)}: use {allowed}")
    lock = folder / f".{name}.lock"  # kept: a file that is swapped cannot be locked
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        message = f"no state of reports can be kept in {folder}: {error.strerror}"
        raise UnreadableError(f"{message}; {_ELSEWHERE}") from error
    busy = f"another report since the last {quoted(name)} is being written; try again"
    with atomic.locked(lock, timeout, busy, _ELSEWHERE, atomic.LOCK_FILE):
        yield ReportState(name, folder / f"{name}.json")


def _read(path: Path) -> ReportedState | None:
    if files.status(path) is None:
        return None
    try:
        content = json.loads(files.contents(path))
        if content.pop("version") != VERSION:
            raise _unusable(path, "is of a version that this program cannot read")
        day, known = (dt.date.fromisoformat(content.pop(key)) for key in ("day", "known"))
        state = ReportedState(content.pop("registry"), day, known, content.pop("text"))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise _unusable(path, "is not the state of a report") from None
    if content or not isinstance(state.registry, str) or not isinstance(state.text, str):
        raise _unusable(path, "is not the state of a report")
    return state


def _unusable(path: Path, why: str) -> TrackerError:
    return UnreadableError(f"{path} {why}; delete it to start again")
