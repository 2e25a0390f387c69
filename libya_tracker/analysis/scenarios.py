"""The what-ifs: what became of each, and what it changes against the record or another."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping

from libya_tracker.analysis.diff import diff, once
from libya_tracker.analysis.state import state
from libya_tracker.model.dates import FuzzyDate
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Claim, Scenario, sources_of
from libya_tracker.model.vocabulary import Difference, Outcome
from libya_tracker.named_tuples import NamedTuple


class ScenarioRow(NamedTuple):
    """One what-if: its outcome, what resolved it, and how many ties it changes."""

    scenario: str
    title: str | None
    outcome: Outcome
    resolved_by: str | None
    resolved: FuzzyDate | None
    date: FuzzyDate | None
    claims: int
    added: int
    changed: int
    removed: int
    sources: tuple[str, ...]


def scenarios(perspective: Perspective) -> list[ScenarioRow]:
    """Return each what-if known at a point, in the order of the file.

    The outcome is as recorded; if ``resolved_by`` is not yet known, retracted or later than
    the day, it is ``pending``.
    """
    rows = []
    for scenario in perspective.registry.scenarios.values():
        if is_known(perspective, scenario.id):
            a, b = sides(perspective, scenario.id, None)
            ties = Counter(row.difference for row in once(diff(a, b)))
            rows.append(scenario_row(perspective, scenario, ties))
    return rows


def is_known(perspective: Perspective, scenario: str) -> bool:
    """Tell whether a what-if says anything that is visible at a point, or never did."""
    claims = perspective.registry.claims.values()
    has_claims = any(claim.scenario == scenario for claim in claims)
    return not has_claims or bool(claims_of(perspective, scenario))


def sides(
    perspective: Perspective, one: str, other: str | None
) -> tuple[Perspective, Perspective]:
    """Return the two to compare: the record and a what-if, or one what-if and another.

    The point's own scenario does not matter.
    """
    a, b = (None, one) if other is None else (one, other)
    return perspective.supposing(a), perspective.supposing(b)


def claims_of(perspective: Perspective, scenario: str) -> list[Claim]:
    """Return, in order, the claims of a what-if that are visible at a point, of any day."""
    what_if = perspective.supposing(scenario)
    return [claim for claim in what_if.visible_claims() if claim.scenario == scenario]


def last_day(perspective: Perspective, names: Collection[str]) -> dt.date | None:
    """Return the day on which the last claim of some what-ifs has begun, if any."""
    claims = [claim for name in names for claim in claims_of(perspective, name)]
    return max((claim.date.last for claim in claims), default=None)


def changes_day(perspective: Perspective, scenario: str) -> bool:
    """Tell whether a what-if makes any difference to the ties of the point's day."""
    what_if, record = perspective.supposing(scenario), perspective.supposing(None)
    denied = any(claim.scenario == scenario for claim in what_if.denials())
    return denied or state(what_if).ties != state(record).ties


def has_begun(perspective: Perspective, scenario: str) -> bool:
    """Tell whether any claim of a what-if can have begun by the point's day."""
    claims = claims_of(perspective, scenario)
    return any(claim.date.first <= perspective.day for claim in claims)


def scenario_row(
    perspective: Perspective, scenario: Scenario, ties: Mapping[Difference, int]
) -> ScenarioRow:
    """Return a what-if with the number of ties that it adds, changes and removes."""
    claims = claims_of(perspective, scenario.id)
    resolver = _resolver(perspective, scenario)
    unresolved = scenario.resolved_by is not None and resolver is None
    return ScenarioRow(
        scenario=scenario.id,
        title=scenario.title,
        outcome=Outcome.PENDING if unresolved else scenario.outcome,
        resolved_by=resolver.id if resolver else None,
        resolved=resolver.date if resolver else None,
        date=claims[0].date if claims else None,
        claims=len(claims),
        added=ties.get(Difference.ADDED, 0),
        changed=ties.get(Difference.CHANGED, 0),
        removed=ties.get(Difference.REMOVED, 0),
        sources=sources_of(claims),
    )


def _resolver(perspective: Perspective, scenario: Scenario) -> Claim | None:
    """Return the claim that resolved a what-if, where it counts at a point."""
    if scenario.resolved_by is None:
        return None
    claim = perspective.registry.claims[scenario.resolved_by]
    visible = perspective.supposing(claim.scenario).is_visible(claim)
    counts = visible and claim.date.first <= perspective.day
    return claim if counts else None
