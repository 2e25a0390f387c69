"""Lenses and factions for properties."""

from __future__ import annotations

from hypothesis import strategies as st

from libya_tracker.model import dates
from libya_tracker.model.query import Lens
from libya_tracker.model.records import Faction
from libya_tracker.model.vocabulary import Status
from tests.support.registries import (
    HERE,
    SOURCES,
)

LENSES = st.builds(
    Lens,
    min_status=st.none() | st.sampled_from([s for s in Status if s.effective]),
    source=st.none() | st.sampled_from([*SOURCES]),
    persist=st.sampled_from([None, None, "cited", 0, 30, 200]),
)
ENDED = {"b": Faction("b", HERE, "B", dissolved=dates.parse("2017-05"))}
