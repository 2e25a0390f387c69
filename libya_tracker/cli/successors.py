"""What is said where a faction that was asked for had gone on as another by that day."""

from __future__ import annotations

from collections.abc import Iterable

from libya_tracker.analysis.lineage import Lineage
from libya_tracker.cli import messages
from libya_tracker.model.perspective import Perspective


def followed(asked: Perspective, wanted: Iterable[str], remark: str) -> list[str]:
    """Return factions and what they had gone on as, and say so on standard error.

    Nothing is guessed: the faction asked for stays in the answer, and of several
    successors each is added. ``remark`` says what becomes of a successor.
    """
    found = dict.fromkeys(wanted)
    if not found:
        return []
    lineage = Lineage(asked)
    factions = asked.registry.factions
    for faction in list(found):
        for kin in lineage.successors(faction):
            found[kin.faction] = None
            old, new = factions[faction].name, factions[kin.faction].name
            event = kin.step.claim
            when = ", denied by ".join([str(event.date), *lineage.denied_by(event)[:1]])
            note = f"note: {old} went on as {new} ({kin.faction}), {when}; {remark}"
            messages.say(note)
    return list(found)
