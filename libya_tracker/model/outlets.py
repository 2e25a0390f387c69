"""The outlets that publish sources: which one a name means, and what is theirs."""

from __future__ import annotations

from libya_tracker.model.folding import folded
from libya_tracker.model.name_words import holds, words_of
from libya_tracker.model.records import Registry


def with_copies(registry: Registry, source: str) -> frozenset[str]:
    """Return a source and those that repeat it, over any number of steps."""
    return frozenset(
        name
        for name in registry.sources
        if any(one.id == source for one in registry.chain(name))
    )


def named(registry: Registry, name: str) -> list[str]:
    """Return the outlets of a name, whatever its case; else those that hold its words."""
    outlets: dict[str, str] = {}
    for source in registry.sources.values():
        if source.publisher and (spelling := folded(source.publisher)):
            outlets.setdefault(spelling, source.publisher)
    if (target := folded(name)) in outlets:
        return [outlets[target]]
    words = words_of(name)
    return [outlet for outlet in outlets.values() if words and holds(outlet, words)]


def pages(registry: Registry, outlet: str) -> frozenset[str]:
    """Return the sources that an outlet published, however its name is spelt."""
    return frozenset(
        source.id
        for source in registry.sources.values()
        if source.publisher and folded(source.publisher) == folded(outlet)
    )
