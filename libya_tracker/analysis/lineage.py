"""Lineage: who a faction came from and went on as, through splits, mergers, successions.

Lineage claims are claims like others: known from some day, sure or not, maybe of a what-if.
What follows from them is computed at a point, from those that take effect there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import ENDS, ORIGINS, Claim, LineageStep
from libya_tracker.named_tuples import NamedTuple


class Relative(NamedTuple):
    """A faction at the far end of a way through lineage.

    ``step`` is the last step of the way, ``steps`` its length. ``continues`` tells that
    every step was a merger or succession: it is the same group under another name.
    """

    faction: str
    step: LineageStep
    steps: int
    continues: bool


class Lineage:
    """The events of lineage that take effect at a point, followed in both directions."""

    def __init__(self, perspective: Perspective) -> None:
        self._later: dict[str, list[LineageStep]] = {}
        self._earlier: dict[str, list[LineageStep]] = {}
        for claim in perspective.effective():
            if claim.relation.lineage:
                step = LineageStep.of(claim)
                self._later.setdefault(step.before, []).append(step)
                self._earlier.setdefault(step.after, []).append(step)
        self._denials = list(perspective.denials())

    def denied_by(self, event: Claim) -> tuple[str, ...]:
        """Return who denies an event, then or later: the speakers, else the sources."""
        key = (event.faction, event.relation, event.to)
        voices = [
            (denial.by,) if denial.by else denial.sources
            for denial in self._denials
            if (denial.faction, denial.relation, denial.to) == key
            and denial.date.last >= event.date.first
        ]
        return tuple(dict.fromkeys(name for names in voices for name in names))

    def ancestors(self, faction: str) -> list[Relative]:
        """Return those that a faction came from, the nearest first.

        Each step back is to an event that is no later: those who joined an ancestor after
        the faction had left it are none of its own.
        """
        return _walk(faction, self._earlier, lambda step: step.before, _in_order_back)

    def descendants(self, faction: str) -> list[Relative]:
        """Return those that came from a faction, the nearest first."""
        return _walk(faction, self._later, lambda step: step.after, _in_order)

    def successors(self, faction: str) -> list[Relative]:
        """Return the last factions that one went on as, by mergers and successions.

        There is none if it did not end or came back afterwards, and several if the claims
        name several.
        """
        last: list[Relative] = []
        names = {faction}
        queue = [Relative(step.after, step, 1, True) for step in self._ends(faction)]
        for relative in queue:
            if relative.faction in names:
                continue
            names.add(relative.faction)
            onward = [
                Relative(step.after, step, relative.steps + 1, True)
                for step in self._ends(relative.faction)
                if _in_order(relative.step.claim, step.claim)
            ]
            queue += onward
            if not onward:
                last.append(relative)
        return last

    def _ends(self, faction: str) -> list[LineageStep]:
        """Return the events in which a faction ended, unless it began anew after them."""
        origins = [
            step.claim.date.first
            for step in self._earlier.get(faction, ())
            if step.claim.relation in ORIGINS
        ]
        return [
            step
            for step in self._later.get(faction, ())
            if step.claim.relation in ENDS
            and not any(day > step.claim.date.last for day in origins)
        ]


def _walk(
    start: str,
    ways: Mapping[str, Sequence[LineageStep]],
    end: Callable[[LineageStep], str],
    follows: Callable[[Claim, Claim], bool],
) -> list[Relative]:
    """Return the factions that can be reached, each by the first of its shortest ways."""
    relatives: dict[str, Relative] = {}
    queue = [
        Relative(end(step), step, 1, step.claim.relation in ENDS)
        for step in ways.get(start, ())
    ]
    for relative in queue:
        if relative.faction == start or relative.faction in relatives:
            continue
        relatives[relative.faction] = relative
        queue += [
            Relative(
                end(step),
                step,
                relative.steps + 1,
                relative.continues and step.claim.relation in ENDS,
            )
            for step in ways.get(relative.faction, ())
            if follows(relative.step.claim, step.claim)
        ]
    return list(relatives.values())


def _in_order(one: Claim, next_one: Claim) -> bool:
    """Tell whether an event can have come no earlier than another."""
    return next_one.date.last >= one.date.first


def _in_order_back(one: Claim, next_one: Claim) -> bool:
    return _in_order(next_one, one)
