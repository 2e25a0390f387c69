"""The rules that every command keeps which shares an option with others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SAMPLE, Run
from tests.support.commands import COMMANDS
from tests.support.places import TESTS
from tests.support.repositories import Repository

#: What a command cannot do without.
_NEEDED = {
    "show": ["trb"],
    "blame": ["trb"],
    "why": ["trb"],
    "diff": ["2017"],
    "report": ["--since", "2017"],
    "search": ["campaign"],
    "source show": ["gazette"],
    "import ucdp": [str(TESTS / "exchange" / "ucdp-nonstate.csv"), "--compare"],
    "import acled": [str(TESTS / "exchange" / "acled.csv"), "--compare"],
}


def _option(command: str, name: str) -> Any:
    return next((part for part in COMMANDS[command].params if name in part.opts), None)


def _with(*names: str) -> list[str]:
    """Return the commands that have these options, those of days for a question."""
    return [
        command
        for command in COMMANDS
        if all(
            option is not None and option.metavar in {"DAY", "FILE"}
            for option in (_option(command, name) for name in names)
        )
    ]


@pytest.mark.parametrize(
    "name", ["--registry", "--output", "--as-of", "--min-status", "--persist"]
)
def test_a_shared_option_is_explained_alike_by_every_command(name: str) -> None:
    others = [(command, _option(command, name)) for command in COMMANDS]
    # Without --registry a schema proposes no ids, so there the option has no default.
    own = ("schema", "--registry")
    options = [option for command, option in others if option and (command, name) != own]

    assert len(options) > 5
    assert len({(option.help, option.metavar, *option.opts) for option in options}) == 1


@pytest.mark.parametrize("command", _with("--since"))
def test_a_period_cannot_begin_after_the_day(run: Run, command: str) -> None:
    more = [word for word in _NEEDED.get(command, ()) if command != "report"]

    result = run(command, *more, "--since", "2018-01-02")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: --since: 2018-01-02 is after 2018-01-01, where it ends\n"
    )


@pytest.mark.parametrize("command", _with("--since", "--until"))
def test_a_period_cannot_begin_after_its_end(run: Run, command: str) -> None:
    result = run(command, "--since", "2017-06", "--until", "2017-05")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: --since: 2017-06-01 is after 2017-05-31, where it ends\n"
    )


@pytest.mark.parametrize("command", _with("--since", "--until"))
def test_a_period_of_one_year_is_all_its_days(run: Run, command: str) -> None:
    form = ("-f", "json")

    year = run(command, "--since", "2017", "--until", "2017", *form)
    days = run(command, "--since", "2017-01-01", "--until", "2017-12-31", *form)

    assert (year.exit_code, year.stdout) == (0, days.stdout)


def test_what_is_new_since_a_year_is_new_since_its_first_day(run: Run) -> None:
    year = run("tensions", "--since", "2017", "--as-of", "2017-11-10")
    day = run("tensions", "--since", "2017-01-01", "--as-of", "2017-11-10")

    assert (year.exit_code, year.stdout) == (0, day.stdout)


@pytest.mark.parametrize("command", _with("--output"))
def test_no_command_writes_its_answer_over_the_registry_that_it_reads(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    registry = tmp_path / "registry.txt"
    registry.write_text(SAMPLE, encoding="utf-8")
    monkeypatch.setenv("LIBYA_TRACKER_REGISTRY", str(registry))
    if command == "blame":
        Repository(tmp_path).commit({registry.name: SAMPLE})

    result = run(
        *command.split(), *_NEEDED.get(command, ()), "-o", "registry.txt", registry=None
    )

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: --output registry.txt is a registry; nothing written\n"
    assert registry.read_text(encoding="utf-8") == SAMPLE
