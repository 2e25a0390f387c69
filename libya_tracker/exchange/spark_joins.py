"""What `log` does not say of claims, joined to a Spark DataFrame of them.

``libya_tracker.exchange.spark`` offers what is public here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as sql

from libya_tracker.analysis import log
from libya_tracker.errors import UsageError
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import ClaimFilter, Point
from libya_tracker.model.records import Registry
from libya_tracker.named_tuples import NamedTuple

_RETRACTIONS = "array<struct<known:string,scenario:string>>"
_CITATIONS = (
    "array<struct<n:int,source:string,date:string,reliability:string,origin:string,"
    "withdrawn:string,origin_withdrawn:string>>"
)
_DISSOLUTIONS = "array<struct<faction:string,dissolved:string>>"
#: What the functions below join to claims.
JOINED = {
    "retractions": _RETRACTIONS,
    "citations": _CITATIONS,
    "dissolutions": _DISSOLUTIONS,
}


class Tables(NamedTuple):
    """A registry as DataFrames, to be joined or set beside those of a stream."""

    claims: DataFrame
    retractions: DataFrame
    sources: DataFrame
    factions: DataFrame


def with_retractions(claims: DataFrame, retractions: DataFrame) -> DataFrame:
    """Return claims that know what retracts them, from when on.

    ``retractions`` has a row for each claim that one retracts: ``change``, the day from
    which that is known (``known``), and the what-if in which it acts, if any
    (``scenario``).
    """
    item = sql.struct(*(sql.col(name).cast("string") for name in ("known", "scenario")))
    collected = retractions.groupBy("change").agg(
        sql.collect_list(item).alias("retractions")
    )
    return _joined(claims, collected, "retractions")


def with_sources(claims: DataFrame, sources: DataFrame) -> DataFrame:
    """Return claims that know when their sources appeared, and what each repeats.

    ``sources`` has columns of ``source list``: ``source``, ``date``, ``reliability``,
    ``origin`` (the first of those that it repeats, or itself), ``withdrawn``.
    """
    keys = ("date", "reliability", "origin", "withdrawn")
    records = sources.select("source", *(sql.col(key).cast("string") for key in keys))
    firsts = records.select(
        sql.col("source").alias("origin"), sql.col("withdrawn").alias("origin_withdrawn")
    )
    records = records.join(firsts, "origin", "left")
    cited = claims.select("change", sql.posexplode(sources_of(claims)))
    cited = cited.toDF("change", "n", "source").join(records, "source", "left")
    item = sql.struct("n", "source", *keys, "origin_withdrawn")
    items = sql.array_sort(sql.collect_list(item)).alias("citations")
    return _joined(claims, cited.groupBy("change").agg(items), "citations")


def with_factions(claims: DataFrame, factions: DataFrame) -> DataFrame:
    """Return claims that know which of their factions ended, and when.

    ``factions`` has columns of ``faction list``: ``faction``, ``dissolved``.
    """
    _refuse_joined(claims, "dissolutions")
    ended = factions.where("dissolved is not null")
    item = sql.struct("faction", sql.col("dissolved").cast("string").alias("dissolved"))
    parties = ("faction", "to", "from")
    for key in parties:
        own = ended.select(sql.col("faction").alias(key), item.alias(f"_{key}"))
        claims = claims.join(own, key, "left")
    items = sql.array_compact(sql.array(*(f"_{key}" for key in parties)))
    return claims.withColumn("dissolutions", items).drop(*(f"_{key}" for key in parties))


def tables(session: SparkSession, registry: Registry) -> Tables:
    """Return a registry as DataFrames, the claims of its what-ifs included."""
    index = ClaimIndex(registry)
    retractions = [
        (claim, str(index.known_since(entry)), entry.scenario)
        for entry in registry.entries
        for claim in entry.retracts
    ]
    sources = [
        (
            *(
                source.id,
                _text(source.date),
                source.reliability,
                registry.origins[source.id],
            ),
            # Also where one between it and the first of them was withdrawn.
            _text(index.withdrawn.get(source.id)),
        )
        for source in registry.sources.values()
    ]
    factions = [(f.id, f.name, _text(f.dissolved)) for f in registry.factions.values()]
    return Tables(
        _claims(session, index),
        _table(session, retractions, "change known scenario"),
        _table(session, sources, "source date reliability origin withdrawn"),
        _table(session, factions, "faction name dissolved"),
    )


def _claims(session: SparkSession, index: ClaimIndex) -> DataFrame:
    registry, end = index.registry, dt.date.max
    rows = [
        row
        for scenario in (None, *registry.scenarios)
        for row in log.log(Perspective(index, Point(end, end, scenario)), ClaimFilter())
        if row.scenario == scenario
    ]
    names = log.LogRow._fields
    lists = {"sources", "tags"}
    kinds = dict.fromkeys(lists, "array<string>") | {"sequence": "long"}
    columns = [f"`{name.rstrip('_')}` {kinds.get(name, 'string')}" for name in names]
    values = [tuple(_cell(getattr(row, name)) for name in names) for row in rows]
    return session.createDataFrame(values, ", ".join(columns))


def _table(session: SparkSession, rows: Sequence[Any], names: str) -> DataFrame:
    return session.createDataFrame(
        rows, ", ".join(f"{name} string" for name in names.split())
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return value
    return [*map(str, value)] if isinstance(value, tuple) else _text(value)


def sources_of(claims: DataFrame) -> Column:
    """Return the sources of claims; in a CSV they are one text, joined by semicolons."""
    column = sql.col("sources")
    if claims.schema["sources"].dataType.simpleString() != "string":
        return column.cast("array<string>")
    return sql.when(column != "", sql.split(column, ";"))


def _joined(claims: DataFrame, items: DataFrame, name: str) -> DataFrame:
    """Return claims with a list of what was collected for each, empty where nothing was."""
    _refuse_joined(claims, name)
    empty = sql.array().cast(JOINED[name])
    items_or_none = sql.coalesce(sql.col(name).cast(JOINED[name]), empty)
    return claims.join(items, "change", "left").withColumn(name, items_or_none)


def _refuse_joined(claims: DataFrame, name: str) -> None:
    if name in claims.columns:
        raise UsageError(f"the claims have {name} already: each table is joined once")
