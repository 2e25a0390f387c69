"""Atomic writes: files are locked, written beside, and replaced whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from libya_tracker.errors import ChangedMeanwhileError, UnreadableError
from libya_tracker.storage import access

try:
    import fcntl
except ImportError:  # no POSIX: reading works there, writing says that it does not
    fcntl = None  # type: ignore[assignment]

TIMEOUT = 10.0  # seconds to wait for another writer
#: To open a file for its lock: on NFS an exclusive one wants a file opened for writing.
LOCK_FILE = os.O_RDWR | os.O_CREAT
_PAUSE = 0.05
_NO_DISK = {errno.EINVAL, errno.ENOTSUP, errno.ENOTTY, errno.EROFS}  # a pipe, a terminal
#: What an error says where a thing may be written, but its name given to no other.
_NOT_REPLACED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.EXDEV}
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_HIDDEN = r"\.libya-tracker-[0-9a-f]{16}"


@contextlib.contextmanager
def locked(
    path: Path, timeout: float, busy: str, elsewhere: str, flags: int = os.O_RDONLY
) -> Iterator[None]:
    """Lock a folder, or a file with ``LOCK_FILE`` as flags, while the body runs.

    Raises ChangedMeanwhileError, with the words of ``busy``, where somebody else holds it
    for longer than the timeout in seconds; UnreadableError, with those of ``elsewhere``,
    where it cannot be locked.
    """
    if fcntl is None:
        message = "this system has no file locks; nothing written"
        raise UnreadableError(message)
    try:
        handle = os.open(path, flags, 0o600)
    except OSError as error:
        message = f"{path} cannot be opened: {error.strerror}; {elsewhere}"
        raise UnreadableError(message) from error
    try:
        deadline = time.monotonic() + timeout
        while not _is_ours(handle, path, elsewhere):
            if time.monotonic() > deadline:
                raise ChangedMeanwhileError(busy)
            time.sleep(_PAUSE)
        yield
    finally:
        _close(handle)


def create(path: Path, data: bytes) -> None:
    """Write and sync a new file, which appears whole; raise OSError where that fails."""
    if os.path.lexists(path):
        raise FileExistsError(path)
    with _beside(path.parent, 0o666) as (handle, beside):
        _fill(handle, data)
        try:
            os.link(beside, path)
        except FileExistsError:
            raise
        except OSError:  # a file system that has no hard links
            beside.rename(path)
    sync(path.parent)


def put(path: Path, data: bytes) -> str:
    """Write and sync a file, new or over an old one; raise OSError where that fails.

    It is swapped, see there; but where it is no plain file, or mounted by itself, or its
    folder may not be written, it is written in place.
    """
    real = Path(os.path.realpath(path))  # Path.resolve() has no OSError for a circle
    if _can_be_swapped(path, real):
        try:
            return swap(real, data)
        except OSError as error:
            if error.errno != errno.EBUSY:  # as of a file that is mounted
                raise
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        settle(file.fileno())
    return ""


def swap(
    real: Path,
    data: bytes,
    mode: int = 0o666,
    last_look: Callable[[], None] = lambda: None,
) -> str:
    """Replace a file by new bytes atomically and sync it; return what to tell the user.

    They are written under another name first. A file that was there keeps its owner,
    group, mode, ACL and attributes, see ``access.hand_on``; a new one gets ``mode``.
    Raises OSError where writing fails; UnreadableError where what is to be kept cannot be
    kept. ``last_look`` may raise to leave all as it was.
    """
    old = _status(real)
    with _beside(real.parent, mode if old is None else 0o600) as (handle, beside):
        # Before any byte is in it, so that nobody reads what was not for him.
        if old is not None:
            access.hand_on(real, handle)
            old = real.stat()  # without the name that a leftover may have been
        _fill(handle, data)
        last_look()
        _rename(beside, real)
    sync(real.parent)
    others = old.st_nlink - 1 if old else 0
    if not others:
        return ""
    names = "another name" if others == 1 else f"{others} other names"
    return f"{real} had {names} (hard links), where the old text is still found"


@contextlib.contextmanager
def replacing(path: Path, remedy: str) -> Iterator[None]:
    """Raise UnreadableError, with a remedy, where what is there cannot be replaced.

    So it is in a folder that may not be written, and of what is mounted by itself.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in _NOT_REPLACED or not os.path.lexists(path):
            raise
        message = f"{path} is replaced as a whole, which its place does not let"
        raise UnreadableError(
            f"{message}: {error.strerror}; {remedy}; nothing written"
        ) from error


def settle(handle: int) -> None:
    """Wait until what was written to an open file is on the disk; raise OSError."""
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_DISK:
            raise


def sync(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can say so."""
    with contextlib.suppress(OSError):  # some file systems cannot; the swap is done
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            _close(handle)


def may_write(path: Path) -> bool:
    """Tell whether a file or a folder may be written by whom the process acts for."""
    effective = os.access in os.supports_effective_ids
    return os.access(path, os.W_OK, effective_ids=effective)


@contextlib.contextmanager
def _beside(folder: Path, mode: int) -> Iterator[tuple[int, Path]]:
    """Make a hidden file in a folder, and remove it unless it was given another name.

    It is locked as long as its writer lives: those that no one holds are cleared away.
    """
    _remove_leftovers(folder)
    handle, path = _hidden(folder, mode)
    try:
        yield handle, path
    finally:
        with contextlib.suppress(OSError):
            path.unlink()
        _close(handle)


def _rename(beside: Path, real: Path) -> None:
    try:
        beside.replace(real)
    except PermissionError as error:  # the folder may be written: a file was made in it
        message = f"{real} was not written: it may not be replaced, {error.strerror}"
        remedy = "let its owner write it, or look at the sticky bit of its folder"
        raise UnreadableError(f"{message}; {remedy}") from error


def _hidden(folder: Path, mode: int) -> tuple[int, Path]:
    while True:
        path = folder / f".libya-tracker-{os.urandom(8).hex()}"
        handle = os.open(path, _NEW, mode)
        try:
            ours = _try_to_lock(handle) and _is_at(path, handle)
        except OSError:  # there are no locks here; so nobody takes it for a leftover
            ours = True
        if ours:
            return handle, path
        _close(handle)  # another writer removed it before it was locked


def _remove_leftovers(folder: Path) -> None:
    """Remove the hidden files of writers that were killed; a living one holds its lock."""
    paths = []
    with contextlib.suppress(OSError):  # a folder that may be written, but not read
        paths = [path for path in folder.iterdir() if re.fullmatch(_HIDDEN, path.name)]
    for path in paths:
        with contextlib.suppress(OSError):  # another user's, who removes it himself
            _remove_unlocked(path)


def _remove_unlocked(path: Path) -> None:
    handle = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOFOLLOW)
    try:
        # The writer may have finished meanwhile: what is open is then the file itself.
        if _try_to_lock(handle) and _is_at(path, handle):
            path.unlink()
    finally:
        _close(handle)


def _can_be_swapped(path: Path, real: Path) -> bool:
    """Tell whether a path is or would be a plain file, in a folder that may be written."""
    if fcntl is None:  # such a system replaces no file that is open
        return False
    if (status := _status(path)) is not None:
        there = _status(real)  # there is none where a path stands for an unnamed pipe
        if there is None or not os.path.samestat(status, there):
            return False
        if not stat.S_ISREG(status.st_mode) or not may_write(real):
            return False
    return may_write(real.parent)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _is_ours(handle: int, path: Path, elsewhere: str) -> bool:
    try:
        return _try_to_lock(handle)
    except OSError as error:
        message = f"{path} cannot be locked: {error.strerror}; {elsewhere}"
        raise UnreadableError(message) from error


def _try_to_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_at(path: Path, handle: int) -> bool:
    """Tell whether an open file is still the one of that name."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _fill(handle: int, data: bytes) -> None:
    """Write bytes to an open file and sync it."""
    with os.fdopen(handle, "wb", closefd=False) as file:
        file.write(data)
        file.flush()
        os.fsync(handle)


def _close(handle: int) -> None:
    """Close a file of which all that was written is on the disk; it is closed anyway."""
    with contextlib.suppress(OSError):
        os.close(handle)
