"""A registry as an SQLite database: its records, and the answers that follow from them."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from libya_tracker.errors import UsageError
from libya_tracker.exchange import sqlite_schema as schema
from libya_tracker.exchange.sqlite_rows import Row, tables
from libya_tracker.model.perspective import Perspective
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import atomic, files

_MAGIC = b"SQLite format 3\0"
#: Where the header of a database has the mark of the program that made it.
_MARK = slice(68, 72)
#: What SQLite keeps beside a database in which another program is writing.
_UNFINISHED = ("-journal", "-wal")


class Database(NamedTuple):
    """The bytes of a database, and whether its texts can be searched in it."""

    data: bytes
    searchable: bool


def database(perspective: Perspective, program: str) -> Database:
    """Return a registry, and its answers as from a point, as a database.

    The same registry makes the same bytes. ``program`` is its maker, with the version.
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema.TABLES + schema.VIEW)
        with connection:
            for table, rows in tables(perspective, program):
                _fill(connection, table, rows)
        for index in schema.INDEXES:
            connection.execute(index)
        searchable = _add_search(connection)
        connection.execute(f"pragma application_id = {schema.APPLICATION}")
        connection.execute(f"pragma user_version = {schema.VERSION}")
        connection.execute("analyze")
        connection.commit()
        return Database(connection.serialize(), searchable)


def put(path: Path, database: Database) -> str:
    """Write and sync a database, new or in the place of one of ours; raise OSError.

    Raises UsageError, see ``refuse_other``. Returns what to tell the user.
    """
    real = Path(os.path.realpath(path))
    remedy = "name a file in a folder that may be written, and mount none by itself"
    with atomic.replacing(path, remedy):
        return atomic.swap(real, database.data, last_look=lambda: refuse_other(path))


def refuse_other(path: Path) -> None:
    """Raise UsageError where a file is there that is no database of ours, or is in use."""
    if not (there := files.status(path)):
        return
    if not stat.S_ISREG(there.st_mode):
        kind = "a folder" if stat.S_ISDIR(there.st_mode) else "no plain file"
        raise UsageError(f"{path} is {kind}; name a file; nothing written")
    with path.open("rb") as file:
        header = file.read(100)
    ours = schema.APPLICATION.to_bytes(4, "big")
    if there.st_size and not (header.startswith(_MAGIC) and header[_MARK] == ours):
        raise UsageError(
            f"{path} is no database that `export sqlite` wrote; nothing written"
        )
    for ending in _UNFINISHED:
        beside = path.with_name(path.name + ending)
        if files.status(beside) is not None:
            message = f"another program has {path} open to write in it ({beside.name})"
            raise UsageError(f"{message}; close it first; nothing written")


def _fill(connection: sqlite3.Connection, table: str, rows: list[Row]) -> None:
    if rows:
        places = ", ".join("?" * len(rows[0]))
        connection.executemany(f"insert into {table} values ({places})", rows)


def _add_search(connection: sqlite3.Connection) -> bool:
    try:
        connection.executescript(schema.SEARCH)
    except sqlite3.OperationalError:  # this SQLite was built without FTS5
        return False
    return True
