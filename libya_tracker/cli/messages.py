"""Messages on standard error: notes beside the answer, and the progress line."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextvars import ContextVar

from libya_tracker import sanitize
from libya_tracker.output import mail

DELAY = 1.0  # seconds of silence before the line appears; read at each call
_PACE = 1.0  # seconds between one drawing of the line and the next


class Progress:
    """A line in a terminal that shows for how long work has been going on.

    A thread of its own draws it, without escape sequences, and erases it before anything
    else is written.
    """

    def __init__(self, terminal: int, word: str, delay: float) -> None:
        self._terminal, self._word, self._delay = terminal, word, delay
        self._began = time.monotonic()
        self._ended = threading.Event()
        self._width = 0
        self._thread = threading.Thread(target=self._draw, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Erase the line, and draw it no more."""
        if not self._ended.is_set():
            self._ended.set()
            self._thread.join()
            self._write(" " * self._width + "\r" if self._width else "")

    def _draw(self) -> None:
        wait = self._delay
        while not self._ended.wait(wait):
            wait = _PACE
            line = f"{self._word} {time.monotonic() - self._began:.0f} s"
            self._width = len(line)
            self._write(f"{line}\r")  # the cursor is back at its start: text overwrites it

    def _write(self, text: str) -> None:
        with contextlib.suppress(OSError):  # a terminal that is gone needs no progress
            os.write(self._terminal, text.encode(sys.stderr.encoding, "replace"))


_PROGRESS: ContextVar[Progress | None] = ContextVar("progress", default=None)


@contextlib.contextmanager
def working() -> Iterator[None]:
    """Show the progress line in a terminal once the body has run for some seconds."""
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    word = "working…" if _knows("…", sys.stderr.encoding) else "working..."
    progress = Progress(sys.stderr.fileno(), word, DELAY)
    before = _PROGRESS.set(progress)
    try:
        yield
    finally:
        progress.end()
        _PROGRESS.reset(before)


def clear() -> None:
    """End the progress line, before something else is written."""
    if progress := _PROGRESS.get():
        progress.end()


def say(text: str) -> None:
    """Print a message as one line of standard error."""
    say_lines([sanitize.one_line(text)])


def say_lines(lines: Iterable[str]) -> None:
    """Print lines of standard error in which nothing steers a terminal; cron mails them."""
    clear()
    if sys.stderr is None:  # it is closed
        return
    for line in lines:
        sys.stderr.write(f"{mail.text(line)}\n")
    sys.stderr.flush()


def _knows(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
