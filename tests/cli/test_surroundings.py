"""Where a registry comes from and an answer goes: dashes, endings, variables, blanks."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.conftest import SAMPLE
from tests.support.launcher import PROGRAM
from tests.support.process import Tracker, tracker

__all__ = ["tracker"]  # a fixture

OTHER = "factions: {a: {name: Alpha}, b: {name: Beta}}\n"
CLAIM = {"date": "2017-12-30", "faction": "trb", "relation": "fighting", "to": "kani"}
LINE = json.dumps(CLAIM)


@pytest.mark.parametrize(
    "args",
    [
        ("status",),
        ("status", "-f", "csv"),
        ("graph", "-f", "svg"),
        ("report", "--since", "2017-11-01", "-f", "markdown"),
        ("schema",),
        ("faction", "list"),
    ],
    ids=" ".join,
)
def test_a_dash_as_output_is_standard_output(
    tracker: Tracker, tmp_path: Path, args: tuple[str, ...]
) -> None:
    result = tracker(*args, "-o", "-")

    plain = tracker(*args)
    assert (result.returncode, result.stdout, result.stderr) == (0, plain.stdout, "")
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (("status", "-f", "csv"), "a,Alpha,"),
        (("faction", "list", "-f", "csv"), "a,Alpha,"),
        (("show", "a"), "Alpha"),
        (("check",), "standard input: 2 factions"),
        (("diff", "2017", "--against", "factions.yaml", "--exit-code"), "corrected"),
        (("log", "-f", "json"), "[]"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_a_dash_as_registry_is_standard_input(
    tracker: Tracker, args: tuple[str, ...], line: str
) -> None:
    result = tracker(*args, "-r", "-", stdin=OTHER)

    assert result.stderr == ""
    assert line in result.stdout


def test_a_dash_may_be_the_registry_to_compare_with(tracker: Tracker) -> None:
    same = tracker("diff", "2017-11-10", "--against", "-", "-f", "csv", stdin=SAMPLE)
    both = tracker("diff", "2017", "--against", "-", "-r", "-", stdin=SAMPLE)

    assert (same.returncode, same.stdout.count("\n")) == (0, 1)
    assert (both.returncode, both.stdout) == (2, "")


def test_an_error_on_standard_input_has_its_place(tracker: Tracker) -> None:
    broken = tracker("status", "-r", "-", stdin="factions:\n  a: {nam: Alpha}\n")
    other = tracker("check", "-r", "-", "-f", "csv", stdin=b"title: \xff\n")

    assert broken.returncode == 3
    assert broken.stderr.startswith("standard input:2:")
    assert "not-utf8,standard input,1,8," in other.stdout


@pytest.mark.parametrize(
    "args",
    [
        ("record", "a", "allied", "b"),
        ("record", "a", "allied", "b", "--dry-run"),
        ("retract", "x", "--note", "Gone."),
        ("faction", "add", "c", "--name", "C"),
        ("source", "add", "c", "--title", "C"),
    ],
    ids=" ".join,
)
def test_standard_input_is_never_changed(tracker: Tracker, args: tuple[str, ...]) -> None:
    result = tracker(*args, "-r", "-", stdin=OTHER)

    message = "error: standard input cannot be changed; name the file of the registry\n"
    assert (result.returncode, result.stdout, result.stderr) == (2, "", message)


def test_reports_of_standard_input_follow_each_other(tracker: Tracker) -> None:
    last = ("report", "--since-last", "desk", "-r", "-", "-f", "json")
    grown = SAMPLE.replace("  # a retraction\n", f"  - {LINE}\n")

    first, second = tracker(*last, stdin=SAMPLE), tracker(*last, stdin=grown)

    assert len(json.loads(first.stdout)) > 10
    new = {name for row in json.loads(second.stdout) for name in row["changes"]}
    assert new == {"2017-12-30-trb-kani", "2017-11-05-trb-kani"}
    assert first.stderr == second.stderr == ""


@pytest.mark.slow
@pytest.mark.parametrize("args", [["status", "-r", "-"], ["record", "--batch", "-"]])
def test_input_that_comes_late_and_in_parts_is_waited_for(
    launcher: tuple[str, ...], args: list[str], tmp_path: Path
) -> None:
    (tmp_path / "factions.yaml").write_text(OTHER, encoding="utf-8")
    text = f"{SAMPLE}#" if "-r" in args else f"{json.dumps(CLAIM | {'faction': 'a'})}\n"
    reader, writer = os.pipe()
    os.set_blocking(reader, False)

    process = subprocess.Popen(
        [*launcher, PROGRAM, *args], env={}, stdin=reader, stdout=-1, stderr=-1
    )
    os.close(reader)
    with os.fdopen(writer, "wb", buffering=0) as pipe:
        for start in range(0, len(text), 1000):
            pipe.write(text.encode()[start : start + 1000])
        pipe.write(b"\n")
    output, error = process.communicate(timeout=60)

    assert b"Traceback" not in error
    assert process.returncode == (0 if "-r" in args else 4)
    assert (b"Western Libya" in output) == ("-r" in args)


def test_completion_does_not_read_what_is_being_typed(launcher: tuple[str, ...]) -> None:
    master, slave = pty.openpty()
    words = {"COMP_WORDS": "libya-tracker status -r - z", "COMP_CWORD": "4"}

    result = subprocess.run(
        [*launcher, PROGRAM],
        env={**words, "_LIBYA_TRACKER_COMPLETE": "complete_bash"},
        stdin=slave,
        capture_output=True,
        check=False,
        timeout=60,
    )

    os.close(slave)
    os.close(master)
    assert (result.returncode, result.stdout.strip()) == (0, b"")


@pytest.mark.parametrize("args", [("status",), ("status", "-f", "csv"), ("schema",)])
@pytest.mark.parametrize("name", ["x.csv.gz", "x.ZIP"])
def test_nothing_is_called_packed_that_is_not(
    tracker: Tracker, tmp_path: Path, name: str, args: tuple[str, ...]
) -> None:
    result = tracker(*args, "-o", name)

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: --output {name}: nothing here packs")
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("path", ["~/desk.yaml", "~"])
def test_a_home_in_a_variable_is_found(tracker: Tracker, tmp_path: Path, path: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    registry = home / "desk.yaml"
    registry.write_text(OTHER, encoding="utf-8")
    env = {"HOME": str(registry if path == "~" else home), "LIBYA_TRACKER_REGISTRY": path}

    assert "Alpha" in tracker("faction", "list", env=env).stdout


def test_reports_are_remembered_below_a_home_in_a_variable(
    tracker: Tracker, tmp_path: Path
) -> None:
    env = {"HOME": str(tmp_path), "XDG_STATE_HOME": "~/kept"}

    assert tracker("report", "--since-last", "desk", env=env).returncode == 0
    assert (tmp_path / "kept" / "libya-tracker" / "reports" / "desk.json").exists()
    assert not (tmp_path / "~").exists()


@pytest.mark.parametrize("home", [{"HOME": ""}, {"HOME": "here"}], ids=str)
@pytest.mark.parametrize("variable", ["LIBYA_TRACKER_REGISTRY", "XDG_STATE_HOME"])
def test_a_home_that_is_none_is_said(
    tracker: Tracker, variable: str, home: dict[str, str]
) -> None:
    result = tracker("report", "--since-last", "desk", env={**home, variable: "~/x"})
    nobody = tracker("report", "--since-last", "desk", env={variable: "~no-such-user/x"})

    message = f"error: ${variable}: '{{}}' names no home folder\n"
    assert (result.returncode, result.stderr) == (3, message.format("~/x"))
    assert (nobody.returncode, nobody.stderr) == (3, message.format("~no-such-user/x"))


@pytest.mark.parametrize(
    "variable",
    [
        *("LIBYA_TRACKER_REGISTRY", "LIBYA_TRACKER_FORMAT", "LIBYA_TRACKER_TODAY"),
        *("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "_LIBYA_TRACKER_COMPLETE"),
    ],
)
def test_an_empty_variable_is_as_good_as_none(tracker: Tracker, variable: str) -> None:
    args = ("status", "--as-of", "2017-11-08")

    assert tracker(*args, env={variable: ""}).stdout == tracker(*args).stdout


def test_an_empty_day_is_the_clock_and_no_error(tracker: Tracker, tmp_path: Path) -> None:
    result = tracker("record", "trb", "fighting", "kani", env={"LIBYA_TRACKER_TODAY": ""})

    assert result.returncode == 0
    text = (tmp_path / "factions.yaml").read_text(encoding="utf-8")
    assert "date: 20" in text.removeprefix(SAMPLE)


BLANK = "is blank; fill it or leave it out"


@pytest.mark.parametrize("blank", ["", "\u00a0"], ids=repr)
@pytest.mark.parametrize(
    ("args", "key"),
    [
        ("faction add zz --name Zed --alias", "aliases"),
        ("faction add zz --name Zed --area", "area"),
        ("faction add zz --name Zed --note", "note"),
        ("faction alias trb", "name"),
        ("source add zz --title Zed --url", "url"),
        ("source add zz --title Zed --publisher", "publisher"),
        ("record trb fighting kani --by", "by"),
        ("record trb fighting kani --note", "note"),
        ("record trb fighting kani --source", "sources"),
        ("record trb fighting kani --retracts", "retracts"),
        ("record trb fighting kani --id", "id"),
    ],
)
def test_a_blank_value_is_wrong_usage(
    tracker: Tracker, tmp_path: Path, args: str, key: str, blank: str
) -> None:
    result = tracker(*args.split(), blank)

    assert (result.returncode, result.stderr) == (2, f"error: {key} {BLANK}\n")
    assert (tmp_path / "factions.yaml").read_text(encoding="utf-8") == SAMPLE


@pytest.mark.parametrize(
    "args",
    [
        "record trb fighting kani --date",
        "record trb fighting kani --until",
        "faction add zz --name Zed --founded",
        "source add zz --title Zed --date",
    ],
)
def test_a_blank_date_is_wrong_usage(tracker: Tracker, args: str) -> None:
    result = tracker(*args.split(), "")

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("error: --")
