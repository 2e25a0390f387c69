"""Spells: which tie stood from when to when, for each pair, by the claims that count.

The word is that of event-history analysis and of GEXF. The ties of a pair follow from the
claims about that pair alone, and are computed once for all days: every question looks
them up here.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from weakref import WeakKeyDictionary

from libya_tracker.analysis.pair_spells import PairSpells, Spell, Tie
from libya_tracker.analysis.readings import Readings
from libya_tracker.analysis.runs import Run
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Lens
from libya_tracker.model.records import Claim, Pair
from libya_tracker.model.vocabulary import Relation

_first_day = attrgetter("date.first")
#: Of how many days the ties are kept: a comparison asks about two, and its page again.
_DAYS = 2


class Spells:
    """The spells of every pair, by the claims that count for what is known and asked."""

    def __init__(self, perspective: Perspective) -> None:
        factions, persist = perspective.registry.factions, perspective.lens.persist
        dissolved = {f.id: f.dissolved for f in factions.values() if f.dissolved}
        #: The spells by the two factions, whose ids are in the order of the alphabet.
        self.pairs: dict[Pair, PairSpells] = {}
        #: The ties of the days that were asked about last.
        self._ties: dict[dt.date, Mapping[Pair, Tie]] = {}
        # In the order of the file, which is that of memory; of each pair all are at hand.
        every_day = perspective.on(dt.date.max)
        for pair, claims in _by_pair(every_day.effective_in_file()).items():
            claims.sort(key=_first_day)
            own = {name: dissolved[name] for name in pair if name in dissolved}
            self.pairs[pair] = PairSpells(Readings(pair, claims, own, persist))

    def of(self, pair: Pair) -> tuple[PairSpells, int] | None:
        """Return the spells of two factions, and which side the first of them is."""
        key = pair if pair[0] < pair[1] else pair[::-1]
        spells = self.pairs.get(key)
        return None if spells is None else (spells, int(pair != key))

    def tie(self, pair: Pair, day: dt.date) -> Tie | None:
        """Return the tie of one faction toward another on a day."""
        spells, side = self.of(pair) or (None, 0)
        return None if spells is None else spells.tie(side, day.toordinal())

    def ties(self, day: dt.date) -> Mapping[Pair, Tie]:
        """Return the ties of a day."""
        if day not in self._ties:
            if len(self._ties) >= _DAYS:
                self._ties.clear()
            ordinal = day.toordinal()
            self._ties[day] = {
                (tie.faction, tie.to): tie
                for spells in self.pairs.values()
                for tie in spells.ties(ordinal)
            }
        return self._ties[day]

    def between(self, pair: Pair, until: dt.date) -> Sequence[Spell]:
        """Return the spells of one faction's ties toward another, up to a day."""
        spells, side = self.of(pair) or (None, 0)
        return () if spells is None else spells.spells(side, until.toordinal())


#: The spells by what they hang on, for as long as the claims are in use.
_TABLES: WeakKeyDictionary[ClaimIndex, dict[tuple[dt.date, str | None, Lens], Spells]] = (
    WeakKeyDictionary()
)


def spells_at(perspective: Perspective) -> Spells:
    """Return the spells for what is known at a point, of any day."""
    tables = _TABLES.setdefault(perspective.index, {})
    key = perspective.point.known, perspective.point.scenario, perspective.lens
    if key not in tables:
        tables[key] = Spells(perspective)
    return tables[key]


def spells(
    perspective: Perspective, counts: Callable[[str, Relation, str], bool] | None = None
) -> list[Spell]:
    """Return every spell of every tie up to a point's day, in order of days.

    ``counts`` tells which ties are meant, by faction, relation and counterpart. A tie that
    was ended and begins again is another spell, even on the following day.
    """
    order = perspective.registry.order
    return sorted(
        each_spell(perspective, counts),
        key=lambda s: (s.first, order[s.tie.faction], order[s.tie.to]),
    )


def each_spell(
    perspective: Perspective, counts: Callable[[str, Relation, str], bool] | None = None
) -> Iterator[Spell]:
    """Yield the same spells, those of one side of a pair in order of days."""
    day = perspective.day.toordinal()
    for pair in spells_at(perspective).pairs.values():
        for side in (0, 1):
            yield from pair.spells(side, day, counts)


def contested_runs(perspective: Perspective) -> Iterator[Run]:
    """Yield the runs whose claims may disagree on when the tie began or ended."""
    day = perspective.day.toordinal()
    for pair in spells_at(perspective).pairs.values():
        course = pair.readings.course(day)
        for run in (*course.runs[0], *course.runs[1]):
            if run.contested and run.begin <= day:
                yield run


def _by_pair(claims: Sequence[Claim]) -> dict[Pair, list[Claim]]:
    """Return the claims that make or end ties by the two factions, in the same order."""
    pairs: defaultdict[Pair, list[Claim]] = defaultdict(list)
    for claim in claims:
        faction, to, other = claim.faction, claim.to, claim.ends_tie_with
        if not claim.relation.lineage:
            pairs[(faction, to) if faction < to else (to, faction)].append(claim)
        if other is not None and (other != to or claim.relation.lineage):
            pairs[(faction, other) if faction < other else (other, faction)].append(claim)
    return pairs
