"""``report --since-last NAME``: where its state is kept, and where a report goes on."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from libya_tracker.cli import context, messages, streams
from libya_tracker.cli.options import option
from libya_tracker.errors import UnreadableError, UsageError
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Registry
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import atomic, files, later_ids, report_state
from libya_tracker.storage.report_state import ReportedState, ReportState


def _names(incomplete: str) -> list[str]:
    """Return the names under which reports were made; completion shows no errors."""
    with contextlib.suppress(UnreadableError, OSError):
        names = sorted(path.stem for path in folder().glob("*.json"))
        return [name for name in names if name.startswith(incomplete)]
    return []


SinceLastOption = Annotated[
    str | None,
    option(
        "NAME",
        "Only what is new since the last report under this name, which is remembered. "
        "The first one begins with --since, or covers all there is.",
        completion=_names,
    ),
]


class ReportRun(NamedTuple):
    """One run of ``report``: its registry and, with ``--since-last``, the state kept."""

    path: Path
    registry: Registry
    text: str = ""
    state: ReportState | None = None

    def before(self, b: Perspective) -> Perspective | None:
        """Return the perspective of the last report, or None if there was none.

        Raises UsageError if that was of a later day than ``b``: the clock or the day asked
        for is wrong.
        """
        if self.state is None:
            return None
        if b.point.day > context.today():
            raise UsageError("--until with --since-last cannot be a day to come")
        if (last := self.state.last) is None:
            return None
        if (last.day, last.known) > (b.point.day, b.point.known):
            name, day = self.state.name, b.point.day
            message = f"the last report under {name!r} was of {last.day}, this is of {day}"
            raise UsageError(f"{message}; nothing can be new, look at the clock")
        then = b.index
        if last.text != self.text:  # on most days it is the same; parsing it takes long
            earlier = later_ids.under_later_ids(self.state.registry(last), b.registry)
            then = ClaimIndex(earlier)
        return Perspective(then, Point(last.day, last.known), b.lens)

    def announce(self) -> None:
        """Print a note if the last report under the name was of another file."""
        before = self.state and self.state.last
        if self.state and before and before.registry != _name(self.path):
            name = self.state.name
            messages.say(f"note: {name!r} was last used with {before.registry}")

    def begin(self, b: Perspective) -> None:
        """Save the start of a first report, even without news: `--since 7d` moves daily."""
        if self.state and self.state.last is None:
            self.advance(b)

    def advance(self, b: Perspective) -> None:
        """Save what the report covered; call it once the report is written out."""
        if self.state is not None:
            streams.settle()
            name, point = _name(self.path), b.point
            self.state.advance(ReportedState(name, point.day, point.known, self.text))


@contextlib.contextmanager
def last(
    name: str | None, path: Path, timeout: float = atomic.TIMEOUT
) -> Iterator[ReportRun]:
    """Lock the state of a name, if one is given, while a report is made and written.

    The registry is read under the lock: a report that waited for another one would
    otherwise miss what was recorded meanwhile.
    """
    if name is None:
        yield ReportRun(path, files.read(path))
        return
    with report_state.open_state(folder(), name, timeout) as state:
        file = files.label(path)
        text = files.decode(files.contents(path), file)
        yield ReportRun(path, files.parse(text, file), text, state)


def beginning(b: Perspective) -> Perspective:
    """Return the perspective before any news: that of a registry without claims."""
    registry = b.registry
    blank = Registry(registry.file, registry.title, {}, {}, (), {})
    point = replace(b.point, day=dt.date.min, known=dt.date.min)
    return Perspective(ClaimIndex(blank), point, b.lens)


def folder() -> Path:
    """Return where the states of reports are kept."""
    return context.state_folder() / "reports"


def _name(path: Path) -> str:
    """Return what a registry is called wherever one is."""
    return files.label(path) if path == files.STANDARD_INPUT else str(path.absolute())
