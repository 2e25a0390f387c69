"""The sides that factions take, each with a letter and a colour of its own in pictures.

They hang on the registry alone, not on the day or the claims asked for, so that one side
looks the same in all pictures of a registry, and keeps its looks while the file grows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, product
from string import ascii_lowercase, ascii_uppercase
from types import MappingProxyType

from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import FOLLOWING


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour to fill with, and the ink that reads well on it, both as ``#rrggbb``."""

    fill: str
    ink: str


@dataclass(frozen=True, slots=True)
class Side:
    """A faction as one that others follow, with its marks in pictures."""

    faction: str
    name: str
    letter: str
    colour: Colour


#: Told apart whatever one's colour vision: Okabe and Ito, Color Universal Design (2008),
#: black left out, grey added. There are more sides than colours: the letter decides.
PALETTE = (
    Colour("#0072b2", "#ffffff"),
    Colour("#e69f00", "#000000"),
    Colour("#009e73", "#000000"),
    Colour("#cc79a7", "#000000"),
    Colour("#56b4e9", "#000000"),
    Colour("#d55e00", "#000000"),
    Colour("#f0e442", "#000000"),
    Colour("#999999", "#000000"),
)

#: The colour of a tie's line by its sign, on white; each line differs by more than that.
TIE_COLOURS: Mapping[str, str] = MappingProxyType(
    {"+": "#1f5c99", "0": "#5c6570", "-": "#b3261e"}
)


def sides(registry: Registry, others: Collection[str] = ()) -> dict[str, Side]:
    """Return every faction that some claim says another follows, in the order of the file.

    ``others`` are factions that a picture needs marks for too; they come after.
    """
    followed = {
        change.to for change in registry.changes.values() if change.relation in FOLLOWING
    }
    names = [name for name in registry.factions if name in followed]
    more = {*others} - followed
    names += [name for name in registry.factions if name in more]
    letters: dict[str, str] = {}
    for name in names:
        taken = {*letters.values()}
        letters[name] = next(letter for letter in _letters(name) if letter not in taken)
    return {
        name: Side(
            name, registry.factions[name].name, letters[name], PALETTE[place % len(PALETTE)]
        )
        for place, name in enumerate(names)
    }


def _letters(faction: str) -> Iterator[str]:
    """Yield what may stand for a side, the letters of its own id first."""
    own: Iterable[str] = (char for char in faction.upper() if char in ascii_uppercase)
    pairs = ("".join(pair) for pair in product(ascii_uppercase, repeat=2))
    longer = ("".join(four) for four in product(ascii_uppercase, repeat=4))
    return chain(own, ascii_uppercase, ascii_lowercase, pairs, longer)
