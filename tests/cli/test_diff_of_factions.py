"""``diff`` of some factions, and of factions that have another id in the other registry."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import SAMPLE, Run

A, B = "2017-10-31", "2017-11-10"


def pairs(run: Run, *args: str, registry: str | None = SAMPLE) -> list[tuple[str, str]]:
    result = run("diff", *args, "-f", "json", registry=registry)
    assert result.exit_code == 0, result.stderr
    return [(row["faction"], row["to"]) for row in json.loads(result.stdout)]


@pytest.mark.parametrize("names", [("kani",), ("Kani militias",), ("kani", "lna")])
def test_only_the_ties_of_those_who_are_named(run: Run, names: tuple[str, ...]) -> None:
    ids = {"kani" if name == "Kani militias" else name for name in names}

    everybody, own = pairs(run, A, B), pairs(run, A, B, *names)

    assert own == [pair for pair in everybody if ids & {*pair}]
    assert 0 < len(own) < len(everybody)


@pytest.mark.parametrize("name", ["lna", "4th Division", "4th-division"])
def test_a_name_in_the_place_of_b_is_no_point(run: Run, name: str) -> None:
    assert pairs(run, "2015", name) == pairs(run, "2015", "today", name) != []


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        ([A, "nobody"], 4, "error: no faction 'nobody'\n"),
        ([A, B, "nobody"], 4, "error: no faction 'nobody'\n"),
        ([A, "2017-13"], 2, "error: the point's day: there is no month '2017-13'"),
        ([A, "2017-11-31", "kani"], 2, "error: the point's day: "),
        ([A, "199X"], 2, "error: the point's day: "),
    ],
)
def test_what_is_neither_a_point_nor_a_name(
    run: Run, args: list[str], code: int, message: str
) -> None:
    result = run("diff", *args)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(message)


def test_the_page_says_of_whom_it_is(run: Run) -> None:
    page = run("diff", A, A, "kani", "lna").stdout

    assert "Only ties of Kani militias, Libyan National Army." in page.splitlines()


def test_a_claim_without_effect_is_shown_of_those_who_are_named(run: Run) -> None:
    janzours = "    ? Janzour militias "

    assert janzours in run("diff", A, B).stdout
    assert janzours in run("diff", A, B, "janzour").stdout
    assert janzours not in run("diff", A, B, "trb").stdout


@pytest.mark.parametrize(
    "edit",
    [("faction", "rename", "kani", "kaniyat"), ("faction", "merge", "double", "kani")],
)
def test_a_faction_under_another_id_is_the_same_in_another_registry(
    run: Run, tmp_path: Path, edit: tuple[str, ...]
) -> None:
    run("faction", "add", "double", "--name", "Sons of Tarhuna")
    run("record", "double", "opposed", "lna", "--date", "2017", registry=None)
    earlier = tmp_path / "earlier.yaml"
    earlier.write_bytes((tmp_path / "factions.yaml").read_bytes())
    assert run(*edit, registry=None).exit_code == 0

    assert pairs(run, B, "--against", str(earlier), registry=None) == []
    run("record", edit[3], "fighting", "trb", "--date", "2017-11-09", registry=None)
    assert pairs(run, B, "--against", str(earlier), registry=None) == [
        ("trb", edit[3]),
        (edit[3], "trb"),
    ]


def test_who_is_only_in_the_other_registry_can_be_named(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    claim = "  - {date: 2017, faction: dawn, relation: allied, to: lna}\n"
    other.write_text(
        SAMPLE.replace("factions:\n", "factions:\n  dawn: {name: Libya Dawn}\n", 1)
        .replace("changes:\n", f"changes:\n{claim}", 1)
    )  # fmt: skip

    assert pairs(run, B, B, "dawn", "--against", str(other)) == [
        ("lna", "dawn"),
        ("dawn", "lna"),
    ]
