"""What a site says of a point, looked up as its script does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from libya_tracker.analysis.disputes import DisputeRow
from libya_tracker.analysis.expected import ExpectedRow
from libya_tracker.analysis.pair_answers import PairAnswers, lookup
from libya_tracker.analysis.site import Site
from libya_tracker.analysis.status import StatusRow
from libya_tracker.model.query import Point
from libya_tracker.model.records import Pair


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
                rows.append(replace(answer.row, divided=divided, age=age))
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
