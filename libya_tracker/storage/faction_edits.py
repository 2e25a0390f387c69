"""Changes of factions in place: other values, and who leads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal

from libya_tracker.errors import NoSuchError, UsageError
from libya_tracker.model import dates, names, spelling
from libya_tracker.model.records import Alias, Faction, Leader, Registry
from libya_tracker.storage import edits, insert, label_edits, splices, writer
from libya_tracker.storage import input as claims
from libya_tracker.storage.emitter import Word
from libya_tracker.storage.insert_beside import edited
from libya_tracker.storage.label_edits import LabelChange
from libya_tracker.storage.revisions import Step, in_turn, replacing, revision
from libya_tracker.storage.writer import Addition, Edit, Revision


@dataclass(frozen=True, slots=True)
class FactionChange:
    """What is to be different in a faction; all else stays."""

    #: New values by the keys of the file, as text.
    values: Mapping[str, str]
    #: The keys whose values go.
    dropped: tuple[str, ...] = ()
    #: The keys of a new leader, the name first; of nobody, if it is empty.
    new_leader: Mapping[str, str] = field(default_factory=dict)
    #: The name of one who leads it no more, and the last day.
    old_leader: str | None = None
    until: str | None = None
    #: The names of leaders and aliases that should not be there.
    fewer_leaders: tuple[str, ...] = ()
    fewer_aliases: tuple[str, ...] = ()
    labels: LabelChange = field(default_factory=LabelChange)


def edit(
    path: Path, name: str, change: FactionChange, today: dt.date, *, dry_run: bool = False
) -> Edit:
    """Change the faction that is named so on a day."""
    claims.refuse_bad_text(change.values)
    claims.refuse_bad_text(change.new_leader)

    def plan(registry: Registry) -> Addition | Revision:
        faction = registry.factions[names.resolve(registry, name, today)]
        if "name" in change.values:
            edits.refuse_taken_name(registry, change.values["name"], faction.id)
        return in_turn(registry, _steps(faction.id, change))

    return writer.edit(path, plan, dry_run=dry_run)


def _steps(name: str, change: FactionChange) -> list[Step]:
    """Return what is to be done to the faction of an id, in its order."""
    steps: list[Step] = []
    if change.values or change.dropped or change == FactionChange({}):
        steps.append(lambda r: revision(r, r.factions[name], change.values, change.dropped))
    steps += [
        partial(_without, name, "aliases", alias)
        for alias in dict.fromkeys(change.fewer_aliases)
    ]
    steps += [
        partial(_without, name, "leaders", leader)
        for leader in dict.fromkeys(change.fewer_leaders)
    ]
    if change.new_leader or change.old_leader is not None:
        steps.append(lambda r: _of_leaders(r, r.factions[name], change))
    if change.labels:
        steps.append(lambda r: label_edits.revision(r, r.factions[name], change.labels))
    return steps


def _without(
    name: str, key: Literal["aliases", "leaders"], gone: str, registry: Registry
) -> Revision:
    """Return the change by which a faction loses an alias or a leader, of any time."""
    faction = registry.factions[name]
    old: tuple[Alias | Leader, ...] = getattr(faction, key)
    places = [n for n, one in enumerate(old) if one.name == gone]
    if not places:
        noun = {"aliases": "alias", "leaders": "leader"}[key]
        known = {one.name for one in old}
        raise NoSuchError(f"{noun} of {name!r}", gone, spelling.nearest(gone, known))

    def revise(text: str) -> str:
        for place in reversed(places):
            text = splices.without_item(text, ("factions", name, key), place)
        return text

    kept: dict[str, Any] = {key: tuple(one for one in old if one.name != gone)}
    return _of_factions(revise, replacing(registry, faction._replace(**kept)))


def _of_leaders(registry: Registry, faction: Faction, change: FactionChange) -> Revision:
    """Return the change by which a faction is led by others."""
    place = ("factions", faction.id, "leaders")
    leaders = [*faction.leaders]
    ended: int | None = None
    if change.old_leader is not None and change.until is not None:
        ended = _in_office(faction, change.old_leader)
        leaders[ended] = leaders[ended]._replace(until=dates.parse(change.until))
    if change.new_leader:
        leaders.append(_leader(change.new_leader))

    def revise(text: str) -> str:
        if ended is not None:
            keys = {"name": leaders[ended].name, "until": change.until or ""}
            text = splices.with_end(text, (*place, str(ended)), keys)
        if change.new_leader:
            text = insert.add(text, place, [_word(change.new_leader)])
        return text

    one = faction._replace(leaders=(*leaders,))
    return _of_factions(revise, replacing(registry, one))


def _of_factions(revise: Callable[[str], str], intended: Registry) -> Revision:
    """Return a change that is one of the table of factions alone."""
    return Revision(lambda text: edited(text, "factions", revise), intended)


def _in_office(faction: Faction, name: str) -> int:
    """Return the place of the leader of a name whose time has no end yet."""
    matches = [n for n, leader in enumerate(faction.leaders) if leader.name == name]
    if not matches:
        leaders = {leader.name for leader in faction.leaders}
        raise NoSuchError("leader", name, spelling.nearest(name, leaders))
    in_office = [n for n in matches if faction.leaders[n].until is None]
    if not in_office:
        until = faction.leaders[matches[-1]].until
        raise UsageError(f"{name!r} led {faction.id!r} until {until} already")
    return in_office[-1]


def _leader(keys: Mapping[str, str]) -> Leader:
    since, until = (
        dates.parse(keys[key]) if key in keys else None for key in ("since", "until")
    )
    return Leader(keys["name"], keys.get("role"), since, until)


def _word(keys: Mapping[str, str]) -> Word:
    return Word({**keys} if len(keys) > 1 else keys["name"])
