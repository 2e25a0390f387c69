"""Changes of tags, and of ids elsewhere, in place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from libya_tracker.errors import NoSuchError, UsageError, quoted
from libya_tracker.model.records import Faction, Registry, Source
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import insert, labels, splices
from libya_tracker.storage.emitter import Word
from libya_tracker.storage.insert_beside import edited
from libya_tracker.storage.revisions import place_of, replacing
from libya_tracker.storage.writer import Addition, Revision

Record = TypeVar("Record", Faction, Source)


class LabelChange(NamedTuple):
    """Tags and ids elsewhere that a record is to get, and those that it is to lose."""

    tags: tuple[str, ...] = ()
    fewer_tags: tuple[str, ...] = ()
    #: By the names of other registers.
    ids: Mapping[str, str] = {}
    fewer_ids: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tags or self.fewer_tags or self.ids or self.fewer_ids)


def revision(
    registry: Registry, record: Record, change: LabelChange
) -> Addition | Revision:
    """Return the change of a record's tags and ids in place, or why there is none."""
    refuse_bad_ids(change.ids)
    if both := change.ids.keys() & {*change.fewer_ids}:
        raise UsageError(f"the id {min(both)} is given and dropped; do one of the two")
    if both := {tag.casefold() for tag in change.tags} & {
        tag.casefold() for tag in change.fewer_tags
    }:
        raise UsageError(f"the tag {min(both)!r} is given and dropped; do one of the two")
    tags = labels.other_tags(record, change.tags, change.fewer_tags)
    ids = _other_ids(record, change)
    place = place_of(record)
    if (tags, ids) == (record.tags, dict(record.ids)):
        return Addition(place, (), (f"{record.id!r} is so already, at {record.where}",))

    def revise(text: str) -> str:
        return edited(
            text,
            place[0],
            lambda part: _with_ids(_with_tags(part, record, tags), record, ids),
        )

    one = record._replace(tags=tags, ids=tuple(ids.items()))
    return Revision(revise, replacing(registry, one))


def refuse_bad_ids(ids: Mapping[str, str]) -> None:
    """Raise UsageError where a name of another register, or an id there, is none."""
    for scheme, other_id in ids.items():
        if not labels.SCHEME.fullmatch(scheme):
            raise UsageError(f"{quoted(scheme)} is not allowed: {labels.SCHEME_FORM}")
        if not labels.OTHER_ID.fullmatch(other_id):
            raise UsageError(f"{quoted(other_id)} is not allowed: {labels.OTHER_ID_FORM}")


def _other_ids(record: Faction | Source, change: LabelChange) -> dict[str, str]:
    ids = dict(record.ids)
    for scheme in change.fewer_ids:
        if scheme not in ids:
            raise NoSuchError(f"id of {record.id!r} in", scheme, labels.near(scheme, ids))
        del ids[scheme]
    return {**ids, **change.ids}


def _with_tags(text: str, record: Faction | Source, tags: tuple[str, ...]) -> str:
    path = (*place_of(record), "tags")
    for place in reversed(range(len(record.tags))):
        if record.tags[place] not in tags:
            text = splices.without_item(text, path, place)
    more = [Word(tag) for tag in tags if tag not in record.tags]
    return insert.add(text, path, more) if more else text


def _with_ids(text: str, record: Faction | Source, ids: Mapping[str, str]) -> str:
    place, old = place_of(record), dict(record.ids)
    if not ids:
        return splices.without_entry(text, (*place, "ids")) if old else text
    path = (*place, "ids")
    values = {scheme: value for scheme, value in ids.items() if old.get(scheme) != value}
    gone = dict.fromkeys(old.keys() - ids.keys())
    return splices.with_values(text, path, {**values, **gone})
