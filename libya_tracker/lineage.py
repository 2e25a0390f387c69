"""Lineage: who a faction came from and went on as, through splits, mergers, successions.

Lineage claims are claims like others: known from some day, sure or not, maybe of a what-if.
What follows from them is computed at a point, from those that take effect there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from libya_tracker.model.claims import Chronicle
from libya_tracker.model.query import Lens, Point
from libya_tracker.model.records import Change, Entry
from libya_tracker.model.vocabulary import Relation

#: A faction that is the subject of these came out of the other.
BIRTHS = frozenset({Relation.SPLINTER, Relation.SUCCEEDS})
#: One of the two went on as the other.
ENDS = frozenset({Relation.MERGED, Relation.SUCCEEDS})

#: How many steps are taken through the lineage of what-ifs in search of circles.
_PATIENCE = 100_000


class Passage(NamedTuple):
    """One event of lineage: what was before it, what after, and the claim that says so."""

    before: str
    after: str
    change: Change


@dataclass(frozen=True, slots=True)
class Kin:
    """A faction at the far end of a way through lineage.

    ``passage`` is the last step of the way, ``steps`` its length. ``continues`` tells that
    every step was a merger or succession: it is the same group under another name.
    """

    faction: str
    passage: Passage
    steps: int
    continues: bool


class Lineage:
    """The events of lineage that take effect at a point, followed in both directions."""

    def __init__(self, chronicle: Chronicle, point: Point, lens: Lens) -> None:
        self._later: dict[str, list[Passage]] = {}
        self._earlier: dict[str, list[Passage]] = {}
        for change in chronicle.effective(point, lens):
            if change.relation.lineage:
                step = passage(change)
                self._later.setdefault(step.before, []).append(step)
                self._earlier.setdefault(step.after, []).append(step)
        self._denials = [
            denial
            for denial in chronicle.denials
            if denial.date.first <= point.day
            and lens.admits(denial)
            and chronicle.visible(denial, point)
        ]

    def denied_by(self, event: Change) -> tuple[str, ...]:
        """Return who denies an event, then or later: the speakers, else the sources."""
        what = (event.faction, event.relation, event.to)
        said = [
            (denial.by,) if denial.by else denial.sources
            for denial in self._denials
            if (denial.faction, denial.relation, denial.to) == what
            and denial.date.last >= event.date.first
        ]
        return tuple(dict.fromkeys(name for names in said for name in names))

    def ancestors(self, faction: str) -> list[Kin]:
        """Return those that a faction came from, the nearest first.

        A way back never leads to what came later: not to those who joined an ancestor
        after the faction had left it.
        """
        return _walk(faction, self._earlier, lambda step: step.before, _in_order_back)

    def heirs(self, faction: str) -> list[Kin]:
        """Return those that came from a faction, the nearest first."""
        return _walk(faction, self._later, lambda step: step.after, _in_order)

    def successors(self, faction: str) -> list[Kin]:
        """Return what a faction goes on as, at the end of mergers and successions.

        None where it goes on itself, for it did not end or came back afterwards; several
        where the claims name several.
        """
        found: dict[str, Kin] = {}
        seen = {faction}
        queue = [Kin(faction, step, 1, True) for step in self._ends(faction)]
        for kin in queue:
            heir = kin.passage.after
            if heir in seen:
                continue
            seen.add(heir)
            onward = [
                step
                for step in self._ends(heir)
                if _in_order(kin.passage.change, step.change)
            ]
            queue += [Kin(heir, step, kin.steps + 1, True) for step in onward]
            if not onward:
                found[heir] = Kin(heir, kin.passage, kin.steps, True)
        return list(found.values())

    def _ends(self, faction: str) -> list[Passage]:
        """Return the events in which a faction ended, unless it began anew after them."""
        begun = [
            step.change.date.first
            for step in self._earlier.get(faction, ())
            if step.change.relation in BIRTHS
        ]
        return [
            step
            for step in self._later.get(faction, ())
            if step.change.relation in ENDS
            and not any(day > step.change.date.last for day in begun)
        ]


def circles(entries: Iterable[Entry]) -> Iterator[list[Change]]:
    """Yield each circle of claims by which a group would come out of, or end in, itself.

    A group may split off and merge back; but it cannot have come, by splits and
    successions, from what came from it, nor have gone on, by mergers and successions, as
    what went on as it. Claims that are denied, only expected or taken back make no circle,
    and a what-if's only with those of the record and its own.
    """
    made = list(entries)
    claims = [e for e in made if isinstance(e, Change) and e.relation.lineage]
    if len(claims) < 2:
        return
    taken_back = {name for entry in made for name in entry.retracts}
    standing = [c for c in claims if c.status.effective and c.id not in taken_back]
    told: set[frozenset[str]] = set()
    for relations in (BIRTHS, ENDS):
        for knot in _layers([c for c in standing if c.relation in relations]):
            for circle in _circles(knot):
                if (names := frozenset(change.id for change in circle)) not in told:
                    told.add(names)
                    yield circle


def passage(change: Change) -> Passage:
    """Return which faction a claim of lineage puts before which."""
    if change.relation is Relation.MERGED:
        return Passage(change.faction, change.to, change)
    return Passage(change.to, change.faction, change)


def _layers(claims: Sequence[Change]) -> Iterator[list[Change]]:
    """Yield the record's claims, then those with each what-if's, while patience lasts."""
    record = [change for change in claims if change.scenario is None]
    supposed: dict[str, list[Change]] = {}
    for change in claims:
        if change.scenario is not None:
            supposed.setdefault(change.scenario, []).append(change)
    yield record
    patience = _PATIENCE
    for more in supposed.values():
        patience -= len(record) + len(more)
        if patience > 0:
            yield [*record, *more]


def _circles(claims: Sequence[Change]) -> Iterator[list[Change]]:
    """Yield a circle for each claim that leads back into the way that led to it."""
    onward: dict[str, list[Passage]] = {}
    for step in map(passage, claims):
        onward.setdefault(step.before, []).append(step)
    done: set[str] = set()
    for start in list(onward):
        yield from _circles_from(start, onward, done)


def _circles_from(
    start: str, onward: Mapping[str, Sequence[Passage]], done: set[str]
) -> Iterator[list[Change]]:
    """Follow every way from a faction, depth first and without recursion."""
    if start in done:
        return
    way: list[Passage] = []
    place = {start: 0}
    choices = [iter(onward[start])]
    while choices:
        if (step := next(choices[-1], None)) is None:
            choices.pop()
            left = way.pop().after if way else start
            del place[left]
            done.add(left)
        elif step.after in place:
            yield [passed.change for passed in (*way[place[step.after] :], step)]
        elif step.after not in done:
            way.append(step)
            place[step.after] = len(way)
            choices.append(iter(onward.get(step.after, ())))


def _walk(
    start: str,
    ways: Mapping[str, Sequence[Passage]],
    end: Callable[[Passage], str],
    follows: Callable[[Change, Change], bool],
) -> list[Kin]:
    """Return all that can be reached, each by the first of its shortest ways."""
    found: dict[str, Kin] = {}
    queue = [
        Kin(end(step), step, 1, step.change.relation in ENDS)
        for step in ways.get(start, ())
    ]
    for kin in queue:
        if kin.faction == start or kin.faction in found:
            continue
        found[kin.faction] = kin
        queue += [
            Kin(
                end(step),
                step,
                kin.steps + 1,
                kin.continues and step.change.relation in ENDS,
            )
            for step in ways.get(kin.faction, ())
            if follows(kin.passage.change, step.change)
        ]
    return list(found.values())


def _in_order(one: Change, next_one: Change) -> bool:
    """Tell whether an event can have come no earlier than another."""
    return next_one.date.last >= one.date.first


def _in_order_back(one: Change, next_one: Change) -> bool:
    return _in_order(next_one, one)
