"""The rows of a database: what a registry holds, and what follows from it at a point."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from libya_tracker.analysis.tie_periods import TiePeriod, tie_periods
from libya_tracker.analysis.timeline import Bar, bars
from libya_tracker.analysis.timeline import rows as timeline_rows
from libya_tracker.model.dates import FuzzyDate, Moment
from libya_tracker.model.folding import other_spellings
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import describe_persistence
from libya_tracker.model.records import (
    Alias,
    Claim,
    Faction,
    Leader,
    Registry,
    Retraction,
    Source,
    grade,
)
from libya_tracker.model.vocabulary import STATES

#: A value of SQLite; a truth is 0 or 1.
Value = str | int | None
Row = tuple[Value, ...]
#: What has a text: the kind of record, its id, the field; then the text.
_Text = tuple[str, str, str, str]


def tables(perspective: Perspective, program: str) -> Iterator[tuple[str, list[Row]]]:
    """Yield each table with its rows: the registry whole, the answers as from a point."""
    registry = perspective.registry
    yield "export", [_export(perspective, program)]
    yield "registry_keys", [*registry.own_keys]
    yield from _factions(registry)
    yield from _sources(registry)
    yield from _scenarios(registry)
    yield from _claims(perspective)
    yield from _retractions(perspective)
    yield from _spells(perspective)
    yield from _ties(perspective)
    yield "texts", [(None, *row, other_spellings(row[-1])) for row in _texts(registry)]


def _export(perspective: Perspective, program: str) -> Row:
    registry, point, lens = perspective.registry, perspective.point, perspective.lens
    persist = None if lens.persist is None else describe_persistence(lens.persist)
    days = point.day.isoformat(), point.known.isoformat()
    who = lens.min_status, lens.source or lens.speaker, persist
    return (registry.title, registry.file, program, *days, point.scenario, *who)


def _factions(registry: Registry) -> Iterator[tuple[str, list[Row]]]:
    factions = [*registry.factions.values()]
    yield (
        "factions",
        [
            (f.id, place, f.name, f.kind, f.area, *_fuzzy(f.founded, f.dissolved), f.note)
            for place, f in enumerate(factions, 1)
        ],
    )
    yield "names", [(None, *name) for f in factions for name in _names(f)]
    yield (
        "leaders",
        [
            (None, f.id, leader.name, leader.role, *_time(leader))
            for f in factions
            for leader in f.leaders
        ],
    )
    yield from _labels("faction", factions)


def _names(faction: Faction) -> Iterator[Row]:
    unlimited = _fuzzy(None, None)
    yield faction.id, "id", faction.id, *unlimited
    yield faction.id, "name", faction.name, *unlimited
    for alias in faction.aliases:
        yield faction.id, "alias", alias.name, *_time(alias)


def _sources(registry: Registry) -> Iterator[tuple[str, list[Row]]]:
    sources = [*registry.sources.values()]
    yield (
        "sources",
        [
            (
                *(s.id, place, s.title, s.publisher, *_fuzzy(s.date), s.url, s.archive_url),
                *(*_fuzzy(s.accessed), s.reliability, s.origin, registry.origins[s.id]),
                *(*_fuzzy(s.withdrawn), s.note),
            )
            for place, s in enumerate(sources, 1)
        ],
    )
    yield from _labels("source", sources)


def _scenarios(registry: Registry) -> Iterator[tuple[str, list[Row]]]:
    scenarios = [*registry.scenarios.values()]
    yield (
        "scenarios",
        [
            (scenario.id, place, scenario.title, scenario.outcome, scenario.resolved_by)
            for place, scenario in enumerate(scenarios, 1)
        ],
    )
    yield "scenario_keys", [(s.id, *pair) for s in scenarios for pair in s.own_keys]


def _claims(perspective: Perspective) -> Iterator[tuple[str, list[Row]]]:
    registry = perspective.registry
    claims = [*registry.claims.values()]
    views = {name: perspective.supposing(name) for name in (None, *registry.scenarios)}
    yield (
        "claims",
        [
            _claim(views[claim.scenario], place, claim)
            for place, claim in enumerate(claims, 1)
        ],
    )
    yield (
        "claim_sources",
        [
            (claim.id, source, place)
            for claim in claims
            for place, source in enumerate(dict.fromkeys(claim.sources), 1)
        ],
    )
    yield "claim_tags", [(c.id, tag) for c in claims for tag in dict.fromkeys(c.tags)]
    yield "claim_keys", [(claim.id, *pair) for claim in claims for pair in claim.own_keys]


def _retractions(perspective: Perspective) -> Iterator[tuple[str, list[Row]]]:
    registry = perspective.registry
    yield (
        "retractions",
        [
            (
                *(entry.id, name, *_moment(entry.recorded)),
                perspective.index.known_since(entry).isoformat(),
                *(entry.scenario, entry.note),
            )
            for entry in registry.entries
            for name in dict.fromkeys(entry.retracts)
        ],
    )
    yield (
        "retraction_keys",
        [
            (entry.id, *pair)
            for entry in registry.entries
            if isinstance(entry, Retraction)
            for pair in entry.own_keys
        ],
    )


def _claim(view: Perspective, place: int, claim: Claim) -> Row:
    """Return a claim; it is retracted where it is known at the point but does not stand.

    ``view`` supposes the what-if of which it is.
    """
    sources, known = view.registry.sources, view.index.known_since(claim)
    retracted = view.is_known(claim) and not view.is_visible(claim)
    return (
        *(claim.id, place, *_fuzzy(claim.date), claim.faction, claim.relation, claim.to),
        *(claim.ends_tie_with, *_fuzzy(claim.until), int(claim.begins), claim.status),
        grade(sources, claim.sources, claim.credibility),
        *(claim.by, claim.note, *_moment(claim.recorded), known.isoformat()),
        *(int(retracted), claim.scenario, int(claim.own_id)),
    )


def _spells(perspective: Perspective) -> Iterator[tuple[str, list[Row]]]:
    spells = bars(perspective, relations=STATES)
    answers = timeline_rows(perspective.registry, spells)
    yield (
        "spells",
        [
            (
                *(place, row.faction, row.relation, row.to, row.sign),
                *(*_fuzzy(row.since, row.until), _day(row.began), _day(row.ended)),
                *(_day(row.certain_from), _day(row.certain_until), row.state, row.status),
                *(int(row.disputed), _day(row.disputed_from)),
            )
            for place, row in enumerate(answers, 1)
        ],
    )
    yield (
        "spell_claims",
        [
            (spell, claim, place)
            for spell, bar in enumerate(spells, 1)
            for place, claim in enumerate(_ids(bar), 1)
        ],
    )


def _ids(bar: Bar) -> Iterable[str]:
    return dict.fromkeys(claim.id for claim in bar.run)


def _ties(perspective: Perspective) -> Iterator[tuple[str, list[Row]]]:
    periods = tie_periods(perspective)
    last = perspective.day
    yield "tie_periods", [_tie(item, last) for item in enumerate(periods, 1)]
    yield (
        "tie_sources",
        [
            (tie, source, place)
            for tie, period in enumerate(periods, 1)
            for place, source in enumerate(period.row.sources, 1)
        ],
    )
    yield (
        "tie_denials",
        [
            (tie, speaker, place)
            for tie, period in enumerate(periods, 1)
            for place, speaker in enumerate(period.row.disputed_by, 1)
        ],
    )


def _tie(item: tuple[int, TiePeriod], as_of: dt.date) -> Row:
    place, period = item
    row = period.row
    first = None if period.first == dt.date.min else period.first
    last = None if period.last == as_of else period.last
    return (
        *(place, _day(first), _day(last)),
        *(row.faction, row.relation, row.to, row.sign, *_fuzzy(row.since, row.until)),
        *(row.certainty, row.status, row.grade, row.corroboration, int(bool(row.disputed))),
        *(int(row.divided), *_fuzzy(row.last_cited), period.cited.isoformat(), row.change),
    )


def _texts(registry: Registry) -> Iterator[_Text]:
    """Yield the texts that are searched: every name, note and title."""
    for faction in registry.factions.values():
        for name in (faction.id, faction.name, *(alias.name for alias in faction.aliases)):
            yield "faction", faction.id, "name", name
        for leader in faction.leaders:
            yield "faction", faction.id, "name", leader.name
        yield from _text("faction", faction.id, "note", faction.note)
    for source in registry.sources.values():
        yield from _text("source", source.id, "title", source.title)
        yield from _text("source", source.id, "name", source.publisher)
        yield from _text("source", source.id, "note", source.note)
    for scenario in registry.scenarios.values():
        yield from _text("scenario", scenario.id, "title", scenario.title)
    for claim in registry.claims.values():
        yield from _text("claim", claim.id, "note", claim.note)


def _text(record: str, name: str, field: str, text: str | None) -> Iterator[_Text]:
    if text is not None:
        yield record, name, field, text


def _labels(
    kind: str, records: Iterable[Faction] | Iterable[Source]
) -> Iterator[tuple[str, list[Row]]]:
    every = [*records]
    yield f"{kind}_tags", [(r.id, tag) for r in every for tag in dict.fromkeys(r.tags)]
    yield f"{kind}_ids", [(record.id, *pair) for record in every for pair in record.ids]
    yield (
        f"{kind}_keys",
        [(record.id, *pair) for record in every for pair in record.own_keys],
    )


def _time(holder: Alias | Leader) -> Row:
    return _fuzzy(holder.since, holder.until)


def _fuzzy(*written_dates: FuzzyDate | None) -> Row:
    """Return dates as written, each with its first and last day; none where it is open."""
    return tuple(value for date in written_dates for value in _one_fuzzy(date))


def _one_fuzzy(date: FuzzyDate | None) -> Row:
    if date is None:
        return None, None, None
    return date.text, *map(_day, date.days)


def _moment(moment: Moment | None) -> Row:
    return (None, None) if moment is None else (moment.text, moment.day.isoformat())


def _day(day: dt.date | None) -> str | None:
    """Return a day in ISO 8601; none for an end that is open."""
    return None if day is None else day.isoformat()
