"""The sides that factions take, each with a letter and a number of its own.

They depend on the registry alone, not on the day or the claims asked for, so that one side
looks the same in all pictures of a registry, and keeps its looks while the file grows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, product
from string import ascii_lowercase, ascii_uppercase

from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import FOLLOWING


@dataclass(frozen=True, slots=True)
class Side:
    """A faction as one that others follow, with its marks in pictures."""

    faction: str
    name: str
    letter: str
    #: Its place among all sides of the registry, by which pictures choose its colour.
    number: int


def sides(registry: Registry, others: Collection[str] = ()) -> dict[str, Side]:
    """Return every faction that some claim says another follows, in the order of the file.

    ``others`` are factions that a picture needs marks for too; they come after.
    """
    followed_factions = {
        claim.to for claim in registry.claims.values() if claim.relation in FOLLOWING
    }
    names = [name for name in registry.factions if name in followed_factions]
    more = {*others} - followed_factions
    names += [name for name in registry.factions if name in more]
    letters: dict[str, str] = {}
    for name in names:
        used = {*letters.values()}
        letters[name] = next(letter for letter in _letters(name) if letter not in used)
    return {
        name: Side(name, registry.factions[name].name, letters[name], place)
        for place, name in enumerate(names)
    }


def _letters(faction: str) -> Iterator[str]:
    """Yield candidate letters for a side, those of its own id first."""
    own: Iterable[str] = (char for char in faction.upper() if char in ascii_uppercase)
    pairs = ("".join(pair) for pair in product(ascii_uppercase, repeat=2))
    longer = ("".join(four) for four in product(ascii_uppercase, repeat=4))
    return chain(own, ascii_uppercase, ascii_lowercase, pairs, longer)
