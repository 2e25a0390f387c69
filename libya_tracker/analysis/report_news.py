"""The entries of the record as news, each with the ties that it made, changed or ended."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from libya_tracker.analysis import diff
from libya_tracker.analysis.diff import DiffRow, Why
from libya_tracker.analysis.report_changes import (
    ChangeKind,
    ChangeSet,
    NewEntry,
    retracted_claims,
)
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Claim, Entry, Registry, sources_of
from libya_tracker.model.vocabulary import Relation, Status

#: What decides, and whether it is the earlier registry's: ids of two registries may clash.
_Key = tuple[bool, str]


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


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the record as news, with all the ties that it made, changed or ended.

    An entry heard before is news where it decides a tie only now: its day has come, or the
    tie ran out; it has no ``arrival``.
    """

    section: Section
    entry: Entry
    arrival: ChangeKind | None
    #: One that holds both sides alike is there once.
    ties: tuple[DiffRow, ...]
    #: The claims that it takes back.
    takes: tuple[Claim, ...]
    #: Those of them that are news themselves, and told by this.
    along: tuple[Claim, ...]

    @property
    def apart(self) -> Claim | None:
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
    def factions(self) -> frozenset[str]:
        """Every faction that it names."""
        own = (self.entry,) if isinstance(self.entry, Claim) else ()
        named = {
            name for c in (*own, *self.takes) for name in (c.faction, c.to, c.ends_tie_with)
        }
        named |= {name for row in self.ties for name in (row.faction, row.to)}
        return frozenset(name for name in named if name)

    @property
    def sources(self) -> tuple[str, ...]:
        """What it cites, and what was cited for the claims that it takes back."""
        own = (self.entry,) if isinstance(self.entry, Claim) else ()
        return sources_of((*own, *self.takes))


#: The reasons for which ties differ; that of an item with several is the first of them.
_REASONS = (Section.CORRECTED, Section.SUPPOSED, Section.HAPPENED, Section.LEARNED)


def told(a: Perspective, b: Perspective, found: ChangeSet) -> list[Told]:
    """Return what is told from ``a`` to ``b``, by section, then in the order of days.

    Everything that is news and not merely expected is told once: by the ties that it
    decided, or by itself. So is every tie that differs. It *happened* where it is of a day
    after ``a``'s, was *learned* where it is of an earlier one, or of one to come, and
    *corrects* where it takes back, was taken back or is gone; a tie that differs has the
    reason of ``compare``, and what hangs on a what-if is *supposed*.
    """
    return _Telling(a, b, found).items()


class _Telling:
    """The entries and ties that are news, put together into items."""

    def __init__(self, a: Perspective, b: Perspective, found: ChangeSet) -> None:
        self._a, self._b, self._found = a, b, found

    def items(self) -> list[Told]:
        """Return each item once, by section, then in the order of their days."""
        groups: dict[_Key, list[DiffRow]] = {}
        for row in diff.diff(self._a, self._b):
            groups.setdefault(self._decider(row), []).append(row)
        along = self._along({name for gone, name in groups if not gone})
        for name in self._found.removed:
            groups.setdefault((True, name), [])
        for name, fresh in self._found.fresh.items():
            if name not in along and not _only_expected(fresh.entry):
                groups.setdefault((False, name), [])
        takers: dict[str, list[str]] = {}
        for claim, taker in along.items():
            takers.setdefault(taker, []).append(claim)
        items = [
            self._told(key, rows, () if key[0] else takers.get(key[1], ()))
            for key, rows in groups.items()
        ]
        order = list(Section)
        return sorted(items, key=lambda item: (order.index(item.section), _when(item)))

    def _decider(self, row: DiffRow) -> _Key:
        """Return the id of what decided a tie, and whether it is the earlier registry's."""
        name, found = row.change or "", self._found
        removed = row.why == Why.CORRECTED and name in found.removed
        return removed or name not in self._b.index.known_since, name

    def _along(self, deciding: Collection[str]) -> dict[str, str]:
        """Return the news that a plain retraction, itself news, took back at once."""
        fresh = self._found.fresh
        return {
            name: taker.entry.id
            for taker in reversed([*fresh.values()])
            if not isinstance(taker.entry, Claim)
            for name in taker.entry.retracts
            if name in fresh
            and name not in deciding
            and not _only_expected(fresh[name].entry)
        }

    def _told(self, key: _Key, rows: list[DiffRow], along: Collection[str]) -> Told:
        gone, name = key
        registries = [self._b.registry, self._a.registry]
        fresh = (self._found.removed if gone else self._found.fresh).get(name)
        if fresh is None:  # heard before, or left out by the lens: a tie hangs on it still
            fresh = NewEntry(_entry(registries[gone], name), None)
        takes = retracted_claims(fresh.entry, *registries)
        return Told(
            section=self._section(fresh, rows),
            entry=fresh.entry,
            arrival=fresh.arrival,
            ties=tuple(_once(rows)),
            takes=takes,
            along=tuple(claim for claim in takes if claim.id in along),
        )

    def _section(self, fresh: NewEntry, rows: Collection[DiffRow]) -> Section:
        entry, (a, b) = fresh.entry, (self._a, self._b)
        reasons = {row.why for row in rows}
        if reasons:
            return next(section for section in _REASONS if section.value in reasons)
        if entry.scenario is not None:
            return Section.SUPPOSED
        back = fresh.arrival is ChangeKind.REMOVED or not b.is_visible(entry)
        if back or entry.retracts or not isinstance(entry, Claim):
            return Section.CORRECTED
        within = a.day < entry.date.first <= b.day
        new = fresh.arrival is ChangeKind.NEW
        return Section.HAPPENED if new and within else Section.LEARNED


def _entry(registry: Registry, name: str) -> Entry:
    claim = registry.claims.get(name)
    return claim or next(entry for entry in registry.entries if entry.id == name)


def _once(rows: Iterable[DiffRow]) -> Iterator[DiffRow]:
    """Yield a tie that held or holds both sides alike from one side alone.

    That is the side on which something stood before and after, where there is one.
    """
    kept: dict[object, DiffRow] = {}
    for row in rows:
        words = filter(None, (row.before, row.after))
        both = any(Relation(word).two_way for word in words)
        pair = frozenset((row.faction, row.to)) if both else (row.faction, row.to)
        if pair not in kept or (row.difference == "changed" != kept[pair].difference):
            kept[pair] = row
    yield from kept.values()


def _only_expected(entry: Entry) -> bool:
    """Tell whether an entry is told of among the expectations, and there alone."""
    return (
        isinstance(entry, Claim) and entry.status is Status.EXPECTED and not entry.retracts
    )


def _when(item: Told) -> tuple[object, ...]:
    entry = item.entry
    day = entry.date.first if isinstance(entry, Claim) else entry.recorded.day
    return day, entry.place, entry.id
