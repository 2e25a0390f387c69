"""What surrounds a command: the clock, the environment, where the registry is."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from pathlib import Path

from libya_tracker.cli import streams
from libya_tracker.errors import UnreadableError, UsageError
from libya_tracker.model import dates
from libya_tracker.model.dates import DateError, Moment
from libya_tracker.storage import files

TODAY = "LIBYA_TRACKER_TODAY"
REGISTRY = "LIBYA_TRACKER_REGISTRY"
FORMAT = "LIBYA_TRACKER_FORMAT"
STATE = "XDG_STATE_HOME"
PAGER = "LIBYA_TRACKER_PAGER"


def today() -> dt.date:
    """Return the day it is, in UTC; ``$LIBYA_TRACKER_TODAY`` sets it."""
    if not (text := os.environ.get(TODAY)):
        return dt.datetime.now(dt.UTC).date()
    try:
        return dates.parse_moment(text).day
    except DateError as error:
        raise UsageError(f"${TODAY}: {error}") from error


def now() -> Moment:
    """Return the time to record; ``$LIBYA_TRACKER_TODAY`` makes it that day's midnight."""
    if os.environ.get(TODAY):
        return Moment(f"{today()}T00:00:00Z", today())
    moment = dt.datetime.now(dt.UTC)
    return Moment(moment.strftime("%Y-%m-%dT%H:%M:%SZ"), moment.date())


def preferred_format() -> str | None:
    """Return the format that ``$LIBYA_TRACKER_FORMAT`` names, if it is set."""
    return os.environ.get(FORMAT) or None


def editor() -> str:
    """Return the command of the user's editor, or nothing where none is known."""
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""


def surroundings() -> dict[str, str]:
    """Return the environment, for a program that is run."""
    return dict(os.environ)


def pager() -> str:
    """Return the command of the user's pager; nothing where there is to be none."""
    if os.environ.get("TERM", "dumb") == "dumb":
        return ""
    return os.environ.get(PAGER, os.environ.get("PAGER", "less")).strip()


def registry_path(option: Path | None) -> Path:
    """Return where the registry is: --registry, the environment, nearby, or the shipped."""
    path = _own(option) or files.shipped()
    if path == files.STANDARD_INPUT:
        streams.expect_input("a registry")
    return path


def own_registry(option: Path | None) -> Path:
    """Return the path of the registry to change, which is never the shipped one."""
    if (path := _own(option)) is None:
        raise UnreadableError(files.READ_ONLY)
    if path == files.STANDARD_INPUT:
        raise UsageError("standard input cannot be changed; name the file of the registry")
    return path


def _own(option: Path | None) -> Path | None:
    if option is None and (variable := os.environ.get(REGISTRY)):
        option = _expanded(variable, REGISTRY)
    if option is not None:
        return option
    try:
        return files.nearest(Path.cwd())
    except FileNotFoundError:
        raise UnreadableError("the folder you are in is gone; go to another") from None
    except OSError as error:
        message = f"the folder you are in cannot be told: {error.strerror}; go to another"
        raise UnreadableError(message) from error


def state_folder() -> Path:
    """Return where state is kept, by the XDG Base Directory Specification, 0.8."""
    folder = _expanded(os.environ.get(STATE, ""), STATE)
    if not folder.is_absolute():  # the specification: a relative path is to be ignored
        folder = _home() / ".local" / "state"
    return folder / "libya-tracker"


def _expanded(text: str, variable: str) -> Path:
    """Return the path in a variable; not every place that sets one expands its `~`."""
    own = text == "~" or text.startswith("~/")
    with contextlib.suppress(RuntimeError):
        if not own or Path(os.environ.get("HOME", "/")).is_absolute():
            return Path(text).expanduser()
    raise UnreadableError(f"${variable}: {text!r} names no home folder")


def _home() -> Path:
    """Return the user's home, by HOME, else, as cron may need it, by the user database."""
    with contextlib.suppress(RuntimeError):
        if Path(os.environ.get("HOME", "/")).is_absolute():
            return Path.home()
    raise UnreadableError(
        f"there is no home folder to remember in; set {STATE} to a folder's full path"
    )
