"""Ids that were derived, written down so that they stay whatever changes around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from operator import attrgetter

from libya_tracker.errors import Location
from libya_tracker.model.records import Claim, Registry
from libya_tracker.storage import brackets, insert
from libya_tracker.storage.emitter import Pair
from libya_tracker.storage.problems import LINE_END


def written(text: str, registry: Registry, claims: Collection[Claim]) -> str:
    """Return the text of a registry in which some of its claims have their ids.

    Only the text up to the next entry is parsed for each of them.
    """
    if not claims:
        return text
    lines = [0, *(match.end() for match in LINE_END.finditer(text))]

    def index(where: Location) -> int:
        return lines[where.line - 1] + where.column - 1

    starts = sorted(index(entry.where) for entry in registry.entries)
    form = brackets.form_of(text)
    parts, done = [], len(text)
    for claim in sorted(claims, key=attrgetter("where"), reverse=True):
        start = index(claim.where)
        following = bisect_right(starts, start)
        end = starts[following] if following < len(starts) else len(text)
        column, pair = claim.where.column, Pair("id", claim.id)
        record = insert.with_pair(text[start:end], column, pair, form)
        parts += [text[end:done], record]
        done = start
    return "".join(reversed([*parts, text[:done]]))
