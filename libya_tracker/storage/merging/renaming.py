"""A faction that one side renamed, or made one with another, is so on the other, too."""

from __future__ import annotations

from libya_tracker.errors import InvalidRegistryError
from libya_tracker.model.records import Claim, Registry
from libya_tracker.storage import later_ids, own_ids, renames, splices
from libya_tracker.storage.merging.versions import Version


def followed(
    base: Version, ours: Version, theirs: Version
) -> tuple[Version, Version, Version]:
    """Return three versions in which each faction has the id that either side gave it.

    That of ours where both gave it one.
    """
    for new, of_theirs in twice(base, ours, theirs).items():
        theirs = _with_id(theirs, of_theirs, new, None)
    for old, new in later_ids.new_ids(base.registry, ours.registry).items():
        base = _with_id(base, old, new, ours.registry)
        theirs = _with_id(theirs, old, new, None)
    for old, new in later_ids.new_ids(base.registry, theirs.registry).items():
        base = _with_id(base, old, new, theirs.registry)
        ours = _with_id(ours, old, new, None)
    return base, ours, theirs


def twice(base: Version, ours: Version, theirs: Version) -> dict[str, str]:
    """Return the factions that each side gave another id: that of ours, and of theirs."""
    here = later_ids.new_ids(base.registry, ours.registry)
    there = later_ids.new_ids(base.registry, theirs.registry)
    return {
        here[old]: there[old]
        for old in here.keys() & there.keys()
        if here[old] != there[old]
        and not {here[old], there[old]} & base.registry.factions.keys()
    }


def remarks(base: Version, ours: Version, theirs: Version) -> list[str]:
    """Return of which claims the parties are called otherwise than their side wrote."""
    sides = (ours, "ours", theirs, "theirs"), (theirs, "theirs", ours, "ours")
    return [
        f"{len(claims):,} claim{'s' * (len(claims) != 1)} of {name_of_other} "
        f"name{'s' * (len(claims) == 1)} {new!r} now, which {name} made of {old!r}"
        for side, name, other, name_of_other in sides
        for old, new in later_ids.new_ids(base.registry, side.registry).items()
        if (claims := _new(base.registry, other.registry, old))
    ]


def _new(base: Registry, side: Registry, faction: str) -> list[str]:
    """Return the claims that a side added and that name a faction."""
    return [c.id for c in later_ids.naming(side, faction) if c.id not in base.claims]


def _with_id(version: Version, old: str, new: str, model: Registry | None) -> Version:
    """Return a version in which a faction has another id; as it is where that cannot be.

    Its claims keep their ids, which are written down; where there is a model, only of
    those that have them written there.
    """
    registry = version.registry
    if old not in registry.factions:
        return version
    pinned = [
        claim
        for claim in later_ids.naming(registry, old)
        if old in {claim.faction, claim.to}
        and not {old, new} <= {claim.faction, claim.to, claim.ends_tie_with}
        and not claim.own_id
        and _has_id(model, claim)
    ]
    text = own_ids.written(version.text, registry, pinned)
    text = splices.spliced(text, renames.replacements(text, old, new))
    if new not in registry.factions:
        text = renames.with_key(text, old, new)
    try:
        return Version.of(text, version.file)
    except InvalidRegistryError:
        return version


def _has_id(model: Registry | None, claim: Claim) -> bool:
    if model is None:
        return True
    later = model.claims.get(claim.id)
    return later is not None and later.own_id
