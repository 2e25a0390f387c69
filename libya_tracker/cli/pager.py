"""Pages that are longer than the terminal go through a pager, as those of git do."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator

from libya_tracker.cli import context, messages, streams

#: What a shell ends with where a command cannot be run, or is not there.
_NOT_RUN = {126, 127}


def show(page: str) -> None:
    """Write a page to standard output, through a pager where it is too long for it."""
    command = _command(page)
    if not command or not _paged(page, command):
        streams.answer(page)


def _command(page: str) -> str:
    """Return the command of the pager that a page needs; nothing where it needs none."""
    if not sys.stdout.isatty():
        return ""
    if page.count("\n") < shutil.get_terminal_size().lines:  # one line is for the prompt
        return ""
    command = context.pager()
    return "" if command == "cat" else command


def _paged(page: str, command: str) -> bool:
    """Tell whether a pager took a page; the reader may end it before it has all."""
    messages.clear()
    # As git has it: less ends where all fits, keeps colours, and leaves the page there.
    environment = {"LESS": "FRX", "LV": "-c", **context.surroundings()}
    # The command is the user's own, for a shell: `less -S`.
    reader = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, env=environment)
    with _uninterrupted(), contextlib.suppress(BrokenPipeError):
        reader.communicate(page.encode(sys.stdout.encoding, "backslashreplace"))
    if reader.wait() in _NOT_RUN:
        messages.say(f"note: the pager {command!r} cannot be run; set PAGER, or empty it")
        return False
    return True


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Leave Ctrl-C to the pager, which goes back to its prompt."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
