"""A version of a registry that is to be merged: its text, its tree, its records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from libya_tracker.model.records import Registry
from libya_tracker.storage import edits, files
from libya_tracker.storage.insert import Path
from libya_tracker.storage.merging import build
from libya_tracker.storage.merging.tree import Branch

_EMPTY = Registry("", None, {}, {}, (), {})


@dataclass(frozen=True, slots=True)
class Version:
    """A version that is a valid registry, or the empty one before there was any."""

    text: str
    file: str
    registry: Registry
    tree: Branch

    @classmethod
    def of(cls, text: str, file: str, items: build.Items | None = None) -> Version:
        """Return the version of a text; raise InvalidRegistryError where it is none."""
        if not text.strip():
            return cls(text, file, _EMPTY, Branch((), True, False))
        return cls(text, file, files.parse(text, file), build.tree(text, items))

    @property
    def ids(self) -> Mapping[Path, list[str]]:
        """The ids of its entries by the list that they are in, in the order of the file."""
        ids: dict[Path, list[str]] = defaultdict(list)
        for entry in self.registry.entries:
            ids[edits.changes_of(entry.scenario)].append(entry.id)
        return ids

    @property
    def references(self) -> set[str]:
        """The ids of the claims that something in it names."""
        return {name for entry in self.registry.entries for name in entry.retracts} | {
            scenario.resolved_by
            for scenario in self.registry.scenarios.values()
            if scenario.resolved_by is not None
        }
