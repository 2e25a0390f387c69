"""The door for all bytes: answers are written whole or fail, messages never fail."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import select
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from libya_tracker import sanitize
from libya_tracker.cli import messages
from libya_tracker.errors import TrackerError, UnreadableError


class ReaderGoneError(TrackerError):
    """Nobody reads the answer any more (`| head`): the program ends, and quietly."""

    exit_code = 0


class _Door(io.RawIOBase):
    """A stream that takes all bytes of a write, however few the one below it takes."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def write(self, data: Any) -> int:
        rest = memoryview(data).cast("B")
        while rest:
            count = self._raw.write(rest)
            if count == 0:  # as in the GNU programs: else this would never end
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if count is None:  # the pipe does not block, and is full
                select.select([], [self._raw], [])
            rest = rest[count or 0 :]
        return len(data)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return int(self._raw.fileno())

    def isatty(self) -> bool:
        return bool(self._raw.isatty())


class _Answers(_Door):
    """Standard output: what cannot be written whole ends the program with its reason."""

    def write(self, data: Any) -> int:
        try:
            count = super().write(data)
            # Some file systems say only here that the disk, or a quota, is full.
            os.close(os.dup(self.fileno()))
        except OSError as error:
            raise _lost(error) from error
        return count


class _ClosedAnswers(io.RawIOBase):
    """Standard output where the shell closed it."""

    def write(self, data: Any) -> int:
        raise UnreadableError("standard output is closed; nowhere to answer")

    def writable(self) -> bool:
        return True


class _Messages(_Door):
    """Standard error: a message that cannot be written is lost, and changes nothing."""

    def write(self, data: Any) -> int:
        with contextlib.suppress(OSError):
            super().write(data)
        return len(data)


class _ClosedMessages(_ClosedAnswers):
    """Standard error where the shell closed it."""

    def write(self, data: Any) -> int:
        return len(data)


class _HarmlessText(io.TextIOWrapper):
    """Text in which whatever could steer a terminal is written as an escape."""

    def write(self, text: str, /) -> int:
        super().write(sanitize.lines(text))
        return len(text)


@contextlib.contextmanager
def doors() -> Iterator[None]:
    """Put doors before standard output and standard error while the body runs."""
    _occupy_closed_descriptors()
    before = sys.stdout, sys.stderr
    output, error = before
    if output is None:
        sys.stdout = _text(io.TextIOWrapper, _ClosedAnswers(), "utf-8")
    elif raw := _raw(output):
        sys.stdout = _text(io.TextIOWrapper, _Answers(raw), output.encoding)
    if error is None:
        sys.stderr = _text(_HarmlessText, _ClosedMessages(), "utf-8")
    elif raw := _raw(error):
        sys.stderr = _text(_HarmlessText, _Messages(raw), error.encoding)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def answer(content: str | bytes) -> None:
    """Write an answer to standard output; bytes as they are, text in its encoding."""
    if isinstance(content, str):
        answer_in_pieces([content])
        return
    messages.clear()
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.flush()


def answer_in_pieces(texts: Iterable[str]) -> None:
    """Write an answer to standard output while it is made, so that it need not be held."""
    messages.clear()
    for text in texts:
        sys.stdout.write(text)
    sys.stdout.flush()


def expect_input(what: str) -> None:
    """Raise UnreadableError where there is no standard input to read something from."""
    if sys.stdin is None:
        raise UnreadableError(f"standard input is closed; nothing to read {what} from")
    if sys.stdin.isatty():
        messages.clear()  # waiting for somebody who types is no work


def all_input(what: str) -> bytes:
    """Return all of standard input; raise UnreadableError where it is closed."""
    expect_input(what)
    # Deferred: it loads the parser of registries, which the version and errors do without.
    from libya_tracker.storage import files  # noqa: PLC0415

    return files.drained(getattr(sys.stdin.buffer, "raw", sys.stdin.buffer))


def settle() -> None:
    """Sync standard output to the disk, if it is a file."""
    from libya_tracker.storage import atomic  # noqa: PLC0415  deferred: it is for writing

    try:
        atomic.settle(sys.stdout.fileno())
    except io.UnsupportedOperation:
        return
    except OSError as error:
        raise _lost(error) from error


def _lost(error: OSError) -> TrackerError:
    if isinstance(error, BrokenPipeError | ConnectionResetError):
        return ReaderGoneError("nobody reads standard output")
    return UnreadableError(f"standard output cannot be written: {error.strerror}")


def _occupy_closed_descriptors() -> None:
    """Keep any file that is opened from taking the place of a closed standard stream."""
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(handle)


def _raw(stream: object) -> Any:
    """Return what is below the buffers of a stream; None where that is no file."""
    if not isinstance(stream, io.TextIOWrapper):
        return None
    try:
        stream.fileno()
    except io.UnsupportedOperation:
        return None
    stream.flush()
    return getattr(stream.buffer, "raw", stream.buffer)


def _text(kind: type[io.TextIOWrapper], door: Any, encoding: str) -> io.TextIOWrapper:
    # Without a buffer of its own: what failed once is not written again at the end.
    return kind(door, encoding, "backslashreplace", write_through=True)
