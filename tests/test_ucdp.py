"""The shipped registry against UCDP, which codes the same groups from other reports.

Its rows are of other hands: where ours say otherwise, the difference is listed with
its reason.
"""

from __future__ import annotations

import datetime as dt

import pytest

from libya_tracker.analysis.comparison import ComparisonRow, Verdict
from libya_tracker.exchange import ucdp, ucdp_tables
from libya_tracker.exchange.comparing import compare
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


@pytest.fixture(scope="module")
def perspective(registry: Registry) -> Perspective:
    return Perspective(ClaimIndex(registry), Point(NOW, NOW))


def rows(perspective: Perspective, name: str) -> list[ComparisonRow]:
    """Return one of UCDP's tables of Libya beside the registry."""
    release = ucdp.read((DATA / f"ucdp-{name}_libya.csv").read_bytes(), name)
    return compare(perspective, release)


def test_each_id_names_an_actor_of_ucdp(ours: dict[str, str]) -> None:
    table = ucdp_tables.table((DATA / "ucdp-actor-221_libya.csv").read_bytes(), "actors")
    actors = {row["ActorId"] for row in table.rows}

    assert len(ours) >= 15
    assert ours.keys() - actors == set()


@pytest.mark.parametrize("release", ["211", "221"])
def test_the_fights_of_our_groups_are_in_the_registry(
    perspective: Perspective, release: str
) -> None:
    both = [
        row
        for row in rows(perspective, f"nonstate-{release}")
        if row.matched and row.record
    ]
    verdicts = {
        (min(row.faction, row.to), max(row.faction, row.to)): row.verdict
        for row in both
        if row.faction and row.to
    }

    assert {row.matched for row in both} <= {"ucdp id", "name of a state"}
    assert len(verdicts) == 8
    assert {pair for pair, one in verdicts.items() if one != "agrees"} == FIGHTS.keys()


def test_three_releases_of_one_table_are_read_alike(perspective: Perspective) -> None:
    counts = {}
    for release in ("201", "211", "221"):
        answers = rows(perspective, f"prio-acd-{release}")
        fights = [row for row in answers if row.relation is Relation.FIGHTING]
        open_ones = [row for row in fights if row.until is None]
        counts[release] = len(fights), len(answers) - len(fights), len(open_ones)

        assert {row.release for row in answers} == {f"{release[:2]}.{release[2]}"}
        assert {row.verdict for row in answers} == {Verdict.UNMATCHED}

    # Each release knows the ends that the one before did not know yet.
    assert counts == {"201": (10, 1, 2), "211": (10, 5, 1), "221": (10, 5, 0)}


def test_whom_a_group_joined_by_ucdp_it_joined_here(
    registry: Registry, perspective: Perspective
) -> None:
    positive = {
        (claim.faction, claim.to)
        for claim in registry.claims.values()
        if claim.scenario is None and claim.relation in POSITIVE and claim.status.effective
    }
    joined = {
        (row.faction, row.to)
        for row in rows(perspective, "actor-221")
        if row.verdict is Verdict.REVIEW
    }

    assert len(joined) >= 5
    assert joined - positive == set()
