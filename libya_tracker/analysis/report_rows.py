"""The bulletin as rows for programs: one for each piece of news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from libya_tracker.analysis.diff import DiffRow, Why
from libya_tracker.analysis.disputes import DisputeRow
from libya_tracker.analysis.expected import ExpectationState
from libya_tracker.analysis.report import Bulletin, ExpectationNews
from libya_tracker.analysis.report_changes import ChangeKind
from libya_tracker.analysis.report_news import NewsItem, Section
from libya_tracker.analysis.rows import row_of
from libya_tracker.analysis.status import StatusRow
from libya_tracker.analysis.tensions import TensionRow
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.records import Claim, Entry, Registry
from libya_tracker.model.vocabulary import Relation, Status
from libya_tracker.named_tuples import NamedTuple


class ReportRow(NamedTuple):
    """One piece of news: a tie that an entry decided, or the entry, or what follows.

    An entry that decided several ties, or retracts several claims, has a row for each.
    """

    section: Section
    kind: str
    arrival: ChangeKind | None
    faction: str
    name: str
    relation: Relation | None
    to: str
    to_name: str
    #: Of an expectation its state before and now; of a dispute what either side says.
    before: Relation | ExpectationState | None
    after: Relation | ExpectationState | Status | None
    why: Why | Section | None
    date: FuzzyDate | dt.date | None
    status: Status | None
    by: str | None
    sources: tuple[str, ...]
    #: The ids of the entries that it comes from, the deciding one first.
    changes: tuple[str, ...]
    #: The ids of all factions that it names.
    factions: tuple[str, ...]
    note: str | None = None


def rows(bulletin: Bulletin) -> list[ReportRow]:
    """Return the news of a bulletin, in its order."""
    return list(_Rows(bulletin).all())


class _Rows:
    """The rows of one bulletin, with the names that its registries know."""

    def __init__(self, bulletin: Bulletin) -> None:
        self._bulletin = bulletin
        here, before = bulletin.b.registry, bulletin.a.registry
        self._registry: Registry = here
        self._factions = {**before.factions, **here.factions}

    def all(self) -> Iterator[ReportRow]:
        bulletin = self._bulletin
        for item in bulletin.items:
            yield from self._item(item)
        yield from map(self._prospect, bulletin.expected)
        yield from map(self._dispute, bulletin.disputes)
        yield from map(self._tension, bulletin.tensions)
        yield from map(self._stale, bulletin.stale)

    def _item(self, item: NewsItem) -> Iterator[ReportRow]:
        yield from (self._tie(item, row) for row in item.ties)
        if item.unshown_claim is not None:
            yield self._claim(item, item.unshown_claim, "claim")
        for claim in item.retracted:
            yield self._claim(item, claim, "retraction")

    def _tie(self, item: NewsItem, row: DiffRow) -> ReportRow:
        return row_of(
            ReportRow,
            row,
            section=item.section,
            kind=row.difference,
            arrival=item.arrival,
            by=_by(item.entry),
            sources=item.sources,
            changes=(item.entry.id,),
            factions=self._ordered(item.factions),
            note=item.entry.note,
        )

    def _claim(self, item: NewsItem, claim: Claim, kind: str) -> ReportRow:
        return row_of(
            ReportRow,
            claim,
            section=item.section,
            kind=kind,
            arrival=item.arrival,
            name=self._name(claim.faction),
            to_name=self._name(claim.to),
            before=None,
            after=None,
            why=item.section,
            status=self._bulletin.status_of(claim),
            sources=tuple(name for name in claim.sources if name in item.sources),
            changes=tuple(dict.fromkeys((item.entry.id, claim.id))),
            factions=self._ordered(item.factions),
            note=item.entry.note,
        )

    def _prospect(self, prospect: ExpectationNews) -> ReportRow:
        row = prospect.row
        return row_of(
            ReportRow,
            row,
            section=Section.EXPECTED,
            kind=row.state,
            arrival=prospect.arrival,
            before=prospect.before,
            after=row.state,
            why=None,
            status=row.claim.status,
            changes=tuple(
                filter(None, (row.change, None if row.dissolved else row.settled_by))
            ),
            factions=self._ordered((row.faction, row.to)),
            note=row.claim.note,
        )

    def _dispute(self, row: DisputeRow) -> ReportRow:
        changes = (*row.changes, *row.other_changes)
        return row_of(
            ReportRow,
            row,
            section=Section.DISPUTES,
            kind=row.dispute,
            arrival=None,
            before=row.relation,
            after=row.other,
            why=None,
            date=row.other_dates[-1],
            status=None,
            by=row.speaker,
            sources=self._cited(changes),
            changes=changes,
            factions=self._ordered((row.faction, row.to)),
        )

    def _tension(self, row: TensionRow) -> ReportRow:
        return ReportRow(
            section=Section.TENSIONS,
            kind=row.sort,
            arrival=None,
            faction=row.a,
            name=row.a_name,
            relation=None,
            to=row.b,
            to_name=row.b_name,
            before=None,
            after=None,
            why=None,
            date=row.since,
            status=row.status,
            by=None,
            sources=self._cited(row.changes),
            changes=row.changes,
            factions=self._ordered(row.factions),
            note="; ".join(map(str, row.ties)),
        )

    def _stale(self, row: StatusRow) -> ReportRow:
        return row_of(
            ReportRow,
            row,
            section=Section.STALE,
            kind="stale",
            arrival=None,
            before=None,
            after=None,
            why=None,
            date=row.last_cited,
            by=None,
            changes=tuple(filter(None, (row.change,))),
            factions=self._ordered((row.faction, row.to or "")),
        )

    def _cited(self, changes: Iterable[str]) -> tuple[str, ...]:
        claims, out = self._registry.claims, self._bulletin.b.sources_out
        return tuple(dict.fromkeys(name for c in changes for name in out(claims[c])))

    def _ordered(self, names: Iterable[str]) -> tuple[str, ...]:
        included = {*names}
        return tuple(name for name in self._factions if name in included)

    def _name(self, faction: str) -> str:
        return self._factions[faction].name


def _by(entry: Entry) -> str | None:
    return entry.by if isinstance(entry, Claim) else None
