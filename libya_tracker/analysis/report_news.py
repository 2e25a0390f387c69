"""The entries of the record as news, each with the ties that it made, changed or ended."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from enum import StrEnum

from libya_tracker.analysis.diff import DiffRow, diff
from libya_tracker.analysis.report_changes import ChangeKind, ChangeSet, retracted_claims
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Claim, Entry, Retraction, sources_of
from libya_tracker.model.vocabulary import Difference, Relation, Status
from libya_tracker.named_tuples import NamedTuple


class Section(StrEnum):
    """The parts of a bulletin, in its order."""

    HAPPENED = "happened"
    LEARNED = "learned"
    CORRECTED = "corrected"
    SUPPOSED = "supposed"
    EXPECTED = "expected"
    DISPUTES = "disputes"
    TENSIONS = "tensions"
    STALE = "stale"


class NewsItem(NamedTuple):
    """One entry of the record as news, with all the ties that it made, changed or ended.

    An entry known before is news where it decides a tie only now: its day has come, or the
    tie ran out; it has no ``arrival``.
    """

    section: Section
    entry: Entry
    arrival: ChangeKind | None
    #: One that holds both sides alike is there once.
    ties: tuple[DiffRow, ...]
    #: The claims that it retracts.
    retracted: tuple[Claim, ...]
    #: Those of them that are news themselves, and reported here alone.
    retracted_news: tuple[Claim, ...]
    #: What it cites, and what was cited for the claims that it retracts, as far as that is
    #: out; what was withdrawn only where no claim stands on the rest.
    sources: tuple[str, ...]

    @property
    def unshown_claim(self) -> Claim | None:
        """Its claim, where none of the ties shows what that says."""
        entry = self.entry
        if not isinstance(entry, Claim):
            return None
        ties = self.ties
        shown = any(
            entry.relation in {row.after, row.before if row.after is None else None}
            for row in ties
        )
        ends = ties and entry.relation is Relation.NONE
        return None if shown or ends else entry

    @property
    def dissolution(self) -> tuple[str, FuzzyDate] | None:
        """The faction with which its ties ended, and when, where nothing else is news."""
        ends = {row.end and (row.end.dissolved, row.end.date) for row in self.ties}
        faction, date = (len(ends) == 1 and ends.pop()) or (None, None)
        if self.arrival is not None or faction is None or date is None:
            return None
        return faction, date

    @property
    def factions(self) -> frozenset[str]:
        """Every faction that it names."""
        own = (self.entry,) if isinstance(self.entry, Claim) else ()
        names = {
            name
            for c in (*own, *self.retracted)
            for name in (c.faction, c.to, c.ends_tie_with)
        }
        names |= {name for row in self.ties for name in (row.faction, row.to)}
        return frozenset(name for name in names if name)


#: The reasons for which ties differ; that of an item with several is the first of them.
_REASONS = (Section.CORRECTED, Section.SUPPOSED, Section.HAPPENED, Section.LEARNED)


def ended_together(
    items: Iterable[NewsItem],
) -> dict[tuple[Section, str, FuzzyDate], tuple[NewsItem, ...]]:
    """Return the items whose ties ended with one faction, where there are several."""
    groups: dict[tuple[Section, str, FuzzyDate], tuple[NewsItem, ...]] = {}
    for item in items:
        if item.dissolution is not None:
            key = item.section, *item.dissolution
            groups[key] = (*groups.get(key, ()), item)
    return {key: group for key, group in groups.items() if len(group) > 1}


def news(a: Perspective, b: Perspective, changes: ChangeSet) -> list[NewsItem]:
    """Return the news from ``a`` to ``b``, by section, then in the order of days.

    Each new entry appears once, with the ties it changed. Sections: ``happened`` (dated
    after ``a``), ``learned`` (dated earlier, or in the future), ``corrected`` (retracts,
    retracted or removed), ``supposed`` (scenario); a tie that differs has the reason of
    ``diff``. What is merely expected is left to ``expected``.
    """
    return _NewsBuilder(a, b, changes).items()


class _NewsBuilder:
    """Puts the entries that are news together with the ties that they decided."""

    def __init__(self, a: Perspective, b: Perspective, changes: ChangeSet) -> None:
        self._a, self._b, self._changes = a, b, changes

    def items(self) -> list[NewsItem]:
        """Return each item once, by section, then in the order of their days."""
        ties: dict[Entry, list[DiffRow]] = {}
        for row in diff(self._a, self._b):
            decider = self._changes.new.get(row.entry, row.entry)
            ties.setdefault(decider, []).append(row)
        reported_with = self._reported_with(ties)
        for entry, change in self._changes.news.items():
            removed = change is ChangeKind.REMOVED
            if removed or not (entry in reported_with or _only_expected(entry)):
                ties.setdefault(entry, [])
        items = [self._item(entry, rows, reported_with) for entry, rows in ties.items()]
        order = list(Section)
        return sorted(items, key=lambda item: (order.index(item.section), _when(item)))

    def _reported_with(self, deciding: Container[Entry]) -> dict[Entry, Entry]:
        """Return the new claims that a new plain retraction retracts, each with that."""
        reported_with: dict[Entry, Entry] = {}
        news = self._changes.news
        for entry, change in news.items():
            if isinstance(entry, Retraction) and change is not ChangeKind.REMOVED:
                for claim in retracted_claims(entry, self._b.registry):
                    if claim in news and not (claim in deciding or _only_expected(claim)):
                        reported_with.setdefault(claim, entry)
        return reported_with

    def _item(
        self, entry: Entry, rows: list[DiffRow], reported_with: Mapping[Entry, Entry]
    ) -> NewsItem:
        retracted = retracted_claims(entry, self._b.registry, self._a.registry)
        return NewsItem(
            section=self._section(entry, rows),
            entry=entry,
            arrival=self._changes.news.get(entry),
            ties=tuple(_once(rows)),
            retracted=retracted,
            retracted_news=tuple(
                claim for claim in retracted if reported_with.get(claim) is entry
            ),
            sources=self._sources(entry, retracted),
        )

    def _sources(self, entry: Entry, retracted: Iterable[Claim]) -> tuple[str, ...]:
        b = self._b
        if self._stands(entry) and isinstance(entry, Claim) and not entry.retracts:
            return b.sources_out(entry)
        appeared = {**self._a.index.appeared, **b.index.appeared}
        own = (entry,) if isinstance(entry, Claim) else ()
        known = b.point.known
        cited = sources_of((*own, *retracted))
        return tuple(name for name in cited if appeared.get(name, known) <= known)

    def _stands(self, entry: Entry) -> bool:
        removed = self._changes.news.get(entry) is ChangeKind.REMOVED
        return not removed and self._b.is_visible(entry)

    def _section(self, entry: Entry, rows: Collection[DiffRow]) -> Section:
        change = self._changes.news.get(entry)
        if reasons := {row.why.value for row in rows}:
            return next(section for section in _REASONS if section.value in reasons)
        if entry.scenario is not None:
            return Section.SUPPOSED
        if not self._stands(entry) or entry.retracts or not isinstance(entry, Claim):
            return Section.CORRECTED
        within = self._a.day < entry.date.first <= self._b.day
        new = change is ChangeKind.NEW
        return Section.HAPPENED if new and within else Section.LEARNED


def _once(rows: Iterable[DiffRow]) -> Iterator[DiffRow]:
    """Yield a tie that held or holds both sides alike from one side alone.

    That is the side on which something stood before and after, where there is one.
    """
    by_pair: dict[object, DiffRow] = {}
    for row in rows:
        both_ways = any(r is not None and r.two_way for r in (row.before, row.after))
        pair = frozenset((row.faction, row.to)) if both_ways else (row.faction, row.to)
        changed = row.difference is Difference.CHANGED
        if pair not in by_pair or (
            changed and by_pair[pair].difference is not row.difference
        ):
            by_pair[pair] = row
    yield from by_pair.values()


def _only_expected(entry: Entry) -> bool:
    """Tell whether an entry is reported among the expectations alone."""
    return (
        isinstance(entry, Claim) and entry.status is Status.EXPECTED and not entry.retracts
    )


def _when(item: NewsItem) -> tuple[object, ...]:
    """Return when it was: of a claim known before, when it ran out or its day came."""
    entry = item.entry
    day = entry.date.first if isinstance(entry, Claim) else entry.recorded.day
    if item.arrival is None:
        days = [row.date for row in item.ties]
        day = min([d.first if isinstance(d, FuzzyDate) else d for d in days], default=day)
    return day, entry.place, entry.id
