"""Which faction a name means, whatever its case, accents, article or transliteration.

Only spelling is forgiven. Numbers, initials and consonants are not: the 7th Brigade is not
the 9th, and the Libyan National Army is not the National Liberation Army.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from itertools import islice
from operator import eq, ge, le

from libya_tracker.errors import AmbiguousNameError, NoSuchError, NotThenError
from libya_tracker.model.records import Alias, Faction, Registry

# Every apostrophe that transliterations use, and the Arabic tatweel, which only stretches.
_APOSTROPHES = re.compile(
    "['`\u00b4\u02b9\u02bb-\u02bf\u02c8\u0640\u2018\u2019\u201b\u2032\uff07]"
)
# Teh marbuta as heh, alef maksura and Persian yeh as yeh, Persian kaf as kaf, alef wasla as
# alef; dotless i.
_LETTERS = str.maketrans(
    "\u0629\u0649\u06cc\u06a9\u0671\u0131", "\u0647\u064a\u064a\u0643\u0627i"
)
_WORD = re.compile(r"[^\W_]+")
_ARTICLES = frozenset({"al", "el"})
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = frozenset("aeiou")

#: How two names are compared, the strictest way first: what of them, and when it is alike.
_Stage = tuple[Callable[[str], str], Callable[[str, str], bool]]


def resolve(registry: Registry, name: str, day: dt.date | None = None) -> str:
    """Return the id of the faction that a name means on a day, or on any day.

    Raises NoSuchError with the nearest names, AmbiguousNameError with the candidates, and
    NotThenError where the name is one of another time.
    """
    if (exact := _plain(name)) in registry.factions:
        return exact
    fits = _fitting(registry, name, day)
    if len(fits) > 1:
        raise AmbiguousNameError(name, list(fits))
    if fits:
        return next(iter(fits))
    if day is not None and (others := _fitting(registry, name, None)):
        times = {
            owner: f"{_time(alias)}: {registry.factions[owner].name}"
            for owner, alias in others.items()
        }
        raise NotThenError(name, day, times)
    raise NoSuchError("faction", name, _similar(registry, name, day))


def clashes(registry: Registry) -> Iterator[tuple[Faction, Faction, str]]:
    """Yield each faction that shares a name with an earlier one on some day, and both."""
    owners: dict[str, list[tuple[Faction, Alias]]] = {}
    for faction in registry.factions.values():
        for alias in _names(faction, None):
            owners.setdefault(folded(alias.name), []).append((faction, alias))
    for holders in owners.values():
        told: set[str] = set()
        for place, (later, alias) in enumerate(holders):
            for earlier, other in islice(holders, place):
                if later.id in told:
                    break
                if earlier is not later and _overlap(alias, other):
                    told.add(later.id)
                    yield later, earlier, alias.name


def folded(name: str) -> str:
    """Return a name without case, accents, apostrophes, articles, Arabic letter forms."""
    bare = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name.casefold()))
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    words = _WORD.findall(bare.translate(_LETTERS))
    kept = [_without_article(word) for word in words if word not in _ARTICLES]
    return " ".join(_digits(word) for word in kept or words)


def nearest(name: str, ids: Iterable[str]) -> list[str]:
    """Return the ids that are spelt most like a name."""
    return get_close_matches(name, list(ids), 3, 0.5)


def _fitting(registry: Registry, name: str, day: dt.date | None) -> dict[str, Alias]:
    """Return the factions that a name fits on a day, and which of their names it fits."""
    for spelling, same in _STAGES:
        wanted = spelling(name)
        fits: dict[str, Alias] = {}
        for faction in registry.factions.values():
            for alias in _names(faction, day):
                if wanted and same(wanted, spelling(alias.name)):
                    fits.setdefault(faction.id, alias)
        if fits:
            return fits
    return {}


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _names(faction: Faction, day: dt.date | None) -> Iterator[Alias]:
    yield Alias(faction.id)
    yield Alias(faction.name)
    yield from (a for a in faction.aliases if day is None or a.covers(day))


def _time(alias: Alias) -> str:
    words = ("from", alias.since), ("to" if alias.since else "until", alias.until)
    return " ".join(f"{word} {date}" for word, date in words if date is not None)


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _digits(word: str) -> str:
    return "".join(str(unicodedata.decimal(char, char)) for char in word)


def _vowels_aside(one: str, other: str) -> bool:
    """Tell whether folded names differ in nothing but vowels, and in those not too much."""
    words, others = one.split(), other.split()
    return len(words) == len(others) and all(
        a == b or _transliterated(a, b) for a, b in zip(words, others, strict=True)
    )


def _transliterated(one: str, other: str) -> bool:
    """Tell whether two words are one word heard with other vowels.

    The vowels may be others, or left out in one of the two (Misrata, Misurata), but not
    moved (Zliten, Zaltan) nor left out at its ends (Niger, Nigeria). Short words have none
    to spare: they must be the same.
    """
    (bones, slots), (others, places) = _bones(one), _bones(other)
    if bones != others or len(bones) < 3:
        return False
    if (slots[0], slots[-1]) != (places[0], places[-1]):
        return False
    return all(map(le, slots, places)) or all(map(ge, slots, places))


def _bones(word: str) -> tuple[str, list[bool]]:
    """Return a word's consonants, and whether there is a vowel before, between, after."""
    if len(word) > 3 and word[-1] == "h" and word[-2] in _VOWELS:
        word = word[:-1]  # Sirta, Sirtah
    bones, slots = "", [False]
    for place, letter in enumerate(_DOUBLED.sub(r"\1", word)):
        if letter in _VOWELS or (letter == "y" and place > 0):
            slots[-1] = True
        else:
            bones += letter
            slots.append(False)
    return bones, slots


def _similar(registry: Registry, name: str, day: dt.date | None) -> list[str]:
    spellings: dict[str, str] = {}
    for faction in registry.factions.values():
        for known in _names(faction, day):
            spellings[folded(known.name)] = known.name  # a name rather than an id
    ranked = get_close_matches(folded(name), spellings, 3, 0.6)
    return [spellings[spelling] for spelling in ranked]


def _overlap(one: Alias, other: Alias) -> bool:
    return not (_ends_before(one, other) or _ends_before(other, one))


def _ends_before(one: Alias, other: Alias) -> bool:
    return bool(one.until and other.since and one.until.last < other.since.first)


_STAGES: tuple[_Stage, ...] = ((_plain, eq), (folded, eq), (folded, _vowels_aside))
