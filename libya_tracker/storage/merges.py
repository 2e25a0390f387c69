"""Two factions made one, where the same group was entered twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from libya_tracker.errors import UsageError
from libya_tracker.model import names
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.folding import folded
from libya_tracker.model.records import (
    Alias,
    Claim,
    Entry,
    Faction,
    Leader,
    Pairs,
    Registry,
    content,
)
from libya_tracker.storage import (
    insert,
    labels,
    later_ids,
    own_keys,
    renames,
    splices,
    writer,
)
from libya_tracker.storage.emitter import Child, Pair, Word
from libya_tracker.storage.insert_beside import edited
from libya_tracker.storage.writer import Edit, Revision

#: What a faction has once, so that that of the one that goes is lost.
_ONCE = ("kind", "area", "founded", "dissolved", "note")


def merge(
    path: Path, double: str, kept: str, today: dt.date, *, dry_run: bool = False
) -> Edit:
    """Give a faction the names, leaders and claims of its double, which goes.

    Both are named so on a day. Comments in the entry of the double stay where it was.
    """

    def plan(registry: Registry) -> Revision:
        old = registry.factions[names.resolve(registry, double, today)]
        new = registry.factions[names.resolve(registry, kept, today)]
        _refuse_ties(registry, old, new)
        gains = _Gains.of(old, new)

        def revise(text: str) -> str:
            text = splices.spliced(text, renames.replacements(text, old.id, new.id))
            return edited(text, "factions", in_table)

        def in_table(text: str) -> str:
            text = splices.without_entry(text, ("factions", old.id))
            for key, children in gains.children():
                text = insert.add(text, ("factions", new.id, *key), children)
            return text

        return _revision(registry, old, gains.added_to(new), revise)

    return writer.edit(path, plan, dry_run=dry_run)


@dataclass(frozen=True, slots=True)
class _Gains:
    """What a faction has of its double that it lacked."""

    aliases: tuple[Alias, ...]
    leaders: tuple[Leader, ...]
    tags: tuple[str, ...]
    ids: Pairs
    own_keys: Pairs

    @classmethod
    def of(cls, old: Faction, new: Faction) -> _Gains:
        return cls(
            _new_aliases(old, new),
            _new_leaders(old, new),
            labels.other_tags(new, old.tags, ())[len(new.tags) :],
            _new_pairs(old.ids, new.ids),
            _new_pairs(old.own_keys, new.own_keys),
        )

    def added_to(self, new: Faction) -> Faction:
        gains: dict[str, Any] = {
            key.name: (*getattr(new, key.name), *getattr(self, key.name))
            for key in fields(self)
        }
        return new._replace(**gains)

    def children(self) -> Iterator[tuple[tuple[str, ...], Sequence[Child]]]:
        """Yield what is to be added below a key of the faction, or as a key of it."""
        lists: dict[str, list[Child]] = {
            "aliases": [*map(_word, self.aliases)],
            "leaders": [*map(_word, self.leaders)],
            "tags": [*map(Word, self.tags)],
            "ids": [Pair(*pair) for pair in self.ids],
        }
        yield from (((key,), children) for key, children in lists.items() if children)
        for pair in own_keys.values_of(self.own_keys).items():
            yield (), [Pair(*pair)]


def _new_pairs(old: Pairs, new: Pairs) -> Pairs:
    return tuple(pair for pair in old if pair[0] not in dict(new))


def _revision(
    registry: Registry, old: Faction, one: Faction, revise: Callable[[str], str]
) -> Revision:
    """Return the change by which a faction takes the place of its double, too."""
    factions = {**registry.factions, one.id: one}
    del factions[old.id]
    entries = tuple(later_ids.with_id(e, old.id, one.id) for e in registry.entries)
    claims = later_ids.naming(registry, old.id)
    pinned = [claim for claim in claims if old.id in {claim.faction, claim.to}]
    remarks = [
        f"{old.id!r} is a part of {one.id!r} now, with {len(claims):,} "
        f"claim{'s' * (len(claims) != 1)}",
        *_losses(old, one),
        *_repeats(_naming(entries, one.id), {claim.id for claim in claims}),
    ]
    intended = replace(registry, factions=factions, entries=entries)
    return Revision(revise, intended, remarks, pinned, brief=True)


def _refuse_ties(registry: Registry, old: Faction, new: Faction) -> None:
    """Raise UsageError where two factions are one already, or have ties with each other."""
    if old is new:
        raise UsageError(f"{old.id!r} is one faction already")
    both = {old.id, new.id}
    between = [
        claim
        for claim in registry.claims.values()
        if claim.faction in both and both & {claim.to, claim.ends_tie_with}
    ]
    if between:
        first = between[0]
        raise UsageError(
            f"{first.id!r}, at {first.where}, is about {old.id!r} and {new.id!r}, which "
            f"one group cannot have with itself ({len(between)} in all); remove it first"
        )


def _new_aliases(old: Faction, new: Faction) -> tuple[Alias, ...]:
    """Return the names of a faction that another one lacks."""
    known = {folded(new.name), *(folded(a.name) for a in new.aliases if not _timed(a))}
    aliases: list[Alias] = []
    for alias in (Alias(old.name), *old.aliases):
        if _timed(alias) or folded(alias.name) not in known:
            known.add(folded(alias.name))
            aliases.append(alias)
    return tuple(aliases)


def _timed(alias: Alias) -> bool:
    return alias.since is not None or alias.until is not None


def _new_leaders(old: Faction, new: Faction) -> tuple[Leader, ...]:
    known = {folded(leader.name) for leader in new.leaders}
    return tuple(one for one in old.leaders if folded(one.name) not in known)


def _word(record: Alias | Leader) -> Word:
    keys = ("name", "role", "since", "until")
    values: dict[str, str | FuzzyDate | None] = {
        key: getattr(record, key, None) for key in keys
    }
    texts = {key: str(value) for key, value in values.items() if value is not None}
    return Word(texts if len(texts) > 1 else record.name)


def _losses(old: Faction, new: Faction) -> list[str]:
    """Return what was said of the double alone and is gone, for the user to enter."""
    values = {key: getattr(old, key) for key in _ONCE}
    known = dict((*new.ids, *new.own_keys))
    return [
        f"gone: {key} {str(value)!r} of {old.id!r}; `faction edit` can enter it"
        for key, value in values.items()
        if value is not None and value != getattr(new, key)
    ] + [
        f"gone: {key} {value!r} of {old.id!r}; {new.id!r} has {known[key]!r}"
        for key, value in (*old.ids, *old.own_keys)
        if known.get(key, value) != value
    ]


def _naming(entries: Sequence[Entry], faction: str) -> list[Claim]:
    return [e for e in entries if isinstance(e, Claim) and later_ids.names(e, faction)]


def _repeats(claims: Sequence[Claim], changed: set[str]) -> list[str]:
    """Return which claims say the same as another one now."""
    first_of: dict[Hashable, Claim] = {}
    remarks = []
    for claim in claims:
        first = first_of.setdefault(content(claim), claim)
        if first is not claim and changed & {first.id, claim.id}:
            remarks.append(
                f"{claim.id!r} says what {first.id!r} says; retract one of the two"
            )
    return remarks
