"""Small registries with known answers: each is a fault that somebody met."""

from __future__ import annotations

from pathlib import Path

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


def test_a_retraction_of_a_what_if_takes_nothing_out_of_the_record(
    run: Run, tmp_path: Path
) -> None:
    text = case("retract-whatif")

    result = run("retract", "joins", "--note", "x", registry=text)

    lines = "  - retracts: [joins]\n    recorded: 2018-01-01T00:00:00Z\n    note: x\n"
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "factions.yaml:15:5: 2018-01-01-retracts-joins\n"
        + "".join(f"+{line}\n" for line in lines.splitlines())
    )
    assert (tmp_path / "factions.yaml").read_text(encoding="utf-8") == text.replace(
        "scenarios:", lines + "scenarios:"
    )


def test_a_retraction_of_a_what_if_hides_no_warning_of_the_record(run: Run) -> None:
    result = run("check", registry=case("before-foundation-hidden"))

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "factions.yaml:8:5: warning: 'alpha' was founded 2018; this claim is of a day "
        "before that [before-foundation]\n"
        "    8 |   - {date: 2017-02-01, faction: alpha, relation: aligned, to: be…\n"
        "      |     ^\n"
        "factions.yaml: 2 factions, 1 source, 1 claim, 1 scenario, 1 warning\n"
    )


def test_a_claim_with_a_last_day_repeats_none_without(run: Run) -> None:
    args = ("alpha", "aligned", "beta", "--date", "2017-02-01", "--until", "2017-06")

    result = run("record", *args, "--source", "s", registry=case("repeated-claim"))
    check = run("check", registry=None)

    lines = (
        "  - date: 2017-02-01\n    faction: alpha\n    relation: aligned\n    to: beta\n"
        "    until: 2017-06\n    sources: [s]\n    recorded: 2018-01-01T00:00:00Z\n"
    )
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "factions.yaml:13:5: 2017-02-01-alpha-beta-2\n"
        + "".join(f"+{line}\n" for line in lines.splitlines())
    )
    assert (check.exit_code, check.stdout) == (
        0,
        "factions.yaml: 2 factions, 1 source, 2 claims, 0 scenarios, no problems\n",
    )
