"""The claims of a registry, beside which new ones get their ids, and none is repeated."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from operator import attrgetter

from libya_tracker.errors import Location, UsageError
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Claim, Registry, content, says_the_same
from libya_tracker.storage import derived_ids, own_keys, schema
from libya_tracker.storage.drafts import KEYS, Draft, Values
from libya_tracker.storage.emitter import Fields
from libya_tracker.storage.schema import CLAIM

_NOWHERE = Location("", 0, 0)
#: For so many new claims all are looked through, which is quicker than to sort them.
_FEW = 10


class ExistingClaims:
    """The claims of a registry, and so many that are about to be added to it."""

    def __init__(self, registry: Registry, point: Point, new: int = 1) -> None:
        self._perspective = Perspective.of(registry, point)
        self._few = new <= _FEW
        self._new_origins: dict[Hashable, str] = {}
        self._ids = {*map(attrgetter("id"), registry.entries)}
        order = [None, *registry.scenarios]
        later = order[order.index(point.scenario) + 1 :]
        #: The ids of the entries that are read before a new claim is.
        self._earlier = self._ids
        if later:
            entries = registry.entries
            self._earlier = self._ids - {e.id for e in entries if e.scenario in later}

    @cached_property
    def _claims(self) -> list[Claim]:
        """The claims of the record, or of the what-if to which the new ones belong."""
        scenario = self._perspective.point.scenario
        entries = self._perspective.registry.entries
        return [e for e in entries if e.scenario == scenario and isinstance(e, Claim)]

    @cached_property
    def _alike(self) -> dict[Hashable, list[Claim]]:
        alike: dict[Hashable, list[Claim]] = {}
        for claim in self._claims:
            alike.setdefault(_parties(claim), []).append(claim)
        return alike

    def place_of(self, values: Values, draft: Draft) -> str | None:
        """Return the place of a claim that says the same and is not retracted, if any."""
        new = as_claim(values, self._perspective.point.scenario)
        retractions_of = self._perspective.retractions_of
        for claim in self._like(new):
            comparable = claim._replace(retracts=()) if draft.from_log else claim
            if says_the_same(comparable, new) and not retractions_of(claim):
                return f"{claim.where}: {claim.id}"
        return self._new_origins.get(content(new))

    def _like(self, new: Claim) -> list[Claim]:
        """Return the claims of the same tie and day."""
        if not self._few:
            return self._alike.get(_parties(new), [])
        return [
            claim
            for claim in self._claims
            if claim.faction == new.faction and _parties(claim) == _parties(new)
        ]

    def add(self, values: Values, draft: Draft) -> Fields:
        """Add a claim; return its keys in order, with an `id` where it must have one.

        The keeper's own keys follow.
        """
        new = as_claim(values, self._perspective.point.scenario)
        self._new_origins[content(new)] = draft.origin.place() if draft.origin else ""
        name, explicit = self._id(values)
        if name in self._ids:
            raise UsageError(f"the id {name!r} is taken")
        self._ids.add(name)
        self._earlier.add(name)
        complete = {**values, "id": name} if explicit else values
        fields = {key: complete[key] for key in KEYS if key in complete}
        return {**fields, **own_keys.values_of(draft.own_keys)}

    def _id(self, values: Values) -> tuple[str, bool]:
        """Return the id of a new claim, and whether it has to be written down."""
        if isinstance(name := values.get("id"), str):
            return name, True
        date, faction, to = (str(values[key]) for key in ("date", "faction", "to"))
        base = derived_ids.of_claim(date, faction, to)
        name, count = base, 1
        while name in self._earlier:
            count += 1
            name = f"{base}-{count}"
        explicit = name in self._ids
        while name in self._ids:
            count += 1
            name = f"{base}-{count}"
        return name, explicit


def _parties(claim: Claim) -> Hashable:
    return claim.faction, claim.relation, claim.to, claim.date.text


def as_claim(values: Values, scenario: str | None) -> Claim:
    """Return the claim of values that were checked, as it will be read."""
    fields = schema.as_fields(
        {
            key: value if isinstance(value, tuple) else CLAIM.keys[key].parse(value)
            for key, value in values.items()
        }
    )
    return Claim(**{"id": "", **fields}, where=_NOWHERE, place=0, scenario=scenario)
