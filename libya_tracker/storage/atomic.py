"""Atomic writes: files are locked, written beside, and replaced whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from libya_tracker.errors import ChangedMeanwhileError, UnreadableError

try:
    import fcntl
except ImportError:  # no POSIX: reading works there, writing says that it does not
    fcntl = None  # type: ignore[assignment]

TIMEOUT = 10.0  # seconds to wait for another writer
_PAUSE = 0.05
_NO_DISK = {errno.EINVAL, errno.ENOTSUP, errno.ENOTTY, errno.EROFS}  # a pipe, a terminal
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@contextlib.contextmanager
def locked(path: Path, timeout: float, busy: str) -> Iterator[None]:
    """Lock a folder or a file while the body runs.

    Raises ChangedMeanwhileError, with the words of ``busy``, where somebody else holds it
    for longer than the timeout in seconds; UnreadableError where it cannot be locked.
    """
    if fcntl is None:
        message = "this system has no file locks; nothing written"
        raise UnreadableError(message)
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError as error:
        raise UnreadableError(f"{path} cannot be opened: {error.strerror}") from error
    try:
        deadline = time.monotonic() + timeout
        while not _is_ours(handle, path):
            if time.monotonic() > deadline:
                raise ChangedMeanwhileError(busy)
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(handle)


def create(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write and sync a new file; raise OSError, and leave no file, where that fails."""
    handle = os.open(path, _NEW, mode)
    try:
        _fill(handle, data)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def put(path: Path, data: bytes) -> None:
    """Write and sync a file, new or over an old one; raise OSError where that fails.

    It is replaced atomically; but where it is no plain file, or its folder may not be
    written, it is written in place.
    """
    real = Path(os.path.realpath(path))  # Path.resolve() has no OSError for a circle
    plain = os.access(real, os.W_OK) if real.is_file() else _free(path, real)
    if plain and os.access(real.parent, os.W_OK):
        # Nobody holds a lock here: two at once each need a name of their own.
        swap(real, real.with_name(f".{real.name}.{os.getpid()}.libya-tracker"), data)
        return
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        settle(file.fileno())


def settle(handle: int) -> None:
    """Wait until what was written to an open file is on the disk; raise OSError."""
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_DISK:
            raise


def swap(
    real: Path,
    beside: Path,
    data: bytes,
    mode: int = 0o666,
    last_look: Callable[[], None] = lambda: None,
) -> None:
    """Replace a file by new bytes atomically and sync it; raise OSError where that fails.

    They are written under another name first. A file that was there keeps its mode and
    owner, a new one gets ``mode``. ``last_look`` may raise to leave all as it was.
    """
    try:
        beside.unlink(missing_ok=True)
        handle = os.open(beside, _NEW, mode)
        _keep_mode(real, handle)
        _fill(handle, data)
        last_look()
        beside.replace(real)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # some file systems cannot; the swap is done
        _sync(real.parent)


def _free(path: Path, real: Path) -> bool:
    """Tell whether nothing is at a path, not even an unnamed pipe or a circle of links."""
    return not path.exists() and not real.is_symlink()


def _is_ours(handle: int, path: Path) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        message = f"{path} cannot be locked: {error.strerror}; nothing written"
        raise UnreadableError(message) from error
    return True


def _fill(handle: int, data: bytes) -> None:
    """Write bytes to an open file, sync it, and close it."""
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _keep_mode(real: Path, handle: int) -> None:
    try:
        status = real.stat()
    except FileNotFoundError:
        return
    with contextlib.suppress(PermissionError):  # only root may give files away
        os.fchown(handle, status.st_uid, status.st_gid)
    os.fchmod(handle, stat.S_IMODE(status.st_mode))


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
