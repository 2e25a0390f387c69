"""The entries of a bulletin gathered by the tie that they speak of."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from libya_tracker.analysis.report import Bulletin
from libya_tracker.analysis.report_changes import ChangeKind
from libya_tracker.analysis.report_news import NewsItem, Section
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.records import Claim
from libya_tracker.model.vocabulary import Status
from libya_tracker.named_tuples import NamedTuple


class TieNews(NamedTuple):
    """The entries about one tie, in the order of their days; at least one.

    Of several ties that ended with one faction, the entries are together.
    """

    entries: tuple[NewsItem, ...]

    @property
    def dissolution(self) -> tuple[str, FuzzyDate] | None:
        """The faction with which several ties ended, and when."""
        ends = {item.dissolution for item in self.entries}
        several = len(self.entries) > 1
        return ends.pop() if several and len(ends) == 1 else None

    @property
    def section(self) -> Section:
        """The section of the entry that decided the tie, else of the first."""
        return self.decider.section

    @property
    def decider(self) -> NewsItem:
        """The entry that decided a tie; else the surest, of several the first."""
        deciding = [item for item in self.entries if item.ties]
        return min(deciding or self.entries, key=_weakness)

    @property
    def unshown_claim(self) -> Claim | None:
        """The claim of the decider, where none of the ties shows what the entries say."""
        shown = any(item.unshown_claim is None for item in self.entries)
        return None if shown else self.decider.unshown_claim


def by_tie(bulletin: Bulletin) -> list[TieNews]:
    """Return the entries of a bulletin by tie, by section, then in the order of days.

    What was taken back, removed or replaced stands alone; the ties that ended with one
    faction, and of which nothing else is new, are one item.
    """
    groups: dict[Hashable, list[NewsItem]] = {}
    together = {item.entry: items for items in bulletin.dissolutions for item in items}
    for item in bulletin.items:
        key = together.get(item.entry) or _key(item, bulletin)
        groups.setdefault(key, []).append(item)
    news = [TieNews(tuple(_in_order(items))) for items in groups.values()]
    order = list(Section)
    return sorted(news, key=lambda item: order.index(item.section))


def _key(item: NewsItem, bulletin: Bulletin) -> Hashable:
    entry = item.entry
    if (
        not isinstance(entry, Claim)
        or entry.retracts
        or item.arrival is ChangeKind.REMOVED
        or not bulletin.b.is_visible(entry)
    ):
        return entry
    pair = (entry.faction, entry.to)
    return entry.relation, frozenset(pair) if entry.relation.two_way else pair


def _in_order(items: Iterable[NewsItem]) -> Sequence[NewsItem]:
    claims = list(items)
    if len(claims) == 1:
        return claims
    return sorted(claims, key=_place)


def _place(item: NewsItem) -> tuple[object, int]:
    entry = item.entry
    day = entry.date.first if isinstance(entry, Claim) else entry.recorded.day
    return day, entry.place


def _weakness(item: NewsItem) -> int:
    entry = item.entry
    return entry.status.rank if isinstance(entry, Claim) else Status.CONFIRMED.rank
