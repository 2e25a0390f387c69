"""What ACLED's events claim: spells of fighting, and what a person has to review.

ACLED lists each day of violence as an event. Those of a pair that lie near each other in
time are one claim here; agreements and changes of a group are claims for review.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from libya_tracker.exchange import acled_events
from libya_tracker.exchange.acled_events import Event, Side, Sort
from libya_tracker.exchange.actors import Actor, DataSet
from libya_tracker.exchange.new_sources import NewSource
from libya_tracker.exchange.statements import Release, Statement
from libya_tracker.exchange.table_dates import DateOrder
from libya_tracker.model import dates
from libya_tracker.model.folding import folded
from libya_tracker.model.query import describe_days
from libya_tracker.model.vocabulary import Relation

ACLED = DataSet(
    "acled",
    "ACLED",
    ("Government of ", "Military Forces of "),
    "does not say what tie it makes",
)
_PUBLISHER = "Armed Conflict Location & Event Data"
#: How many events a note names by their ids.
_MOST = 5
#: A period, a place or a country behind or within a name: ``(2016-)``, ``(Libya)``.
_BRACKETS = re.compile(r"\s*\([^()]*\)")

#: Two actors, in the order in which the first event of theirs has them.
_Pair = tuple[str, str]


def read(data: bytes, name: str, gap: int, order: DateOrder | None = None) -> Release:
    """Return what a file claims; raise UsageError where it is no export of ACLED's.

    Events of a pair are one spell where at most ``gap`` days lie from one to the next.
    ``order`` is what is first in a date such as 05/11/2017.
    """
    rows = acled_events.read(data, name)
    days, newest = acled_events.days(rows, order), acled_events.newest(rows)
    release = Release(
        ACLED,
        name,
        newest,
        _source(days, newest),
        len(rows),
        acled_events.not_kept(rows),
        days=days,
        terms=(
            "Each event is only a sighting: those of one pair with at most "
            f"{describe_days(gap)} from one to the next are one spell of fighting.",
        ),
    )
    events = list(acled_events.events(rows, release, order))
    actors = _actors(events)
    claims = [*_fights(events, actors, gap), *_for_review(events, actors)]
    release.statements.extend(sorted(claims, key=lambda one: one.rows[0]))
    return release


def _source(days: tuple[dt.date, dt.date] | None, newest: str | None) -> NewSource:
    """Return the source of the claims: an export of some days, by its newest row."""
    details = {"title": f"{ACLED.title} events", "publisher": _PUBLISHER}
    if days is not None:
        details["title"] += f" of {' to '.join(dict.fromkeys(map(str, days)))}"
    if newest is not None:
        details["date"] = newest
    # Of an export without times, its last day is all that tells it from another.
    name = newest or (days and f"to-{days[1]}")
    return NewSource(f"acled-{name}" if name else "acled", details)


def _actors(events: Iterable[Event]) -> dict[str, Actor]:
    """Return the actors by their names, of which each is the id.

    Without its brackets a name may be that of several, and is then matched with none.
    """
    names = dict.fromkeys(
        name
        for event in events
        for side in event.sides
        for name in (side.actor, *side.associated)
    )
    bearers: dict[str, set[str]] = {}
    for name in names:
        bearers.setdefault(folded(_bare(name)), set()).add(name)
    actors = {}
    for name in names:
        bare = _bare(name)
        is_shared = len(bearers[folded(bare)]) > 1
        actors[name] = Actor(name, (name,), None if bare == name else bare, is_shared)
    return actors


def _bare(name: str) -> str:
    """Return a name without what it has in brackets, but not nothing."""
    return _BRACKETS.sub("", name).strip() or name


def _fights(
    events: Iterable[Event], actors: Mapping[str, Actor], gap: int
) -> Iterator[Statement]:
    """Yield the spells in which two actors fight, and those of who is associated.

    Somebody associated with an actor may have fought at its side, or may only be the
    community that it comes from. So these spells are for review, and only of days without
    one of the pair.
    """
    own: dict[frozenset[str], list[Event]] = {}
    associated: dict[frozenset[str], list[Event]] = {}
    pairs: dict[frozenset[str], _Pair] = {}
    for event in (one for one in events if one.sort is Sort.VIOLENCE):
        first = (event.sides[0].actor, event.sides[1].actor)
        for pair in _pairs(*event.sides):
            pairs.setdefault(key := frozenset(pair), pair)
            sightings = own if pair == first else associated
            sightings.setdefault(key, []).append(event)
    for key, pair in pairs.items():
        parties = actors[pair[0]], Relation.FIGHTING, actors[pair[1]]
        spells = list(_spells(own.get(key, ()), gap))
        for spell in spells:
            yield _fight(spell, parties, gap)
        others = [
            event
            for event in associated.get(key, ())
            if not any(spell[0].day <= event.day <= spell[-1].day for spell in spells)
        ]
        for spell in _spells(others, gap):
            yield _fight(spell, parties, gap, "associated actor")


def _for_review(
    events: Iterable[Event], actors: Mapping[str, Actor]
) -> Iterator[Statement]:
    """Yield the agreements and changes, for each two actors that one names together."""
    for event in (one for one in events if one.sort is Sort.REVIEW):
        pairs: list[tuple[str, str | None]] = [*_pairs(*event.sides)]
        for one, other in pairs or [(event.sides[0].actor, None)]:
            yield Statement(
                id=event.id,
                years=(event.day.year,),
                rows=(event.row,),
                faction=actors[one],
                relation=None,
                to=None if other is None else actors[other],
                since=dates.between(event.first, event.last),
                events=(event.kind,),
                wording=event.wording or None,
                note=_note([event], event.wording and f'"{event.wording}"'),
            )


def _pairs(one: Side, other: Side | None = None) -> Iterator[_Pair]:
    """Yield each two of different sides, the actors first; of one side, its actor's.

    Who is named on both sides stands against nobody, unless as the actor of one.
    """
    if other is None:
        yield from ((one.actor, name) for name in one.associated)
        return
    ours, theirs = ((side.actor, *side.associated) for side in (one, other))
    both, actors = {*ours} & {*theirs}, (one.actor, other.actor)
    for pair in product(ours, theirs):
        if pair == actors or not both & {*pair}:
            yield pair


def _spells(events: Sequence[Event], gap: int) -> Iterator[list[Event]]:
    """Yield the events that are at most so many days apart, by the days coded."""
    spell: list[Event] = []
    for event in sorted(events, key=lambda one: (one.day, one.row)):
        if spell and (event.day - spell[-1].day).days > gap:
            yield spell
            spell = []
        spell.append(event)
    if spell:
        yield spell


def _fight(
    events: Sequence[Event],
    parties: tuple[Actor, Relation, Actor],
    gap: int,
    mark: str = "",
) -> Statement:
    """Return the claim that two actors fought from the first event to the last."""
    faction, relation, to = parties
    marked = f" ({mark})" if mark else ""
    kinds = dict.fromkeys(f"{event.kind}{marked}" for event in events)
    what = "one sighting"
    if len(events) > 1:
        gaps = f"at most {describe_days(gap)} from one to the next"
        what = f"{len(events):,} sightings, with {gaps}"
    return Statement(
        id=events[0].id,
        years=tuple(sorted({event.day.year for event in events})),
        rows=tuple(sorted(event.row for event in events)),
        faction=faction,
        relation=relation,
        to=to,
        since=dates.between(min(e.first for e in events), min(e.last for e in events)),
        until=dates.between(max(e.first for e in events), max(e.last for e in events)),
        events=tuple(kinds),
        unclear=bool(mark),
        note=_note(events, what, mark),
    )


def _note(events: Sequence[Event], words: str, mark: str = "") -> str:
    """Return where a claim stands there, and what it says of itself."""
    kinds = dict.fromkeys(event.kind for event in events)
    ids = ", ".join(event.id for event in events[:_MOST])
    if more := len(events[_MOST:]):
        ids += f" and {more} more"
    what = ", ".join([*kinds, *filter(None, [mark])])
    return ": ".join(filter(None, [f"{ACLED.title} {ids} ({what})", words]))
