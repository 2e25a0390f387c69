"""Where the claims that may name a faction stand in a text, for edits in place."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from libya_tracker.storage import fast_changes, spans
from libya_tracker.storage.spans import Span


def claims_in(text: str, faction: str) -> Iterator[tuple[int, Span]]:
    """Yield each claim that may name a faction, and by how much its indexes are too low.

    Claims of what-ifs follow those of the record. Of a long list of changes only those
    entries are parsed in whose text the id stands.
    """
    place = fast_changes.extent(text)
    claims = None if place is None else _nearby(text, faction, *place)
    if place is None or claims is None:
        yield from ((0, claim) for claim in spans.items(text, ("changes",)))
        yield from ((0, claim) for claim in _supposed(text))
        return
    yield from claims
    start, end = place
    for claim in _supposed(text[:start] + text[end:]):
        yield (end - start if claim.start >= start else 0), claim


def _nearby(text: str, faction: str, start: int, end: int) -> list[tuple[int, Span]] | None:
    """Return the entries of a list of changes in whose text an id stands.

    None where an entry is not to be read by itself.
    """
    indent = fast_changes.indent_of(text, start, end)
    if indent is None:
        return None
    dash, claims = f"\n{indent}- ", []
    escape = r"|\\" if text.find("\\", start, end) >= 0 else ""  # for a letter of the id
    name = re.compile(
        rf"{re.escape(faction)}(?<![a-z0-9-]{re.escape(faction)})(?![a-z0-9-]){escape}"
    )
    first = text.find(dash, start - 1, end) + 1
    while match := name.search(text, first, end):
        begin = text.rfind(dash, start - 1, match.end()) + 1
        first = text.find(dash, match.end() - 1, end) + 1 or end
        try:
            claim = spans.at(text[begin:first], ("0",))
        except yaml.YAMLError:
            return None
        if claim is None:
            return None
        claims.append((begin, claim))
    return claims


def _supposed(text: str) -> Iterator[Span]:
    scenarios = spans.at(text, ("scenarios",))
    for _, scenario in scenarios.pairs if scenarios else ():
        if changes := scenario.value("changes"):
            yield from changes.items
