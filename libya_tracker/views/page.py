"""What a page for people is made of, before any terminal is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from libya_tracker.model import Point, Registry

Item = TypeVar("Item")
Line = Callable[[Item], "tuple[Cell, ...]"]
Tone = Literal["plain", "strong", "good", "bad", "middling", "faint"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text and the tone to set it in; the tone is never its only meaning."""

    text: str
    tone: Tone = "plain"
    #: How far every line of it is set in, where it belongs to a cell above.
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its columns' headings, and rows of as many cells."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    #: Headings of columns that are never broken, such as dates.
    whole: frozenset[str] = frozenset({"Date", "Since", "Time"})


@dataclass(frozen=True, slots=True)
class Page:
    """A heading, tables below it, and notes below them."""

    heading: str
    sheets: tuple[Sheet, ...] = ()
    notes: tuple[str, ...] = ()


def grouped(
    rows: Iterable[Item], head: Callable[[Item], tuple[Cell, ...]], line: Line[Item]
) -> list[tuple[Cell, ...]]:
    """Return the lines of rows, those with the same head together below it."""
    cells: list[tuple[Cell, ...]] = []
    groups: dict[str, list[Item]] = {}
    for row in rows:
        groups.setdefault(head(row)[0].text, []).append(row)
    for members in groups.values():
        cells.append(head(members[0]))
        cells += [line(row) for row in members]
    return cells


def heading(registry: Registry, point: Point, what: str = "") -> str:
    """Return the line that says whose registry it is, and which point was asked for."""
    title = registry.title or registry.file
    supposed = f", supposing {point.scenario!r}" if point.scenario else ""
    return f"{title}: {what}{point.day}, as known on {point.known}{supposed}"


def tone_of(sign: str | None) -> Tone:
    """Return the tone of a relation's sign."""
    tones: dict[str | None, Tone] = {"+": "good", "-": "bad", "0": "middling"}
    return tones.get(sign, "plain")
