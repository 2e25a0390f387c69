"""On each day on which the shipped registry can change, `why` carries what `status` has."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from libya_tracker.analysis.spells import spells_at
from libya_tracker.analysis.state import state
from libya_tracker.analysis.why import why
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.storage import files

ROOT = Path(__file__).parents[2]
LAST = dt.date(2026, 11, 26)


@pytest.mark.slow
def test_the_claims_that_carry_a_tie_are_those_of_status() -> None:
    registry = files.read(ROOT / "factions.yaml")
    everything = Perspective.of(registry, Point(LAST, LAST))
    pairs = spells_at(everything).pairs

    turns = {day for pair in pairs.values() for day in pair.readings.turns}
    for day in sorted(turns - {0}):  # the day before the first there is: open starts
        now = everything.on(dt.date.fromordinal(day))
        of_day = state(now)
        for pair, spells in pairs.items():
            if day not in spells.readings.turns:
                continue
            for faction, to in (pair, pair[::-1]):
                rows = why(now, faction, to)
                carrying = [row.change for row in rows if row.carries]
                tie = of_day.tie((faction, to))
                assert carrying == ([claim.id for claim in tie.run] if tie else [])
                assert {row.tie for row in rows} <= {tie.relation if tie else None}
