"""``report --since-last NAME``: where a memory is kept, and what a report goes on from."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from libya_tracker.cli import context, messages
from libya_tracker.errors import UnreadableError, UsageError
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Registry
from libya_tracker.storage import atomic, files, report_state
from libya_tracker.storage.report_state import Memory, Told


def _told(incomplete: str) -> list[str]:
    """Return the names of reports that are remembered; a shell wants no errors."""
    with contextlib.suppress(UnreadableError):
        names = sorted(path.stem for path in folder().glob("*.json"))
        return [name for name in names if name.startswith(incomplete)]
    return []


SinceLastOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Only what is new since the last report under this name, which is remembered; "
        "the first begins with --since, or tells all there is.",
        show_default=False,
        autocompletion=_told,
    ),
]


@dataclass(frozen=True, slots=True)
class Recall:
    """A registry, and the memory of what the last report told, if one is asked for."""

    path: Path
    registry: Registry
    text: str = ""
    memory: Memory | None = None

    def before(self, b: Perspective) -> Perspective | None:
        """Return the view that the last report was of; None where there was none.

        Raises UsageError where that was of a later day than ``b``: the clock is wrong, or
        the day asked for is, and nothing can be told of a time that runs backwards.
        """
        if self.memory is None:
            return None
        if b.point.day > context.today():
            raise UsageError("--until with --since-last cannot be a day to come")
        if (told := self.memory.told) is None:
            return None
        if (told.day, told.known) > (b.point.day, b.point.known):
            name, day = self.memory.name, b.point.day
            message = f"the last report under {name!r} was of {told.day}, this is of {day}"
            raise UsageError(f"{message}; nothing can be new, look at the clock")
        same = told.text == self.text  # on most days, and to read it again takes long
        then = b.index if same else ClaimIndex(self.memory.registry(told))
        return Perspective(then, Point(told.day, told.known), b.lens)

    def announce(self) -> None:
        """Say so where the last report under the name was of another file."""
        before = self.memory and self.memory.told
        if self.memory and before and before.registry != str(self.path.absolute()):
            name = self.memory.name
            messages.say(f"note: {name!r} was last used with {before.registry}")

    def begin(self, b: Perspective) -> None:
        """Remember where a first report began that had no news: `--since 7d` moves on."""
        if self.memory and self.memory.told is None:
            self.advance(b)

    def advance(self, b: Perspective) -> None:
        """Remember what was told, which must be written out by now."""
        if self.memory is not None:
            _settle()
            path = str(self.path.absolute())
            self.memory.advance(Told(path, b.point.day, b.point.known, self.text))


@contextlib.contextmanager
def last(name: str | None, path: Path, timeout: float = atomic.TIMEOUT) -> Iterator[Recall]:
    """Hold the memory of a name, if one is given, while a report is made and written.

    The registry is read only then: whoever waited for another report would else tell of a
    file as it was before that, and take back what it told.
    """
    if name is None:
        yield Recall(path, files.read(path))
        return
    with report_state.held(folder(), name, timeout) as held:
        file = files.label(path)
        text = files.decode(files.contents(path), file)
        yield Recall(path, files.parse(text, file), text, held)


def beginning(b: Perspective) -> Perspective:
    """Return the view before there was anything to tell: of a registry without claims."""
    registry = b.registry
    blank = Registry(registry.file, registry.title, {}, {}, (), {})
    point = replace(b.point, day=dt.date.min, known=dt.date.min)
    return Perspective(ClaimIndex(blank), point, b.lens)


def folder() -> Path:
    """Return where memories are kept."""
    return context.state_folder() / "reports"


def _settle() -> None:
    """Make sure that what was written to standard output is there, if that is a file."""
    with contextlib.suppress(io.UnsupportedOperation):
        if sys.stdout is not None:
            atomic.settle(sys.stdout.fileno())
