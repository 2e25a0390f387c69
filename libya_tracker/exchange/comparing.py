"""Where a data set and a registry agree and where they do not, in both directions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from libya_tracker.analysis import comparison
from libya_tracker.analysis.comparison import Answer, ComparisonRow, Verdict
from libya_tracker.analysis.pair_spells import Spell
from libya_tracker.analysis.spells import spells
from libya_tracker.exchange.actors import Match, Matcher
from libya_tracker.exchange.statements import Release, Statement
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Period
from libya_tracker.model.vocabulary import Relation


def compare(perspective: Perspective, release: Release) -> list[ComparisonRow]:
    """Return each claim of a table with our answer to it, then what only we have."""
    matcher = Matcher(perspective.registry, release.data_set, release.shared)
    rows = []
    theirs: dict[frozenset[str], list[Statement]] = {}
    for one in release.statements:
        parties = [
            matcher.match(actor, one.first, one.last) for actor in (one.faction, one.to)
        ]
        pair = (parties[0], parties[1])
        rows.append(_row(perspective, release, one, pair))
        if one.relation is Relation.FIGHTING and all(parties):
            ids = frozenset(party.faction for party in parties if party)
            theirs.setdefault(ids, []).append(one)
    rows.extend(_only_here(perspective, release, matcher, theirs))
    return rows


def _row(
    perspective: Perspective,
    release: Release,
    one: Statement,
    parties: tuple[Match | None, Match | None],
) -> ComparisonRow:
    faction, to = parties
    ours = Answer(Verdict.UNMATCHED)
    if faction and to and faction.faction != to.faction:
        days = None if one.first is None else Period(one.first, one.last)
        ids = (faction.faction, to.faction)
        ours = comparison.answer(perspective, ids, one.relation, days)
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
        their_to=one.to.name,
        their_to_id=one.to.id,
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
    )


def _only_here(
    perspective: Perspective,
    release: Release,
    matcher: Matcher,
    theirs: dict[frozenset[str], list[Statement]],
) -> Iterator[ComparisonRow]:
    """Yield our fights of their actors, in the years of a table, that it does not have."""
    if release.period is None:
        return
    years = Period(*release.period)
    one_side = perspective.registry.counts

    def counts(faction: str, relation: Relation, to: str) -> bool:
        return relation is Relation.FIGHTING and one_side(faction, relation, to)

    for spell in spells(perspective, counts):
        pair = (spell.tie.faction, spell.tie.to)
        if not matcher.numbered.issuperset(pair) or not comparison.overlaps(spell, years):
            continue
        if not release.lists([perspective.registry.factions[one] for one in pair]):
            continue
        days = spell.period
        listed = theirs.get(frozenset(pair), ())
        if not any(days.overlaps(one.first, one.last) for one in listed if one.first):
            yield _our_row(perspective, release, spell, years)


def _our_row(
    perspective: Perspective, release: Release, spell: Spell, years: Period
) -> ComparisonRow:
    tie, factions = spell.tie, perspective.registry.factions
    first = None if spell.first == dt.date.min else spell.first
    how = f"{release.data_set.register} id"
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
        matched=how,
        to=tie.to,
        to_name=factions[tie.to].name,
        to_matched=how,
        first=first,
        last=spell.last,
        since=tie.since,
        until=tie.until,
        our_relation=tie.relation,
        certainty=comparison.certainty(spell, years),
        changes=tuple(claim.id for claim in tie.run),
    )
