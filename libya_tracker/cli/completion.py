"""What the shell proposes: ids out of the registry that the command line names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import typer

from libya_tracker.errors import TrackerError
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Relation
from libya_tracker.storage import files

Proposal = tuple[str, str]


def factions(ctx: typer.Context, incomplete: str) -> list[Proposal]:
    """Return the ids of factions that begin so, with their names."""
    found = (((f.id, f.name) for f in r.factions.values()) for r in _registry(ctx))
    return _beginning(incomplete, found)


def sources(ctx: typer.Context, incomplete: str) -> list[Proposal]:
    """Return the ids of sources that begin so, with their titles."""
    found = (((s.id, s.title or "") for s in r.sources.values()) for r in _registry(ctx))
    return _beginning(incomplete, found)


def scenarios(ctx: typer.Context, incomplete: str) -> list[Proposal]:
    """Return the ids of scenarios that begin so, with their titles."""
    found = (((s.id, s.title or "") for s in r.scenarios.values()) for r in _registry(ctx))
    return _beginning(incomplete, found)


def changes(ctx: typer.Context, incomplete: str) -> list[Proposal]:
    """Return the ids of claims that begin so, with their notes."""
    found = (((c.id, c.note or "") for c in r.claims.values()) for r in _registry(ctx))
    return _beginning(incomplete, found)


def relations(incomplete: str) -> list[Proposal]:
    """Return the relations that begin so, with what they read."""
    return [(str(r), r.reads) for r in Relation if r.startswith(incomplete)]


def voices(ctx: typer.Context, incomplete: str) -> list[Proposal]:
    """Return the ids of sources and factions that begin so."""
    return sources(ctx, incomplete) + factions(ctx, incomplete)


def _registry(ctx: typer.Context) -> Iterator[Registry]:
    """Yield the registry, or nothing where there is none: a shell wants no errors."""
    told = ctx.params.get("registry") or os.environ.get("LIBYA_TRACKER_REGISTRY")
    try:
        yield files.read(
            Path(told) if told else files.nearest(Path.cwd()) or files.shipped()
        )
    except (TrackerError, OSError):
        return


def _beginning(incomplete: str, found: Iterable[Iterable[Proposal]]) -> list[Proposal]:
    return [
        (name, text)
        for group in found
        for name, text in group
        if name.startswith(incomplete)
    ]
