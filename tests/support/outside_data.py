"""Real spells as claims with `until`: COW's alliances and UCDP's non-state conflicts.

Tests that read them are skipped where they are not beside the checkout.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from functools import cache

import pytest

from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.records import Claim, Faction, Registry
from libya_tracker.model.vocabulary import Relation
from tests.support.places import SHARED
from tests.support.registries import HERE, claim

DATA = SHARED / "data"
#: Two actors, and the first and last day of what a row says of them.
Row = tuple[str, str, dt.date, dt.date]

needs_outside_data = pytest.mark.skipif(
    not (DATA / "README.md").exists(), reason=f"the outside data are not at {DATA}"
)


def _table(name: str) -> list[dict[str, str]]:
    text = (DATA / f"{name}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


@cache
def alliances() -> list[Row]:
    """Return each dyad once: every row has its mirror, and 22 end before they begin."""
    rows = []
    for row in _table("cow-alliance-dyads"):
        first, last = (
            dt.date(*(int(row[f"dyad_{end}_{part}"]) for part in ("year", "month", "day")))
            for end in ("st", "end")
        )
        one, other = row["ccode1"], row["ccode2"]
        if int(one) < int(other) and first <= last:
            rows.append((f"s{one}", f"s{other}", first, last))
    return rows


@cache
def conflicts() -> list[Row]:
    """Return a row for each year of a fight: from its episode's start to its end."""
    rows = []
    for row in _table("ucdp-nonstate-221"):
        first = dt.date.fromisoformat(row["start_date2"])
        last = dt.date(int(row["year"]), 12, 31)
        if row["ep_end"] == "1":
            last = dt.date.fromisoformat(row["ep_end_date"])
        one, other = (f"u{row[f'side_{side}_id']}" for side in "ab")
        if first <= last:
            rows.append((one, other, first, last))
    return rows


def index_of(rows: Sequence[Row], relation: Relation) -> ClaimIndex:
    """Return the claims of some rows, in their order."""
    claims: list[Claim] = [
        claim(f"{first} {one} {relation} {other}", place, until=str(last))
        for place, (one, other, first, last) in enumerate(rows)
    ]
    names = dict.fromkeys(name for row in rows for name in row[:2])
    factions = {name: Faction(name, HERE, name) for name in names}
    return ClaimIndex(Registry("data.yaml", None, {}, factions, tuple(claims), {}))
