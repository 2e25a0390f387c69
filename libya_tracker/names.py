"""Which faction a name means, whatever its case, accents, article or transliteration.

Only spelling is forgiven. Numbers, initials and consonants are not: the 7th Brigade is not
the 9th, and the Libyan National Army is not the National Liberation Army.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from libya_tracker.errors import AmbiguousNameError, NoSuchError
from libya_tracker.model import Alias, Faction, Registry

# Every apostrophe that transliterations use, and the Arabic tatweel, which only stretches.
_APOSTROPHES = re.compile("['`\u00b4\u02bb-\u02bf\u02c8\u0640\u2018\u2019\u201b]")
# Teh marbuta as heh, alef maksura and Persian yeh as yeh, Persian kaf as kaf; dotless i.
_LETTERS = str.maketrans("\u0629\u0649\u06cc\u06a9\u0131", "\u0647\u064a\u064a\u0643i")
_WORD = re.compile(r"[^\W_]+")
_ARTICLES = frozenset({"al", "el"})
_VOWELS = re.compile("[aeiouy]+")
_DOUBLED = re.compile(r"(.)\1+")


def resolve(registry: Registry, name: str, day: dt.date | None = None) -> str:
    """Return the id of the faction that a name means on a day, or on any day.

    Raises NoSuchError with the nearest names, AmbiguousNameError with the candidates.
    """
    if name in registry.factions:
        return name
    for spelling in (_plain, folded, skeleton):
        wanted = spelling(name)
        if wanted is None:
            continue
        fits = [
            faction.id
            for faction in registry.factions.values()
            if any(spelling(known) == wanted for known in _names(faction, day))
        ]
        if len(fits) > 1:
            raise AmbiguousNameError(name, fits)
        if fits:
            return fits[0]
    raise NoSuchError("faction", name, _similar(registry, name))


def clashes(registry: Registry) -> Iterator[tuple[Faction, Faction, str]]:
    """Yield each pair of factions that share a spelling of a name on some day."""
    owners: dict[str, list[tuple[Faction, Alias]]] = {}
    for faction in registry.factions.values():
        for alias in (Alias(faction.id), Alias(faction.name), *faction.aliases):
            owners.setdefault(folded(alias.name), []).append((faction, alias))
    for holders in owners.values():
        for place, (later, name) in enumerate(holders):
            for earlier, other in holders[:place]:
                if earlier is not later and _overlap(name, other):
                    yield later, earlier, name.name
                    break


def folded(name: str) -> str:
    """Return a name without case, accents, apostrophes, articles, Arabic letter forms."""
    bare = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name.casefold()))
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    words = _WORD.findall(bare.translate(_LETTERS))
    kept = [_without_article(word) for word in words if word not in _ARTICLES]
    return " ".join(_digits(word) for word in kept or words)


def skeleton(name: str) -> str | None:
    """Return a name's consonants, for names that differ in vowels; None where too few.

    Initials (all capitals) and words with digits have no vowels to spare and stay whole.
    """
    if name.isupper() and name.isascii():
        return None
    words = [_consonants(word) for word in folded(name).split()]
    bones = " ".join(words)
    return bones if sum(char.isalpha() for char in bones) >= 3 else None


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _names(faction: Faction, day: dt.date | None) -> Iterator[str]:
    yield faction.id
    yield faction.name
    yield from (a.name for a in faction.aliases if day is None or a.covers(day))


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _digits(word: str) -> str:
    return "".join(str(unicodedata.decimal(char, char)) for char in word)


def _consonants(word: str) -> str:
    if not word.isascii() or any(char.isdigit() for char in word):
        return word
    ending = (
        word[:-1] if len(word) > 3 and word[-1] == "h" and word[-2] in "aeiou" else word
    )
    bones = _VOWELS.sub("", _DOUBLED.sub(r"\1", ending))
    return (
        bones if bones[:1] == ending[:1] else f"a{bones}"
    )  # a first vowel is heard, not which


def _similar(registry: Registry, name: str) -> list[str]:
    spellings: dict[str, str] = {}
    for faction in registry.factions.values():
        for known in _names(faction, None):
            spellings.setdefault(folded(known), known)
    ranked = get_close_matches(folded(name), spellings, 3, 0.6)
    return [spellings[spelling] for spelling in ranked]


def _overlap(one: Alias, other: Alias) -> bool:
    return not (_ends_before(one, other) or _ends_before(other, one))


def _ends_before(one: Alias, other: Alias) -> bool:
    return bool(one.until and other.since and one.until.last < other.since.first)


def nearest(name: str, ids: Iterable[str]) -> list[str]:
    """Return the ids that are spelt most like a name."""
    return get_close_matches(name, list(ids), 3, 0.5)
