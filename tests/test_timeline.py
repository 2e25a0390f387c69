"""Bars over time: on every day as sure, and as disputed, as ``status`` says."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from libya_tracker import history, timeline
from libya_tracker.model import Entry, Faction, Lens, Point
from libya_tracker.vocabulary import Relation
from tests.registries import DAYS, chronicle, entries, points
from tests.test_loyalty import ENDED, LENSES

TIES = tuple(word for word in Relation if word.sign is not None)


def on(bar: timeline.Bar, day: dt.date) -> timeline.Stretch | None:
    """Return the stretch of a bar in which a day lies."""
    found = [s for s in bar.stretches if s.first <= day <= s.last]
    assert len(found) <= 1
    return found[0] if found else None


@given(entries(), points(), LENSES, DAYS, st.sampled_from([{}, ENDED]))
def test_a_bar_is_on_every_day_what_status_says(
    made: list[Entry], where: Point, lens: Lens, day: dt.date, more: dict[str, Faction]
) -> None:
    told = chronicle(*made, **more)
    day = min(day, where.day)

    drawn = {
        (bar.faction, bar.to, bar.relation, bar.since): (
            stretch.certainty,
            stretch.disputed,
        )
        for bar in timeline.bars(told, where, lens, relations=TIES)
        if bar.state in {"stands", "ended"} and (stretch := on(bar, day))
    }

    then = history.state(told, Point(day, where.known, where.scenario), lens)
    assert drawn == {
        (tie.faction, tie.to, tie.relation, tie.since): (
            "certain" if tie.certain(day) else "possible",
            bool(then.denials_of(tie)),
        )
        for tie in then.ties.values()
    }
