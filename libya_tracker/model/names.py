"""Which faction a name means, whatever its case, accents, article or transliteration.

Only the spelling may differ, not numbers, initials or consonants: the 7th Brigade is not
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

#: One way to compare names: what to compare of them, and when two of those match.
_Stage = tuple[Callable[[str], str], Callable[[str, str], bool]]


def resolve(registry: Registry, name: str, day: dt.date | None = None) -> str:
    """Return the id of the faction that a name means on a day, or on any day.

    Raises NoSuchError with the nearest names, AmbiguousNameError with the candidates, and
    NotThenError if the name was in use only at another time.
    """
    if (exact := _plain(name)) in registry.factions:
        return exact
    matches = _matching(registry, name, day)
    if len(matches) > 1:
        raise AmbiguousNameError(name, list(matches))
    if matches:
        return next(iter(matches))
    if day is not None and (others := _matching(registry, name, None)):
        times = {
            owner: f"{_time(alias)}: {registry.factions[owner].name}"
            for owner, alias in others.items()
        }
        raise NotThenError(name, day, times)
    raise NoSuchError("faction", name, _similar(registry, name, day))


def clashes(registry: Registry) -> Iterator[tuple[Faction, Faction, str]]:
    """Yield each faction that shares a name with an earlier one, that one, and the name."""
    owners: dict[str, list[tuple[Faction, Alias]]] = {}
    for faction in registry.factions.values():
        for alias in _names(faction, None):
            owners.setdefault(folded(alias.name), []).append((faction, alias))
    for holders in owners.values():
        reported: set[str] = set()
        for place, (later, alias) in enumerate(holders):
            for earlier, other in islice(holders, place):
                if later.id in reported:
                    break
                if earlier is not later and _overlap(alias, other):
                    reported.add(later.id)
                    yield later, earlier, alias.name


def folded(name: str) -> str:
    """Return a name without case, accents, apostrophes, articles, Arabic letter forms."""
    bare = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name.casefold()))
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    words = _WORD.findall(bare.translate(_LETTERS))
    remaining = [_without_article(word) for word in words if word not in _ARTICLES]
    return " ".join(_digits(word) for word in remaining or words)


def nearest(
    name: str, words: Iterable[str], most: int = 3, least: float = 0.5
) -> list[str]:
    """Return the words that are spelt most like a name, by at least a share of it."""
    words = list(words)
    # One that is far longer is like none of them, and to compare it would take long.
    if len(name) * least > max(map(len, words), default=0) * (2 - least):
        return []
    return get_close_matches(name, words, most, least)


def _matching(registry: Registry, name: str, day: dt.date | None) -> dict[str, Alias]:
    """Return the factions that a name matches on a day, each with the matching alias."""
    for spelling, same in _STAGES:
        target = spelling(name)
        matches: dict[str, Alias] = {}
        for faction in registry.factions.values():
            for alias in _names(faction, day):
                if target and same(target, spelling(alias.name)):
                    matches.setdefault(faction.id, alias)
        if matches:
            return matches
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
    """Tell whether folded names differ only in vowels, as transliterations do."""
    words, others = one.split(), other.split()
    return len(words) == len(others) and all(
        a == b or _transliterated(a, b) for a, b in zip(words, others, strict=True)
    )


def _transliterated(one: str, other: str) -> bool:
    """Tell whether two words are transliterations of one word, with other vowels.

    A vowel may be another one, or be missing in one of the two (Misrata, Misurata). It may
    not be in another place (Zliten, Zaltan) nor be missing at the start or end (Niger,
    Nigeria). Words with fewer than three consonants must be the same.
    """
    (consonants, slots), (others, places) = _skeleton(one), _skeleton(other)
    if consonants != others or len(consonants) < 3:
        return False
    if (slots[0], slots[-1]) != (places[0], places[-1]):
        return False
    return all(map(le, slots, places)) or all(map(ge, slots, places))


def _skeleton(word: str) -> tuple[str, list[bool]]:
    """Return a word's consonants, and whether there is a vowel before, between, after."""
    if len(word) > 3 and word[-1] == "h" and word[-2] in _VOWELS:
        word = word[:-1]  # Sirta, Sirtah
    consonants, slots = "", [False]
    for place, letter in enumerate(_DOUBLED.sub(r"\1", word)):
        if letter in _VOWELS or (letter == "y" and place > 0):
            slots[-1] = True
        else:
            consonants += letter
            slots.append(False)
    return consonants, slots


def _similar(registry: Registry, name: str, day: dt.date | None) -> list[str]:
    spellings: dict[str, str] = {}
    for faction in registry.factions.values():
        for alias in _names(faction, day):
            spellings[folded(alias.name)] = alias.name  # a name rather than an id
    matches = nearest(folded(name), spellings, 3, 0.6)
    return [spellings[spelling] for spelling in matches]


def _overlap(one: Alias, other: Alias) -> bool:
    return not (_ends_before(one, other) or _ends_before(other, one))


def _ends_before(one: Alias, other: Alias) -> bool:
    return bool(one.until and other.since and one.until.last < other.since.first)


_STAGES: tuple[_Stage, ...] = ((_plain, eq), (folded, eq), (folded, _vowels_aside))
