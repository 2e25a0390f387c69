"""What the shell proposes: ids out of the registry that the command line names.

They are found by their beginnings, and by words of the names and titles behind them.
"""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import typer

from libya_tracker.cli import context
from libya_tracker.errors import TrackerError
from libya_tracker.model.records import Claim, Faction, Registry, Source
from libya_tracker.model.vocabulary import Relation
from libya_tracker.storage import files

#: What may be proposed, and the text beside it.
Proposal = tuple[str, str]
#: The same, with more names by which it is found.
_Names = tuple[str, ...]


class _ByName(str):
    """An id that is proposed for a word of a name.

    typer drops a proposal that does not start as typed, unless it says that it does.
    """

    def startswith(self, *_: object) -> bool:
        """Return that it does."""
        return True


def _proposing(
    proposals: Callable[[Registry], Iterable[_Names]],
) -> Callable[[typer.Context, str], list[Proposal]]:
    """Return what proposes the ids that begin as typed; without a registry, none.

    Where no id begins so, those are proposed whose names have words that do.
    """

    def propose(ctx: typer.Context, incomplete: str) -> list[Proposal]:
        registry = _registry(ctx.params.get("registry"))
        if registry is None:
            return []
        pairs = [(one[0], one[1]) for one in proposals(registry)]
        by_id = [pair for pair in pairs if pair[0].startswith(incomplete)]
        return by_id or _by_name(proposals(registry), incomplete)

    # typer reads them for each option, which takes far longer where they are texts.
    propose.__annotations__ = {"ctx": typer.Context, "incomplete": str}
    return propose


def _by_name(proposals: Iterable[_Names], typed: str) -> list[Proposal]:
    """Return the ids of which a name holds all the words typed, or words that begin so."""
    # Deferred: how names are spelt takes some time to load, and few commands ask for it.
    from libya_tracker.model import name_words  # noqa: PLC0415

    words = name_words.words_of(typed)
    return [
        (_ByName(name), title)
        for name, title, *more in proposals
        if words and any(name_words.holds(text, words) for text in (title, *more))
    ]


def _registry(option: str | None) -> Registry | None:
    """Return the registry that a command line names; None where it cannot be read now."""
    try:
        # The shell hands over what is typed: it has not put the home folder for `~`.
        path = context.registry_path(Path(option).expanduser() if option else None)
        if path == files.STANDARD_INPUT:  # where the line is being typed
            return None
        there = files.status(path)
        # Anything else than a file, such as a pipe, might never answer.
        return files.read(path) if there and stat.S_ISREG(there.st_mode) else None
    except (TrackerError, OSError, RuntimeError):  # the last: `~` of nobody
        return None


def _factions(registry: Registry) -> list[_Names]:
    return [
        (faction.id, faction.name, *(alias.name for alias in faction.aliases))
        for faction in registry.factions.values()
    ]


def _sources(registry: Registry) -> list[_Names]:
    return [
        (source.id, source.title or "", source.publisher or "")
        for source in registry.sources.values()
    ]


def _tags(records: Iterable[Claim | Faction | Source]) -> list[_Names]:
    """Return each tag of some records, with how many have it."""
    counts = Counter(tag for record in records for tag in dict.fromkeys(record.tags))
    return [(tag, str(count)) for tag, count in counts.items()]


def _all_tags(registry: Registry) -> list[_Names]:
    records = registry.factions, registry.claims, registry.sources
    return _tags(one for table in records for one in table.values())


def _areas(registry: Registry) -> list[_Names]:
    from libya_tracker.model.name_words import words_of  # noqa: PLC0415  as above

    areas = dict.fromkeys(one.area for one in registry.factions.values() if one.area)
    # A shell is only offered single words.
    words = {word: area for area in areas for word in words_of(area) if len(word) > 3}
    return [*words.items()]


factions = _proposing(_factions)
all_tags = _proposing(_all_tags)
tags = _proposing(lambda registry: _tags(registry.factions.values()))
source_tags = _proposing(lambda registry: _tags(registry.sources.values()))
areas = _proposing(_areas)
sources = _proposing(_sources)
voices = _proposing(lambda registry: _sources(registry) + _factions(registry))
scenarios = _proposing(lambda r: ((s.id, s.title or "") for s in r.scenarios.values()))
changes = _proposing(lambda r: ((c.id, c.note or "") for c in r.claims.values()))


def relations(incomplete: str) -> list[Proposal]:
    """Return the relations that begin so, with what they read."""
    return [(str(r), r.reads) for r in Relation if r.startswith(incomplete)]
