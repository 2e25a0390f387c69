"""The legend of the picture of a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from libya_tracker.analysis.graph import Graph
from libya_tracker.analysis.sides import Side
from libya_tracker.output.svg import circle, network_marks
from libya_tracker.output.svg.circle import Curve, Place
from libya_tracker.output.svg.network_marks import OVER
from libya_tracker.output.svg.network_ties import SIGNS
from libya_tracker.output.xml import Element
from libya_tracker.views.chart import NOVELTIES
from libya_tracker.views.palette import PALETTE

_Sample = Callable[[Element], object]

_ROW, _SAMPLE = 22, 34
_LINE = Curve(Place(0, 0), Place(_SAMPLE / 2, 0), Place(_SAMPLE, 0))
_SHORT = Curve(_LINE.start, _LINE.end, Place(_SAMPLE * 2, 0))  # its sign in the middle
_SIDE = Side("", "", "A", len(PALETTE) - 1)


def legend(width: float, graph: Graph) -> tuple[Element, float]:
    """Return the legend, in rows of at most a width, and its height."""
    group = Element("g", class_="net-legend")
    x, y = 0.0, 12.0
    for sample, words in (*_ITEMS, *_news(graph)):
        advance = _SAMPLE + 8 + circle.width(words) + 16
        if x and x + advance > width:
            x, y = 0.0, y + _ROW
        item = group.add("g", transform=f"translate({x:.2f} {y:.2f})")
        sample(item)
        item.add("text", words, x=_SAMPLE + 8, y=4.5, class_="net-soft")
        x += advance
    return group, y + _ROW


def _news(graph: Graph) -> Iterator[tuple[_Sample, str]]:
    """Yield what only the picture of a bulletin has."""
    for novelty, sign in SIGNS.items():
        if novelty in graph.novelties.values():
            yield _in_doubt(sign), NOVELTIES[novelty]
    if graph.ended:
        yield _over, "ended"


def _tie(sign: str, status: str = "reported", *, two_way: bool = True) -> _Sample:
    def draw(parent: Element) -> None:
        network_marks.tie(parent, _LINE, (sign, status), two_way=two_way)
        network_marks.status(parent, _SHORT, (sign, status))

    return draw


def _in_doubt(signs: str) -> _Sample:
    def draw(parent: Element) -> None:
        _tie("+")(parent)
        network_marks.doubt(parent, _LINE.control, signs)

    return draw


def _over(parent: Element) -> None:
    _tie("+")(parent.add("g", opacity=OVER))
    network_marks.cross(parent, _LINE.control)


def _side(parent: Element) -> None:
    network_marks.side(parent, Place(_SAMPLE - 12, 0), _SIDE, 11)


def _follower(parent: Element) -> None:
    network_marks.badge(parent, _SAMPLE - network_marks.BADGE - 4, 0, _SIDE)


_ITEMS: tuple[tuple[_Sample, str], ...] = (
    (_tie("+"), "stands with"),
    (_tie("-"), "stands against"),
    (_tie("0"), "truce, neutral"),
    (_tie("+", two_way=False), "one way; headless: both ways"),
    *((_tie("+", status), status) for status in network_marks.WIDTHS),
    (_in_doubt("~"), "possible: its dates leave it open"),
    (_in_doubt("?"), "disputed"),
    (_side, "side A"),
    (_follower, "follows A"),
)
