"""The Python surface: a registry that answers as the commands do, for scripts.

``docs/python.md`` shows its use. Its names, like the columns of the rows, are promised:
new ones may come, none goes or changes its meaning.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import namedtuple
from collections.abc import Iterable, Sequence
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Any, TypedDict, Unpack

from libya_tracker.analysis import blocs as _blocs
from libya_tracker.analysis import diff as _diff
from libya_tracker.analysis import disputes as _disputes
from libya_tracker.analysis import expected as _expected
from libya_tracker.analysis import listings as _listings
from libya_tracker.analysis import log as _log
from libya_tracker.analysis import search as _search
from libya_tracker.analysis import show as _show
from libya_tracker.analysis import signed_network as _network
from libya_tracker.analysis import status as _status
from libya_tracker.analysis import switches as _switches
from libya_tracker.analysis import tensions as _tensions
from libya_tracker.analysis import timeline as _timeline
from libya_tracker.analysis import why as _why
from libya_tracker.analysis.followings import followings
from libya_tracker.analysis.state import State, state
from libya_tracker.cli import context, values
from libya_tracker.errors import UsageError
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.frozen import frozen
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import ClaimFilter, Period, Point
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import FOLLOWING, STATES, Status
from libya_tracker.output import formats
from libya_tracker.storage import files

#: A day, or a date that can mean several: ``date(2017, 11, 10)``, ``"2017-11"``, ``"3w"``.
Day = dt.date | str


class Options(TypedDict, total=False):
    """From where a registry is seen, as the options of the commands of these names say."""

    known: Day
    scenario: str
    min_status: str
    according_to: str
    persist: str


class Rows(list[Any]):
    """The rows of an answer: named tuples of texts, numbers, days and tuples of them.

    ``columns`` are those of the command's rows (docs/rows.md); as an attribute of a row,
    ``from`` is ``from_``. ``pandas.DataFrame(rows, columns=rows.columns)`` is a table.
    """

    def __init__(self, rows: Iterable[Any], columns: Sequence[str], name: str) -> None:
        super().__init__(rows)
        self.columns = list(columns)
        self._name = name

    def __repr__(self) -> str:
        return f"<{len(self):,} rows of {self._name}: {' '.join(self.columns[:6])} …>"


@frozen(frozen=True, slots=True)
class Tracker:
    """A registry that was read, and answers. Questions raise ``TrackerError``.

    The first argument of most is the day asked about; without it, today. Factions are
    asked for by id, name or alias, as everywhere.
    """

    path: Path
    _index: ClaimIndex = field(repr=False)

    def __repr__(self) -> str:
        """Return the registry's name, and how much it holds."""
        registry = self.registry
        size = f"{len(registry.factions)} factions, {len(registry.claims)} claims"
        return f"<Tracker {registry.name}: {size}>"

    @property
    def registry(self) -> Registry:
        """The records themselves."""
        return self._index.registry

    def status(
        self, day: Day | None = None, *factions: str, **options: Unpack[Options]
    ) -> Rows:
        """Return each faction's ties on a day."""
        now = self._state(day, options)
        names = values.faction_ids(now.perspective, factions)
        return _rows(_status.status(now, names), _status.StatusRow, "status")

    def show(
        self, faction: str, day: Day | None = None, **options: Unpack[Options]
    ) -> Rows:
        """Return what there is of one faction: ties, names, leaders, history, sources."""
        now = self._state(day, options)
        name = values.faction_id(now.perspective, faction)
        return _rows(_show.show(now, name), _show.ShowRow, "show")

    def log(
        self,
        *factions: str,
        since: Day | None = None,
        until: Day | None = None,
        words: Sequence[str] = (),
        **options: Unpack[Options],
    ) -> Rows:
        """Return the claims, in the order in which they take effect."""
        perspective = self._perspective(until, options)
        query = ClaimFilter(
            factions=values.faction_ids(perspective, factions),
            since=None if since is None else values.first_day(str(since), perspective.day),
            until=None if until is None else perspective.day,
            words=list(words),
        )
        return _rows(_log.log(perspective, query), _log.LogRow, "log")

    def diff(
        self, a: Day, b: Day | None = None, *factions: str, **options: Unpack[Options]
    ) -> Rows:
        """Return what changed between two points ``DAY[@KNOWN][+SCENARIO]``, and why."""
        one, other = (
            self._at(values.point(self.registry, str(point)), options)
            for point in (a, "today" if b is None else b)
        )
        names = values.faction_ids(other, factions)
        rows = [row for row in _diff.diff(one, other) if _about(names, row.faction, row.to)]
        return _rows(rows, _diff.DiffRow, "diff")

    def why(
        self,
        faction: str,
        to: str | None = None,
        day: Day | None = None,
        **options: Unpack[Options],
    ) -> Rows:
        """Return the claims behind each tie of a faction, and those set aside."""
        perspective = self._perspective(day, options)
        other = None if to is None else values.faction_id(perspective, to)
        rows = _why.why(perspective, values.faction_id(perspective, faction), other)
        return _rows(rows, _why.WhyRow, "why")

    def spells(
        self, day: Day | None = None, *factions: str, **options: Unpack[Options]
    ) -> Rows:
        """Return from when to when each tie stood, of every relation, up to a day."""
        perspective = self._perspective(day, options)
        names = values.faction_ids(perspective, factions)
        bars = [
            bar
            for bar in _timeline.bars(perspective, Period(until=perspective.day), STATES)
            if not names or bar.faction in names
        ]
        rows = _timeline.rows(self.registry, bars)
        return _rows(rows, _timeline.TimelineRow, "spells")

    def expected(
        self, day: Day | None = None, *factions: str, **options: Unpack[Options]
    ) -> Rows:
        """Return what was expected, whether it came true, and by what."""
        perspective = self._perspective(day, options)
        names = values.faction_ids(perspective, factions)
        rows = [
            r for r in _expected.expected(perspective) if _about(names, r.faction, r.to)
        ]
        return _rows(rows, _expected.ExpectedRow, "expected")

    def blocs(
        self, day: Day | None = None, *factions: str, **options: Unpack[Options]
    ) -> Rows:
        """Return each side with those who follow it."""
        now = self._state(day, options)
        names = values.faction_ids(now.perspective, factions)
        rows = [row for row in _blocs.blocs(now) if _about(names, row.faction, row.bloc)]
        return _rows(rows, _blocs.BlocRow, "blocs")

    def disputes(
        self, day: Day | None = None, *factions: str, **options: Unpack[Options]
    ) -> Rows:
        """Return the pairs on which claims disagree, side by side."""
        perspective = self._perspective(day, options)
        rows = _disputes.disputes(perspective, values.faction_ids(perspective, factions))
        return _rows(rows, _disputes.DisputeRow, "disputes")

    def tensions(
        self, day: Day | None = None, *factions: str, **options: Unpack[Options]
    ) -> Rows:
        """Return the ties that do not fit together, and the divided factions."""
        now = self._state(day, options)
        names = values.faction_ids(now.perspective, factions)
        rows = _tensions.tensions(_network.network(now))
        rows = [row for row in rows if _about(names, *row.factions)]
        return _rows(rows, _tensions.TensionRow, "tensions")

    def switches(
        self, day: Day | None = None, *factions: str, **options: Unpack[Options]
    ) -> Rows:
        """Return who followed whom for how long, up to a day, and who changed sides."""
        perspective = self._perspective(day, options)
        names = values.faction_ids(perspective, factions)
        own = followings(perspective, FOLLOWING)
        rows = _switches.loyalty(self.registry, own, Period(until=perspective.day), names)
        return _rows(rows, _switches.LoyaltyRow, "switches")

    def search(self, words: str) -> Rows:
        """Return whatever mentions some words, the best fit first."""
        rows = _search.search(self.registry, values.words(words, "words"))
        return _rows(rows, _search.SearchRow, "search")

    def factions(self) -> Rows:
        """Return the factions, in the order of the file."""
        rows = _listings.factions(self.registry)
        return _rows(rows, _listings.FactionRow, "factions")

    def sources(self) -> Rows:
        """Return the sources, in the order of the file."""
        rows = _listings.sources(self.registry)
        return _rows(rows, _listings.SourceRow, "sources")

    def _state(self, day: Day | None, options: Options) -> State:
        return state(self._perspective(day, options))

    def _perspective(self, day: Day | None, options: Options) -> Perspective:
        """Return the registry as it is seen from a day, with these options."""
        on, known = values.last_day(_text(day), "day"), _text(options.get("known"))
        scenario = values.scenario_id(self.registry, options.get("scenario"))
        since = values.last_day(known, "known")
        return self._at(Point(on, since, scenario, known is not None), options)

    def _at(self, point: Point, options: Options) -> Perspective:
        """Return the registry as it is seen from a point, through the lens of options."""
        if unknown := options.keys() - Options.__annotations__.keys():
            known = ", ".join(Options.__annotations__)
            raise UsageError(f"no option {sorted(unknown)[0]!r}; there are {known}")
        word = options.get("min_status")
        if word is not None and word not in list(Status):
            raise UsageError(f"min_status: {word!r} is none of {', '.join(Status)}")
        lens = values.lens(
            self.registry,
            None if word is None else Status(word),
            options.get("according_to"),
            options.get("persist"),
            point.day,
        )
        return Perspective(self._index, point, lens)


def open(path: str | os.PathLike[str] | None = None) -> Tracker:
    """Read a registry; without a path, the one that a command would read.

    Raises InvalidRegistryError, with all that is wrong with it, or UnreadableError.
    """
    place = context.registry_path(None if path is None else Path(path))
    return Tracker(place, ClaimIndex(files.read(place)))


def _text(day: Day | None) -> str | None:
    return None if day is None else str(day)


def _about(names: Sequence[str], *parties: str | None) -> bool:
    """Tell whether any of the parties is asked for; all are where nobody is named."""
    return not names or not {*parties}.isdisjoint(names)


def _rows(answer: Sequence[Any], kind: type[Any], name: str) -> Rows:
    grid = formats.grid(answer, kind)
    row_type = _row_type(kind.__name__, tuple(grid.columns))
    rows = (row_type(*map(_plain, row)) for row in grid.rows)
    return Rows(rows, grid.columns, name)


@cache
def _row_type(name: str, columns: tuple[str, ...]) -> Any:
    return namedtuple(name, ["from_" if one == "from" else one for one in columns])


def _plain(value: Any) -> Any:
    """Return a value of a row as what Python itself has: dates as written are texts."""
    if value is None or isinstance(value, bool | int | float | dt.date):
        return value
    return tuple(map(_plain, value)) if isinstance(value, tuple) else str(value)
