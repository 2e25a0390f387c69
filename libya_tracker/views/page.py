"""A page for people, before any width is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, TypeVar

from libya_tracker.model.perspective import Perspective
from libya_tracker.model.vocabulary import Certainty, Sign
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.views.words import commas

if TYPE_CHECKING:  # few pages have a drawing, which brings the timeline with it
    from libya_tracker.views.chart import Chart

Item = TypeVar("Item")
Tone = Literal["plain", "strong", "good", "bad", "middling", "faint"]


class Cell(NamedTuple):
    """A text and its tone, which is never the only sign of anything.

    A text is one line, whatever it holds; several lines are several texts, so that no name
    or note can pass for a line of the program's.
    """

    text: str | tuple[str, ...]
    tone: Tone = "plain"
    #: How far its lines are indented, where it belongs to a cell above.
    indent: int = 0
    #: Lines below its row, such as an id or an address: they may run across the columns,
    #: so that a narrow one does not break them.
    below: tuple[str, ...] = ()


POSSIBLE = "Possible: the dates leave open whether the tie stood on this day."


def possible_note(certainties: Iterable[Certainty | None]) -> tuple[str, ...]:
    """Return the note on what "possible" means, if any tie of a page is."""
    return (POSSIBLE,) if Certainty.POSSIBLE in certainties else ()


#: A line of a table: a cell for each column, or one that runs across them all.
TableLine = tuple[Cell, ...] | Cell


class Sheet(NamedTuple):
    """A table: the headings of its columns, and its lines; not shown without lines."""

    columns: tuple[str, ...]
    lines: Sequence[TableLine]
    #: Headings of columns that are never broken, such as dates.
    whole: frozenset[str] = frozenset({"Id", "Date", "Since", "Age"})
    #: How many columns, from the first, are repeated in each part of a table that is split
    #: because it is wider than the screen; 0 for one that is never split.
    repeated: int = 0
    #: What the last column, of free words, keeps before the others shrink.
    remarks: int = 16
    #: What any column keeps, however narrow the screen.
    narrowest: int = 6


#: The days without a claim after which a page says how old the latest is.
_LONG = 365


class Page(NamedTuple):
    """A heading, what it comes to, a drawing or tables below that, then notes."""

    heading: str
    sheets: tuple[Sheet, ...] = ()
    notes: tuple[str, ...] = ()
    chart: Chart | None = None
    #: How many columns wide it is at most, on any screen; None for no limit.
    measure: int | None = None
    #: What the page comes to, between the heading and the tables.
    lead: tuple[str, ...] = ()


def grouped(
    rows: Iterable[Item],
    head: Callable[[Item], Cell],
    line: Callable[[Item], tuple[Cell, ...]],
) -> Iterator[TableLine]:
    """Yield the lines of rows, grouped below their heads."""
    groups: dict[str | tuple[str, ...], list[Item]] = {}
    for row in rows:
        groups.setdefault(head(row).text, []).append(row)
    for members in groups.values():
        yield head(members[0])
        yield from map(line, members)


def age(days: int | None) -> str:
    """Return an age in days, from 100 days on in months, from two years on in years."""
    if days is None or days < 100:
        return "" if days is None else f"{days}d"
    return f"{days // 30}m" if days < 730 else f"{days // 365}y"


def remarks(
    *words: str | None,
    disputed: bool | str | None = None,
    certainty: Certainty | None = None,
) -> str:
    """Return remarks on a tie with commas between them; ``disputed`` may say by whom."""
    by = f" by {disputed}" if isinstance(disputed, str) else ""
    doubts = (
        f"disputed{by}" if disputed else "",
        certainty if certainty is Certainty.POSSIBLE else "",
    )
    return commas(*words, *doubts)


def heading(perspective: Perspective, what: str = "") -> str:
    """Return the first line of a page: the registry's name, the question, the point."""
    return f"{perspective.registry.name}: {what}{perspective.day}{known(perspective)}"


def known(perspective: Perspective) -> str:
    """Return as of when claims are known, where that was chosen, and what is supposed."""
    point = perspective.point
    known_on = f", as known on {point.known}" if point.second_clock else ""
    if point.revision:
        known_on += f", in {point.revision}"
    return f"{known_on}, supposing {point.scenario!r}" if point.scenario else known_on


def silence(perspective: Perspective) -> Iterator[str]:
    """Yield a note where the latest claim is much older than the day asked about."""
    claim, day = perspective.latest() or (None, perspective.day)
    if claim is not None and (perspective.day - day).days > _LONG:
        yield f"The latest claim is of {claim.until or claim.date}."


def tone_of(sign: Sign | None) -> Tone:
    """Return the tone of a relation's sign."""
    tones: dict[Sign, Tone] = {Sign.PLUS: "good", Sign.MINUS: "bad", Sign.ZERO: "middling"}
    return tones[sign] if sign else "plain"
