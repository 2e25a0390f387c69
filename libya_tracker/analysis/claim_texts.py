"""The texts of a claim in which words are looked for: its note, tags, names, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from libya_tracker.model.folding import folded
from libya_tracker.model.name_words import begins, words_of
from libya_tracker.model.records import Alias, Claim, Registry


class ClaimTexts:
    """Looks for words in claims; which of them each text holds is kept."""

    def __init__(self, registry: Registry, words: Iterable[str]) -> None:
        self._registry = registry
        self._words = frozenset(word for typed in words for word in words_of(typed))
        self._holds = cache(self._words_in)

    def hold_all(self, claim: Claim) -> bool:
        """Tell whether each word begins one in the texts of a claim, wherever."""
        missing = self._words
        for text in self._texts(claim):
            missing -= self._holds(text)
            if not missing:
                return True
        return False

    def _words_in(self, text: str) -> frozenset[str]:
        others = folded(text).split()
        return frozenset(
            word for word in self._words if any(begins(word, other) for other in others)
        )

    def _texts(self, claim: Claim) -> Iterator[str]:
        yield from filter(None, (claim.note, claim.by, claim.id, *claim.tags))
        for name in (claim.faction, claim.to, claim.ends_tie_with, claim.by):
            if name is not None and (faction := self._registry.factions.get(name)):
                yield from (faction.id, faction.name, *_names(faction.aliases))
        for name in claim.sources:
            source = self._registry.sources[name]
            yield from filter(None, (name, source.title, source.publisher))


def _names(aliases: Iterable[Alias]) -> Iterator[str]:
    yield from (alias.name for alias in aliases)
