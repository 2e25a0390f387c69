"""Where an entry of a registry stands in its file: a record under an id."""

from __future__ import annotations

from libya_tracker.errors import Location
from libya_tracker.model.records import Registry
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage.merging import build, places
from libya_tracker.storage.problems import LINE_END


class Lines(NamedTuple):
    """The lines of an entry, without the comments above it."""

    first: int
    last: int
    text: str


def place_of(registry: Registry, name: str) -> Location | None:
    """Return where the claim, faction, source or what-if of an id begins."""
    claims = {entry.id: entry.where for entry in registry.entries}
    for table in (
        claims,
        {key: faction.where for key, faction in registry.factions.items()},
        {key: source.where for key, source in registry.sources.items()},
        {key: scenario.where for key, scenario in registry.scenarios.items()},
    ):
        if name in table:
            return table[name]
    return None


def lines_of(text: str, where: Location) -> Lines:
    """Return the lines of the entry that begins at a place of a valid registry's text."""
    ends = [match.end() for match in LINE_END.finditer(text)]
    starts = [0, *ends]
    index = starts[where.line - 1] + where.column - 1
    tree = build.tree(text)
    child, start = places.entry_at(tree, index)
    if child is None or tree.flow:  # no more than its first line is known
        return Lines(where.line, where.line, text[starts[where.line - 1] : index])
    own = child.own
    first = len(LINE_END.findall(text, 0, start + len(child.lead))) + 1
    return Lines(first, first + len(LINE_END.findall(own.rstrip())), own.rstrip())
