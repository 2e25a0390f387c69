"""Where a data set and a registry agree and where they do not, in both directions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import product

from libya_tracker.analysis import comparison
from libya_tracker.analysis.comparison import Answer, ComparisonRow, Verdict
from libya_tracker.analysis.pair_spells import Spell
from libya_tracker.analysis.spells import spells
from libya_tracker.exchange import actors
from libya_tracker.exchange.actors import Actor, Match, Matcher
from libya_tracker.exchange.statements import Release, Statement
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Period
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Relation


def compare(perspective: Perspective, release: Release) -> list[ComparisonRow]:
    """Return each claim of a table with our answer to it, then what only we have."""
    rows = answers(perspective, release)
    return [*rows, *_only_here(perspective, release, rows)]


def answers(perspective: Perspective, release: Release) -> list[ComparisonRow]:
    """Return each claim of a table, in its order, with our answer to it."""
    matcher = Matcher(perspective.registry, release.data_set, release.shared)
    rows = []
    for one in release.statements:
        days = one.first, one.last
        faction = matcher.match(one.faction, *days)
        to = None if one.to is None else matcher.match(one.to, *days)
        rows.append(_row(perspective, release, one, (faction, to)))
    return rows


def _row(
    perspective: Perspective,
    release: Release,
    one: Statement,
    parties: tuple[Match | None, Match | None],
) -> ComparisonRow:
    faction, to = parties
    ours = _answer(perspective, one, parties)
    factions = perspective.registry.factions
    return ComparisonRow(
        verdict=ours.verdict,
        record=one.id,
        years=one.years,
        rows=one.rows,
        file=release.name,
        release=release.release,
        their_faction=one.faction.name,
        their_faction_id=one.faction.id,
        relation=one.relation,
        their_to=None if one.to is None else one.to.name,
        their_to_id=None if one.to is None else one.to.id,
        faction=faction and faction.faction,
        name=faction and factions[faction.faction].name,
        matched=faction and faction.how,
        to=to and to.faction,
        to_name=to and factions[to.faction].name,
        to_matched=to and to.how,
        first=one.first,
        last=one.last,
        since=one.since,
        until=one.until,
        our_relation=ours.relation,
        certainty=ours.certainty,
        changes=ours.changes,
        events=one.events,
        wording=one.wording,
    )


def _answer(
    perspective: Perspective,
    one: Statement,
    parties: tuple[Match | None, Match | None],
) -> Answer:
    """Return what the registry says to a claim of theirs."""
    faction, to = parties
    if faction and one.to is None:
        return Answer(Verdict.REVIEW)
    if not (faction and to) or faction.faction == to.faction:
        return Answer(Verdict.UNMATCHED)
    ids = (faction.faction, to.faction)
    return comparison.answer(perspective, ids, one.relation, one.days)


def _only_here(
    perspective: Perspective, release: Release, rows: Sequence[ComparisonRow]
) -> Iterator[ComparisonRow]:
    """Yield our fights of their actors, in the days of a table, that it does not have."""
    if release.period is None:
        return
    years = Period(*release.period)
    registry = perspective.registry
    known = _known(registry, release, rows)
    theirs = _fights(registry, release, rows)

    def counts(faction: str, relation: Relation, to: str) -> bool:
        return relation is Relation.FIGHTING and registry.counts(faction, relation, to)

    for spell in spells(perspective, counts):
        pair = (spell.tie.faction, spell.tie.to)
        if not known.keys() >= {*pair} or not comparison.overlaps(spell, years):
            continue
        if not release.lists([registry.factions[one] for one in pair]):
            continue
        listed = theirs.get(frozenset(pair), ())
        if not any(comparison.overlaps(spell, days) for days in listed):
            ways = (known[pair[0]], known[pair[1]])
            yield _our_row(perspective, release, spell, years, ways)


def _known(
    registry: Registry, release: Release, rows: Sequence[ComparisonRow]
) -> dict[str, str]:
    """Return the factions that are actors of theirs, with how each is known."""
    data_set = release.data_set
    known = dict.fromkeys(actors.numbered(registry, data_set), data_set.id_name)
    for row in rows:
        for faction, how in ((row.faction, row.matched), (row.to, row.to_matched)):
            if faction and how:
                known.setdefault(faction, how)
    return known


def _fights(
    registry: Registry, release: Release, rows: Sequence[ComparisonRow]
) -> dict[frozenset[str], list[Period]]:
    """Return the days of each fight in a table, by two factions that it can be between."""
    matcher = Matcher(registry, release.data_set, release.shared)

    def parties(actor: Actor, faction: str | None, coalitions: Sequence[Actor]) -> set[str]:
        own = matcher.candidates(actor) if faction is None else {faction}
        return own.union(*map(matcher.candidates, coalitions))

    fights: dict[frozenset[str], list[Period]] = {}
    for one, row in zip(release.statements, rows, strict=True):
        if one.relation is Relation.FIGHTING and one.first is not None and one.to:
            ours = parties(one.faction, row.faction, one.coalitions[0])
            others = parties(one.to, row.to, one.coalitions[1])
            for pair in product(ours, others):
                days = Period(one.first, one.last)
                fights.setdefault(frozenset(pair), []).append(days)
    return fights


def _our_row(
    perspective: Perspective,
    release: Release,
    spell: Spell,
    years: Period,
    ways: tuple[str, str],
) -> ComparisonRow:
    tie, factions = spell.tie, perspective.registry.factions
    first = None if spell.first == dt.date.min else spell.first
    return ComparisonRow(
        verdict=Verdict.ONLY_HERE,
        record=None,
        years=(),
        rows=(),
        file=release.name,
        release=release.release,
        their_faction=None,
        their_faction_id=None,
        relation=tie.relation,
        their_to=None,
        their_to_id=None,
        faction=tie.faction,
        name=factions[tie.faction].name,
        matched=ways[0],
        to=tie.to,
        to_name=factions[tie.to].name,
        to_matched=ways[1],
        first=first,
        last=spell.last,
        since=tie.since,
        until=tie.until,
        our_relation=tie.relation,
        certainty=comparison.certainty(spell, years),
        changes=tuple(claim.id for claim in tie.run),
    )
