"""Changes of sources: other values, and that one was withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from libya_tracker.errors import NoSuchError, UsageError
from libya_tracker.model import spelling
from libya_tracker.model.records import Registry, Source
from libya_tracker.storage import input as claims
from libya_tracker.storage import label_edits, writer
from libya_tracker.storage.label_edits import LabelChange
from libya_tracker.storage.revisions import Step, in_turn, revision
from libya_tracker.storage.writer import Addition, Edit, Revision


@dataclass(frozen=True, slots=True)
class SourceChange:
    """What is to be different in a source; all else stays."""

    #: New values by the keys of the file, as text.
    values: Mapping[str, str]
    #: The keys whose values go.
    dropped: tuple[str, ...] = ()
    labels: LabelChange = field(default_factory=LabelChange)


def edit(path: Path, name: str, change: SourceChange, *, dry_run: bool = False) -> Edit:
    """Give a source other values, tags and ids, and take some away."""
    values, dropped = change.values, change.dropped
    claims.refuse_bad_text(values)

    def plan(registry: Registry) -> Addition | Revision:
        source_of(registry, name)
        if (origin := values.get("origin")) is not None:
            source_of(registry, origin)
        steps: list[Step] = []
        if values or dropped or not change.labels:
            steps.append(lambda r: revision(r, r.sources[name], values, dropped))
        if change.labels:
            steps.append(lambda r: label_edits.revision(r, r.sources[name], change.labels))
        return in_turn(registry, steps)

    return writer.edit(path, plan, dry_run=dry_run)


def withdraw(path: Path, name: str, day: str, note: str, *, dry_run: bool = False) -> Edit:
    """Say that its publisher took a source back, and why, after what its note says."""
    values = {"withdrawn": day, "note": note}
    claims.refuse_bad_text(values)

    def plan(registry: Registry) -> Addition | Revision:
        source = source_of(registry, name)
        if source.withdrawn is not None:
            message = f"{name!r} was withdrawn already, {source.withdrawn}; "
            raise UsageError(message + "`source edit --withdrawn` changes the date")
        if source.note is not None:
            values["note"] = f"{source.note.rstrip()} {note}"
        return revision(registry, source, values, ())

    return writer.edit(path, plan, dry_run=dry_run)


def source_of(registry: Registry, name: str) -> Source:
    """Return the source of an id; raise NoSuchError where there is none."""
    if name not in registry.sources:
        raise NoSuchError("source", name, spelling.nearest(name, registry.sources))
    return registry.sources[name]
