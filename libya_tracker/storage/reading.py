"""A registry as it was read from a text, and as it is read when the text was changed.

What the change cannot have touched is not parsed again, which is most of a large file.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import attrgetter

from libya_tracker.errors import InvalidRegistryError
from libya_tracker.model.records import Claim, Entry, Registry, Retraction
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import derived_ids, fast_path, files, parser
from libya_tracker.storage.builder import RegistryBuilder
from libya_tracker.storage.differences import differences
from libya_tracker.storage.fast_changes import NotFastPath
from libya_tracker.storage.kept_entries import Kept, Lists, Piece, pieces
from libya_tracker.storage.problems import ParsingStopped, ProblemList, screen
from libya_tracker.storage.sections import Part, Section, sections


class Reading(NamedTuple):
    """A text and the registry that it holds."""

    text: str
    registry: Registry
    #: Where the list of changes begins and ends, if it was parsed apart, entry by entry.
    changes: tuple[int, int] | None

    @classmethod
    def of(cls, text: str, file: str) -> Reading:
        """Return the reading of a text; raise InvalidRegistryError where it is none."""
        with files.no_garbage_collection():
            parts = sections(text)
            apart = parser.parse_apart(text, file, parts)
            registry, problems = apart or parser.parse_whole(text, file)
        if registry is None:
            raise InvalidRegistryError(problems)
        return cls(text, registry, _changes(text, parts) if apart else None)

    def again(self, text: str) -> Registry:
        """Return the registry of a changed text; raise InvalidRegistryError.

        Entries that were kept are the very ones of this registry, so that they need not be
        compared. They stand where they stood.
        """
        registry = None
        if self.changes is not None:
            with files.no_garbage_collection():
                registry = _changed(self, self.changes, text)
        return files.parse(text, self.registry.file) if registry is None else registry


def _changes(text: str, parts: Sequence[Section] | None) -> tuple[int, int] | None:
    """Return where the list of changes begins and ends; None where that is not plain."""
    if "\r" in text:  # which the sections lack
        return None
    lists = (section.below for section in parts or () if section.key == "changes")
    part = next(lists, None)
    return (part.start, part.end) if part else None


def _changed(earlier: Reading, extent: tuple[int, int], text: str) -> Registry | None:
    """Return the registry of a changed text; None where only all of it can tell."""
    parts = sections(text)
    if parts is None or (changes := _changes(text, parts)) is None:
        return None
    record = _record(earlier.registry.entries)
    before, after = Lists(earlier.text, *extent, record), Lists(text, *changes)
    changed = list(differences(earlier.text, text))
    problems = ProblemList(earlier.registry.file, text)
    builder = _Builder(problems, earlier.registry, pieces(before, after, changed))
    try:
        # Each line of the rest was screened before.
        screen("".join(text[one.new : one.new_end] for one in changed), problems)
        fast_path.read(builder, parts)
    except (ParsingStopped, NotFastPath):
        return None
    builder.read_scenarios()
    builder.settle()
    if problems or builder.own_ids is not None or not builder.keeps_meanings():
        return None
    return builder.registry()


class _Builder(RegistryBuilder):
    """Builds a registry, of which most entries are those of an earlier one."""

    def __init__(
        self, problems: ProblemList, earlier: Registry, parts: Iterable[Piece]
    ) -> None:
        super().__init__(problems, ())
        self._earlier = earlier
        self._pieces = parts
        #: The entries that are kept, and where each stretch of them begins by now.
        self._kept: list[tuple[int, Kept]] = []
        self._gone_ids: set[str] = set()
        #: From how many entries that are gone an id, or one derived like it, became free.
        self._freed: Counter[str] = Counter()
        #: Whether an id that was kept is of the family of one that is new or gone.
        self._is_id_taken = False

    def plain_changes(self, part: Part, scenario: str | None = None) -> None:
        """Read a list of changes; of that of the record some pieces are known."""
        if scenario is not None:
            super().plain_changes(part, scenario)
            return
        for piece in self._pieces:
            if isinstance(piece, Kept):
                self._keep(piece)
            else:
                super().plain_changes(piece)

    def _keep(self, kept: Kept) -> None:
        """Add entries of the earlier registry, each of which must keep its id."""
        self._note_others_above(kept)
        place, shift = len(self.entries), kept.shift
        if self._is_id_taken:
            own, derived = zip(*map(_origin_of_id, kept.entries), strict=True)
            lines = [entry.where.line + shift for entry in kept.entries]
            if self.ids.plain_ids(own, derived, lines) != [e.id for e in kept.entries]:
                raise NotFastPath
        else:
            self.ids.keep(kept.entries)
        self._kept.append((place, kept))
        self.entries += kept.entries

    def _note_others_above(self, kept: Kept) -> None:
        """Note what is new or gone above kept entries, and whether their ids hang on it.

        An id that was derived from the same data as others hangs on those alone.
        """
        place, before = self._kept[-1] if self._kept else (0, Kept(0, (), 0))
        gone = self._earlier.entries[before.place + len(before.entries) : kept.place]
        new = self.entries[place + len(before.entries) :]
        self._gone_ids.update(entry.id for entry in gone)
        self._freed.update(name for entry in gone for name in _family(entry))
        for entry in (*gone, *new):
            names = _family(entry)
            near = names | {f"{name}-2" for name in names}
            several = any(self._freed[name] > 1 for name in names)
            if several or not self._earlier_ids.isdisjoint(near - self._gone_ids):
                self._is_id_taken = True

    @cached_property
    def _earlier_ids(self) -> frozenset[str]:
        return frozenset(map(attrgetter("id"), self._earlier.entries))

    def settle(self) -> None:
        """Add the problems between records; what was kept has none by itself."""
        others = [*self._gone(), *self._new()]
        matter = any(
            (isinstance(e, Claim) and e.relation.lineage) or e.retracts for e in others
        )
        entries = self.entries if matter else self._retracting
        self.ids.settle(entries, self.sources)

    def keeps_meanings(self) -> bool:
        """Tell whether what was kept means what it meant, whatever has changed around it.

        So it does where no id is gone that an entry names, or beside which its own was
        derived, and where no entry that is retracted has become a retraction.
        """
        before, tables = self._earlier, self.ids.ids
        gone_entries = self._gone()
        if not _own_ids(gone_entries) <= self.ids.own_ids:
            return False
        retracting = self._retracting
        retractions = _retractions(retracting)
        if not _retractions(gone_entries) <= retractions:
            return False
        gone = before.factions.keys() - tables["faction"].keys()
        gone |= before.sources.keys() - tables["source"].keys()
        if gone and _any_names(self.entries, gone):
            return False
        return all(
            name in tables["change"] and name not in retractions
            for entry in retracting
            for name in entry.retracts
        )

    @cached_property
    def _retracting(self) -> list[Entry]:
        """All entries that retract others, once all are read."""
        return [entry for entry in self.entries if entry.retracts]

    def _new(self) -> list[Entry]:
        """Return the entries that were not kept from the earlier registry."""
        entries: list[Entry] = []
        at = 0
        for place, kept in self._kept:
            entries += self.entries[at:place]
            at = place + len(kept.entries)
        return [*entries, *self.entries[at:]]

    def _gone(self) -> list[Entry]:
        """Return the entries of the earlier registry that were not kept."""
        entries: list[Entry] = []
        at = 0
        for _, kept in self._kept:
            entries += self._earlier.entries[at : kept.place]
            at = kept.place + len(kept.entries)
        return [*entries, *self._earlier.entries[at:]]


def _record(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return the entries that belong to no what-if, which come first."""
    return entries[: bisect_left(entries, 1, key=lambda one: one.scenario is not None)]


def _own_ids(entries: Iterable[Entry]) -> set[str]:
    return {entry.id for entry in entries if isinstance(entry, Claim) and entry.own_id}


def _retractions(entries: Iterable[Entry]) -> set[str]:
    return {entry.id for entry in entries if isinstance(entry, Retraction)}


def _any_names(entries: Iterable[Entry], gone: set[str]) -> bool:
    """Tell whether an entry names one of some factions and sources."""
    return any(
        entry.faction in gone
        or entry.to in gone
        or entry.ends_tie_with in gone
        or not gone.isdisjoint(entry.sources)
        for entry in entries
        if isinstance(entry, Claim)
    )


def _family(entry: Entry) -> set[str]:
    """Return an entry's id, that without a number, and the one derived from its data."""
    return {entry.id, re.sub(r"-\d+$", "", entry.id), _origin_of_id(entry)[1]}


def _origin_of_id(entry: Entry) -> tuple[str | None, str]:
    """Return an entry's own id, if any, and the one that would be derived for it."""
    if isinstance(entry, Claim):
        base = derived_ids.of_claim(entry.date.text, entry.faction, entry.to)
        return (entry.id if entry.own_id else None), base
    base = derived_ids.of_retraction(entry.recorded, entry.retracts)
    derived = re.fullmatch(rf"{re.escape(base)}(-\d+)?", entry.id)
    return (None if derived else entry.id), base
