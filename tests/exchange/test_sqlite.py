"""A database answers as the program does: of every day, and with everything written."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings

from libya_tracker.analysis.state import state
from libya_tracker.analysis.status import StatusRow, status
from libya_tracker.analysis.timeline import bars
from libya_tracker.exchange import sqlite
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Lens, Point
from libya_tracker.model.records import Entry
from libya_tracker.model.vocabulary import Relation
from libya_tracker.output import formats
from libya_tracker.storage import files
from tests.conftest import FEWER, SAMPLE, Run
from tests.support.data_tools import needs_tools, with_tools
from tests.support.lenses import ENDED, LENSES
from tests.support.places import TOP
from tests.support.registries import entries, index_of, points

AGE = "cast(max(0, julianday(:day) - julianday(cited)) as integer)"
TIES = f"""
select ties.*, {AGE} as age from ties
join factions f on f.id = ties.faction join factions t on t.id = ties."to"
where :day between first and last order by f.place, t.place
"""
COLUMNS = [*formats.columns(StatusRow), *formats.day_columns(StatusRow)]
EVERYTHING = """\
title: كل شيء
x-desk: {north: [1, 2]}
sources:
  a: {title: Übersicht, tags: [web], ids: {doi: 10/1}, x-mail: yes}
  b: {title: Copy, date: ..2012-05, origin: a, withdrawn: 2018-02}
factions:
  one:
    name: لواء
    aliases: [Lion, {name: Old Lion, since: 2011, until: 2013-21}]
    leaders: [{name: Ali, role: head, since: ..2011}]
    ids: {wikidata: Q1}
    tags: [z, a]
    note: Of the coast
    x-map: [1.5, "x"]
  two: {name: Two, dissolved: 2020}
changes:
  - {date: 2012?, faction: one, relation: allied, to: two, sources: [b, a], id: own,
     by: Somebody, begins: yes, tags: [hot], x-n: 1, note: 'an "accord"',
     recorded: 2013-01-02}
  - {date: 2014, faction: one, relation: splinter, to: two, from: two}
  - {retracts: [own], recorded: 2015-01-01T00:00:00Z, note: wrong, x-by: me}
scenarios:
  s: {title: If so, outcome: occurred, resolved_by: own, x-z: 0, changes: [
     {date: 2016, faction: two, relation: fighting, to: one}]}
"""


@contextmanager
def opened(data: bytes) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        connection.row_factory = sqlite3.Row
        yield connection


def answered(connection: sqlite3.Connection, day: dt.date) -> list[dict[str, Any]]:
    """Return the ties of a day as a database has them."""
    rows = [dict(row) for row in connection.execute(TIES, {"day": day.isoformat()})]
    return [{key: row[key] for key in COLUMNS} for row in rows]


def expected(perspective: Perspective) -> list[dict[str, Any]]:
    """Return the ties of a day as ``status`` has them, in values that SQLite has."""
    rows = [row for row in status(state(perspective)) if row.relation is not None]
    grid = formats.grid(rows, StatusRow)
    return [
        dict(zip(grid.columns, map(plain, values), strict=True)) for values in grid.rows
    ]


def plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return ";".join(value) or None
    return value if value is None or isinstance(value, int) else str(value)


def perspective_of(text: str, day: dt.date) -> Perspective:
    return Perspective.of(files.parse(text, "factions.yaml"), Point(day, day))


def perspective_on(changes: str, day: dt.date) -> Perspective:
    """Return that on other claims about the factions of the sample."""
    head = SAMPLE.partition("changes:")[0]
    return perspective_of(f"{head}changes:\n{changes}", day)


def turns(perspective: Perspective) -> set[dt.date]:
    """Return the days on which something changes, and those around them."""
    days = {perspective.day}
    for claim in perspective.registry.claims.values():
        for date in (claim.date, claim.until or claim.date):
            days |= {date.first, date.last}
    for faction in perspective.registry.factions.values():
        if faction.dissolved:
            days |= {faction.dissolved.first, faction.dissolved.last}
    near = (-1, 0, 1)
    return {day + dt.timedelta(n) for day in days if day > dt.date.min for n in near}


def test_the_ties_of_each_day_of_the_sample_are_those_of_status() -> None:
    whole = perspective_of(SAMPLE, dt.date(2019, 12, 31))
    days = [day for day in sorted(turns(whole)) if day <= whole.day]

    for seen in (whole, whole.supposing("stand-ground")):
        with opened(sqlite.database(seen, "test").data) as connection:
            for day in days:
                assert answered(connection, day) == expected(seen.on(day)), day
    assert len(days) > 40


@settings(FEWER)
@given(record=entries(6), at=points(), lens=LENSES)
def test_the_ties_of_any_day_are_those_of_status(
    record: Sequence[Entry], at: Point, lens: Lens
) -> None:
    last = replace(at, day=dt.date(2018, 12, 31))
    whole = Perspective(index_of(*record, **ENDED), last, lens)

    with opened(sqlite.database(whole, "test").data) as connection:
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        for day in {at.day, *turns(whole)}:
            if day <= last.day:
                assert answered(connection, day) == expected(whole.on(day)), day


def test_the_last_citation_is_that_of_the_day_where_claims_take_turns() -> None:
    """On the day of the second claim it is that; then the pact again, cited daily."""
    changes = (
        "- {date: 2017-03-01, faction: trb, relation: allied, to: lna, until: 2017-03-20}\n"
        "- {date: 2017-03-15, faction: trb, relation: allied, to: lna}\n"
    )
    whole = perspective_on(changes, dt.date(2017, 4, 1))

    with opened(sqlite.database(whole, "test").data) as connection:
        for day in sorted(turns(whole)):
            if day <= whole.day:
                assert answered(connection, day) == expected(whole.on(day)), day


def test_only_an_open_start_has_no_first_day() -> None:
    """Not so the first and the last day that there are, which a date can name."""
    changes = (
        "- {date: 0001-01-01, faction: trb, relation: allied, to: lna, until: 9999-12-31}\n"
        "- {date: ..2017-10-31, faction: trb, relation: opposed, to: kani, until: 9999}\n"
    )
    whole = perspective_on(changes, dt.date(2018, 1, 1))

    with opened(sqlite.database(whole, "test").data) as connection:
        for table, began, ended in (
            ("claims", "date", "until"),
            ("spells", "since", "until"),
            ("ties", "since", "until"),
        ):
            days = f"{began}_first, {began}_last, {ended}_first, {ended}_last"
            query = f"select {days} from {table} where faction = 'trb'"
            assert {tuple(row) for row in connection.execute(query)} == {
                ("0001-01-01", "0001-01-01", "9999-12-31", "9999-12-31"),
                (None, "2017-10-31", "9999-01-01", "9999-12-31"),
            }, table
        for day in (dt.date(1, 1, 1), dt.date(2017, 12, 31)):
            assert answered(connection, day) == expected(whole.on(day)), day


def test_all_that_a_registry_holds_is_in_a_table() -> None:
    seen = perspective_of(EVERYTHING, dt.date(2017, 1, 1))
    made = sqlite.database(seen, "test 1")
    with opened(made.data) as connection:

        def rows(sql: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in connection.execute(sql)]

        empty = (None, None, None)
        assert rows("pragma integrity_check") == [("ok",)]
        assert rows("pragma foreign_key_check") == []
        assert rows("select title, as_of, program from export") == [
            ("كل شيء", "2017-01-01", "test 1")
        ]
        assert rows("select * from names where faction = 'one'") == [
            (1, "one", "id", "one", *empty, *empty),
            (2, "one", "name", "لواء", *empty, *empty),
            (3, "one", "alias", "Lion", *empty, *empty),
            (4, "one", "alias", "Old Lion", "2011", "2011-01-01", "2011-12-31",
             "2013-21", "2013-03-01", "2013-05-31"),
        ]  # fmt: skip
        assert rows("select * from leaders") == [
            (1, "one", "Ali", "head", "..2011", None, "2011-12-31", *empty)
        ]
        assert rows("select id, date, date_first, date_last, voice from sources") == [
            ("a", *empty, "a"),
            ("b", "..2012-05", None, "2012-05-31", "a"),
        ]
        assert rows(
            "select id, date, date_first, date_last, speaker, begins, own_id, known, "
            "retracted, from_faction, scenario from claims"
        ) == [
            ("own", "2012?", "2012-01-01", "2012-12-31", "Somebody", 1, 1, "2013-01-02",
             1, None, None),
            ("2014-one-two", "2014", "2014-01-01", "2014-12-31", None, 0, 0, "2014-01-01",
             0, "two", None),
            ("2016-two-one", "2016", "2016-01-01", "2016-12-31", None, 0, 0, "2016-01-01",
             0, None, "s"),
        ]  # fmt: skip
        assert rows("select * from claim_sources") == [("own", "b", 1), ("own", "a", 2)]
        assert rows("select claim, recorded, recorded_day, note from retractions") == [
            ("own", "2015-01-01T00:00:00Z", "2015-01-01", "wrong")
        ]
        assert rows("select * from scenarios") == [("s", 1, "If so", "occurred", "own")]
        labels = (
            "registry_keys faction_tags faction_ids faction_keys source_tags source_ids"
        )
        labels += " source_keys claim_tags claim_keys scenario_keys retraction_keys"
        every = {name: rows(f"select * from {name}") for name in labels.split()}
        assert {name: [row[-2:] for row in own] for name, own in every.items()} == {
            "registry_keys": [("x-desk", '{"north": ["1", "2"]}')],
            "faction_tags": [("one", "z"), ("one", "a")],
            "faction_ids": [("wikidata", "Q1")],
            "faction_keys": [("x-map", '["1.5", "x"]')],
            "source_tags": [("a", "web")],
            "source_ids": [("doi", "10/1")],
            "source_keys": [("x-mail", '"yes"')],
            "claim_tags": [("own", "hot")],
            "claim_keys": [("x-n", '"1"')],
            "scenario_keys": [("x-z", '"0"')],
            "retraction_keys": [("x-by", '"me"')],
        }
        assert made == sqlite.database(seen, "test 1"), "the same registry, other bytes"


def test_each_foreign_key_names_its_column() -> None:
    """Datasette answers no page of a table of which one leaves it out."""
    with opened(
        sqlite.database(perspective_of(SAMPLE, dt.date(2018, 1, 1)), "test").data
    ) as connection:
        keys = connection.execute(
            """
            select t.name, k."from", k."table", k."to" from sqlite_schema t
            join pragma_foreign_key_list(t.name) k where t.type = 'table'
            """
        ).fetchall()

        assert len(keys) > 30
        for table, column, other, named in map(tuple, keys):
            assert named == "id", (table, column, other)


def test_the_spells_are_the_bars_of_every_relation() -> None:
    seen = perspective_of(SAMPLE, dt.date(2018, 1, 1))
    shown = bars(seen, relations=[word for word in Relation if word.sign is not None])
    with opened(sqlite.database(seen, "test").data) as connection:
        spells = connection.execute(
            "select faction, relation, to_faction, began, state, (select group_concat("
            "claim) from spell_claims where spell = id order by place) from spells"
        ).fetchall()

    assert [tuple(spell) for spell in spells] == [
        (b.faction, b.relation, b.to, None if b.first == dt.date.min else str(b.first),
         b.state, ",".join(claim.id for claim in b.run))
        for b in shown
    ]  # fmt: skip
    assert {"opposed", "fighting"} <= {spell["relation"] for spell in spells}
    assert "overdue" in {spell["state"] for spell in spells}


def test_texts_are_searched_whatever_their_accents() -> None:
    made = sqlite.database(perspective_of(EVERYTHING, dt.date(2017, 1, 1)), "test")
    if not made.searchable:
        pytest.skip("this SQLite has no FTS5")
    with opened(made.data) as connection:
        hits = [
            tuple(
                connection.execute(
                    "select record, record_id, field from texts_fts join texts on "
                    "texts.id = texts_fts.rowid where texts_fts match ?",
                    (word,),
                ).fetchone()
            )
            for word in ("ubersicht", "accord", "لواء", "coast")
        ]

    assert hits == [
        ("source", "a", "title"),
        ("claim", "own", "note"),
        ("faction", "one", "name"),
        ("faction", "one", "note"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("لِوَاءُ الأَنْصَار", ["لواء", "لِوَاءُ", "الأنصار", "الانصار", "أنصار", "انصار"]),
        ("كـتـيـبـة ثوار", ["كتيبة", "كتيبه", "كـتـيـبـة", "ثوار كتيبة"]),
        ("مُصطفى", ["مصطفى", "مصطفي"]),
        ("حركة الأُمّة", ["الأمة", "الامة", "الأمه", "أمة", "امه", "حركه"]),
        ("اللواء ٧", ["7", "٧"]),
        ("Ra's Lanuf", ["Ras", "Ra's", "ra’s", "lanuf"]),
        ("Ḥifẓ an-Nuṣra", ["hifz", "nusra", "an-nusra"]),
        ("7th Brigade", ["7th", "BRIGADE"]),
    ],
)  # fmt: skip
def test_arabic_is_searched_without_its_marks_and_as_it_is_written(
    text: str, words: list[str]
) -> None:
    """Each word is in quotes, as Datasette has it."""
    registry = f"factions: {{a: {{name: {json.dumps(text)}}}, b: {{name: Other}}}}\n"
    made = sqlite.database(perspective_of(registry, dt.date(2017, 1, 1)), "test")
    if not made.searchable:
        pytest.skip("this SQLite has no FTS5")
    query = "select record_id from texts join texts_fts f on f.rowid = id where f.texts_fts"
    with opened(made.data) as connection:
        for word in words:
            quoted = " ".join(f'"{one}"' for one in word.split())
            hits = connection.execute(f"{query} match ?", (quoted,)).fetchall()
            assert [tuple(hit) for hit in hits] == [("a",)], word


@needs_tools("sqlite_utils")
@pytest.mark.slow
def test_other_programs_open_it_and_offer_the_search(run: Run, tmp_path: Path) -> None:
    run("export", "sqlite", "libya.db")

    printed = with_tools(
        "import json, sqlite_utils\n"
        "database = sqlite_utils.Database('libya.db')\n"
        "keys = {key.column: key.other_table for key in database['claims'].foreign_keys}\n"
        "found = [row['record_id'] for row in database['texts'].search('tajouri')]\n"
        "print(json.dumps([database['texts'].detect_fts(), found, keys]))",
        folder=tmp_path,
    )

    assert json.loads(printed) == [
        "texts_fts",
        ["trb"],
        {
            **dict.fromkeys(("faction", "to_faction", "from_faction"), "factions"),
            "scenario": "scenarios",
        },
    ]


@needs_tools("datasette")
@pytest.mark.slow
def test_datasette_answers_the_ties_of_a_day_as_the_document_says(
    run: Run, tmp_path: Path
) -> None:
    """With ``--get``, it answers one address and ends, in place of serving a browser."""
    document = (TOP / "docs" / "export.md").read_text(encoding="utf-8")
    start = document.partition("```sh\ndatasette ")[2].partition("\n")[0]
    address = document.partition("`http://127.0.0.1:8001")[2].partition("`")[0]
    query = (
        document.partition("typed there")[2].partition("```sql\n")[2].partition("```")[0]
    )
    run("export", "sqlite", "libya.db")

    addresses = (
        f"{address.replace('?', '.json?')}&_size=max&_shape=array",
        f"/libya.json?{urlencode({'sql': query})}&_shape=array",
        "/libya/texts.json?_search=tajouri&_shape=array",
    )
    printed = with_tools(
        "from datasette.cli import cli\n"
        f"for address in {addresses}:\n"
        "    try:\n"
        f"        cli([{start!r}, '--get', address])\n"
        "    except SystemExit as end:\n"
        "        assert not end.code, end\n",
        folder=tmp_path,
    )
    shown, counted, hits = map(json.loads, printed.splitlines())

    status = json.loads(run("status", "--as-of", "2017-11-10", "-f", "json").stdout)
    ties = [row for row in status if row["relation"]]
    alike = {"faction", "relation", "to", "since", "certainty", "status", "grade", "change"}
    assert shown
    assert {tuple(row[key] for key in alike) for row in shown} == {
        tuple(row[key] for key in alike) for row in ties
    }
    counts = Counter(row["relation"] for row in ties)
    assert [tuple(row.values()) for row in counted] == sorted(counts.items())
    assert [row["record_id"] for row in hits] == ["trb"]


#: Prints what answers no page, as data with the names of what keys lead to, or one row.
EVERY_PAGE = """
import asyncio, sqlite3
from datasette.app import Datasette
from datasette.utils import tilde_encode

async def show(client, address):
    answer = await client.get(address)
    if answer.status_code != 200:
        print(address, answer.status_code)
    return answer.text

async def show_all():
    datasette = Datasette(["libya.db"])
    await datasette.invoke_startup()
    client, connection = datasette.client, sqlite3.connect("libya.db")
    await show(client, "/libya")
    for name, kind in connection.execute("select name, type from sqlite_schema").fetchall():
        if kind not in ("table", "view"):
            continue
        table = f"/libya/{name}"
        columns = connection.execute(f"pragma table_info({name})").fetchall()
        await show(client, table)
        await show(client, f"{table}.json?_labels=on")
        await show(client, f"{table}?_facet={columns[0][1]}")
        keys = [column[1] for column in columns if column[5]]
        row = connection.execute(f"select {', '.join(keys) or 1} from {name}").fetchone()
        if keys and row and not name.startswith("texts_fts"):
            await show(client, f"{table}/{','.join(tilde_encode(str(key)) for key in row)}")
    assert ">4th Division<" in await show(client, "/libya/claims?faction=4th-division")
    page = await show(client, "/libya/texts?_search=tajouri")
    assert 'name="_search"' in page and "Tajouri" in page and "1 row" in page, page

asyncio.run(show_all())
"""


@needs_tools("datasette")
@pytest.mark.slow
def test_datasette_shows_a_page_of_every_table_and_view(run: Run, tmp_path: Path) -> None:
    run("export", "sqlite", "libya.db")

    assert with_tools(EVERY_PAGE, folder=tmp_path) == ""
