"""What a page for people is made of, before any terminal is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from libya_tracker.model import Point, Registry

Tone = Literal["plain", "strong", "good", "bad", "middling", "faint"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text and the tone to set it in; the tone is never its only meaning."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its columns' headings, and rows of as many cells."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A heading, tables below it, and notes below them."""

    heading: str
    sheets: tuple[Sheet, ...] = ()
    notes: tuple[str, ...] = ()


def heading(registry: Registry, point: Point, what: str = "") -> str:
    """Return the line that says whose registry it is, and which point was asked for."""
    title = registry.title or registry.file
    supposed = f", supposing {point.scenario!r}" if point.scenario else ""
    return f"{title}: {what}{point.day}, as known on {point.known}{supposed}"


def tone_of(sign: str | None) -> Tone:
    """Return the tone of a relation's sign."""
    tones: dict[str | None, Tone] = {"+": "good", "-": "bad", "0": "middling"}
    return tones.get(sign, "plain")
