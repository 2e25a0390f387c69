"""Changes of the records of factions, sources and what-ifs, in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from libya_tracker.errors import NoSuchError, UsageError
from libya_tracker.model import spelling
from libya_tracker.model.dates import DateError
from libya_tracker.model.records import Registry, Source
from libya_tracker.model.vocabulary import Kind, Outcome, Reliability
from libya_tracker.storage import input as claims
from libya_tracker.storage import schema, splices, writer
from libya_tracker.storage.schema import Shape
from libya_tracker.storage.writer import Addition, Edit, Revision

_WORDS = {"reliability": Reliability, "kind": Kind, "outcome": Outcome}


def edit_source(
    path: Path,
    name: str,
    values: Mapping[str, str],
    dropped: Sequence[str] = (),
    *,
    dry_run: bool = False,
) -> Edit:
    """Give a source other values, and take some away."""
    claims.refuse_bad_text(values)

    def plan(registry: Registry) -> Addition | Revision:
        source = _source(registry, name)
        if (origin := values.get("origin")) is not None:
            _source(registry, origin)
        return _revision(registry, source, values, dropped)

    return writer.edit(path, plan, dry_run=dry_run)


def withdraw_source(
    path: Path, name: str, day: str, note: str, *, dry_run: bool = False
) -> Edit:
    """Say that its publisher took a source back, and why, after what its note says."""
    values = {"withdrawn": day, "note": note}
    claims.refuse_bad_text(values)

    def plan(registry: Registry) -> Addition | Revision:
        source = _source(registry, name)
        if source.withdrawn is not None:
            message = f"{name!r} was withdrawn already, {source.withdrawn}; "
            raise UsageError(message + "`source edit --withdrawn` changes the date")
        if source.note is not None:
            values["note"] = f"{source.note.rstrip()} {note}"
        return _revision(registry, source, values, ())

    return writer.edit(path, plan, dry_run=dry_run)


def _source(registry: Registry, name: str) -> Source:
    if name not in registry.sources:
        raise NoSuchError("source", name, spelling.nearest(name, registry.sources))
    return registry.sources[name]


def _revision(
    registry: Registry, source: Source, values: Mapping[str, str], dropped: Sequence[str]
) -> Addition | Revision:
    """Return the change of a source, or why there is none."""
    fields = parsed(schema.SOURCE, values, dropped)
    for key in dropped:
        if getattr(source, key) is None:
            raise UsageError(f"{source.id!r} has no {key} to drop")
    changed = {key: value for key, value in fields.items() if getattr(source, key) != value}
    place = ("sources", source.id)
    if not changed:
        return Addition(place, (), (f"{source.id!r} is so already, at {source.where}",))
    texts = {key: values.get(key) for key in changed}
    revised = {**registry.sources, source.id: replace(source, **changed)}
    return Revision(
        lambda text: splices.with_values(text, place, texts),
        replace(registry, sources=revised),
    )


def parsed(
    shape: Shape, values: Mapping[str, str], dropped: Sequence[str]
) -> dict[str, Any]:
    """Return values as a registry has them, and None for those that go."""
    fields: dict[str, Any] = {}
    for key, text in values.items():
        if key in _WORDS:
            claims.word(_WORDS[key], text)
        try:
            fields[key] = shape.keys[key].parse(text)
        except DateError as error:
            raise UsageError(f"{key}: {error}") from error
    for key in dropped:
        if key not in shape.keys or key in shape.required:
            droppable = [name for name in shape.keys if name not in shape.required]
            choices = ", ".join(droppable)
            raise UsageError(f"{key!r} cannot be dropped; what can is {choices}")
        if key in values:
            raise UsageError(f"{key} is given and dropped; do one of the two")
        fields[key] = None
    return fields
