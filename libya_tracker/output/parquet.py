"""Rows as Parquet: columns with types, which nobody has to guess from texts."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from libya_tracker.errors import UnreadableError
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.output import formats
from libya_tracker.output.formats import Grid


def library() -> Any:
    """Return pyarrow, an extra; raise UnreadableError where it cannot be loaded."""
    try:
        # Deferred: it is large, and only what writes Parquet needs it.
        import pyarrow  # noqa: PLC0415
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        message = "Parquet is written with pyarrow, which is not installed; install it with"
        raise UnreadableError(f"{message} pip install 'libya-tracker[parquet]'") from error
    return pyarrow


def data(answer: Grid, kind: type[NamedTuple], about: Mapping[str, str]) -> bytes:
    """Return the rows of an answer as the bytes of a file, which says what it is about.

    A column has the type of its field, whatever its values: also where none is known.
    """
    pyarrow = library()
    types = _types(kind, pyarrow)
    cells = zip(*answer.rows, strict=True) if answer.rows else ([] for _ in types)
    table = pyarrow.table(
        {
            name: pyarrow.array(_plain(values, types[name], pyarrow), types[name])
            for name, values in zip(answer.columns, cells, strict=True)
        }
    )
    file = io.BytesIO()
    pyarrow.parquet.write_table(table.replace_schema_metadata(dict(about)), file)
    return file.getvalue()


def _types(kind: type[NamedTuple], pyarrow: Any) -> dict[str, Any]:
    """Return the types of the columns of a row, by their names."""
    hints = get_type_hints(kind)
    types = {
        name: _type(hints.get(name) or hints[f"{name}_"], pyarrow)
        for name in formats.columns(kind)
    }
    day = pyarrow.date32()
    for name in formats.day_columns(kind):
        several = pyarrow.types.is_list(types[name.rpartition("_")[0]])
        types[name] = pyarrow.list_(day) if several else day
    return types


def _type(hint: Any, pyarrow: Any) -> Any:
    """Return the type of a field; what somebody wrote, a date too, is a text."""
    (*kinds,) = (one for one in get_args(hint) or (hint,) if one is not NoneType)
    if get_origin(hint) is tuple:
        return pyarrow.list_(_type(kinds[0], pyarrow))
    plain = {bool: pyarrow.bool_(), int: pyarrow.int64(), dt.date: pyarrow.date32()}
    return plain.get(kinds[0], pyarrow.string()) if len(kinds) == 1 else pyarrow.string()


def _plain(values: Iterable[Any], kind: Any, pyarrow: Any) -> list[Any]:
    """Return the values of a column, records of the model as their texts."""
    if kind == pyarrow.string():
        return [None if value is None else str(value) for value in values]
    if kind == pyarrow.list_(pyarrow.string()):
        return [_plain(value, pyarrow.string(), pyarrow) for value in values]
    return list(values)
