"""One Spark session that answers for many registries, and runs the examples of a document.

It is a process of its own, which has PySpark. To start Spark takes most of its time.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from hypothesis import HealthCheck, Phase, given, seed, settings
from pyspark.sql import DataFrame, SparkSession

from libya_tracker.errors import UsageError
from libya_tracker.exchange import spark
from libya_tracker.model.records import Claim, Entry, Faction, Registry, Source
from libya_tracker.model.vocabulary import Relation
from libya_tracker.tracker import Tracker
from tests.support import outside_data
from tests.support.campaign import chance
from tests.support.claim_rows import spells_of, ties_of, tracker, varied
from tests.support.places import TOP
from tests.support.registries import entries

#: Days, and the options of the question; the first is one of the data sets.
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("1955-07-01", {"known": "2018-12-31"}),
    ("2018-03-01", {"known": "2018-03-01", "scenario": "what-if"}),
    ("2017-05-10", {"known": "2018-12-31", "min_status": "reported", "persist": "cited"}),
]
_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def session() -> SparkSession:
    """Return a small session, which compiles little."""
    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
    }
    builder = SparkSession.builder.master("local[1]")
    for name, value in options.items():
        builder = builder.config(name, value)
    made: SparkSession = builder.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    return made


def random_registries(count: int) -> list[Registry]:
    """Return registries of hypothesis, drawn anew at each run."""
    records: list[list[Entry]] = []

    @seed(chance("spark").randrange(2**32))
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(record=entries())
    def draw(record: list[Entry]) -> None:
        records.append(record)

    draw()
    return [varied(record) for record in records]


def merged(registries: Sequence[Registry]) -> Registry:
    """Return one registry of many, whose ids begin with the number of theirs."""
    whole = registries[0]
    factions: dict[str, Faction] = {}
    sources: dict[str, Source] = {}
    every: list[Entry] = []
    for number, registry in enumerate(registries):

        def own(name: str | None, number: int = number) -> Any:
            return None if name is None else f"{number}-{name}"

        factions |= {
            own(f.id): f._replace(id=own(f.id)) for f in registry.factions.values()
        }
        sources |= {
            own(s.id): s._replace(id=own(s.id), origin=own(s.origin))
            for s in registry.sources.values()
        }
        for entry in registry.entries:
            ids = {"id": own(entry.id), "retracts": tuple(map(own, entry.retracts))}
            place = len(every)
            if isinstance(entry, Claim):
                names = ("faction", "to", "ends_tie_with")
                ids |= {name: own(getattr(entry, name)) for name in names}
                ids["sources"] = tuple(map(own, entry.sources))
            every.append(entry._replace(place=place, **ids))
    every.sort(key=lambda entry: entry.scenario is not None)
    return replace(whole, factions=factions, sources=sources, entries=tuple(every))


def registries(count: int) -> list[Registry]:
    """Return random registries, and those of COW and UCDP where they are."""
    made = random_registries(count)
    if (outside_data.DATA / "README.md").exists():
        allied = outside_data.index_of(outside_data.alliances(), Relation.ALLIED)
        fights = outside_data.index_of(outside_data.conflicts(), Relation.FIGHTING)
        made += [allied.registry, fights.registry]
    return made


def joined(own: SparkSession, registry: Registry) -> DataFrame:
    """Return the claims of a registry with all that there is to join."""
    tables = spark.tables(own, registry)
    claims = spark.with_retractions(tables.claims, tables.retractions)
    claims = spark.with_sources(claims, tables.sources)
    return spark.with_factions(claims, tables.factions).localCheckpoint()


def rows(frame: DataFrame) -> set[tuple[Any, ...]]:
    """Return the rows of a frame, lists as tuples."""
    return {
        tuple(tuple(value) if isinstance(value, list) else value for value in row)
        for row in frame.collect()
    }


def comparisons(own: SparkSession, count: int) -> Iterator[dict[str, Any]]:
    """Yield how many rows each question has, and in which the two answers differ."""
    registry = merged(registries(count))
    asked: Tracker = tracker(registry)
    claims = joined(own, registry)
    for day, options in QUESTIONS:
        answer = rows(spark.ties(claims, day, **options))
        yield difference(day, answer, ties_of(asked.status(day, **options)))
    answer = rows(spark.spells(claims, "2018-12-31", known="2018-12-31"))
    expected = spells_of(asked.spells("2018-12-31", known="2018-12-31"))
    yield difference("spells", answer, expected)


def difference(
    name: str, answer: set[tuple[Any, ...]], expected: set[tuple[Any, ...]]
) -> dict[str, Any]:
    """Return how many rows are expected, and the first of those that differ."""
    differing = sorted(map(str, answer ^ expected))
    return {"name": name, "rows": len(expected), "differing": differing[:4]}


def examples(document: str) -> list[str]:
    """Return what each Python block of a document prints, one after the other."""
    names: dict[str, Any] = {}
    printed = []
    for code in _BLOCK.findall(document):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(code, names)
        printed.append(out.getvalue().rstrip("\n") + "\n")
    return printed


def refusals(own: SparkSession) -> list[str]:
    """Return what is said of questions that are not answered."""
    tables = spark.tables(own, tracker(merged(random_registries(1))).registry)
    claims, messages = tables.claims, []
    retracted = spark.with_retractions(claims, tables.retractions)
    ended = spark.with_factions(claims, tables.factions)
    cases: list[Callable[[], DataFrame]] = [
        lambda: spark.ties(claims.drop("until"), "2017"),
        lambda: spark.ties(claims, "2017", scenario="what-if"),
        lambda: spark.ties(claims, "2017", min_status="denied"),
        lambda: spark.ties(claims, "2017", persist="always"),
        lambda: spark.ties(claims, "2017", **{"as_of": "2017"}),
        lambda: spark.ties(claims, cast(Any, 2017.0)),
        lambda: spark.with_retractions(retracted, tables.retractions),
        lambda: spark.with_factions(ended, tables.factions),
    ]
    for question in cases:
        try:
            question()
        except UsageError as error:
            messages.append(str(error))
    return messages


def answers(count: int) -> dict[str, Any]:
    """Return what Spark says of so many random registries, and what the examples print."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    warnings.simplefilter("ignore", FutureWarning)  # PySpark's, of pandas 3
    own = session()
    document = (TOP / "docs" / "scale.md").read_text(encoding="utf-8")
    answer = {
        "examples": examples(document),
        "comparisons": [*comparisons(own, count)],
        "refusals": refusals(own),
    }
    own.stop()
    return answer
