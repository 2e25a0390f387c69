"""Commits of the repository that a registry is kept in."""

from __future__ import annotations

from libya_tracker.named_tuples import NamedTuple


class BlameRow(NamedTuple):
    """A commit in which an entry was written or changed."""

    id: str
    #: None for what is in the file, and in no commit yet.
    commit: str | None
    #: When it was written, by the clock of its author.
    date: str | None
    author: str | None
    subject: str
