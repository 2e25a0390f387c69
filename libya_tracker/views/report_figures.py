"""The timeline and the network in a bulletin, and their captions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from libya_tracker.analysis import graph, report_bars
from libya_tracker.analysis.diff import Why
from libya_tracker.analysis.graph import Graph, GraphRow
from libya_tracker.analysis.report import Bulletin
from libya_tracker.analysis.timeline import Novelty
from libya_tracker.model.dates import next_day
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.views.chart import Chart, Mark
from libya_tracker.views.timeline import chart

#: The most factions in one picture that a reader can still find one in.
MOST = 60


class Figures(NamedTuple):
    """The pictures of a bulletin, None where there is nothing to draw, with captions."""

    timeline: Chart | None
    timeline_caption: str
    network: Graph | None
    network_caption: str


def figures(bulletin: Bulletin, limit: int = MOST) -> Figures:
    """Return the pictures of a bulletin, each of at most so many factions."""
    return Figures(*_timeline(bulletin, limit), *_network(bulletin, limit))


def choose(factions: Iterable[str], bulletin: Bulletin, limit: int) -> list[str]:
    """Return at most so many of the factions, those first that the news mentions most."""
    mentions, order = bulletin.mentions, bulletin.b.registry.order
    in_file = (name for name in factions if name in order)
    return sorted(in_file, key=lambda name: (-mentions[name], order[name]))[:limit]


def _timeline(bulletin: Bulletin, limit: int) -> tuple[Chart | None, str]:
    news = report_bars.bars(bulletin)
    factions = {bar.faction for bar in news.bars}
    selection = {*choose(factions, bulletin, limit)}
    bars = [bar for bar in news.bars if bar.faction in selection]
    drawing = chart(bars, bulletin.b, news.period, novelty=news.novelty)
    drawing = drawing._replace(mark=None, end=None)
    if news.first is not None and drawing.first < news.first <= news.last:
        mark = Mark(news.first, "first day of this bulletin")
        drawing = drawing._replace(mark=mark)
    if news.last < drawing.last:
        end = Mark(news.last, "last day of this bulletin", at_end=True)
        drawing = drawing._replace(end=end)
    left_out = len(factions) - len(selection)
    who = "the factions in the news" if bulletin.factions else "all factions"
    caption = (
        f"The sides that {who} took, from {drawing.first} to {drawing.last}"
        f"{f'; {left_out} more are left out' if left_out else ''}. "
        "One lane a faction, one bar for each tie by which it followed a side."
    )
    if drawing.end is not None:
        caption += " After the last day there is what was known or expected of these days."
    return (drawing if drawing.lanes else None), caption


def _network(bulletin: Bulletin, limit: int) -> tuple[Graph | None, str]:
    drawing, caption = _network_of_all(bulletin, limit)
    if bulletin.a.point.day == dt.date.min or not drawing.edges:
        return (drawing if drawing.edges else None), caption
    novelties = _novelties(bulletin)
    news = {edge.id: novelties[edge.id] for edge in drawing.edges if edge.id in novelties}
    return drawing._replace(novelties=news), caption


def _novelties(bulletin: Bulletin) -> dict[str, Novelty]:
    """Return why ties of the last day are news, by their ids, from either side."""
    reasons = {Why.HAPPENED: Novelty.HAPPENED, Why.SUPPOSED: Novelty.HAPPENED}
    return {
        graph.edge_id(*tie): reasons.get(row.why, Novelty.LEARNED)
        for item in bulletin.items
        for row in item.ties
        if row.after is not None
        for tie in (
            (row.faction, row.after, row.to),
            *([(row.to, row.after, row.faction)] if row.after.two_way else []),
        )
    }


def _network_of_all(bulletin: Bulletin, limit: int) -> tuple[Graph, str]:
    state = bulletin.state
    ended: list[GraphRow] = []
    if bulletin.a.point.day > dt.date.min:
        ended = graph.ended_ties(state, next_day(bulletin.a.point.day))
    drawing = graph.graph(state, (), ended=ended)
    caption = "All factions that have ties on this day."
    if ended:
        caption = (
            "All factions that have ties on this day, or had one that ended in these "
            "days: that is faint, with a cross on it."
        )
    if len(drawing.nodes) > limit and bulletin.factions:
        names = choose(bulletin.factions, bulletin, limit)
        drawing = graph.graph(state, names, ended=ended)
        caption = "The factions in the news, and those they have ties with."
    if len(drawing.nodes) > limit:
        nodes = [node.faction.id for node in drawing.nodes]
        names = choose(bulletin.factions, bulletin, limit) or choose(nodes, bulletin, limit)
        pairs = {pair for pair in state.ties if {*names}.issuperset(pair)}
        over = [edge for edge in ended if {*names}.issuperset((edge.faction, edge.to))]
        drawing = graph.graph(replace(state, pairs=pairs), (), ended=over)
        caption = f"Of many factions, the {len(names)} that the news mentions most."
    return drawing, caption
