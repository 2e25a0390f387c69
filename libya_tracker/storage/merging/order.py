"""In which order the children of two versions stand in the one that comes of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence

from libya_tracker.model import dates
from libya_tracker.model.dates import DateError
from libya_tracker.storage.merging.matching import Item

Dates = Mapping[Hashable, dt.date]


def of_keys(
    base: Sequence[Hashable],
    ours: Sequence[Hashable],
    theirs: Sequence[Hashable],
    days: Dates | None = None,
) -> list[Hashable]:
    """Return the keys of three versions in one order.

    What is new stands behind what it stood behind: ours, then theirs; or, where days are
    given, by them. Where one side moved something, it is where that side has it.
    """
    if _shared(ours, theirs) == _shared(theirs, ours):
        moved_by_theirs = False
    else:
        moved_by_theirs = _shared(ours, base) == _shared(base, ours)
    first, second = (theirs, ours) if moved_by_theirs else (ours, theirs)
    result = list(first)
    placed, own = set(first), set(first) - set(base) - set(second)
    anchor: Hashable = None
    runs: dict[Hashable, list[Hashable]] = {}
    for key in second:
        if key in placed:
            anchor = key
        else:
            runs.setdefault(anchor, []).append(key)
    for key, run in runs.items():
        start = result.index(key) + 1 if key is not None else 0
        end = start
        while end < len(result) and result[end] in own:
            end += 1
        there = result[start:end]
        own_run, run_of_theirs = (run, there) if moved_by_theirs else (there, run)
        result[start:end] = _joined(own_run, run_of_theirs, days or {})
    return result


def _shared(keys: Sequence[Hashable], others: Sequence[Hashable]) -> list[Hashable]:
    kept = set(others)
    return [key for key in keys if key in kept]


def _joined(ours: list[Hashable], theirs: list[Hashable], days: Dates) -> list[Hashable]:
    """Return two runs as one: by their days where all have one, else ours first."""
    if not days or not ours or not theirs:
        return [*ours, *theirs]
    run = [*ours, *theirs]
    return sorted(run, key=lambda key: days[key]) if all(k in days for k in run) else run


def dates_of(sides: Sequence[Mapping[Hashable, Item]]) -> Dates:
    """Return the day of each claim, where both versions have all in the order of days."""
    days: dict[Hashable, dt.date] = {}
    for side in sides:
        texts = {key: str(item.values.get("date", "")) for key, item in side.items()}
        try:
            own = {key: dates.parse(text).first for key, text in texts.items()}
        except DateError:
            return {}
        if list(own.values()) != sorted(own.values()):
            return {}
        days |= own
    return days
