"""The claims of another data set, for a person to look through and choose from.

A row holds what ``record`` would write, beside what that rests on. It is written only
where somebody marks it (``review_marks``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from libya_tracker.analysis.comparison import ComparisonRow, Verdict
from libya_tracker.exchange import new_sources
from libya_tracker.exchange.new_sources import COLUMNS as SOURCE_COLUMNS
from libya_tracker.exchange.statements import Release, Statement
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Certainty, Relation, Status
from libya_tracker.named_tuples import NamedTuple

#: What there is most to do about comes first.
_ORDER = (
    *(Verdict.NEW, Verdict.AGAINST, Verdict.REVIEW),
    *(Verdict.AGREES, Verdict.UNMATCHED),
)


class ReviewRow(NamedTuple):
    """A claim of another data set as it would be recorded, and what it rests on."""

    #: For a person to fill in: a mark where the claim is to be recorded.
    add: str
    #: For a person to fill in: `faction`, `to`, or both, where the match is right.
    confirm: str
    verdict: Verdict
    remark: str
    their_faction: str
    faction: str | None
    name: str | None
    matched: str | None
    relation: Relation | None
    their_to: str | None
    to: str | None
    to_name: str | None
    to_matched: str | None
    date: FuzzyDate | None
    until: FuzzyDate | None
    begins: bool
    status: Status
    sources: tuple[str, ...]
    note: str
    first: dt.date | None
    last: dt.date | None
    our_relation: Relation | None
    certainty: Certainty | None
    changes: tuple[str, ...]
    record: str
    years: tuple[int, ...]
    rows: tuple[int, ...]
    events: tuple[str, ...]
    wording: str | None
    their_faction_id: str | None
    their_to_id: str | None
    data_set: str
    release: str | None
    file: str
    source_title: str | None
    source_publisher: str | None
    #: As it is to be written: it describes a source, and is no day of the claim.
    source_date: str | None
    source_url: str | None


def rows(
    registry: Registry, release: Release, answers: Sequence[ComparisonRow]
) -> list[ReviewRow]:
    """Return each claim of a table as it would be recorded.

    ``answers`` say what the registry has of each, in the order of the table. What it does
    not have comes first, and what is about nobody in it last.
    """
    source = release.source
    cited = new_sources.known(registry, source) or source.id
    pairs = zip(release.statements, answers, strict=True)
    result = [
        _row(release, one, answer, cited)._replace(
            remark="; ".join(_remarks(registry, release, one, answer))
        )
        for one, answer in pairs
    ]
    return sorted(result, key=_place)


def _place(row: ReviewRow) -> tuple[int, bool]:
    return _ORDER.index(row.verdict), not (row.faction or row.to)


def _row(release: Release, one: Statement, answer: ComparisonRow, cited: str) -> ReviewRow:
    details = release.source.details
    return ReviewRow(
        add="",
        confirm="",
        verdict=answer.verdict,
        remark="",
        their_faction=one.faction.name,
        faction=answer.faction,
        name=answer.name,
        matched=answer.matched,
        relation=one.relation,
        their_to=answer.their_to,
        to=answer.to,
        to_name=answer.to_name,
        to_matched=answer.to_matched,
        date=one.since,
        until=one.until,
        begins=one.begins,
        status=Status.REPORTED,
        sources=(cited,),
        note=one.note,
        first=one.first,
        last=one.last,
        our_relation=answer.our_relation,
        certainty=answer.certainty,
        changes=answer.changes,
        record=one.id,
        years=one.years,
        rows=one.rows,
        events=one.events,
        wording=one.wording,
        their_faction_id=one.faction.id,
        their_to_id=answer.their_to_id,
        data_set=release.data_set.register,
        release=release.release,
        file=release.name,
        **{column: details.get(key) for column, key in SOURCE_COLUMNS.items()},
    )


def _remarks(
    registry: Registry, release: Release, one: Statement, answer: ComparisonRow
) -> Iterator[str]:
    """Yield what a person has to type in, or to know, before a claim can be recorded."""
    data_set = release.data_set
    if answer.verdict is Verdict.REVIEW:
        yield f"{data_set.title} {data_set.unclear}"
    for column, ours, theirs in (
        ("faction", answer.faction, one.faction.name),
        ("to", answer.to, answer.their_to),
    ):
        if ours is None:
            who = f"{theirs} is not in the registry: " if theirs else ""
            yield f"{who}type an id into `{column}`"
    yield from _lifetimes(registry, one, answer)
    if answer.faction is not None and answer.faction == answer.to:
        yield "both are one faction of the registry"
    if one.relation is None:
        yield "type a relation"
    if one.since is None:
        yield "type a date"
    elif one.until is None and one.relation and not one.relation.lineage:
        yield (
            "whether it ended is not known yet: without `until` it stands until a later "
            "claim ends it"
        )


def _lifetimes(registry: Registry, one: Statement, answer: ComparisonRow) -> Iterator[str]:
    """Yield who was dissolved before all days of a claim, or founded after them."""
    for name in filter(None, (answer.faction, answer.to)):
        party = registry.factions[name]
        founded, dissolved = party.founded, party.dissolved
        if dissolved and one.first and dissolved.last < one.first:
            yield f"{name} was dissolved before, {dissolved}"
        if founded and one.last and founded.first > one.last:
            yield f"{name} was founded later, {founded}"
