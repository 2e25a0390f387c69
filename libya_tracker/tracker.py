"""The Python surface: a registry that answers as the commands do, for scripts.

``docs/python.md`` shows its use. Its names, like the columns of the rows, are promised:
new ones may come, none goes or changes its meaning.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TypedDict, Unpack

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
from libya_tracker.cli import context, successors, values
from libya_tracker.errors import UnreadableError
from libya_tracker.model import option_values
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.frozen import frozen
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import ClaimFilter, Lens, Period, Point
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import FOLLOWING, STATES
from libya_tracker.output.python_rows import Rows, rows_of
from libya_tracker.storage import files

#: A day, or a date that can mean several: ``date(2017, 11, 10)``, ``"2017-11"``, ``"3w"``.
Day = dt.date | str


class LensOptions(TypedDict, total=False):
    """Whose claims count, as the options of the commands of these names say."""

    min_status: str
    according_to: str
    #: Also a number of days.
    persist: int | str


class Options(LensOptions, total=False):
    """From where a registry is seen, as the options of the commands of these names say."""

    known: Day
    scenario: str


_LENS_TYPES: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("min_status", "according_to"), (str,)),
    "persist": (int, str),
}
_TYPES = {"known": (dt.date, str), "scenario": (str,), **_LENS_TYPES}


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
        names = _followed(now.perspective, factions)
        return rows_of(_status.status(now, names), _status.StatusRow, "status")

    def show(
        self, faction: str, day: Day | None = None, **options: Unpack[Options]
    ) -> Rows:
        """Return what there is of one faction: ties, names, leaders, history, sources."""
        now = self._state(day, options)
        (name,) = _ids(now.perspective, [faction])
        return rows_of(_show.show(now, name), _show.ShowRow, "show")

    def log(
        self,
        *factions: str,
        since: Day | None = None,
        until: Day | None = None,
        words: str | Sequence[str] = (),
        **options: Unpack[Options],
    ) -> Rows:
        """Return the claims, in the order in which they take effect.

        ``words`` is a text to look for, as ``--grep`` has it, or several, of which each is
        to be there.
        """
        perspective = self._perspective(until, options, "until")
        texts = [words] if isinstance(words, str) else words
        first = _text(since)
        query = ClaimFilter(
            factions=_ids(perspective, factions),
            since=first
            if first is None
            else values.first_day(first, perspective.day, "since"),
            until=None if until is None else perspective.day,
            words=[
                values.words(option_values.text(text, "words"), "words") for text in texts
            ],
        )
        return rows_of(_log.log(perspective, query), _log.LogRow, "log")

    def diff(
        self, a: Day, b: Day | None = None, *factions: str, **options: Unpack[LensOptions]
    ) -> Rows:
        """Return what changed between two points ``DAY[@KNOWN][+SCENARIO]``, and why."""
        option_values.refuse_wrong(options, _LENS_TYPES)
        one, other = (
            self._at(values.point(self.registry, _text(point) or "today"), options)
            for point in (a, b)
        )
        names = _ids(other, factions)
        rows = [row for row in _diff.diff(one, other) if _about(names, row.faction, row.to)]
        return rows_of(rows, _diff.DiffRow, "diff")

    def why(
        self,
        faction: str,
        to: str | None = None,
        day: Day | None = None,
        **options: Unpack[Options],
    ) -> Rows:
        """Return the claims behind each tie of a faction, and those set aside."""
        perspective = self._perspective(day, options)
        one, *others = _ids(perspective, [faction] if to is None else [faction, to])
        rows = _why.why(perspective, one, next(iter(others), None))
        return rows_of(rows, _why.WhyRow, "why")

    def spells(
        self, day: Day | None = None, *factions: str, **options: Unpack[Options]
    ) -> Rows:
        """Return from when to when each tie stood, of every relation, up to a day."""
        perspective = self._perspective(day, options)
        names = _followed(perspective, factions)
        bars = [
            bar
            for bar in _timeline.bars(perspective, Period(until=perspective.day), STATES)
            if not names or bar.faction in names
        ]
        rows = _timeline.rows(self.registry, bars)
        return rows_of(rows, _timeline.TimelineRow, "spells")

    def expected(
        self, day: Day | None = None, *factions: str, **options: Unpack[Options]
    ) -> Rows:
        """Return what was expected, whether it came true, and by what."""
        perspective = self._perspective(day, options)
        names = _ids(perspective, factions)
        rows = [
            r for r in _expected.expected(perspective) if _about(names, r.faction, r.to)
        ]
        return rows_of(rows, _expected.ExpectedRow, "expected")

    def blocs(
        self, day: Day | None = None, *factions: str, **options: Unpack[Options]
    ) -> Rows:
        """Return each side with those who follow it."""
        now = self._state(day, options)
        names = _followed(now.perspective, factions)
        rows = [row for row in _blocs.blocs(now) if _about(names, row.faction, row.bloc)]
        return rows_of(rows, _blocs.BlocRow, "blocs")

    def disputes(
        self, day: Day | None = None, *factions: str, **options: Unpack[Options]
    ) -> Rows:
        """Return the pairs on which claims disagree, side by side."""
        perspective = self._perspective(day, options)
        rows = _disputes.disputes(perspective, _ids(perspective, factions))
        return rows_of(rows, _disputes.DisputeRow, "disputes")

    def tensions(
        self, day: Day | None = None, *factions: str, **options: Unpack[Options]
    ) -> Rows:
        """Return the ties that do not fit together, and the divided factions."""
        now = self._state(day, options)
        names = _ids(now.perspective, factions)
        rows = _tensions.tensions(_network.network(now))
        rows = [row for row in rows if _about(names, *row.factions)]
        return rows_of(rows, _tensions.TensionRow, "tensions")

    def switches(
        self, day: Day | None = None, *factions: str, **options: Unpack[Options]
    ) -> Rows:
        """Return who followed whom for how long, up to a day, and who changed sides."""
        perspective = self._perspective(day, options)
        names = _ids(perspective, factions)
        own = followings(perspective, FOLLOWING)
        rows = _switches.loyalty(self.registry, own, Period(until=perspective.day), names)
        return rows_of(rows, _switches.LoyaltyRow, "switches")

    def search(self, words: str) -> Rows:
        """Return whatever mentions some words, the best fit first."""
        rows = _search.search(
            self.registry, values.words(option_values.text(words, "words"), "words")
        )
        return rows_of(rows, _search.SearchRow, "search")

    def factions(self) -> Rows:
        """Return the factions, in the order of the file."""
        rows = _listings.factions(self.registry)
        return rows_of(rows, _listings.FactionRow, "factions")

    def sources(self) -> Rows:
        """Return the sources, in the order of the file."""
        rows = _listings.sources(self.registry)
        return rows_of(rows, _listings.SourceRow, "sources")

    def _state(self, day: Day | None, options: Options) -> State:
        return state(self._perspective(day, options))

    def _perspective(
        self, day: Day | None, options: Options, name: str = "day"
    ) -> Perspective:
        """Return the registry as it is seen from a day, with these options."""
        option_values.refuse_wrong(options, _TYPES)
        on, known = values.last_day(_text(day), name), _text(options.get("known"))
        scenario = values.scenario_id(self.registry, options.get("scenario"))
        since = values.last_day(known, "known")
        return self._at(Point(on, since, scenario, known is not None), options)

    def _at(self, point: Point, options: LensOptions) -> Perspective:
        """Return the registry as it is seen from a point, through the lens of options."""
        lens = Lens(
            min_status=option_values.weakest(options.get("min_status"), "min_status"),
            persist=option_values.persistence(options.get("persist"), "persist"),
        )
        voice = options.get("according_to")
        lens = values.according(self.registry, lens, voice, point.day)
        return Perspective(self._index, point, lens)


def open(path: str | os.PathLike[str] | None = None) -> Tracker:
    """Read a registry; without a path, the one that a command would read.

    Raises InvalidRegistryError, with all that is wrong with it, or UnreadableError.
    """
    if path is not None and "\0" in os.fspath(path):
        raise UnreadableError(f"no file is called {path!r}")
    place = context.registry_path(None if path is None else Path(path))
    return Tracker(place, ClaimIndex(files.read(place)))


def _text(day: Day | None) -> str | None:
    if isinstance(day, dt.datetime):  # which is a date to Python, and pandas has no other
        day = day.date()
    return None if day is None else str(day)


def _ids(perspective: Perspective, factions: Sequence[str]) -> list[str]:
    """Return the ids of factions that are named."""
    return values.faction_ids(
        perspective, [option_values.text(name, "a faction") for name in factions]
    )


def _followed(perspective: Perspective, factions: Sequence[str]) -> list[str]:
    """Return the same, with what they went on as, as the commands have it."""
    ids = _ids(perspective, factions)
    return successors.followed(perspective, ids, "it is answered for too")


def _about(names: Sequence[str], *parties: str | None) -> bool:
    """Tell whether any of the parties is asked for; all are where nobody is named."""
    return not names or not {*parties}.isdisjoint(names)
