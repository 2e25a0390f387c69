"""Which claims and retractions are new, edited or removed since an earlier point."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from enum import StrEnum

from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Lens
from libya_tracker.model.records import Claim, Entry, Registry, content, says_the_same
from libya_tracker.named_tuples import NamedTuple


class ChangeKind(StrEnum):
    """How an entry came to be news."""

    NEW = "new"
    #: It was known, and says something else now.
    EDITED = "edited"
    #: It was known, and is not in the registry any more.
    REMOVED = "removed"


class Match(NamedTuple):
    """An entry as it was known at one perspective and is at a later one."""

    #: None where it was not known there.
    old: Entry | None
    #: None where it is not in the file any more.
    new: Entry | None

    @property
    def entry(self) -> Entry:
        """The entry as it is, else as it was."""
        entry = self.new or self.old
        assert entry is not None
        return entry

    @property
    def change(self) -> ChangeKind | None:
        """How it became news; None if its content is unchanged."""
        if self.old is None:
            return ChangeKind.NEW
        if self.new is None:
            return ChangeKind.REMOVED
        return None if says_the_same(self.old, self.new) else ChangeKind.EDITED


class ChangeSet(NamedTuple):
    """The entries that are news at a perspective, and what was known at an earlier one."""

    #: New, edited and removed entries, in the order of the file, the removed ones last.
    news: Mapping[Entry, ChangeKind]
    #: Each entry known at both, as it is: as it was.
    old: Mapping[Entry, Entry]
    #: The reverse of it.
    new: Mapping[Entry, Entry]


def change_set(a: Perspective, b: Perspective) -> ChangeSet:
    """Return the entries that are news at ``b`` and were not at ``a``.

    Entries dated *and* recorded after the day of ``b``, and entries that its lens excludes,
    are not news.
    """
    matches = match(_known(a), _known(b))
    claims = {**a.registry.claims, **b.registry.claims}
    news = {
        pair.entry: pair.change
        for pair in matches
        if pair.change is not None
        and (pair.new is None or _due(pair.new, b, claims))
        and admitted(pair.entry, b.lens, claims)
    }
    both = [(pair.old, pair.new) for pair in matches if pair.old and pair.new]
    return ChangeSet(news, {new: old for old, new in both}, dict(both))


def match(old: Sequence[Entry], new: Sequence[Entry]) -> list[Match]:
    """Return each entry of either once, in the order of ``new``, then of ``old``.

    The two may be of different versions of the file, in which derived ids can shift.
    Entries with equal content are the same entry, with the same id if possible; entries
    left with equal id but different content were edited.
    """
    rest = {entry.id: entry for entry in old}
    pairs: dict[str, Entry] = {}
    for entry in new:
        if entry.id in rest and says_the_same(rest[entry.id], entry):
            pairs[entry.id] = rest.pop(entry.id)
    by_content: dict[Hashable, list[str]] = {}
    for name, entry in rest.items():
        by_content.setdefault(content(entry), []).append(name)
    for entry in new:
        if entry.id not in pairs and (same := by_content.get(content(entry))):
            pairs[entry.id] = rest.pop(same.pop(0))
    for entry in new:
        if entry.id not in pairs and entry.id in rest:
            pairs[entry.id] = rest.pop(entry.id)
    return [
        *(Match(pairs.get(entry.id), entry) for entry in new),
        *(Match(entry, None) for entry in rest.values()),
    ]


def retracted_claims(entry: Entry, *registries: Registry) -> tuple[Claim, ...]:
    """Return the claims that an entry retracts, from the first registry with each."""
    claims = (
        next((r.claims[name] for r in registries if name in r.claims), None)
        for name in entry.retracts
    )
    return tuple(filter(None, claims))


def admitted(entry: Entry, lens: Lens, claims: Mapping[str, Claim]) -> bool:
    """Tell whether a lens admits the claim of an entry, or one that it retracts."""
    weakest = lens.min_status.rank if lens.min_status else None
    return any(
        lens.admits(claim)
        and (weakest is None or not claim.status.effective or claim.status.rank <= weakest)
        for claim in _claims_of(entry, claims)
    )


def _known(perspective: Perspective) -> list[Entry]:
    """Return the entries known at a perspective, even if retracted later."""
    return list(filter(perspective.is_known, perspective.registry.entries))


def _due(entry: Entry, b: Perspective, claims: Mapping[str, Claim]) -> bool:
    """Tell whether an entry was known by the day of ``b``, or is about a day up to it."""
    return b.index.known_since(entry) <= b.day or any(
        claim.date.first <= b.day for claim in _claims_of(entry, claims)
    )


def _claims_of(entry: Entry, claims: Mapping[str, Claim]) -> Iterable[Claim]:
    if isinstance(entry, Claim):
        yield entry
    yield from (claims[name] for name in entry.retracts if name in claims)
