"""A bulletin in words, the same in every format: chapters of items of lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from libya_tracker.model.dates import written
from libya_tracker.model.records import Source
from libya_tracker.views.page import Tone
from libya_tracker.views.words import present

#: The octets of the longest address that surely is whole on a line of a mail, of 998.
LONGEST_ADDRESS = 900
#: What stands in the place of an address that is not.
ADDRESS_TOO_LONG = "address too long for mail, see `libya-tracker source list -f json`"


@dataclass(frozen=True, slots=True)
class Name:
    """A name from the registry, which formats mark off from the words around it."""

    text: str


#: A sentence: words, and names between them.
Words = tuple[str | Name, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, and the mark that says what kind of news it is."""

    words: Words
    mark: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of news: its sentences, then the facts about them."""

    lines: tuple[Line, ...]
    #: Dates, status, speakers: each a few words.
    facts: tuple[Words, ...] = ()
    #: The ids of the sources.
    sources: tuple[str, ...] = ()
    note: str | None = None

    @property
    def details(self) -> Words:
        """The facts and the sources as one sentence."""
        facts = [word for fact in self.facts for word in (", ", *fact)][1:]
        sources = f"in {', '.join(self.sources)}" if self.sources else ""
        return (*facts, ", " if facts and sources else "", sources)


@dataclass(frozen=True, slots=True)
class Chapter:
    """The news of one kind below a title."""

    id: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole bulletin in words."""

    #: The name of the registry.
    registry: str
    period: str
    #: The line above everything.
    title: str
    #: The day as known on, the scenario and the lens.
    known: str
    #: What matters most, in a few sentences.
    lead: tuple[Words, ...]
    #: How many items each chapter has.
    count: str
    chapters: tuple[Chapter, ...]
    sources: tuple[Source, ...]
    #: How much goes on without being news; empty where nothing does.
    ongoing: str
    #: What the marks mean; empty where there are none.
    marks: str
    #: What the words mean.
    notes: tuple[str, ...]
    #: How long a tie lasts that no claim ends.
    policy: str


def citation(source: Source) -> tuple[str, ...]:
    """Return what is known of a source besides its title: who, when, how reliable."""
    grade = f"reliability {source.reliability}" if source.reliability else None
    origin = f"repeats {source.origin}" if source.origin else None
    return present(source.publisher, written(source.date), grade, origin)


def plain(words: Words) -> str:
    """Return a sentence as text."""
    return "".join(word.text if isinstance(word, Name) else word for word in words)


def listed(names: Iterable[str]) -> Words:
    """Return names with commas between them."""
    words = [word for name in names for word in (", ", Name(name))]
    return tuple(words[1:])
