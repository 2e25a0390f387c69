"""Corrections: a claim with some values changed, which retracts the one it corrects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from libya_tracker.errors import NoSuchError, TrackerError, UsageError
from libya_tracker.model import spelling
from libya_tracker.model.dates import Moment
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Claim, Registry, content
from libya_tracker.storage import causes, labels, writer
from libya_tracker.storage.drafts import PUBLISHED, Draft, Values, values_of
from libya_tracker.storage.edits import changes_of, with_warnings
from libya_tracker.storage.emitter import Item
from libya_tracker.storage.existing_claims import ExistingClaims, as_claim
from libya_tracker.storage.input import Context, refuse_bad_text, refuse_undated, resolve
from libya_tracker.storage.schema import CLAIM
from libya_tracker.storage.writer import Addition, Edit

#: What belongs to the entry, and not to what it says.
_OF_THE_ENTRY = ("recorded", "retracts", "id")
_NOT_DROPPED = ("begins", "status", "sources", "tags")
#: The values that a claim may do without, and that a correction may take from it.
DROPPABLE = tuple(
    key for key in CLAIM.keys if key not in {*CLAIM.required, *_OF_THE_ENTRY, *_NOT_DROPPED}
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be different in a claim; all else stays."""

    #: The id of the claim.
    claim: str
    #: New values by the keys of the file, as text.
    values: Mapping[str, str]
    #: The keys whose values go.
    dropped: tuple[str, ...] = ()
    more_sources: tuple[str, ...] = ()
    fewer_sources: tuple[str, ...] = ()
    more_tags: tuple[str, ...] = ()
    fewer_tags: tuple[str, ...] = ()
    #: When the correction became known, or ``PUBLISHED``; None: now.
    recorded: str | None = field(default=None, kw_only=True)


def correct(
    path: Path, correction: Correction, now: Moment, *, dry_run: bool = False
) -> Edit:
    """Add a claim as it should have been, which retracts the one that is wrong.

    It stands where that one does: in the record, or in a what-if.
    """
    refuse_bad_text(correction.values)

    def plan(registry: Registry) -> Addition:
        if (claim := registry.claim(name := correction.claim)) is None:
            raise NoSuchError("change", name, spelling.nearest(name, registry.claims))
        visible = Perspective.of(registry, Point(now.day, now.day, claim.scenario))
        _refuse_retracted(visible, claim)
        draft = Draft(_corrected(claim, correction), own_keys=claim.own_keys)
        try:
            values = resolve(draft, Context(registry))
        except TrackerError as error:
            raise causes.rejected_claims([(draft, error)], {}) from None
        values["retracts"] = (claim.id,)
        if claim.by is not None and not {"by"} & {*correction.values, *correction.dropped}:
            values["by"] = claim.by  # plain words may be a faction's name by now
        _refuse_idle(visible, claim, values)
        if correction.recorded == PUBLISHED:
            refuse_undated(values, registry)
        else:
            values["recorded"] = correction.recorded or now.text
        item = Item(ExistingClaims(registry, visible.point).add(values, draft))
        place = changes_of(claim.scenario)
        return Addition(place, [item], _remarks(registry, claim), [claim])

    return with_warnings(writer.edit(path, plan, dry_run=dry_run), now.day)


def _refuse_retracted(visible: Perspective, claim: Claim) -> None:
    """Raise UsageError where a claim does not stand any more."""
    if earlier := visible.retractions_of(claim):
        later = earlier[-1]
        remedy = f"; correct {later.id}" if isinstance(later, Claim) else ""
        raise UsageError(
            f"{claim.id!r} was retracted already, at {later.where}: {later.id}{remedy}"
        )


def _corrected(claim: Claim, correction: Correction) -> Values:
    """Return a claim's values as they should have been."""
    old = {k: v for k, v in values_of(claim).items() if k not in _OF_THE_ENTRY}
    for key in correction.dropped:
        if key not in DROPPABLE:
            choices = ", ".join(DROPPABLE)
            raise UsageError(f"{key!r} cannot be dropped; what can is {choices}")
        if key in correction.values:
            raise UsageError(f"{key} is given and dropped; do one of the two")
        if key not in old:
            raise UsageError(f"{claim.id!r} has no {key} to drop")
    kept = {key: value for key, value in old.items() if key not in correction.dropped}
    sources = [name for name in claim.sources if name not in correction.fewer_sources]
    if unknown := [n for n in correction.fewer_sources if n not in claim.sources]:
        cited = ", ".join(claim.sources) or "none"
        raise UsageError(f"{claim.id!r} does not cite {unknown[0]!r}; its sources: {cited}")
    tags = labels.other_tags(claim, correction.more_tags, correction.fewer_tags)
    kept.pop("by", None)
    return {
        **kept,
        **correction.values,
        "sources": (*sources, *correction.more_sources),
        "tags": tags,
    }


def _refuse_idle(visible: Perspective, claim: Claim, values: Values) -> None:
    """Raise UsageError where the claim, or another one, says the same already."""
    new = content(as_claim(values, claim.scenario)._replace(retracts=()))
    if content(claim._replace(retracts=())) == new:
        raise UsageError(f"that is what {claim.id!r} says already; nothing to correct")
    faction, to = values["faction"], values["to"]
    alike = [
        claim
        for claim in visible.registry.entries
        if type(claim) is Claim and claim.faction == faction and claim.to == to
    ]
    for other in alike:
        says_the_same = content(other._replace(retracts=())) == new
        if says_the_same and not visible.retractions_of(other):
            raise UsageError(
                f"that stands already, at {other.where}: {other.id}; "
                f"`retract {claim.id}` takes this one back"
            )


def _remarks(registry: Registry, claim: Claim) -> list[str]:
    """Return which what-ifs still name the claim that is corrected."""
    return [
        f"the what-if {scenario.id!r} is still `resolved_by` {claim.id}, at "
        f"{scenario.where}"
        for scenario in registry.scenarios.values()
        if scenario.resolved_by == claim.id
    ]
