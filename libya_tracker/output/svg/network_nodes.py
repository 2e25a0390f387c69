"""What the layouts of a network share: where a faction stands, and what it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from libya_tracker.analysis.graph import Node
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.output import xml
from libya_tracker.output.svg import circle
from libya_tracker.output.svg.circle import Place
from libya_tracker.output.xml import Element
from libya_tracker.views.words import commas


class Disc(NamedTuple):
    """The place of a faction on the circle, and the radius of its disc."""

    place: Place
    radius: float


class Layout(NamedTuple):
    """Where everything stands in a picture of a network, below its heading."""

    width: float
    height: float
    #: The margin to all sides.
    margin: int
    #: The centre of the circle.
    centre: Place
    #: The radius of the circle.
    size: float
    #: The discs by the ids of their factions.
    discs: Mapping[str, Disc]
    #: Draws the factions, after their ties, around the centre.
    draw: Callable[[Element], None]


def name(node: Node) -> str:
    """Return the name of a faction as it is shown, so that it can be measured."""
    clean = xml.clean(node.faction.name)
    return f"{clean} (divided)" if node.divided else clean


def described(node: Node) -> str:
    """Return what a faction is, in words."""
    sides = ", ".join(side.name for side in node.follows)
    faction, follows = node.faction, f"follows {sides}" if sides else None
    description = commas(faction.kind, faction.area, follows)
    return f"{name(node)}: {description}" if description else name(node)


def write(
    parent: Element, lines: Sequence[str], place: Place, *, side: bool, right: bool = True
) -> None:
    """Write the lines of a name to the right or the left of a place, around its height."""
    first = place.y - (len(lines) - 1) * circle.LINE / 2 + circle.FONT * 0.36
    for number, line in enumerate(lines):
        # The side that a text is anchored at is that of its own direction.
        backward = circle.runs_right(line)
        parent.add(
            "text",
            line,
            x=place.x,
            y=first + number * circle.LINE,
            text_anchor="start" if right is not backward else "end",
            direction="rtl" if backward else None,
            class_="net-name net-strong" if side else "net-name",
        )
