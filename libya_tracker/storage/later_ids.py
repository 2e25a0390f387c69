"""Factions that have another id in a later registry, so that both can be compared."""

from __future__ import annotations

from dataclasses import replace

from libya_tracker.model.records import Claim, Entry, Registry

#: What of a claim may hold the id of a faction.
_SLOTS = ("faction", "to", "ends_tie_with", "by")


def under_later_ids(earlier: Registry, later: Registry) -> Registry:
    """Return an earlier registry in which each faction has its id of a later one.

    Else a faction that was renamed, or made one with its double, would seem to be gone, and
    all its ties new. One that had claims about its double keeps its id.
    """
    for old, new in new_ids(earlier, later).items():
        if _are_parties_of_one_claim(earlier, old, new):
            continue
        factions = {
            new if id == old else id: faction._replace(id=new) if id == old else faction
            for id, faction in earlier.factions.items()
            if id != old or new not in earlier.factions
        }
        entries = tuple(with_id(entry, old, new) for entry in earlier.entries)
        earlier = replace(earlier, factions=factions, entries=entries)
    return earlier


def new_ids(base: Registry, side: Registry) -> dict[str, str]:
    """Return the factions that a side has under another id, with that."""
    ids = {}
    for old in base.factions.keys() - side.factions.keys():
        heirs = _in_its_place(base, side, old) or _of_its_name(base, side, old)
        if len(heirs) == 1:
            ids[old] = heirs.pop()
    return ids


def _in_its_place(base: Registry, side: Registry, old: str) -> set[str]:
    """Return the factions that claims of a side name where they named another before."""
    return {
        str(getattr(later, slot))
        for claim in naming(base, old)
        if (later := side.claims.get(claim.id)) is not None
        for slot in _SLOTS
        if getattr(claim, slot) == old
    }


def _of_its_name(base: Registry, side: Registry, old: str) -> set[str]:
    name = base.factions[old].name
    return {
        new
        for new in side.factions.keys() - base.factions.keys()
        if side.factions[new].name == name
    }


def naming(registry: Registry, faction: str) -> list[Claim]:
    """Return the claims that name a faction by its id."""
    return [claim for claim in registry.claims.values() if names(claim, faction)]


def names(claim: Claim, faction: str) -> bool:
    """Tell whether a claim names a faction by its id."""
    return faction in (claim.faction, claim.to, claim.ends_tie_with, claim.by)


def with_id(entry: Entry, old: str, new: str) -> Entry:
    """Return an entry in which another id stands for that of a faction."""
    if not (isinstance(entry, Claim) and names(entry, old)):
        return entry
    return entry._replace(
        faction=new if entry.faction == old else entry.faction,
        to=new if entry.to == old else entry.to,
        ends_tie_with=new if entry.ends_tie_with == old else entry.ends_tie_with,
        by=new if entry.by == old else entry.by,
    )


def _are_parties_of_one_claim(registry: Registry, one: str, other: str) -> bool:
    return any(
        {one, other} <= {claim.faction, claim.to, claim.ends_tie_with}
        for claim in registry.claims.values()
    )
