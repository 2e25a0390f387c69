"""Registries made for tests: from a few words, or by hypothesis."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from libya_tracker.errors import Location
from libya_tracker.model import dates
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.query import Point
from libya_tracker.model.records import (
    Claim,
    Entry,
    Faction,
    Registry,
    Retraction,
    Scenario,
    Source,
)
from libya_tracker.model.vocabulary import Relation, Status

#: The text of a registry of three factions up to its claims.
HEAD = """\
sources:
  s1: {title: One, date: 2017-11-03}
  s2: {title: Two}
factions:
  a: {name: A}
  b: {name: B}
  c: {name: C}
changes:
"""
HERE = Location("factions.yaml", 1, 1)
FACTIONS = ("a", "b", "c", "d")
SOURCES = {"s1": "2017-03", "s2": "2017-06-10", "s3": None}
FOREVER = dt.date(2030, 1, 1)


def claim(words: str, place: int = 0, **more: Any) -> Claim:
    """Return a claim from ``DATE FACTION RELATION TO``."""
    date, faction, relation, to = words.split()
    for key in ("until",):
        if isinstance(more.get(key), str):
            more[key] = dates.parse(more[key])
    if isinstance(more.get("recorded"), str):
        more["recorded"] = dates.parse_moment(more["recorded"])
    if isinstance(more.get("status"), str):
        more["status"] = Status(more["status"])
    more.setdefault("id", f"{date}-{faction}-{to}-{place}")
    return Claim(
        where=HERE,
        place=place,
        faction=faction,
        relation=Relation(relation),
        to=to,
        date=dates.parse(date),
        **more,
    )


def retraction(claim: str, recorded: str, place: int = 0, **more: Any) -> Retraction:
    """Return a plain retraction of a claim."""
    moment = dates.parse_moment(recorded)
    name = f"{recorded}-retracts-{claim}-{place}"
    return Retraction(name, HERE, place, (claim,), moment, **more)


def registry(entries: Sequence[Entry], **factions: Faction) -> Registry:
    """Return a registry of some entries over the factions a to d, the sources s1 to s3."""
    known = {name: Faction(name, HERE, name.upper()) for name in FACTIONS} | factions
    sources = {
        name: Source(name, HERE, date=None if date is None else dates.parse(date))
        for name, date in SOURCES.items()
    }
    scenarios = {"what-if": Scenario("what-if", HERE)}
    return Registry("factions.yaml", "Test", sources, known, tuple(entries), scenarios)


def index_of(*entries: Entry, **factions: Faction) -> ClaimIndex:
    """Return the index of some entries."""
    return ClaimIndex(registry(entries, **factions))


def point(text: str) -> Point:
    """Return a point from ``DAY[@KNOWN][+SCENARIO]``; known for ever where not said."""
    moment, _, scenario = text.partition("+")
    day, _, known = moment.partition("@")
    last = dates.parse(known).last if known else FOREVER
    return Point(dates.parse(day).last, last, scenario or None)


DATES = st.sampled_from(
    [
        dates.parse(text)
        for text in (
            *("2016", "2017~", "2017-02", "2017-03-01", "2017-03-15", "..2017-04-10"),
            *("2017-03-15..2017-04-02", "2017-05-01?", "2017-21", "2017-06-10", "2018"),
        )
    ]
)
MOMENTS = st.sampled_from(
    [
        dates.parse_moment(text)
        for text in ("2017-01-01", "2017-04-01", "2017-06-01", "2018-02-01")
    ]
)
DAYS = st.dates(dt.date(2015, 12, 1), dt.date(2018, 12, 31))
# Made once: hypothesis spends more on a strategy that is new than on what it draws.
_CLAIMS = st.fixed_dictionaries(
    {
        "pair": st.sampled_from([*itertools.permutations(FACTIONS, 2)]),
        "relation": st.sampled_from(list(Relation)),
        "date": DATES,
        "ends_tie_with": st.none() | st.sampled_from(FACTIONS),
        "until": st.none() | DATES,
        "status": st.sampled_from(list(Status)),
        "sources": st.sampled_from(
            [pick for size in range(3) for pick in itertools.permutations(SOURCES, size)]
        ),
        "recorded": st.none() | MOMENTS,
    }
)
_SCENARIOS = st.sampled_from([None, None, None, "what-if"])


@st.composite
def changes(draw: st.DrawFn, place: int, scenario: str | None = None) -> Claim:
    """A claim between two of the factions."""
    parts: dict[str, Any] = draw(_CLAIMS)
    faction, to = parts.pop("pair")
    parts |= {"faction": faction, "to": to, "scenario": scenario}
    if parts["ends_tie_with"] == faction:
        parts["ends_tie_with"] = to
    if parts["until"] and parts["until"].last < parts["date"].first:
        parts["until"] = None
    return Claim(f"c{place}", HERE, place, **parts)


@st.composite
def entries(
    draw: st.DrawFn, max_size: int = 10, *, retractions: bool = True
) -> list[Entry]:
    """Claims, some of a what-if, and retractions of some of them."""
    record: list[Entry] = [
        draw(changes(place, scenario))
        for place, scenario in enumerate(draw(st.lists(_SCENARIOS, max_size=max_size)))
    ]
    if retractions and record:
        for claim in draw(st.lists(st.sampled_from(record), max_size=3, unique=True)):
            place = len(record)
            record.append(Retraction(f"r{place}", HERE, place, (claim.id,), draw(MOMENTS)))
    return record


@st.composite
def points(draw: st.DrawFn) -> Point:
    """A point near the claims."""
    return Point(draw(DAYS), draw(DAYS), draw(st.sampled_from([None, None, "what-if"])))


def claims_of(text: str) -> list[Claim]:
    """Return claims from lines of ``DATE FACTION RELATION TO [; key=value]…``, ids 1, 2…"""
    claims = []
    for place, line in enumerate(text.splitlines(), 1):
        words, *more = line.split("; ")
        keys: dict[str, Any] = dict(part.split("=") for part in more)
        if "sources" in keys:
            keys["sources"] = (keys["sources"],)
        claims.append(claim(words, place, id=str(place), **keys))
    return claims
