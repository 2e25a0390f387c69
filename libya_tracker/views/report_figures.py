"""Which timeline and which network illustrate a bulletin, and what their captions say."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace

from libya_tracker.analysis import graph, timeline
from libya_tracker.analysis.graph import Graph
from libya_tracker.analysis.report import Bulletin, in_tension
from libya_tracker.model.dates import next_day
from libya_tracker.model.query import Period
from libya_tracker.views.chart import Chart, Mark
from libya_tracker.views.timeline import chart

MOST = 60  # factions in one picture: with more of them, nobody finds one
_BEFORE = dt.timedelta(days=365)  # what the timeline shows of the time before the news


@dataclass(frozen=True, slots=True)
class Illustrations:
    """What is to be drawn, None where there is nothing, with a caption each."""

    timeline: Chart | None
    timeline_caption: str
    network: Graph | None
    network_caption: str


def illustrations(found: Bulletin, most: int = MOST) -> Illustrations:
    """Return the pictures of a bulletin, of those in the news where not all have room."""
    lanes, lane_caption = _lanes(found, most)
    network, network_caption = _network(found, most)
    return Illustrations(lanes, lane_caption, network, network_caption)


def most_mentioned(found: Bulletin, most: int) -> list[str]:
    """Return the factions that most of the news names, the most frequent first."""
    named: Counter[str] = Counter()
    for told in found.told:
        named.update(told.factions)
    for prospect in found.expected:
        named.update((prospect.row.faction, prospect.row.to))
    named.update(name for row in found.disputes for name in (row.faction, row.to))
    named.update(name for row in found.stale for name in (row.faction, row.to or ""))
    for tension in found.tensions:
        named.update(in_tension(tension))
    order = found.b.registry.order
    known = [name for name in named if name in order]
    return sorted(known, key=lambda name: (-named[name], order[name]))[:most]


def _lanes(found: Bulletin, most: int) -> tuple[Chart | None, str]:
    b, begin = found.b, next_day(found.a.point.day)
    first = begin - min(_BEFORE, begin - dt.date.min)
    period = Period(first, b.point.day)
    if found.a.point.day == dt.date.min:  # all there is: from wherever that begins
        period = Period(until=b.point.day)
    shown = timeline.bars(b, period)
    news = found.factions
    if news:
        shown = [bar for bar in shown if bar.faction in news]
    every = dict.fromkeys(bar.faction for bar in shown)
    ranked = most_mentioned(found, len(news)) or list(every)
    kept = {*every} if len(every) <= most else {*[n for n in ranked if n in every][:most]}
    shown = [bar for bar in shown if bar.faction in kept]
    drawn = chart(shown, b, period)
    if drawn.first < begin <= drawn.last:
        drawn = replace(drawn, mark=Mark(begin, "with which this bulletin begins"))
    whose = "the factions in the news" if news else "all factions"
    left = f"; {len(every) - len(kept)} more are left out" if len(every) > len(kept) else ""
    caption = (
        f"Whose side {whose} took, from {drawn.first} to {drawn.last}{left}. "
        "A lane for each, a bar for each tie by which it followed a side."
    )
    return (drawn if drawn.lanes else None), caption


def _network(found: Bulletin, most: int) -> tuple[Graph | None, str]:
    state = found.state
    drawn = graph.graph(state, ())
    caption = "All factions that have ties on this day."
    if len(drawn.nodes) > most and found.factions:
        names = [
            name for name in most_mentioned(found, most) if name in state.registry.factions
        ]
        drawn = graph.graph(state, names)
        caption = "The factions in the news, and those they have ties with."
    if len(drawn.nodes) > most:
        names = most_mentioned(found, most) or [node.faction for node in drawn.nodes][:most]
        ties = {pair: tie for pair, tie in state.ties.items() if {*names}.issuperset(pair)}
        drawn = graph.graph(replace(state, ties=ties), ())
        caption = f"Of many factions, the {len(names)} that the news names most."
    return (drawn if drawn.edges else None), caption
