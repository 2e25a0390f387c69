"""Which factions a few words mean: those that have them in a name, area or leader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence

from libya_tracker.model.folding import folded, is_transliteration
from libya_tracker.model.records import Faction, Registry
from libya_tracker.named_tuples import NamedTuple

#: Words that decide nothing where there are others. Many names of persons begin with "Abd".
_IDLE = frozenset({"the", "of", "and", "abd"})

Comparison = Callable[[str, str], bool]


class Part(NamedTuple):
    """One text of a faction in which words are looked for."""

    #: What it is: id, name, alias, area or leader.
    kind: str
    text: str
    #: When it holds, in words; nothing where that is not said.
    period: str = ""

    def __str__(self) -> str:
        own = self.kind in {"id", "name", "area"}  # which stand beside it anyway
        time = f", {self.period}" if self.period else ""
        return self.kind if own else f"{self.kind} {self.text}{time}"


class Hit(NamedTuple):
    """A faction, and in which of its texts all the words are."""

    faction: Faction
    parts: tuple[Part, ...]

    @property
    def reason(self) -> str:
        """Why it matches, in words."""
        return ", ".join(map(str, self.parts))

    def __str__(self) -> str:
        one = self.faction
        words = ", ".join(filter(None, (one.name, one.kind, one.area)))
        return f"{one.id}: {words} ({self.reason})"


def hits(registry: Registry, name: str, day: dt.date | None = None) -> list[Hit]:
    """Return the factions that hold all the words of a name on a day, or on any day.

    A word fits one that begins with it; only where none does, one with other vowels.
    """
    words = words_of(name)
    for same in (begins, is_transliteration):
        matches = [
            Hit(faction, parts)
            for faction in registry.factions.values()
            if (parts := _holding(words, list(parts_of(faction, day)), same))
        ]
        if matches:
            return matches
    return []


def words_of(text: str) -> list[str]:
    """Return the words to look for, without those that decide nothing."""
    words = folded(text).split()
    return [word for word in words if word not in _IDLE] or words


def begins(beginning: str, word: str) -> bool:
    """Tell whether a word is or begins with another, which is no part of a number."""
    if beginning == word:
        return True
    long_enough = len(beginning) > 1 or beginning.isdigit()
    if not long_enough or not word.startswith(beginning):
        return False
    return not (beginning[-1].isdigit() and word[len(beginning)].isdigit())


def holds(text: str, words: Iterable[str]) -> bool:
    """Tell whether each of some words is, or begins, one of a text."""
    others = folded(text).split()
    return all(any(begins(word, other) for other in others) for word in words)


def parts_of(faction: Faction, day: dt.date | None) -> Iterator[Part]:
    """Yield the texts of a faction that hold on a day, or on any day."""
    yield Part("name", faction.name)
    yield Part("id", faction.id)
    for alias in faction.aliases:
        if day is None or alias.covers(day):
            yield Part("alias", alias.name, alias.period)
    if faction.area is not None:
        yield Part("area", faction.area)
    for leader in faction.leaders:
        if day is None or leader.covers(day):
            yield Part("leader", leader.name, leader.period)


def _holding(
    words: Sequence[str], parts: Sequence[Part], same: Comparison
) -> tuple[Part, ...]:
    """Return the part with all the words, else one for each; none where one is missing."""
    texts = [(part, folded(part.text).split()) for part in parts]
    holders: dict[Part, None] = {}
    for part, others in texts:
        if words and all(any(same(word, other) for other in others) for word in words):
            return (part,)
    for word in words:
        holding = (p for p, others in texts if any(same(word, other) for other in others))
        if (holder := next(holding, None)) is None:
            return ()
        holders[holder] = None
    return tuple(holders)
