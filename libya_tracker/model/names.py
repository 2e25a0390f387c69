"""Which faction a name means, whatever its case, accents, article or transliteration.

Only the spelling may differ, not numbers, initials or consonants: the 7th Brigade is not
the 9th, and the Libyan National Army is not the National Liberation Army.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import islice
from operator import eq

from libya_tracker.errors import (
    AmbiguousNameError,
    NoSuchError,
    NotInFullError,
    NotThenError,
    PartNotThenError,
)
from libya_tracker.model.folding import consonants, folded, same_but_for_vowels
from libya_tracker.model.name_words import Hit, Part, hits, parts_of
from libya_tracker.model.records import Alias, Faction, Registry
from libya_tracker.model.spelling import slips
from libya_tracker.named_tuples import NamedTuple

#: One way to compare names: what to compare of them, and when two of those match.
_Stage = tuple[Callable[[str], str], Callable[[str, str], bool]]
#: How many names a message proposes.
_MOST = 3
#: The shortest word that is proposed for a misspelt one, where it is part of a name.
_SHORTEST = 4


class Match(NamedTuple):
    """The faction that a name means."""

    faction: Faction
    #: Why, where the name is no full name of it as it is spelt in the registry.
    reason: str = ""


def lookup(registry: Registry, name: str, day: dt.date | None = None) -> Match:
    """Return the faction that a name, or a part of a name, means on a day or on any day.

    A part of a name is one or more words of one text. Where they stand in several, such as
    a name and an area, the faction is a candidate, to be chosen by its id.

    Raises NoSuchError with the nearest names, AmbiguousNameError with the candidates, and
    NotThenError or PartNotThenError if the name was in use only at another time.
    """
    if (match := _full(registry, name, day)) is not None:
        return match
    candidates = hits(registry, name, day)
    if len(candidates) == 1 and len(candidates[0].parts) == 1:
        return Match(candidates[0].faction, candidates[0].reason)
    if candidates:
        raise _ambiguous(name, candidates)
    if day is not None and (others := hits(registry, name)):
        ids = [hit.faction.id for hit in others]
        raise PartNotThenError(name, day, ids, _lines(others))
    raise NoSuchError("faction", name, _near(registry, name, day))


def resolve(registry: Registry, name: str, day: dt.date | None = None) -> str:
    """Return the id of the faction that has a name in full on a day, or on any day.

    Where something is written, a part of a name is not enough: it is a NotInFullError with
    the candidates. Else raises as ``lookup`` does.
    """
    if (match := _full(registry, name, day)) is not None:
        return match.faction.id
    if candidates := hits(registry, name, day):
        raise NotInFullError(name, [h.faction.id for h in candidates], _lines(candidates))
    raise NoSuchError("faction", name, _near(registry, name, day))


def named(registry: Registry, name: str) -> str | None:
    """Return the id of the faction that has a name in full on any day; None for nobody."""
    match = _full(registry, name, None)
    return None if match is None else match.faction.id


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


def transliterations(registry: Registry) -> Iterator[tuple[Faction, Faction, str, str]]:
    """Yield the pairs of factions with names that differ as transliterations do.

    That is the later one, the earlier one, and the name of each. Names that are the same
    but for accents or articles are a clash.
    """
    # Only names with the same consonants can be alike; most are not compared at all.
    owners: dict[str, list[tuple[Faction, Alias, str]]] = {}
    for faction in registry.factions.values():
        for alias in (Alias(faction.name), *faction.aliases, Alias(faction.id)):
            spelling = folded(alias.name)
            owner = faction, alias, spelling
            owners.setdefault(consonants(spelling), []).append(owner)
    reported: set[tuple[str, str]] = set()
    for holders in owners.values():
        for place, (later, alias, spelling) in enumerate(holders):
            for earlier, other, another in islice(holders, place):
                pair = later.id, earlier.id
                if earlier is later or pair in reported or spelling == another:
                    continue
                if _overlap(alias, other) and same_but_for_vowels(spelling, another):
                    reported.add(pair)
                    yield later, earlier, alias.name, other.name


def _full(registry: Registry, name: str, day: dt.date | None) -> Match | None:
    """Return the faction of a full name; None where there is none of it at any time."""
    if (exact := _plain(name)) in registry.factions:
        return Match(registry.factions[exact])
    matches, reason = _matching(registry, name, day)
    if len(matches) > 1:
        raise _ambiguous(name, [_as_hit(registry, *match) for match in matches.items()])
    for owner, alias in matches.items():
        hit = _as_hit(registry, owner, alias)
        return Match(hit.faction, reason and f"{hit.reason}, {reason}")
    others = {} if day is None else _matching(registry, name, None)[0]
    if day is not None and others:
        times = {o: f"{a.period}: {registry.factions[o].name}" for o, a in others.items()}
        raise NotThenError(name, day, times)
    return None


def _matching(
    registry: Registry, name: str, day: dt.date | None
) -> tuple[dict[str, Alias], str]:
    """Return the factions of a full name, each with the matching alias, and the reason."""
    for (spelling, same), reason in _STAGES.items():
        target = spelling(name)
        matches: dict[str, Alias] = {}
        for faction in registry.factions.values():
            for alias in _names(faction, day):
                if target and same(target, spelling(alias.name)):
                    matches.setdefault(faction.id, alias)
        if matches:
            return matches, reason
    return {}, ""


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _names(faction: Faction, day: dt.date | None) -> Iterator[Alias]:
    yield Alias(faction.id)
    yield Alias(faction.name)
    yield from (a for a in faction.aliases if day is None or a.covers(day))


def _as_hit(registry: Registry, owner: str, alias: Alias) -> Hit:
    faction = registry.factions[owner]
    kinds = {faction.id: "id", faction.name: "name"}
    return Hit(faction, (Part(kinds.get(alias.name, "alias"), alias.name, alias.period),))


def _ambiguous(name: str, candidates: list[Hit]) -> AmbiguousNameError:
    return AmbiguousNameError(
        name, [hit.faction.id for hit in candidates], _lines(candidates)
    )


def _lines(candidates: list[Hit]) -> tuple[str, ...]:
    return tuple(map(str, candidates))


def _near(registry: Registry, name: str, day: dt.date | None) -> list[str]:
    """Return the names that are near a misspelt one, one a faction, the nearest first."""
    target = folded(name)
    proposals = []
    for faction in registry.factions.values():
        parts = [part for part in parts_of(faction, day) if part.kind != "area"]
        parts.sort(key=lambda part: part.kind == "id")  # a name rather than an id
        counts = [(_slips(target, part), place) for place, part in enumerate(parts)]
        count, place = min((pair for pair in counts if pair[0] >= 0), default=(-1, 0))
        if count >= 0:
            part = parts[place]
            proposals.append((count, faction.name if part.kind == "leader" else part.text))
    proposals.sort(key=lambda pair: pair[0])
    return [name for count, name in proposals[:_MOST] if count <= proposals[0][0] + 1]


def _slips(target: str, part: Part) -> int:
    """Return how far a misspelt name is from a text or one of its words; else -1."""
    whole = folded(part.text)
    words = [] if " " in target else [w for w in whole.split() if len(w) >= _SHORTEST]
    counts = (slips(target, text) for text in (whole, *words) if target)
    return min((count for count in counts if count is not None), default=-1)


def _overlap(one: Alias, other: Alias) -> bool:
    return not (_ends_before(one, other) or _ends_before(other, one))


def _ends_before(one: Alias, other: Alias) -> bool:
    return bool(one.until and other.since and one.until.last < other.since.first)


#: The ways to compare full names, the strictest first, and why one fits by the last.
_STAGES: dict[_Stage, str] = {
    (_plain, eq): "",
    (folded, eq): "",
    (folded, same_but_for_vowels): "in another transliteration",
}
