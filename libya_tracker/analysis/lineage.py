"""Lineage: who a faction came from and went on as, through splits, mergers, successions.

Lineage claims are claims like others: known from some day, sure or not, maybe of a what-if.
What follows from them is computed at a point, from those that take effect there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import ENDS, ORIGINS, Claim, LineageStep


@dataclass(frozen=True, slots=True)
class Relative:
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
        what = (event.faction, event.relation, event.to)
        said = [
            (denial.by,) if denial.by else denial.sources
            for denial in self._denials
            if (denial.faction, denial.relation, denial.to) == what
            and denial.date.last >= event.date.first
        ]
        return tuple(dict.fromkeys(name for names in said for name in names))

    def ancestors(self, faction: str) -> list[Relative]:
        """Return those that a faction came from, the nearest first.

        A way back never leads to what came later: not to those who joined an ancestor
        after the faction had left it.
        """
        return _walk(faction, self._earlier, lambda step: step.before, _in_order_back)

    def descendants(self, faction: str) -> list[Relative]:
        """Return those that came from a faction, the nearest first."""
        return _walk(faction, self._later, lambda step: step.after, _in_order)

    def successors(self, faction: str) -> list[Relative]:
        """Return what a faction goes on as, at the end of mergers and successions.

        None where it goes on itself, for it did not end or came back afterwards; several
        where the claims name several.
        """
        found: dict[str, Relative] = {}
        seen = {faction}
        queue = [Relative(faction, step, 1, True) for step in self._ends(faction)]
        for kin in queue:
            heir = kin.step.after
            if heir in seen:
                continue
            seen.add(heir)
            onward = [
                step for step in self._ends(heir) if _in_order(kin.step.claim, step.claim)
            ]
            queue += [Relative(heir, step, kin.steps + 1, True) for step in onward]
            if not onward:
                found[heir] = Relative(heir, kin.step, kin.steps, True)
        return list(found.values())

    def _ends(self, faction: str) -> list[LineageStep]:
        """Return the events in which a faction ended, unless it began anew after them."""
        begun = [
            step.claim.date.first
            for step in self._earlier.get(faction, ())
            if step.claim.relation in ORIGINS
        ]
        return [
            step
            for step in self._later.get(faction, ())
            if step.claim.relation in ENDS
            and not any(day > step.claim.date.last for day in begun)
        ]


def _walk(
    start: str,
    ways: Mapping[str, Sequence[LineageStep]],
    end: Callable[[LineageStep], str],
    follows: Callable[[Claim, Claim], bool],
) -> list[Relative]:
    """Return all that can be reached, each by the first of its shortest ways."""
    found: dict[str, Relative] = {}
    queue = [
        Relative(end(step), step, 1, step.claim.relation in ENDS)
        for step in ways.get(start, ())
    ]
    for kin in queue:
        if kin.faction == start or kin.faction in found:
            continue
        found[kin.faction] = kin
        queue += [
            Relative(
                end(step),
                step,
                kin.steps + 1,
                kin.continues and step.claim.relation in ENDS,
            )
            for step in ways.get(kin.faction, ())
            if follows(kin.step.claim, step.claim)
        ]
    return list(found.values())


def _in_order(one: Claim, next_one: Claim) -> bool:
    """Tell whether an event can have come no earlier than another."""
    return next_one.date.last >= one.date.first


def _in_order_back(one: Claim, next_one: Claim) -> bool:
    return _in_order(next_one, one)
