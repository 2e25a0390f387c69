"""The ids that factions get in another register, many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from libya_tracker.errors import TrackerError, UsageError, quoted
from libya_tracker.model import names
from libya_tracker.model.records import Registry
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import causes, label_edits, writer
from libya_tracker.storage.causes import Failure
from libya_tracker.storage.drafts import Draft
from libya_tracker.storage.input import ValueOf
from libya_tracker.storage.label_edits import LabelChange
from libya_tracker.storage.revisions import in_turn
from libya_tracker.storage.writer import Addition, Edit, Revision


class OtherId(NamedTuple):
    """An id in another register, and the faction that is to get it."""

    #: Where it comes from, and what is wrong with its form.
    draft: Draft
    #: The column of the faction.
    key: str
    faction: str
    register: str
    id: str


def add(
    path: Path, ids: Sequence[OtherId], today: dt.date, *, dry_run: bool = False
) -> Edit:
    """Give factions ids in other registers, all or none.

    Raises TrackerError where a faction has another id there, or another faction has the id.
    """

    def plan(registry: Registry) -> Addition | Revision:
        by_faction = _by_faction(registry, ids, today)
        steps = [
            partial(_revision, name=name, ids=more) for name, more in by_faction.items()
        ]
        if not steps:
            remark = "the factions have all of these ids already; nothing written"
            return Addition(("factions",), (), (remark,))
        return in_turn(registry, steps)

    return writer.edit(path, plan, dry_run=dry_run)


def _revision(registry: Registry, name: str, ids: dict[str, str]) -> Addition | Revision:
    change = LabelChange(ids=ids)
    return label_edits.revision(registry, registry.factions[name], change)


def _by_faction(
    registry: Registry, ids: Sequence[OtherId], today: dt.date
) -> dict[str, dict[str, str]]:
    """Return the new ids of each faction, by the register."""
    own = {f.id: dict(f.ids) for f in registry.factions.values()}
    bearers = {pair: name for name, pairs in own.items() for pair in pairs.items()}
    result: dict[str, dict[str, str]] = {}
    failures: list[Failure] = []
    for one in ids:
        try:
            name = _faction(registry, one, today)
            with ValueOf(one.key):
                _refuse_difference(one, name, own[name], bearers)
        except TrackerError as error:
            failures.append((one.draft, error))
            continue
        if one.register not in own[name]:
            own[name][one.register] = one.id
            bearers[one.register, one.id] = name
            result.setdefault(name, {})[one.register] = one.id
    if failures:
        raise causes.rejected(failures, ("id", "cannot be written"))
    return result


def _faction(registry: Registry, one: OtherId, today: dt.date) -> str:
    if one.draft.fault is not None:
        raise one.draft.fault
    with ValueOf(one.key):
        return names.resolve(registry, one.faction, today)


def _refuse_difference(
    one: OtherId,
    name: str,
    own: dict[str, str],
    bearers: dict[tuple[str, str], str],
) -> None:
    """Raise UsageError where a faction, or an id, already belongs to another."""
    bearer = bearers.get((one.register, one.id), name)
    if bearer != name:
        raise UsageError(
            f"{one.register} {quoted(one.id)} is the id of {bearer!r}, and not of {name!r}"
        )
    if (other := own.get(one.register, one.id)) != one.id:
        raise UsageError(
            f"{name!r} has the {one.register} id {quoted(other)}, not {quoted(one.id)}; "
            f"`faction edit {name} --drop-id {one.register}` takes it away"
        )
