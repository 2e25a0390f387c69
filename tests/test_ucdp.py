"""The shipped registry against UCDP, which codes the same groups from other reports.

Its rows are of other hands: where ours say otherwise, the difference is listed with
its reason.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from itertools import product

import pytest

from libya_tracker.analysis import state as history
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Point
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Relation
from libya_tracker.storage import files
from tests.support.places import SHARED, TOP

DATA = SHARED / "data"
NOW = dt.date(2026, 1, 1)
POSITIVE = {Relation.ALIGNED, Relation.MEMBER, Relation.SUBORDINATE, Relation.ALLIED}
#: What UCDP has and this registry has not, or not so.
FIGHTS = {
    (
        "kani-militias",
        "tripoli-protection-force",
    ): "its groups fight the Kani militias, each "
    "under its own name; of the force itself the sources tell the truces of that week",
    ("sumud", "tripoli-protection-force"): "Abu Salim fights Sumud in those days, by name",
}

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="UCDP's tables are not beside this checkout"
)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return files.read(TOP / "factions.yaml")


@pytest.fixture(scope="module")
def ours(registry: Registry) -> dict[str, str]:
    return {
        number: faction.id
        for faction in registry.factions.values()
        for name, number in faction.ids
        if name == "ucdp"
    }


def table(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one of UCDP's tables of Libya."""
    with (DATA / name).open(encoding="utf-8-sig", newline="") as text:
        yield from csv.DictReader(text)


def test_each_id_names_an_actor_of_ucdp(ours: dict[str, str]) -> None:
    actors = {row["ActorId"] for row in table("ucdp-actor-221_libya.csv")}

    assert len(ours) >= 15
    assert ours.keys() - actors == set()


def test_the_fights_of_our_groups_are_in_the_registry(
    registry: Registry, ours: dict[str, str]
) -> None:
    index = ClaimIndex(registry)
    here: dict[tuple[str, str], bool] = {}
    for row in table("ucdp-nonstate-221_libya.csv"):
        first = dt.date.fromisoformat(row["start_date2"])
        last = dt.date.fromisoformat(row["ep_end_date"] or f"{row['year']}-12-31")
        days = [first + dt.timedelta(n) for n in range((last - first).days + 1)]
        for one, other in product(sides(row, "a", ours), sides(row, "b", ours)):
            pair = (min(one, other), max(one, other))
            here[pair] = any(fights(index, pair, day) for day in days)

    assert len(here) == 8
    assert {pair for pair, agrees in here.items() if not agrees} == FIGHTS.keys()


def sides(row: dict[str, str], side: str, ours: dict[str, str]) -> list[str]:
    """Return the factions on one side of a fight; of a fighting coalition, its groups."""
    numbers = row[f"side_{side}_components"] or row[f"side_{side}_id"]
    return [ours[number] for number in numbers.split(", ") if number in ours]


def fights(index: ClaimIndex, pair: tuple[str, str], day: dt.date) -> bool:
    """Tell whether two factions fight on a day."""
    tie = history.state(Perspective(index, Point(day, NOW))).ties.get(pair)
    return tie is not None and tie.relation is Relation.FIGHTING


def test_whom_a_group_joined_by_ucdp_it_joined_here(
    registry: Registry, ours: dict[str, str]
) -> None:
    positive = {
        (claim.faction, claim.to)
        for claim in registry.claims.values()
        if claim.scenario is None and claim.relation in POSITIVE and claim.status.effective
    }
    joined = {
        (ours[row["ActorId"]], ours[other])
        for row in table("ucdp-actor-221_libya.csv")
        if row["ActorId"] in ours
        for other in (row["ActorIdAlliance"], row["ActorIdGroup"])
        if other in ours
    }

    assert len(joined) >= 5
    assert joined - positive == set()
