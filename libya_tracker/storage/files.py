"""Registry files: where they are, what they hold, and whether they can be used."""

from __future__ import annotations

import codecs
import gc
import os
import select
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from libya_tracker.errors import InvalidRegistryError, Location, Problem, UnreadableError
from libya_tracker.model.records import Registry
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import parser
from libya_tracker.storage.problems import LINE_END, position

NAME = "factions.yaml"
#: What stands for standard input; a file that is called so has a longer path, too.
STANDARD_INPUT = Path("-")
READ_ONLY = (
    "the registry that comes with the program is read-only; "
    "`libya-tracker init` starts one of your own"
)
LARGEST = 512 * 1024 * 1024
_NAME_ONE = "mend that, or name a registry with --registry"
BOM = "\ufeff"

_PACKAGE = Path(__file__).parent.parent


def shipped() -> Path:
    """Return the registry that comes with the program, which is read-only."""
    inside = _PACKAGE / NAME
    checkout = _PACKAGE.parent / NAME
    return checkout if status(inside) is None else inside


def is_shipped(path: Path) -> bool:
    """Tell whether a path is the program's own copy, inside the installed package."""
    return os.path.realpath(path) == os.path.realpath(_PACKAGE / NAME)


def nearest(folder: Path) -> Path | None:
    """Return the registry in a folder or in the closest folder above it.

    Raises UnreadableError where one cannot be looked at: another one would answer in its
    place.
    """
    for place in (folder, *folder.parents):
        path = place / NAME
        try:
            there = status(path)
        except UnreadableError as error:
            raise UnreadableError(f"{error}; {_NAME_ONE}") from error
        if there is None and os.path.lexists(path):
            raise UnreadableError(f"{path} is a link to no file; {_NAME_ONE}")
        if there is not None and not stat.S_ISDIR(there.st_mode):
            return path
    return None


def status(path: Path) -> os.stat_result | None:
    """Return the status of a file, or None where there is none.

    Raises UnreadableError where the system cannot tell: there may be a file. (Path.exists()
    raises then, or answers False, depending on the version of Python.)
    """
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        message = f"{path} cannot be looked at: {error.strerror}"
        raise UnreadableError(message) from error


def read(path: Path) -> Registry:
    """Return the registry in a file; raise UnreadableError or InvalidRegistryError."""
    file = label(path)
    return parse(decode(contents(path), file), file)


def parse(text: str, file: str) -> Registry:
    """Return the registry that a text holds; raise InvalidRegistryError."""
    with no_garbage_collection():
        registry, problems = parser.parse(text.removeprefix(BOM), file)
    if registry is None:
        raise InvalidRegistryError(problems)
    return registry


class Contents(NamedTuple):
    """What a file holds: its text, the registry that it is, or the errors in it.

    Of a registry the problems are warnings of what YAML reads in another way than it looks.
    """

    text: str
    registry: Registry | None
    problems: tuple[Problem, ...]


def examine(path: Path) -> Contents:
    """Return what a file holds, right or wrong."""
    file = label(path)
    try:
        text = decode(contents(path), file).removeprefix(BOM)
    except InvalidRegistryError as error:
        return Contents("", None, error.problems)
    with no_garbage_collection():
        registry, problems = parser.parse(text, file)
    return Contents(text, registry, tuple(problems))


def contents(path: Path) -> bytes:
    """Return the bytes of a file; raise UnreadableError, with what to do about it."""
    if path == STANDARD_INPUT:
        with os.fdopen(0, "rb", buffering=0, closefd=False) as raw:
            return drained(raw)
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            data = b"" if size > LARGEST else file.read(size + 1)
            if len(data) > size:  # a pipe or a device reports no size, and a file may grow
                data += file.read(LARGEST + 1 - len(data))
    except FileNotFoundError:
        raise UnreadableError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise UnreadableError(
            f"{path} is a folder; name the file in it: {path / NAME}"
        ) from None
    except PermissionError:
        raise UnreadableError(f"{path} may not be read; look at its permissions") from None
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read: {error.strerror}") from error
    if max(size, len(data)) > LARGEST:
        raise UnreadableError(
            f"{path} is larger than {LARGEST >> 20} MiB; is it a registry?"
        )
    return data


def drained(raw: Any) -> bytes:
    """Return all that standard input holds, from a stream without a buffer.

    It may give little at a time, or nothing yet.
    """
    chunks: list[bytes] = []
    size = 0
    while size <= LARGEST:
        try:
            chunk = raw.read(1 << 20)
        except OSError as error:
            message = f"standard input cannot be read: {error.strerror}"
            raise UnreadableError(message) from error
        if chunk is None:
            select.select([raw], [], [])
            continue
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)
        size += len(chunk)
    raise UnreadableError(f"standard input is larger than {LARGEST >> 20} MiB")


def decode(data: bytes, file: str) -> str:
    """Return the text of UTF-8 bytes; raise InvalidRegistryError where they are none."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace").removeprefix(BOM)
        place = position(text, len(data[: error.start].decode("utf-8").removeprefix(BOM)))
        where = Location(file, place.line, place.column)
        utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        reason = (
            "this is UTF-16" if utf16 else f"byte 0x{data[error.start]:02x} is not UTF-8"
        )
        message = f"{reason}; save the file as UTF-8"
        excerpt = LINE_END.split(text)[place.line - 1]
        problem = Problem(where, "not-utf8", message, "error", excerpt)
        raise InvalidRegistryError([problem]) from None


def label(path: Path) -> str:
    """Return a path as one would type it in the current folder."""
    if path == STANDARD_INPUT:
        return "standard input"
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):
        return str(path)
    return relative if relative.count("..") <= 3 else str(path)


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Read without looking for cycles of records."""
    # The records hold no cycles; scanning them ever again makes a large load superlinear.
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
