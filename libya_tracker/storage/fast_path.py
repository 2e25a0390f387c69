"""A fast path: the sections of a registry that are set as usual, without parsing YAML.

That takes most of the time of reading a file, and nearly all of a file is entries of usual
forms. The fast path accepts less than YAML and judges nothing: an entry of another form, or
with anything wrong in it, is parsed by itself; and where there is any problem, the whole
text, since the parser alone knows each value's place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from libya_tracker.model.dates import DateError
from libya_tracker.storage import plain_values, schema
from libya_tracker.storage.builder import RegistryBuilder
from libya_tracker.storage.nodes import Scalar
from libya_tracker.storage.plain_entries import (
    Keys,
    PlainEntry,
    is_deeper,
    keys_of,
    layout_of,
    plain_entries,
    read_entry,
)
from libya_tracker.storage.plain_values import NotPlain
from libya_tracker.storage.problems import ParsingStopped
from libya_tracker.storage.sections import Part, Section

#: What a value raises that must be parsed, or is wrong.
_REFUSED = (NotPlain, DateError, KeyError)
#: What claims refer to is read before them, wherever it stands.
_ORDER = {"sources": 0, "factions": 0, "changes": 1, "scenarios": 2}


def read(builder: RegistryBuilder, parts: Iterable[Section]) -> None:
    """Read the sections of a registry; raise ParsingStopped where one is no YAML."""
    for section in sorted(parts, key=lambda section: _ORDER.get(section.key, 0)):
        match section.key:
            case "title":
                usual = _title(builder, section)
            case "sources":
                usual = _table(builder, section, "source", schema.SOURCE)
            case "factions":
                usual = _table(builder, section, "faction", schema.FACTION)
            case "changes":
                usual = _changes(builder, section)
            case "scenarios":
                usual = _scenarios(builder, section)
            case _:
                usual = False
        if not usual:
            events = _yaml().Events(section.part.text, builder.problems, section.part.line)
            builder.read(events)


def _title(builder: RegistryBuilder, section: Section) -> bool:
    """Read the title; tell whether it is set as usual."""
    try:
        builder.title = plain_values.text(section.value)
    except NotPlain:
        return False
    return True


def _table(
    builder: RegistryBuilder, section: Section, table: str, shape: schema.Shape
) -> bool:
    """Read a table; tell whether it is set as usual."""
    keys, entries = keys_of(shape), section.below
    if entries is None or (layout := layout_of(entries, in_list=False)) is None:
        return False
    ids = builder.ids.ids[table]
    for line, entry in plain_entries(entries, layout, keys):
        if (fields := _fields(shape, keys, entry)) is None:
            key, node = _yaml().pair(entry[0], line, builder.problems)
        else:
            key = node = Scalar(entry[1], False, line, layout.column)
        if key.text in ids:
            raise ParsingStopped  # an id given twice is a problem of the whole text
        if fields is None:
            builder.read_record(table, shape, key, node)
        else:
            builder.add_record(table, key, node, fields)
    return True


def _fields(shape: schema.Shape, keys: Keys, entry: PlainEntry) -> dict[str, Any] | None:
    """Return the values of an entry of a table by key; None where it must be parsed."""
    fields: dict[str, Any] = {}
    try:
        for key, raw in zip(keys.usual, entry[2:], strict=True):
            if raw and (read := shape.keys[key].plain):
                fields[key] = read(raw)
    except _REFUSED:
        return None
    usual = fields and schema.complete(fields, shape)
    return fields if usual and not schema.is_backwards(fields, shape) else None


def _changes(builder: RegistryBuilder, section: Section) -> bool:
    """Read the list of changes; tell whether it is set as usual."""
    entries = section.below
    if entries is None or layout_of(entries, in_list=True) is None:
        return False
    builder.plain_changes(entries)
    return True


def _scenarios(builder: RegistryBuilder, section: Section) -> bool:
    """Read the scenarios, if all are set as usual; tell whether they are."""
    keys, entries = keys_of(schema.SCENARIO), section.below
    if entries is None or (layout := layout_of(entries, in_list=False)) is None:
        return False
    scenarios = []
    for line, whole in plain_entries(entries, layout, keys, few=True):
        # Their last key is the list of changes, which is no plain value.
        head, _, below = whole[0].partition(f"\n{layout.key_indent}changes:\n")
        entry = read_entry(f"{head}\n", layout, keys) if below else whole
        fields = _fields(schema.SCENARIO, keys, entry)
        if fields is None or not is_deeper(below, layout):
            return False
        key = Scalar(entry[1], False, line, layout.column)
        changes = Part.of(below, line + head.count("\n") + 2)
        scenarios.append((key, fields, changes))
    if len({key.text for key, _, _ in scenarios}) < len(scenarios):
        return False
    for key, fields, changes in scenarios:
        builder.add_record("scenario", key, key, fields)
        builder.plain_changes(changes, key.text)
    return True


def _yaml() -> Any:
    # Deferred: it takes long to load, and few registries need it.
    from libya_tracker.storage import composer  # noqa: PLC0415

    return composer
