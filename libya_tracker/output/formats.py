"""Rows for programs: one serializer for every answer and every format.

Rows hold records of the model: days, written dates, words of the vocabulary. Their texts
are what ``str`` makes of them; this is the one place where that is done.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from libya_tracker import sanitize
from libya_tracker.output import markdown_table

if TYPE_CHECKING:
    from _typeshed import DataclassInstance as Row


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


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of an answer below the names of their columns."""

    columns: Sequence[str]
    rows: Sequence[tuple[Any, ...]]


def columns(kind: type[Row]) -> list[str]:
    """Return the names of a row's columns: its fields, ``from_`` standing for ``from``."""
    return [name.rstrip("_") for name in _columns(kind)]


def grid(answer: Sequence[Row], kind: type[Row]) -> Grid:
    """Return the rows of an answer, a column for each field."""
    values = list(map(attrgetter(*_columns(kind)), answer))
    return Grid(columns(kind), values)


@cache
def _columns(kind: type[Row]) -> list[str]:
    """Return the fields that are columns: all that are not marked as no column."""
    return [field.name for field in fields(kind) if field.metadata.get("column", True)]


def text(answer: Grid, form: Format) -> str:
    """Return the rows of an answer in a format for programs."""
    heads, values = list(answer.columns), list(answer.rows)
    match form:
        case Format.JSON:
            return _json(heads, values)
        case Format.JSONL:
            lines = (f"{line}\n" for line in _objects(heads, values))
            return sanitize.json_text("".join(lines))
        case Format.CSV:
            return _csv(answer)
        case Format.TSV:
            return _tsv(heads, values)
        case Format.MARKDOWN:
            cells = [[_cell(value) for value in row] for row in values]
            return markdown_table.table(heads, cells)
        case _:
            raise ValueError(f"{form} is not a format of rows")


def _json(heads: list[str], values: list[tuple[Any, ...]]) -> str:
    objects = ",\n  ".join(_objects(heads, values))
    return sanitize.json_text(f"[\n  {objects}\n]\n" if objects else "[]\n")


def _objects(heads: list[str], values: list[tuple[Any, ...]]) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False, default=str).encode
    return (encode(dict(zip(heads, row, strict=True))) for row in values)


def csv_cells(answer: Grid) -> list[list[str]]:
    """Return the texts of the cells of a CSV, before they are quoted."""
    return [[sanitize.lines(_cell(value)) for value in row] for row in answer.rows]


def _csv(answer: Grid) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(answer.columns)
    writer.writerows(csv_cells(answer))
    return text.getvalue()


def _tsv(heads: list[str], values: list[tuple[Any, ...]]) -> str:
    table = [heads, *([sanitize.one_line(_cell(v)) for v in row] for row in values)]
    return "".join("\t".join(row) + "\n" for row in table)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ";".join(str(item) for item in value)
    return str(value)
