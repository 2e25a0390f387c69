"""An earlier registry in the ids of a later one, so that both can be compared."""

from __future__ import annotations

from dataclasses import replace

from libya_tracker.model.records import Registry
from libya_tracker.storage import renames
from libya_tracker.storage.merging.renaming import new_ids


def under_later_ids(earlier: Registry, later: Registry) -> Registry:
    """Return an earlier registry in which each faction has its id of a later one.

    Else a faction that was renamed, or made one with its double, would seem to be gone, and
    all its ties new. One that had claims about its double keeps its id.
    """
    for old, new in new_ids(earlier, later).items():
        if _are_parties_of_one_claim(earlier, old, new):
            continue
        factions = {
            new if id == old else id: replace(faction, id=new) if id == old else faction
            for id, faction in earlier.factions.items()
            if id != old or new not in earlier.factions
        }
        entries = tuple(renames.with_id(entry, old, new) for entry in earlier.entries)
        earlier = replace(earlier, factions=factions, entries=entries)
    return earlier


def _are_parties_of_one_claim(registry: Registry, one: str, other: str) -> bool:
    return any(
        {one, other} <= {claim.faction, claim.to, claim.ends_tie_with}
        for claim in registry.claims.values()
    )
