"""What makes a piece of news the same in each bulletin, and since when it is as it is.

Nothing of it depends on the period or on the day of a run, so that a reader of a feed sees
each piece of news once, and again only where a further claim is known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from libya_tracker.analysis.disputes import DisputeRow
from libya_tracker.analysis.report import Bulletin, ExpectationNews
from libya_tracker.analysis.report_ties import TieNews
from libya_tracker.analysis.status import StatusRow
from libya_tracker.analysis.tensions import TensionRow
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.records import Claim
from libya_tracker.named_tuples import NamedTuple


class Stamp(NamedTuple):
    """The words that name a piece of news and no other, and its day."""

    key: tuple[str, ...]
    day: dt.date


class Stamps:
    """The stamps of the news in one bulletin."""

    def __init__(self, bulletin: Bulletin) -> None:
        self._bulletin = bulletin
        self._known = {
            entry.id: side.index.known_since(entry)
            for side in (bulletin.a, bulletin.b)
            for entry in side.registry.entries
        }

    def tie(self, news: TieNews) -> Stamp:
        """Return the stamp of the entries about a tie: of the latest that is known.

        Where none is new, and days alone ended the tie, that is other news.
        """
        if news.dissolution is not None:
            faction, date = news.dissolution
            return Stamp(("dissolution", news.section, faction, str(date)), _first(date))
        entries = [item.entry for item in news.entries]
        latest = max(entries, key=lambda entry: (self._known[entry.id], entry.place))
        day, about = self._known[latest.id], [latest.id]
        if not any(item.arrival for item in news.entries):
            ends = [row.date for item in news.entries for row in item.ties]
            day, about = max([day, *map(_first, ends)]), [latest.id, "over"]
        entry = news.decider.entry
        tie = ["retraction"]
        if isinstance(entry, Claim):
            tie = [entry.relation, entry.faction, entry.to]
        return Stamp(("tie", *tie, *about), day)

    def expectation(self, news: ExpectationNews) -> Stamp:
        """Return the stamp of an expectation in a state."""
        row = news.row
        day = _first(row.settled) if row.settled else self._known[row.change]
        return Stamp(("expected", row.change, row.state), day)

    def dispute(self, row: DisputeRow) -> Stamp:
        """Return the stamp of a disagreement with the claims on both its sides."""
        claims = (*row.changes, *row.other_changes)
        key = ("dispute", row.dispute, row.faction, row.to, row.relation, row.other)
        return Stamp((*key, row.speaker or ""), self._latest(claims))

    def tension(self, row: TensionRow) -> Stamp:
        """Return the stamp of a tension between some factions."""
        factions = sorted(str(name) for name in row.factions)
        return Stamp(("tension", row.sort, *factions), self._latest(row.changes))

    def stale(self, row: StatusRow) -> Stamp:
        """Return the stamp of a tie that nobody cites, by its last citation."""
        cited = row.last_cited
        days = self._bulletin.stale_after
        day = _first(cited) if cited else self._bulletin.b.day
        key = ("stale", str(row.relation), row.faction, row.to or "", str(cited), str(days))
        return Stamp(key, day + min(dt.timedelta(days), dt.date.max - day))

    def _latest(self, claims: Iterable[str]) -> dt.date:
        return max(self._known[name] for name in claims)


def _first(date: FuzzyDate | dt.date) -> dt.date:
    return date.first if isinstance(date, FuzzyDate) else date
