"""Rows for programs: one serializer for every answer and every format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from libya_tracker import harmless

if TYPE_CHECKING:
    from _typeshed import DataclassInstance as Row


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"


def columns(kind: type[Row]) -> list[str]:
    """Return the names of a row's columns: its fields, ``from_`` standing for ``from``."""
    return [field.name.rstrip("_") for field in fields(kind)]


def text(answer: Sequence[Row], kind: type[Row], form: Format) -> str:
    """Return the rows of an answer in a format for programs."""
    names = [field.name for field in fields(kind)]
    values = [[getattr(row, name) for name in names] for row in answer]
    heads = columns(kind)
    match form:
        case Format.JSON:
            return _json(heads, values)
        case Format.JSONL:
            return "".join(
                _dumps(dict(zip(heads, row, strict=True))) + "\n" for row in values
            )
        case Format.CSV:
            return _csv(heads, values)
        case Format.TSV:
            return _lines(heads, values, "\t", harmless.one_line)
        case Format.MARKDOWN:
            return _markdown(heads, values)
        case Format.TABLE:
            raise ValueError("a table is a page for people, not rows")


def _json(heads: list[str], values: list[list[Any]]) -> str:
    objects = [_dumps(dict(zip(heads, row, strict=True))) for row in values]
    return (
        "[" + ",".join(f"\n  {line}" for line in objects) + ("\n]\n" if objects else "]\n")
    )


def _dumps(value: dict[str, Any]) -> str:
    return harmless.json_text(json.dumps(value, ensure_ascii=False))


def _csv(heads: list[str], values: list[list[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([[harmless.lines(_cell(value)) for value in row] for row in values])
    return text.getvalue()


def _lines(
    heads: list[str], values: list[list[Any]], between: str, clean: Callable[[str], str]
) -> str:
    table = [heads, *([clean(_cell(value)) for value in row] for row in values)]
    return "".join(between.join(row) + "\n" for row in table)


def _markdown(heads: list[str], values: list[list[Any]]) -> str:
    rule = ["---"] * len(heads)
    table = [
        heads,
        rule,
        *([_markdown_cell(_cell(value)) for value in row] for row in values),
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in table)


def _markdown_cell(text: str) -> str:
    escaped = "".join(f"\\{char}" if char in r"\`*_[]<>|#~" else char for char in text)
    return harmless.one_line(escaped.replace("&", "&amp;"))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ";".join(str(item) for item in value)
    return str(value)
