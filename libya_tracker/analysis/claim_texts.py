"""The texts of a claim in which words are looked for: its note, its names, its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from libya_tracker.model.name_words import begins, words_of
from libya_tracker.model.records import Alias, Claim, Registry
from libya_tracker.model.spelling import folded


class ClaimTexts:
    """Looks for words in claims; what the words of each text are is kept."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._words = lru_cache(maxsize=None)(_words)

    def hold(self, words: Sequence[str], claim: Claim) -> bool:
        """Tell whether each word begins one in the texts of a claim, wherever."""
        others = {word for text in self._texts(claim) for word in self._words(text)}
        return all(
            any(begins(word, other) for other in others)
            for typed in words
            for word in words_of(typed)
        )

    def _texts(self, claim: Claim) -> Iterator[str]:
        yield from filter(None, (claim.note, claim.by, claim.id))
        for name in (claim.faction, claim.to, claim.ends_tie_with, claim.by):
            if name is not None and (faction := self._registry.factions.get(name)):
                yield from (faction.id, faction.name, *_names(faction.aliases))
        for name in claim.sources:
            source = self._registry.sources[name]
            yield from filter(None, (name, source.title, source.publisher))


def _names(aliases: Iterable[Alias]) -> Iterator[str]:
    yield from (alias.name for alias in aliases)


def _words(text: str) -> tuple[str, ...]:
    return tuple(folded(text).split())
