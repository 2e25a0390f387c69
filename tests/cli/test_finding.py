"""What the command line says of names that are no full names, and what it then does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SAMPLE, Run
from tests.support.places import TOP

SHIPPED = str(TOP / "factions.yaml")


def test_a_part_of_a_name_answers_and_says_for_whom(run: Run) -> None:
    result = run("status", "revolutionaries", "--as-of", "2017-11-03")

    assert (result.exit_code, result.stdout) == (
        0,
        run("status", "trb", "--as-of", "2017-11-03").stdout,
    )
    assert result.stderr == (
        "note: 'revolutionaries' is taken for Tripoli Revolutionaries' Brigade (trb), "
        "by its name\n"
    )


def test_another_transliteration_answers_and_says_for_whom(run: Run) -> None:
    result = run("show", "Kaneyat", "--as-of", "2017-11-03")

    assert result.exit_code == 0
    assert result.stderr == (
        "note: 'Kaneyat' is taken for Kani militias (kani), by its alias Kaniyat, in "
        "another transliteration\n"
    )


def test_who_speaks_may_be_a_part_of_a_name(run: Run) -> None:
    result = run("status", "--according-to", "accord")

    assert result.exit_code == 0
    assert result.stderr == (
        "note: 'accord' is taken for Government of National Accord (gna), by its name\n"
    )


@pytest.mark.parametrize("command", ["status", "show", "log", "why", "graph"])
def test_a_misspelt_name_is_answered_with_the_nearest(run: Run, command: str) -> None:
    for name, proposal in {
        "trbb": "'TRB'",
        "tidngs": "\"Operation 'Tidings of Security'\"",
    }.items():
        result = run(command, name)

        assert (result.exit_code, result.stdout) == (4, "")
        assert result.stderr == f"error: no faction {name!r}; did you mean {proposal}?\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            ("record", "trb", "member of", "tidngs"),
            "no faction 'tidngs'; did you mean \"Operation 'Tidings of Security'\"?\n",
        ),
        (
            ("record", "trbb", "member of", "tidings"),
            "no faction 'trbb'; did you mean 'TRB'?\n",
        ),
        (
            ("record", "trb", "allied", "accord"),
            "'accord' is no id, name or alias in full; it fits 1: gna; give the id of the "
            "one meant\n  gna: Government of National Accord, government (name)\n",
        ),
        (
            ("faction", "alias", "janzour mil", "Janzour Knights"),
            "'janzour mil' is no id, name or alias in full; it fits 1: janzour; give the "
            "id of the one meant\n  janzour: Janzour militias, militia (name)\n",
        ),
    ],
)
def test_what_is_written_takes_a_full_name(
    run: Run, line: tuple[str, ...], message: str
) -> None:
    result = run(*line)

    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr == f"error: {message}"
    assert Path("factions.yaml").read_text(encoding="utf-8") == SAMPLE


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        (
            "tidings",
            "note: 'tidings' is taken for Operation 'Tidings of Security' "
            "(tidings-of-security), by its name",
        ),
        ("4th", "note: '4th' is taken for 4th Division (4th-division), by its name"),
        ("tajouri", "note: 'tajouri' is taken for Tripoli Revolutionaries' Brigade (trb)"),
        ("sabratha", "error: 'sabratha' fits 3: sabratha-operations-room, dabbashi-"),
        ("tarhuna", "error: 'tarhuna' fits 3: kani-militias, 9th-brigade, 22nd-brigade; "),
    ],
)
def test_the_first_word_of_an_analyst_is_known(run: Run, name: str, answer: str) -> None:
    result = run("status", name, "--as-of", "2017-11-10", "-r", SHIPPED)

    assert result.exit_code == (0 if answer.startswith("note") else 4)
    assert result.stderr.splitlines()[0].startswith(answer)
