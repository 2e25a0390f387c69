"""The sides that factions take, each with a letter and a number of its own.

They depend on the registry alone, not on the day or the claims asked for, so that one side
looks the same in all pictures of a registry, and keeps its looks while the file grows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain, product
from string import ascii_lowercase, ascii_uppercase

from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import FOLLOWING
from libya_tracker.named_tuples import NamedTuple


class Side(NamedTuple):
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
    letters = _letters(names)
    return {
        name: Side(name, registry.factions[name].name, letter, place)
        for place, (name, letter) in enumerate(zip(names, letters, strict=True))
    }


def _letters(names: Iterable[str]) -> Iterator[str]:
    """Yield a letter for each name: the first of its own that is free, else the next."""
    pairs = ("".join(pair) for pair in product(ascii_uppercase, repeat=2))
    longer = ("".join(four) for four in product(ascii_uppercase, repeat=4))
    # What one name does not find free, no later one does: they go on from there.
    others = chain(ascii_uppercase, ascii_lowercase, pairs, longer)
    used: set[str] = set()
    for name in names:
        own = (char for char in name.upper() if char in ascii_uppercase)
        letter = next(letter for letter in chain(own, others) if letter not in used)
        used.add(letter)
        yield letter
