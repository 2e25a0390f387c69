"""What UCDP's tables claim: who fought whom from when to when, and who sent troops.

A conflict is a row a year. The years that follow each other in one episode of one pair
are one claim here, which ends where UCDP says that the episode did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, product

from libya_tracker.exchange import ucdp_dates, ucdp_sources
from libya_tracker.exchange.actors import Actor
from libya_tracker.exchange.statements import Release, Statement
from libya_tracker.exchange.ucdp_actors import (
    UCDP,
    Actors,
    coalition,
    governments,
    members,
    numbers,
)
from libya_tracker.exchange.ucdp_scope import Scope
from libya_tracker.exchange.ucdp_tables import Kind, Row, Table, is_year, table
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.vocabulary import Relation
from libya_tracker.named_tuples import NamedTuple

#: What an actor's row says of it without a day: the column of the other, and the relation.
_FLAGS = (
    ("ActorIdPrev", Relation.SPLINTER),
    ("ActorIdAlliance", Relation.ALLIED),
    ("ActorIdGroup", Relation.MEMBER),
)
_SIDES = ("side_a", "side_b")


class _Reading(NamedTuple):
    """A table that is being read: its rows, its actors, and what was read of it."""

    table: Table
    actors: Actors
    release: Release


class _Key(NamedTuple):
    """An episode, and what is claimed in it of which pair."""

    id: str
    start: str
    faction: Actor
    relation: Relation
    to: Actor


class _Listing(NamedTuple):
    """The rows of each pair and episode, by their years, and when each episode began."""

    rows: dict[_Key, dict[int, Row]]
    first_years: dict[tuple[str, str], int]


def read(data: bytes, name: str) -> Release:
    """Return what a file claims; raise UsageError where it is no table of UCDP's."""
    content = table(data, name)
    actors = Actors(content)
    release = Release(
        UCDP,
        content.name,
        content.release and content.release.text,
        ucdp_sources.of(content),
        len(content.rows),
        content.left,
        actors.shared,
        Scope(content, actors).lists,
    )
    claims = _flags if content.kind is Kind.ACTORS else _episodes
    release.statements.extend(claims(_Reading(content, actors, release)))
    return release


def _flags(reading: _Reading) -> Iterator[Statement]:
    """Yield what an actors' table says: nothing of it has a day."""
    actors = reading.actors
    for row in reading.table.rows:
        ids = numbers(row["ActorId"])
        others = [row[column] for column, _ in _FLAGS if row[column]]
        if len(ids) != 1 or not all(map(numbers, others)):
            reading.release.pass_over(row.number, "no number of an actor")
            continue
        for column, relation in _FLAGS:
            for other in numbers(row[column]):
                if other != ids[0]:
                    parties = actors.of(ids[0]), relation, actors.of(other)
                    note = f"{UCDP.title} actor {ids[0]}, {column}"
                    yield Statement(ids[0], (), (row.number,), *parties, note=note)


def _episodes(reading: _Reading) -> Iterator[Statement]:
    """Yield a claim of each pair for the years in a row in which an episode lists it."""
    listed, first_years = _listing(reading)
    for key, rows in listed.items():
        for years in _runs(sorted(rows)):
            listing = [rows[year] for year in years]
            at_start = years[0] == first_years[key.id, key.start]
            since, until = _days(reading, key, listing, at_start=at_start)
            if until is not None and until.last < since.first:
                for row in listing:
                    reading.release.pass_over(row.number, "an end before its beginning")
                continue
            places = tuple(row.number for row in listing)
            parties = key.faction, key.relation, key.to
            yield Statement(
                *(key.id, tuple(years), places, *parties, since, until),
                coalitions=_coalitions(reading.table.kind, listing),
                note=_note(reading, key.id, years),
            )


def _coalitions(
    kind: Kind, rows: Sequence[Row]
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Return the coalitions on each side of some rows, each once."""
    one, other = (
        dict.fromkeys(filter(None, (coalition(kind, row, side) for row in rows)))
        for side in _SIDES
    )
    return tuple(one), tuple(other)


def _listing(reading: _Reading) -> _Listing:
    """Return the rows that can be read; note in the release why others are not."""
    listing = _Listing({}, {})
    for row in reading.table.rows:
        if reason := next(_faults(row), None):
            reading.release.pass_over(row.number, reason)
            continue
        year, episode = int(row["year"]), (_id(reading, row), row["start_date2"])
        listing.first_years[episode] = min(year, listing.first_years.get(episode, year))
        claims = _claims(reading, row)
        keys = [_Key(*episode, faction, relation, to) for faction, relation, to in claims]
        if all(year in listing.rows.get(key, ()) for key in keys):
            reading.release.pass_over(row.number, "a year that another row has as well")
        for key in keys:
            listing.rows.setdefault(key, {}).setdefault(year, row)
    return listing


def _days(
    reading: _Reading, key: _Key, rows: Sequence[Row], *, at_start: bool
) -> tuple[FuzzyDate, FuzzyDate | None]:
    """Return when what some rows list can have begun, and can have ended.

    Who joins or leaves an episode on the way does so on any day of the year, and so do
    troops. Of the newest year UCDP does not know yet whether the episode ends in it.
    """
    first, last = int(rows[0]["year"]), int(rows[-1]["year"])
    since = until = None
    fights = key.relation is Relation.FIGHTING
    if at_start and fights:
        since = ucdp_dates.window(key.start, rows[0]["start_prec2"])
    if rows[-1]["ep_end"] == "1" and fights:
        until = ucdp_dates.window(rows[-1]["ep_end_date"], rows[-1]["ep_end_prec"])
    elif rows[-1]["ep_end"] != "1" and last >= reading.table.newest:
        return since or ucdp_dates.year(first), None
    return since or ucdp_dates.year(first), until or ucdp_dates.year(last)


def _faults(row: Row) -> Iterator[str]:
    """Yield why a row of a conflict cannot be read; nothing where it can."""
    if not is_year(row["year"]):
        yield "no year"
    yield from _faults_of_dates(row)
    sides = [members(row, side) for side in _SIDES]
    if not all(sides):
        yield "no number of an actor"
    elif len({*chain(*sides)}) == 1:
        yield "one actor on both sides"


def _faults_of_dates(row: Row) -> Iterator[str]:
    if not ucdp_dates.is_date(row["start_date2"]):
        yield "no date of its start (start_date2)"
    if row["ep_end_date"] and not ucdp_dates.is_date(row["ep_end_date"]):
        yield "no date of its end (ep_end_date)"
    for column in ("start_prec2", "ep_end_prec"):
        if not ucdp_dates.is_code(row[column]):
            yield f"no code of how precise a date is ({column})"
    if row["ep_end"] not in {"", "0", "1"}:
        yield "neither 0 nor 1 as whether its episode ended (ep_end)"


def _note(reading: _Reading, number: str, years: Sequence[int]) -> str:
    """Return where a claim stands in a table, for who reads it in the registry."""
    noun = "dyad" if reading.table.kind is Kind.NON_STATE else "conflict"
    span = f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return f"{UCDP.title} {noun} {number}, {span}"


def _id(reading: _Reading, row: Row) -> str:
    return row["dyad_id" if reading.table.kind is Kind.NON_STATE else "conflict_id"]


def _claims(reading: _Reading, row: Row) -> Iterator[tuple[Actor, Relation, Actor]]:
    """Yield what a row claims: each member of one side fights each of the other.

    Who sends troops supports each member of its side.
    """
    actors = reading.actors
    sides = [[actors.of(number) for number in members(row, side)] for side in _SIDES]
    for one, other in product(*sides):
        if one.id != other.id:
            yield one, Relation.FIGHTING, other
    for side, ours in zip(_SIDES, sides, strict=True):
        seconds = map(actors.named, governments(row[f"{side}_2nd"]))
        for second, member in product(seconds, ours):
            if second != member:
                yield second, Relation.SUPPORTS, member


def _runs(years: Sequence[int]) -> Iterator[list[int]]:
    """Yield the years that follow each other."""
    run: list[int] = []
    for year in years:
        if run and year != run[-1] + 1:
            yield run
            run = []
        run.append(year)
    if run:
        yield run
