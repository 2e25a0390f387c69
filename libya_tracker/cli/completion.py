"""What the shell proposes: ids out of the registry that the command line names."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable
from pathlib import Path

import typer

from libya_tracker.cli import context
from libya_tracker.errors import TrackerError
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Relation
from libya_tracker.storage import files

Proposal = tuple[str, str]


def _proposing(
    proposals: Callable[[Registry], Iterable[Proposal]],
) -> Callable[[typer.Context, str], list[Proposal]]:
    """Return what proposes the ids that begin as typed; without a registry, none."""

    def propose(ctx: typer.Context, incomplete: str) -> list[Proposal]:
        registry = _registry(ctx.params.get("registry"))
        if registry is None:
            return []
        return [pair for pair in proposals(registry) if pair[0].startswith(incomplete)]

    return propose


def _registry(option: str | None) -> Registry | None:
    """Return the registry that a command line names; None where it cannot be read now."""
    try:
        # The shell hands over what is typed: it has not put the home folder for `~`.
        path = context.registry_path(Path(option).expanduser() if option else None)
        if path == files.STANDARD_INPUT:  # where the line is being typed
            return None
        there = files.status(path)
        # Anything else than a file, such as a pipe, might never answer.
        return files.read(path) if there and stat.S_ISREG(there.st_mode) else None
    except (TrackerError, OSError, RuntimeError):  # the last: `~` of nobody
        return None


def _factions(registry: Registry) -> list[Proposal]:
    return [(faction.id, faction.name) for faction in registry.factions.values()]


def _sources(registry: Registry) -> list[Proposal]:
    return [(source.id, source.title or "") for source in registry.sources.values()]


factions = _proposing(_factions)
sources = _proposing(_sources)
voices = _proposing(lambda registry: _sources(registry) + _factions(registry))
scenarios = _proposing(lambda r: ((s.id, s.title or "") for s in r.scenarios.values()))
changes = _proposing(lambda r: ((c.id, c.note or "") for c in r.claims.values()))


def relations(incomplete: str) -> list[Proposal]:
    """Return the relations that begin so, with what they read."""
    return [(str(r), r.reads) for r in Relation if r.startswith(incomplete)]
