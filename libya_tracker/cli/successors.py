"""The note on standard error if a faction has gone on as another by the day asked about."""

from __future__ import annotations

from collections.abc import Iterable

from libya_tracker.analysis.lineage import Lineage
from libya_tracker.cli import messages
from libya_tracker.model.perspective import Perspective


def followed(perspective: Perspective, factions: Iterable[str], remark: str) -> list[str]:
    """Return factions and what they had gone on as, with a note on standard error.

    Nothing is guessed: the faction asked for stays in the answer, and of several
    successors each is added. ``remark`` says what becomes of a successor.
    """
    ids = dict.fromkeys(factions)
    if not ids:
        return []
    lineage, names = Lineage(perspective), perspective.registry.factions
    for faction in list(ids):
        for successor in lineage.successors(faction):
            ids[successor.faction] = None
            old, new = names[faction].name, names[successor.faction].name
            event = successor.step.claim
            when = ", denied by ".join([str(event.date), *lineage.denied_by(event)[:1]])
            messages.say(
                f"note: {old} went on as {new} ({successor.faction}), {when}; {remark}"
            )
    return list(ids)
