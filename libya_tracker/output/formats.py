"""Rows for programs: one serializer for every answer and every format.

Rows hold records of the model: days, written dates, words of the vocabulary. Their texts
are what ``str`` makes of them; this is the one place where that is done.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import Any

from libya_tracker import sanitize
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.named_tuples import NamedTuple


class Format(StrEnum):
    """How an answer is written: a page, rows, a document, a picture, a network."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    HTML = "html"
    ATOM = "atom"
    SVG = "svg"
    DOT = "dot"
    MERMAID = "mermaid"
    GRAPHML = "graphml"
    GEXF = "gexf"


#: The formats in which every answer is written.
ROWS = (*(Format.TABLE, Format.CSV, Format.TSV, Format.JSON, Format.JSONL), Format.MARKDOWN)
#: How many characters are written at a time.
_ENOUGH = 100_000
#: How many cells are encoded as JSON at a time.
_ENOUGH_CELLS = 4_000


class Grid(NamedTuple):
    """The rows of an answer below the names of their columns."""

    columns: Sequence[str]
    #: Where they are made one by one, they can be gone through once.
    rows: Iterable[tuple[Any, ...]]


def columns(kind: type[NamedTuple]) -> list[str]:
    """Return the names of a row's columns: its fields, ``from_`` standing for ``from``."""
    return [name.rstrip("_") for name in _columns(kind)]


def day_columns(kind: type[NamedTuple]) -> list[str]:
    """Return the names of the columns for the days that the dates of a row can mean."""
    return [f"{name}_{end}" for name in _dates(kind) for end in ("first", "last")]


def plain_grid(answer: Sequence[NamedTuple], kind: type[NamedTuple]) -> Grid:
    """Return the rows of an answer, a column for each field."""
    values = list(map(attrgetter(*_columns(kind)), answer))
    return Grid(columns(kind), values)


def grid(answer: Sequence[NamedTuple], kind: type[NamedTuple]) -> Grid:
    """Return the rows of an answer, with the first and last day of each date behind them.

    So a program can sort and join what was written as `2017-10~` or `..2017-11-05`.
    """
    plain, dates = plain_grid(answer, kind), _dates(kind)
    if not dates:
        return plain
    values = list(map(attrgetter(dates[0], *dates), answer))
    days = [[day for date in row[1:] for day in _days(date)] for row in values]
    rows = [(*row, *more) for row, more in zip(plain.rows, days, strict=True)]
    return Grid([*plain.columns, *day_columns(kind)], rows)


def _days(date: Any) -> tuple[Any, Any]:
    """Return the first and the last day that a date can mean, or lists of them."""
    if isinstance(date, FuzzyDate):
        return date.days
    if isinstance(date, tuple):
        days = [_days(one) for one in date]
        return tuple(first for first, _ in days), tuple(last for _, last in days)
    return date, date


@cache
def _columns(kind: type[NamedTuple]) -> list[str]:
    """Return the fields that are columns, by their annotations, which are texts."""
    kinds = kind.__annotations__
    return [name for name in kind._fields if not kinds[name].startswith("NoColumn[")]


@cache
def _dates(kind: type[NamedTuple]) -> list[str]:
    """Return the columns that hold written dates, by their annotations."""
    kinds = kind.__annotations__
    return [name for name in _columns(kind) if FuzzyDate.__name__ in kinds[name]]


def text(answer: Grid, form: Format) -> str:
    """Return the rows of an answer in a format for programs."""
    return "".join(pieces(answer, form))


def pieces(answer: Grid, form: Format) -> Iterator[str]:
    """Yield the rows of an answer in a format for programs, some at a time."""
    match form:
        case Format.JSON:
            yield from _json(answer)
        case Format.JSONL:
            for objects in _objects(answer, "\n"):
                yield objects + "\n"
        case Format.CSV:
            yield from _csv(answer)
        case Format.TSV:
            yield "\t".join(answer.columns) + "\n"
            for row in answer.rows:
                yield "\t".join([sanitize.cell_on_one_line(_cell(v)) for v in row]) + "\n"
        case Format.MARKDOWN:
            # Deferred, as below: few answers are such a table.
            from libya_tracker.output import markdown_table  # noqa: PLC0415

            cells = [[_cell(value) for value in row] for row in answer.rows]
            yield markdown_table.table(list(answer.columns), cells)
        case _:
            raise ValueError(f"{form} is not a format of rows")


def _json(answer: Grid) -> Iterator[str]:
    before = "[\n  "
    for objects in _objects(answer, ",\n  "):
        yield before + objects
        before = ",\n  "
    yield "[]\n" if before.startswith("[") else "\n]\n"


def _objects(answer: Grid, between: str) -> Iterator[str]:
    """Yield the JSON objects of the rows, some at a time, with a text between them."""
    # Deferred: it takes some time to load, and pages do without.
    import json  # noqa: PLC0415

    encoder = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=str)
    heads, rows = list(answer.columns), iter(answer.rows)
    at_once = max(1, _ENOUGH_CELLS // max(1, len(heads)))
    # In a text of JSON a quote has a backslash before it, so this begins a row and no text.
    begin = "{" + sanitize.json_text(encoder.encode(heads[0])) if heads else "{"
    while batch := [dict(zip(heads, row, strict=True)) for row in islice(rows, at_once)]:
        objects = sanitize.json_text(encoder.encode(batch)[1:-1])
        yield objects.replace(f"}}, {begin}", f"}}{between}{begin}")


def csv_cells(answer: Grid) -> Iterator[list[str]]:
    """Yield the texts of the cells of each row of a CSV, before they are quoted."""
    for row in answer.rows:
        # Most cells of a matrix are empty, and it has a hundred million.
        yield ["" if value is None else sanitize.cell(_cell(value)) for value in row]


def _csv(answer: Grid) -> Iterator[str]:
    import csv  # noqa: PLC0415  deferred, as above

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(answer.columns)
    for cells in csv_cells(answer):
        writer.writerow(cells)
        if text.tell() > _ENOUGH:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ";".join("" if item is None else str(item) for item in value)
    return str(value)
