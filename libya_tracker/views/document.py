"""A bulletin in words, the same in every format: chapters of items of lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from libya_tracker.analysis.report_stamps import Stamp
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.views.page import Tone
from libya_tracker.views.report_sources import Reference

#: The octets of the longest address that surely is whole on a line of a mail, of 998.
LONGEST_ADDRESS = 900
#: What stands in the place of an address that is not.
ADDRESS_TOO_LONG = "address too long for mail, see `libya-tracker source list -f json`"


class Name(NamedTuple):
    """A name from the registry, which formats mark off from the words around it."""

    text: str


#: A sentence: words, and names between them.
Words = tuple[str | Name, ...]


class Line(NamedTuple):
    """One sentence, and the mark that says what kind of news it is."""

    words: Words
    mark: str = ""
    tone: Tone = "plain"


class Evidence(NamedTuple):
    """What one claim says, in facts of a few words each, and the sources for that."""

    facts: tuple[Words, ...] = ()
    sources: tuple[Reference, ...] = ()
    note: str | None = None
    mark: str = ""

    @property
    def fact_words(self) -> Words:
        """The facts as one sentence."""
        return tuple(word for fact in self.facts for word in (", ", *fact))[1:]

    @property
    def words(self) -> Words:
        """The facts, and the outlets behind them."""
        outlets = "; ".join(reference.label for reference in self.sources)
        joint = ": " if self.facts and self.sources else ""
        return (*self.fact_words, joint, outlets)


class Item(NamedTuple):
    """A piece of news: its sentences, then what stands behind them, claim by claim."""

    lines: tuple[Line, ...]
    stamp: Stamp
    evidence: tuple[Evidence, ...] = ()


class Chapter(NamedTuple):
    """The news of one kind below a title."""

    id: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole bulletin in words."""

    #: The name of the registry.
    registry: str
    #: The id of its first faction, which tells it from others of that name.
    first_faction: str
    period: str
    #: The line above everything.
    title: str
    #: The ids of the factions that it is about; of all, nothing.
    of: tuple[str, ...]
    #: The day of the latest news, else of the latest claim.
    updated: dt.date
    #: The day as known on, the scenario and the lens.
    known: str
    #: What matters most, in a few sentences.
    lead: tuple[Words, ...]
    #: How many items each chapter has.
    count: str
    chapters: tuple[Chapter, ...]
    sources: tuple[Reference, ...]
    #: How much goes on without being news; empty where nothing does.
    ongoing: str
    #: What the marks mean; empty where there are none.
    marks: str
    #: What the words mean.
    notes: tuple[str, ...]
    #: How long a tie lasts that no claim ends.
    policy: str


def plain(words: Words) -> str:
    """Return a sentence as text."""
    return "".join(word.text if isinstance(word, Name) else word for word in words)


def listed(names: Iterable[str]) -> Words:
    """Return names with commas between them."""
    words = [word for name in names for word in (", ", Name(name))]
    return tuple(words[1:])
