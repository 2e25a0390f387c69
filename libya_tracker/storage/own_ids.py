"""Ids that were derived, written down so that they stay whatever changes around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection
from operator import attrgetter

from libya_tracker.errors import Location
from libya_tracker.model.records import Claim, Registry
from libya_tracker.storage import brackets, insert
from libya_tracker.storage.emitter import Pair
from libya_tracker.storage.line_index import LineIndex
from libya_tracker.storage.problems import LINE_END


def written(text: str, registry: Registry, claims: Collection[Claim]) -> str:
    """Return the text of a registry in which some of its claims have their ids.

    Only the text up to the next entry is parsed for each of them.
    """
    if not claims:
        return text
    index = _index_of(text)
    places = sorted(entry.where for entry in registry.entries)
    form = brackets.form_of(text)
    parts, done = [], len(text)
    for claim in sorted(claims, key=attrgetter("where"), reverse=True):
        start = index(claim.where)
        following = bisect_right(places, claim.where)
        end = index(places[following]) if following < len(places) else len(text)
        column, pair = claim.where.column, Pair("id", claim.id)
        record = insert.with_pair(text[start:end], column, pair, form)
        parts += [text[end:done], record]
        done = start
    return "".join(reversed([*parts, text[:done]]))


def _index_of(text: str) -> Callable[[Location], int]:
    """Return what gives the index of a place in a text."""
    if "\r" in text:
        lines = [0, *(match.end() for match in LINE_END.finditer(text))]
        return lambda where: lines[where.line - 1] + where.column - 1
    line_index = LineIndex(text)  # far quicker in a large file
    return lambda where: line_index.start(where.line - 1) + where.column - 1
