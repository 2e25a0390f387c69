"""Changes of factions in place: other values, and who leads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from libya_tracker.errors import NoSuchError, UsageError
from libya_tracker.model import dates, names, spelling
from libya_tracker.model.records import Faction, Leader, Registry
from libya_tracker.storage import edits, insert, splices, writer
from libya_tracker.storage import input as claims
from libya_tracker.storage.emitter import Word
from libya_tracker.storage.revisions import replacing, revision
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
        first = revision(registry, faction, change.values, change.dropped)
        if not change.new_leader and change.old_leader is None:
            return first
        if isinstance(first, Addition):  # the values are so already: the leaders alone
            return _of_leaders(registry, faction, change)
        changed = first.intended.factions[faction.id]
        second = _of_leaders(first.intended, changed, change)
        return replace(second, revise=lambda text: second.revise(first.revise(text)))

    return writer.edit(path, plan, dry_run=dry_run)


def _of_leaders(registry: Registry, faction: Faction, change: FactionChange) -> Revision:
    """Return the change by which a faction is led by others."""
    place = ("factions", faction.id, "leaders")
    leaders = [*faction.leaders]
    ended: int | None = None
    if change.old_leader is not None and change.until is not None:
        ended = _in_office(faction, change.old_leader)
        leaders[ended] = replace(leaders[ended], until=dates.parse(change.until))
    if change.new_leader:
        leaders.append(_leader(change.new_leader))

    def revise(text: str) -> str:
        if ended is not None:
            keys = {"name": leaders[ended].name, "until": change.until or ""}
            text = splices.with_end(text, (*place, str(ended)), keys)
        if change.new_leader:
            text = insert.add(text, place, [_word(change.new_leader)])
        return text

    return Revision(revise, replacing(registry, replace(faction, leaders=(*leaders,))))


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
