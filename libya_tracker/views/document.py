"""What a bulletin is made of for people: chapters of items, before any format is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from libya_tracker.model.records import Source
from libya_tracker.views.page import Tone


@dataclass(frozen=True, slots=True)
class Name:
    """A name out of the registry, which is set apart from our words around it."""

    text: str


#: A sentence: our words, and between them names.
Words = tuple[str | Name, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, and the mark that says what sort of news it is."""

    words: Words
    mark: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of news: its sentences, then what there is to know about them."""

    lines: tuple[Line, ...]
    #: Dates, how sure it is, who says so: each a few words.
    facts: tuple[Words, ...] = ()
    #: The ids of the sources.
    sources: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """The news of one sort below a title."""

    id: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A whole bulletin in words."""

    #: Whose registry it is.
    registry: str
    period: str
    #: As of when it was known, what is supposed, whose claims count.
    known: str
    #: How much news there is.
    count: str
    chapters: tuple[Chapter, ...]
    sources: tuple[Source, ...]
    #: How much stands without being news; empty where nothing does.
    ongoing: str
    #: What the marks and words mean.
    notes: tuple[str, ...]
    #: How long a tie lasts that nobody ends.
    policy: str

    @property
    def title(self) -> str:
        """The line above everything."""
        return f"{self.registry}: {self.period}, {self.known}"


def plain(words: Words) -> str:
    """Return a sentence as text."""
    return "".join(word.text if isinstance(word, Name) else word for word in words)


def listed(names: Iterable[str], between: str = ", ") -> Words:
    """Return names with commas, or something else, between them."""
    words = [word for name in names for word in (between, Name(name))]
    return tuple(words[1:])
