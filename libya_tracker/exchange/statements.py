"""What other data sets claim: their statements, and the table in which these stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from libya_tracker.exchange.actors import Actor, DataSet
from libya_tracker.exchange.new_sources import NewSource
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.query import Period
from libya_tracker.model.records import Faction
from libya_tracker.model.vocabulary import Relation
from libya_tracker.named_tuples import NamedTuple


class Statement(NamedTuple):
    """A claim of a data set: two actors, the relation, and the days its dates allow."""

    #: What it is called there, such as the number of a conflict or of a dyad.
    id: str
    years: tuple[int, ...]
    #: The rows of the file that it is made of.
    rows: tuple[int, ...]
    faction: Actor
    #: None where the data set names an event, and not what it makes of a tie.
    relation: Relation | None
    #: None where it names nobody else.
    to: Actor | None
    #: None where a table has no days.
    since: FuzzyDate | None = None
    #: None where it is not known yet whether it ended.
    until: FuzzyDate | None = None
    #: What the data set calls the events that it is made of.
    events: tuple[str, ...] = ()
    #: What the data set writes of them in its own words.
    wording: str | None = None
    #: Whether only a person can tell what it says of a tie, though it has days.
    unclear: bool = False
    #: Whether it is said to have begun then, and not only to have been so.
    begins: bool = False
    #: The coalitions of the one side and of the other, as whose members the two fought.
    coalitions: tuple[tuple[Actor, ...], tuple[Actor, ...]] = ((), ())
    #: Where it stands there, and what the relation does not express.
    note: str = ""

    @property
    def days(self) -> Period | None:
        """The days to compare it on; None where it is for a person to review."""
        unclear = self.unclear or self.relation is None or self.first is None
        return None if unclear else Period(self.first, self.last)

    @property
    def first(self) -> dt.date | None:
        """The first day on which it can have been so."""
        return None if self.since is None else self.since.first

    @property
    def last(self) -> dt.date | None:
        """The last such day, at most of the last year that is listed."""
        if self.until is not None:
            return self.until.last
        if self.relation is None and self.since is not None:
            return self.since.last  # a mere event is of its own days
        return dt.date(self.years[-1], 12, 31) if self.years else None


def _lists_all(_: Sequence[Faction]) -> bool:
    return True


@dataclass(slots=True)
class Release:
    """A table of a data set as claims, and the rows that were passed over, by reason."""

    data_set: DataSet
    #: What the file is called.
    name: str
    #: The release that its rows name.
    release: str | None
    #: What a claim of it cites.
    source: NewSource
    #: How many rows it has, and its columns with something in them that no claim has.
    size: int = 0
    left: tuple[str, ...] = ()
    #: The names, folded, that several actors of the table have.
    shared: frozenset[str] = frozenset()
    #: Whether a fight between two factions is of the sort that the table lists.
    lists: Callable[[Sequence[Faction]], bool] = _lists_all
    statements: list[Statement] = field(default_factory=list)
    #: By the reason the numbers of the rows, in their order, each once.
    passed_over: dict[str, dict[int, None]] = field(default_factory=dict)
    #: The first and the last day of the table, where it has more than its claims.
    days: tuple[dt.date, dt.date] | None = None
    #: How its rows were made into claims, in sentences for a page.
    terms: tuple[str, ...] = ()

    @property
    def period(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day of which the table says something."""
        if self.days is not None:
            return self.days
        years = [year for one in self.statements for year in one.years]
        if not years:
            return None
        return dt.date(min(years), 1, 1), dt.date(max(years), 12, 31)

    def pass_over(self, row: int, reason: str) -> None:
        """Note that a row, by its number, is not read, and why."""
        self.passed_over.setdefault(reason, {})[row] = None
