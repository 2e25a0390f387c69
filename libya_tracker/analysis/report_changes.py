"""Which claims and retractions one view has heard that another, earlier one had not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from libya_tracker.model.dates import written
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Claim, Entry, Registry


class ChangeKind(StrEnum):
    """How an entry came to be news."""

    NEW = "new"
    #: It had been heard, and says something else now.
    EDITED = "edited"
    #: It had been heard, and is not in the registry any more.
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry as news; without an ``arrival`` it had been heard before as it is."""

    entry: Entry
    arrival: ChangeKind | None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What one view has heard beyond an earlier one."""

    #: What is new or was edited, by its id in the later registry.
    fresh: Mapping[str, NewEntry]
    #: What was removed, by its id in the earlier one.
    removed: Mapping[str, NewEntry]
    #: The earlier id of each entry that both have heard, by its later one.
    former: Mapping[str, str]


def change_set(a: Perspective, b: Perspective) -> ChangeSet:
    """Return what ``b`` has heard that ``a`` had not, by the words of the entries.

    The two may see different registries: derived ids move when an entry is written in
    between, so entries are the same where they say the same, and edited where they share
    an id alone. What is both of a day after ``b``'s and first known after it is no news
    yet; neither is what the lens of ``b`` leaves out.
    """
    old = {entry.id: entry for entry in _heard(a)}
    new = {entry.id: entry for entry in _heard(b)}
    former, edited = (
        ({name: name for name in new if name in old}, frozenset[str]())
        if a.index is b.index
        else _paired(old, new)
    )
    kept = {*former.values()}
    claims = _claims(a.registry, b.registry)
    fresh = {
        name: NewEntry(entry, ChangeKind.EDITED if name in edited else ChangeKind.NEW)
        for name, entry in new.items()
        if (name not in former or name in edited)
        and _due(entry, b, claims)
        and _told(entry, b, claims)
    }
    removed = {
        name: NewEntry(entry, ChangeKind.REMOVED)
        for name, entry in old.items()
        if name not in kept and _told(entry, b, claims)
    }
    return ChangeSet(fresh, removed if a.index is not b.index else {}, former)


def retracted_claims(entry: Entry, *registries: Registry) -> tuple[Claim, ...]:
    """Return the claims that an entry takes back, from the first registry with each."""
    found = (
        next((r.claims[name] for r in registries if name in r.claims), None)
        for name in entry.retracts
    )
    return tuple(filter(None, found))


def _heard(view: Perspective) -> Iterator[Entry]:
    """Yield the entries made by a view's point, those taken back since included."""
    yield from filter(view.is_known, view.registry.entries)


def _paired(
    old: Mapping[str, Entry], new: Mapping[str, Entry]
) -> tuple[dict[str, str], frozenset[str]]:
    """Return the earlier id of each entry there was, and which of them were edited."""
    former = {
        name: name
        for name, entry in new.items()
        if name in old and _words(old[name]) == _words(entry)
    }
    left: dict[object, list[str]] = {}
    for name, entry in old.items():
        if name not in former:
            left.setdefault(_words(entry), []).append(name)
    for name, entry in new.items():
        if name not in former and (same := left.get(_words(entry))):
            former[name] = same.pop(0)
    taken = {*former.values()}
    edited = frozenset(
        name for name in new if name not in former and name in old and name not in taken
    )
    return former | {name: name for name in edited}, edited


def _words(entry: Entry) -> object:
    """Return all that an entry says, but not its name, its place, or when it was noted."""
    if not isinstance(entry, Claim):
        return entry.retracts, entry.note, entry.scenario
    return (
        *(entry.date.text, entry.faction, entry.relation, entry.to, entry.ends_tie_with),
        *(written(entry.until), entry.status, entry.credibility, entry.by, entry.note),
        *(frozenset(entry.sources), entry.retracts, entry.scenario),
    )


def _claims(*registries: Registry) -> Mapping[str, Claim]:
    """Return every claim by its id, a later registry's before an earlier one's."""
    if len({id(registry) for registry in registries}) == 1:
        return registries[0].claims
    return {name: c for registry in registries for name, c in registry.claims.items()}


def _due(entry: Entry, view: Perspective, claims: Mapping[str, Claim]) -> bool:
    """Tell whether an entry is known by a view's day, or speaks of a day up to it."""
    day = view.day
    return view.index.known_since[entry.id] <= day or any(
        claim.date.first <= day for claim in _spoken_of(entry, claims)
    )


def _told(entry: Entry, view: Perspective, claims: Mapping[str, Claim]) -> bool:
    """Tell whether a lens lets an entry through: its claim, or one that it takes back."""
    lens = view.lens
    weakest = lens.min_status.rank if lens.min_status else None
    return any(
        lens.admits(claim)
        and (weakest is None or not claim.status.effective or claim.status.rank <= weakest)
        for claim in _spoken_of(entry, claims)
    )


def _spoken_of(entry: Entry, claims: Mapping[str, Claim]) -> Iterable[Claim]:
    if isinstance(entry, Claim):
        yield entry
    yield from (claims[name] for name in entry.retracts if name in claims)
