"""Folders of files that are written together: replaced whole or not at all.

A file in the folder lists the others, so that a folder is known again as one that was
written here, and no file of anybody else is removed with it.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from libya_tracker.errors import UsageError
from libya_tracker.storage import access, atomic

try:
    import fcntl
except ImportError:  # no POSIX: there nothing is locked, and nothing cleared away
    fcntl = None  # type: ignore[assignment]

#: The list of the files, with what else its writer says of them.
LIST = "export.json"
_FILES = "files"
#: What the ``program`` of our lists begins with.
_WRITER = "libya-tracker "
_HIDDEN = re.compile(r"\.libya-tracker-folder-[0-9a-f]{16}")
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_HERE = -100  # AT_FDCWD
_NOT_KNOWN = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}


def put(path: Path, contents: Mapping[str, bytes], about: Mapping[str, Any]) -> str:
    """Write and sync a folder, new or in the place of one of ours; raise OSError.

    One that was there keeps its owner, group, mode, ACL and attributes, see
    ``access.hand_on``; raises UnreadableError where they cannot be kept.
    ``about`` stands in its list, and has the ``program`` that wrote it. Raises UsageError,
    see ``refuse_other``. Returns what to tell the user: where something is left that could
    not be removed, or came meanwhile.
    """
    real = Path(os.path.realpath(path))
    listed = json.dumps({**about, _FILES: [*contents]}, ensure_ascii=False, indent=2)
    _remove_leftovers(real.parent)
    remedy = f"name a folder in it, such as {path / 'answers'}"
    with atomic.replacing(path, remedy), _beside(real.parent) as (handle, beside):
        # Before any file is in it, so that nobody reads what was not for him.
        if os.path.lexists(real):
            access.hand_on(real, handle)
        # First of all the list: by it the others are cleared away if this is cut short.
        for name, data in {LIST: f"{listed}\n".encode(), **contents}.items():
            _write(beside / name, data)
        atomic.sync(beside)
        refuse_other(path)
        _take_place(beside, real)
        atomic.sync(real.parent)
    if not os.path.lexists(beside):
        return ""
    return f"{beside} has what could not be removed of the old {path}"


def refuse_other(path: Path) -> None:
    """Raise UsageError where something is there that is no folder of ours, nor empty."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(status.st_mode):
        raise UsageError(f"{path} is no folder; nothing written")
    if os.path.samestat(status, Path().stat()):
        raise UsageError(f"{path} is the folder you are in; name another; nothing written")
    ours = {LIST, *listed} if (listed := _listed(path)) is not None else set()
    for entry in sorted(path.iterdir()):
        if entry.name not in ours or not stat.S_ISREG(entry.lstat().st_mode):
            message = f"{path} holds what `export` did not write, such as {entry.name}"
            raise UsageError(f"{message}; nothing written")


def _listed(folder: Path) -> list[str] | None:
    """Return the names of the files that our list of a folder has; None without one."""
    file = folder / LIST
    try:
        if not stat.S_ISREG(file.lstat().st_mode):  # a pipe would be waited for
            return None
        about = json.loads(file.read_bytes())
        program, names = about["program"], about[_FILES]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    if not (isinstance(program, str) and program.startswith(_WRITER)):
        return None
    ours = isinstance(names, list) and all(map(_is_bare_name, names))
    return names if ours else None


def _is_bare_name(name: object) -> bool:
    return isinstance(name, str) and Path(name).name == name


@contextlib.contextmanager
def _beside(folder: Path) -> Iterator[tuple[int, Path]]:
    """Make a hidden folder in a folder; at last, remove what has its name then.

    It is locked as long as its writer lives: those that no one holds are cleared away.
    """
    path = folder / f".libya-tracker-folder-{os.urandom(8).hex()}"
    path.mkdir()
    handle = os.open(path, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # no locks here: nor does anybody clear away
            _lock(handle)
        yield handle, path
    finally:
        _remove(path)
        os.close(handle)


def _lock(handle: int) -> None:
    """Lock an open folder; raise OSError where another holds it, or none can be locked."""
    if fcntl is None:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _take_place(new: Path, real: Path) -> None:
    """Give a new folder its name; an old one that has files is then where it was."""
    if not os.path.lexists(real):
        new.rename(real)
        return
    with contextlib.suppress(OSError):  # an empty folder gives way by itself
        real.rmdir()
        new.rename(real)
        return
    if not _exchanged(new, real):
        old = new.with_name(f".libya-tracker-folder-{os.urandom(8).hex()}")
        real.rename(old)
        try:
            new.rename(real)
        except OSError:
            old.rename(real)
            raise
        old.rename(new)


def _exchanged(new: Path, real: Path) -> bool:
    """Exchange two folders in one step; tell whether this system can do that."""
    import ctypes  # noqa: PLC0415  slow to load, and only a second run needs it

    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):  # no Linux, or an old one
        return False
    if renameat2(_HERE, os.fsencode(new), _HERE, os.fsencode(real), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NOT_KNOWN:  # a file system that has no exchange
        return False
    raise OSError(code, os.strerror(code))


def _remove_leftovers(folder: Path) -> None:
    """Remove the hidden folders of writers that were killed; others hold a lock."""
    paths: list[Path] = []
    with contextlib.suppress(OSError):  # a folder that may be written, but not read
        paths = [path for path in folder.iterdir() if _HIDDEN.fullmatch(path.name)]
    for path in paths:
        with contextlib.suppress(OSError):  # another user's, or one that is at work
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                _lock(handle)
                _remove(path)
            finally:
                os.close(handle)


def _remove(folder: Path) -> None:
    """Remove a folder with the files that its list has, as far as that can be done.

    The list goes last: by it another run can remove what is left.
    """
    with contextlib.suppress(OSError):
        for name in (*(_listed(folder) or ()), LIST):
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()
