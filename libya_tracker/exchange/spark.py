"""Claims beyond one machine: the ties and spells of a Spark DataFrame of claims.

``docs/scale.md`` shows its use. A DataFrame of claims has the columns of ``log``. Spark
brings the claims about two factions together, and the functions that answer for a registry
answer for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby, islice
from typing import Any, TypedDict, Unpack

from libya_tracker.errors import UsageError
from libya_tracker.exchange import pair_rows
from libya_tracker.exchange.claim_rows import ClaimRow, date_of, fault
from libya_tracker.model import option_values
from libya_tracker.model.query import Lens

try:
    import pyarrow as pa
    from pyspark.sql import Column, DataFrame
    from pyspark.sql import functions as sql
except ImportError as error:
    message = f"{error}; Spark is an extra: pip install 'libya-tracker[spark]'"
    raise ImportError(message) from error

from libya_tracker.exchange.spark_joins import (
    JOINED,
    Tables,
    sources_of,
    tables,
    with_factions,
    with_retractions,
    with_sources,
)

__all__ = [
    "NEEDED",
    "Options",
    "Tables",
    "spells",
    "tables",
    "ties",
    "with_factions",
    "with_faults",
    "with_retractions",
    "with_sources",
]

#: The columns that a DataFrame of claims has to have; a column may hold nothing.
NEEDED = tuple(
    name.rstrip("_") for name in ClaimRow._fields if name not in ClaimRow._field_defaults
)
#: How many rows go from Python to Spark at once.
_BATCH = 10_000
_TYPES = {
    pair_rows.TEXT: ("string", pa.string()),
    pair_rows.TEXTS: ("array<string>", pa.list_(pa.string())),
    pair_rows.NUMBER: ("int", pa.int32()),
    pair_rows.TRUTH: ("boolean", pa.bool_()),
    pair_rows.DAY: ("date", pa.date32()),
}


_OPTION_TYPES = {
    **{"known": (dt.date, str), "scenario": (str,), "min_status": (str,)},
    "persist": (int, str),
}


class Options(TypedDict, total=False):
    """What counts, as the options of the commands of these names say."""

    known: dt.date | str
    scenario: str
    min_status: str
    #: Also a number of days.
    persist: int | str


def ties(claims: DataFrame, day: dt.date | str, **options: Unpack[Options]) -> DataFrame:
    """Return the ties of a day, as ``status`` has them but for what other pairs say."""
    question = _question(claims, day, options)
    return _answered(claims, pair_rows.ties, pair_rows.TIES, question)


def spells(claims: DataFrame, day: dt.date | str, **options: Unpack[Options]) -> DataFrame:
    """Return from when to when each tie stood up to a day, and what was expected then."""
    question = _question(claims, day, options)
    return _answered(claims, pair_rows.spells, pair_rows.SPELLS, question)


def with_faults(claims: DataFrame) -> DataFrame:
    """Return the same rows with a column ``fault``: what is wrong with each, or nothing."""
    row = sql.struct(*_texts(claims)).alias("_row")
    claims = claims.drop("fault")  # of the same question, asked before
    schema = claims.select("*", sql.lit(None).cast("string").alias("fault")).schema
    return claims.select("*", row).mapInArrow(_fault_batches, schema)


def _question(
    claims: DataFrame, day: dt.date | str, options: Options
) -> pair_rows.Question:
    option_values.refuse_wrong(options, _OPTION_TYPES)
    scenario = options.get("scenario")
    if scenario is not None and "retractions" not in claims.columns:
        raise UsageError("scenario: join what retracts claims first (with_retractions)")
    lens = Lens(
        min_status=option_values.weakest(options.get("min_status"), "min_status"),
        persist=option_values.persistence(options.get("persist"), "persist"),
    )
    known_day = options.get("known")
    return pair_rows.Question(
        _day(day, "day"),
        None if known_day is None else _day(known_day, "known"),
        scenario,
        lens,
    )


def _day(day: dt.date | str, key: str) -> dt.date:
    if isinstance(day, dt.datetime):
        return day.date()
    if isinstance(day, dt.date):
        return day
    if not isinstance(day, str):
        raise UsageError(f"{key}: {day!r} is no day")
    return date_of(day, key).last


def _answered(
    claims: DataFrame,
    answer: pair_rows.Answer,
    kinds: Mapping[str, str],
    question: pair_rows.Question,
) -> DataFrame:
    """Return what is answered for each pair, a partition of pairs at a time."""
    columns = pair_rows.columns(kinds)
    rows = sql.struct(*_texts(claims)).alias("row")
    other = sql.explode_outer(sql.array_distinct(_parties())).alias("other")
    # Null is not compared: a row without a faction reaches the function, which refuses it.
    pair = (sql.least("faction", "other"), sql.greatest("faction", "other"))
    names = ("one", "two")
    by_pair = (
        claims.select(sql.col("faction").cast("string").alias("faction"), other, rows)
        .select(*(c.alias(name) for c, name in zip(pair, names, strict=True)), "row")
        .repartition(*names)
        .sortWithinPartitions(*names)
    )
    schema = ", ".join(f"`{name}` {_TYPES[kind][0]}" for name, kind in columns.items())
    function = partial(_answers, answer=answer, columns=columns, question=question)
    return by_pair.mapInArrow(function, schema)


def _parties() -> Column:
    """Return with whom a claim's faction has a tie that it makes or ends."""
    others = (sql.col(name).cast("string") for name in ("to", "from"))
    return sql.array_compact(sql.array(*(sql.nullif(o, sql.lit("")) for o in others)))


def _answers(
    batches: Iterable[pa.RecordBatch],
    answer: pair_rows.Answer,
    columns: Mapping[str, str],
    question: pair_rows.Question,
) -> Iterator[pa.RecordBatch]:
    """Yield what is answered for pairs whose rows stand one after the other."""
    schema = pa.schema([(name, _TYPES[kind][1]) for name, kind in columns.items()])
    rows = (
        row
        for pair, group in groupby(_read(batches), key=lambda item: item[0])
        for row in answer(pair, [claim for _, claim in group], question)
    )
    while chunk := list(islice(rows, _BATCH)):
        values = zip(*chunk, strict=True)
        arrays = [pa.array(v, f.type) for v, f in zip(values, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _read(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[Any, ClaimRow]]:
    for batch in batches:
        pairs = zip(*(batch.column(n).to_pylist() for n in (0, 1)), strict=True)
        yield from zip(pairs, _claim_rows(batch.column(2)), strict=True)


def _claim_rows(rows: pa.StructArray) -> Iterator[ClaimRow]:
    return map(ClaimRow, *(column.to_pylist() for column in rows.flatten()))


def _fault_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        faults = [fault(row) for row in _claim_rows(batch.column(batch.num_columns - 1))]
        arrays = [*batch.columns[:-1], pa.array(faults, pa.string())]
        yield pa.RecordBatch.from_arrays(arrays, [*batch.schema.names[:-1], "fault"])


def _texts(claims: DataFrame) -> list[Column]:
    """Return the columns of a row, in its order, each as a text."""
    missing = [name for name in NEEDED if name not in claims.columns]
    if missing:
        message = f"the claims have no {', '.join(missing)}"
        raise UsageError(f"{message}: they have the columns of `log`")
    return [_column(claims, name.rstrip("_")).alias(name) for name in ClaimRow._fields]


def _column(claims: DataFrame, name: str) -> Column:
    if name == "sources":
        return sources_of(claims)
    if name not in claims.columns:
        return sql.lit(None).cast(JOINED.get(name, "string"))
    if name in JOINED:
        return sql.col(name)
    return sql.col(name).cast("long" if name == "sequence" else "string")
