"""``retract`` from the command line: a claim is retracted by adding, from now on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SAMPLE, Run

OWN = "  - retracts: [2017-11-01-zintan-tidings]\n    recorded: 2018-01-01T00:00:00Z\n"
ID = "    id: 2017-11-01-zintan-tidings\n"
CLAIM = (
    "  - date: 2017-11-01\n    faction: zintan\n    relation: member\n    to: tidings\n"
    "    sources: [monitor]\n"
)
NOTE = "    note: 'Withdrawn: wrong town'\n"
RETRACT = ("retract", "2017-11-01-zintan-tidings", "--note", "Withdrawn: wrong town")


def text(folder: Path) -> str:
    return (folder / "factions.yaml").read_text(encoding="utf-8")


def test_a_retraction_is_added_and_shown(run: Run, tmp_path: Path) -> None:
    result = run(*RETRACT)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        f"factions.yaml:123:\n+{ID}"
        "factions.yaml:172:5: 2018-01-01-retracts-2017-11-01-zintan-tidings\n"
        + "".join(f"+{line}\n" for line in (OWN + NOTE).splitlines())
    )
    above, below = SAMPLE.replace(CLAIM, CLAIM + ID).split("\nscenarios:")
    assert text(tmp_path) == f"{above}{OWN}{NOTE}\nscenarios:{below}"


def test_what_was_known_before_still_shows_the_claim(run: Run) -> None:
    before = run("log", "zintan", "-f", "csv", "--known-at", "2017-12-31").stdout

    run(*RETRACT)

    after = run("log", "zintan", "-f", "csv", "--known-at", "2017-12-31", registry=None)
    assert after.stdout == before


def test_a_scenarios_claim_is_taken_back_in_the_scenario(run: Run, tmp_path: Path) -> None:
    run("retract", "2017-11-08-4th-division-gna", "--note", "No.")

    claim = SAMPLE[SAMPLE.index("      - date: 2017-11-08\n") :]
    assert text(tmp_path) == SAMPLE.replace(
        claim, claim + "        id: 2017-11-08-4th-division-gna\n"
    ) + (
        "      - retracts: [2017-11-08-4th-division-gna]\n"
        "        recorded: 2018-01-01T00:00:00Z\n"
        "        note: No.\n"
    )


def test_a_dry_run_prints_the_diff_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    result = run(*RETRACT, "--dry-run")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "--- a/factions.yaml\n+++ b/factions.yaml\n@@ -120,6 +120,7 @@\n"
        "     relation: member\n     to: tidings\n     sources: [monitor]\n"
        f"+{ID}"
        "   - date: 2017-11-01\n     faction: tidings\n     relation: fighting\n"
        "@@ -168,6 +169,9 @@\n"
        "   - retracts: [janzour-rumour]\n     recorded: 2017-11-09T10:00:00Z\n"
        "     note: The Monitor withdrew it.\n"
        + "".join(f"+{line}\n" for line in (OWN + NOTE).splitlines())
        + " \n scenarios:\n   stand-ground:\n"
    )
    assert text(tmp_path) == SAMPLE


def test_a_claim_taken_back_already_is_told(run: Run, tmp_path: Path) -> None:
    result = run("retract", "janzour-rumour", "--note", "Again.")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "retracted already, at factions.yaml:168:5: 2017-11-09-retracts-janzour-rumour\n"
    )
    assert text(tmp_path) == SAMPLE


@pytest.mark.parametrize(
    ("args", "code", "error"),
    [
        (("janzour-rumor", "--note", "x"), 4,
         "no change 'janzour-rumor'; did you mean 'janzour-rumour'"),
        (("2017-11-09-retracts-janzour-rumour", "--note", "x"), 4,
         "no change '2017-11-09-retracts-janzour-rumour'"),
        (("janzour-rumour", "--note", " "), 2,
         "--note says why the claim no longer stands; it cannot be empty"),
        (("2017-11-01-zintan-tidings", "--note", "\udce9"), 2,
         r"'\udce9' is not UTF-8 text"),
    ],
)  # fmt: skip
def test_what_cannot_be_retracted_is_refused(
    run: Run, tmp_path: Path, args: tuple[str, ...], code: int, error: str
) -> None:
    result = run("retract", *args)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(f"error: {error}")
    assert text(tmp_path) == SAMPLE


def test_a_missing_note_is_wrong_usage_and_never_asked_for(run: Run) -> None:
    assert run("retract", "janzour-rumour", stdin="because\n").exit_code == 2


def test_a_claim_with_an_open_start_keeps_its_id_too(run: Run, tmp_path: Path) -> None:
    claim = "  - {date: ..2017-10-31, faction: a, relation: allied, to: b"
    registry = "factions: {a: {name: A}, b: {name: B}}\nchanges:\n"

    result = run(
        "retract", "..2017-10-31-a-b", "--note", "No.", registry=f"{registry}{claim}}}\n"
    )

    assert result.exit_code == 0, result.stderr
    assert text(tmp_path).startswith(f"{registry}{claim}, id: ..2017-10-31-a-b}}\n")
    assert "  - retracts: [..2017-10-31-a-b]\n" in text(tmp_path)
    assert run("check", registry=None).exit_code == 0
