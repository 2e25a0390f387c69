"""A registry as it is, and as it was in revisions of git."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from libya_tracker.cli import context
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.records import Registry
from libya_tracker.storage import files


def registry(path: Path, revision: str | None) -> Registry:
    """Return the registry in a file, or as it was there in a revision."""
    if revision is None:
        return files.read(path)
    # Deferred: it brings the reading of git, which few questions need.
    from libya_tracker.storage.history import History  # noqa: PLC0415

    return History(path, context.surroundings()).registry(revision)


class States:
    """The states of one file, each of them read once."""

    def __init__(self, path: Path) -> None:
        self.index = cache(lambda revision: ClaimIndex(registry(path, revision)))
