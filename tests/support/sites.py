"""What a site says of a point, looked up as its script does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from libya_tracker.analysis.diff import Why
from libya_tracker.analysis.disputes import DisputeRow
from libya_tracker.analysis.expected import ExpectedRow
from libya_tracker.analysis.pair_answers import PairAnswers
from libya_tracker.analysis.scenarios import ScenarioRow
from libya_tracker.analysis.show import ShowRow
from libya_tracker.analysis.site import Site
from libya_tracker.analysis.site_reasons import exception
from libya_tracker.analysis.status import StatusRow
from libya_tracker.analysis.versions import Ties, lookup
from libya_tracker.analysis.versions import turns as turns_of
from libya_tracker.model.query import Point
from libya_tracker.model.records import Pair
from libya_tracker.model.vocabulary import Relation


def turns(whole: Site) -> tuple[list[dt.date], list[dt.date]]:
    """Return the days on which a tie changes, and those on which what is known does."""
    versions = [
        version
        for answers in (whole.record, *whole.supposed.values())
        for pair in answers.pairs.values()
        for tie in pair.ties.values()
        for version in tie
    ]
    days = {step.first for version in versions for step in version.steps}
    last = whole.perspective.point
    return sorted({*days, last.day}), sorted({*(v.known for v in versions), last.known})


def pairs_at(site: Site, point: Point) -> Mapping[Pair, PairAnswers]:
    own = site.supposed[point.scenario].pairs if point.scenario else {}
    return {**site.record.pairs, **own}


def ties_at(site: Site, point: Point) -> list[StatusRow]:
    """Return the rows of ties at a point, in the order of ``status``."""
    day, known = point.day, point.known
    whole = site.supposed[point.scenario] if point.scenario else site.record
    rows = []
    for answers in pairs_at(site, point).values():
        for (faction, _), versions in answers.ties.items():
            answer = lookup(versions, day, known)
            if answer is not None:
                divided = lookup(whole.divided.get(faction, ()), day, known) or False
                age = max(0, (day - answer.cited).days)
                rows.append(answer.row._replace(divided=divided, age=age))
    order = site.perspective.registry.order
    return sorted(rows, key=lambda row: (order[row.faction], order[row.to or ""]))


def disputes_at(site: Site, point: Point) -> list[DisputeRow]:
    rows = [
        row
        for answers in pairs_at(site, point).values()
        for row in lookup(answers.disputes, point.day, point.known) or ()
    ]
    order = site.perspective.registry.order
    return sorted(rows, key=lambda row: (order[row.faction], order[row.to]))


def expected_at(site: Site, point: Point) -> list[ExpectedRow]:
    return [
        row
        for answers in pairs_at(site, point).values()
        for row in lookup(answers.expectations, point.day, point.known) or ()
    ]


def what_ifs_at(site: Site, point: Point) -> list[ScenarioRow]:
    rows = [lookup(own, point.day, point.known) for own in site.what_ifs.values()]
    return [row for row in rows if row is not None]


def relatives_at(site: Site, point: Point) -> dict[str, tuple[ShowRow, ...]]:
    """Return the relatives of each faction that has any at a point."""
    whole = site.supposed[point.scenario] if point.scenario else site.record
    rows = {
        name: lookup(own, point.day, point.known) or ()
        for name, own in whole.relatives.by_faction.items()
    }
    return {name: own for name, own in rows.items() if own}


def why_at(site: Site, pair: Pair, a: Point, b: Point) -> Why | None:
    """Return why a tie differs between two points under one what-if or none, if it does."""
    old, new = sorted((a, b), key=lambda at: (at.day, at.known))
    middle = replace(old, known=new.known)
    x, y, z = (relation_at(site, pair, at) for at in (old, middle, new))
    if x is z:
        return None
    key = min({pair, pair[::-1]} & {*pairs_at(site, a)})
    own = site.supposed[a.scenario].reasons if a.scenario else {}
    reasons = {**site.record.reasons, **own}[key]
    ended = z is None and y is not x and x in relations_by(site, pair, middle)
    if y is not z and not ended:
        table = reasons.happened.get(pair, ())
        return exception(table, new.known, old.day, new.day) or Why.HAPPENED
    table = reasons.learned.get(pair, ())
    return exception(table, old.known, new.known, old.day) or Why.LEARNED


def relation_at(site: Site, pair: Pair, point: Point) -> Relation | None:
    answer = lookup(_versions(site, pair, point), point.day, point.known)
    return answer.row.relation if answer else None


def relations_by(site: Site, pair: Pair, point: Point) -> set[Relation | None]:
    """Return the relations that stood on any day up to a point's."""
    versions = _versions(site, pair, point)
    days = [day for day in turns_of(versions, point.known) if day <= point.day]
    answers = [lookup(versions, day, point.known) for day in days]
    return {answer.row.relation for answer in answers if answer}


def _versions(site: Site, pair: Pair, point: Point) -> Ties:
    pairs = pairs_at(site, point)
    answers = pairs.get(pair) or pairs.get(pair[::-1])
    return answers.ties.get(pair, ()) if answers else ()
