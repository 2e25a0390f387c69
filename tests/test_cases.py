"""Small registries with known answers: each is a fault that somebody met."""

from __future__ import annotations

from tests.conftest import Run
from tests.support.places import TESTS

CASES = TESTS / "cases"


def case(name: str) -> str:
    """Return the text of a registry."""
    return (CASES / f"{name}.yaml").read_text(encoding="utf-8")


def test_a_retraction_of_a_what_if_hides_no_cycle_of_the_record(run: Run) -> None:
    result = run("check", registry=case("cycle-hidden-by-whatif"))

    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == (
        "factions.yaml:9:5: by these claims a group comes out of itself: "
        "alpha → beta → alpha; take one out or retract it [lineage-cycle]\n"
        "    9 |   - {date: 2018-02-01, faction: beta, relation: succeeds, to: al…\n"
        "      |     ^\n"
        "factions.yaml: 1 error\n"
    )
