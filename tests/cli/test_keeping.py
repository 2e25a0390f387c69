"""``faction``, ``source`` and ``init``: the other tables, and a registry of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from libya_tracker.storage import files
from tests.conftest import SAMPLE, Run

TEXT = """\
sources:
  s:
    title: S

factions:
  a:
    name: Alpha  # the first
    aliases: [Amber]
  b: {name: Beta}
"""


def text(folder: Path) -> str:
    return (folder / "factions.yaml").read_text(encoding="utf-8")


def added(lines: str) -> str:
    return "".join(f"+{line}\n" for line in lines.splitlines())


def test_a_faction_is_added_and_shown(run: Run, tmp_path: Path) -> None:
    lines = (
        "  c:\n    name: '[red]Gamma: the third'\n    aliases: [كتيبة, 'G, too']\n"
        "    kind: militia\n    area: Tripoli\n    founded: 2012~\n    dissolved: 2014\n"
        "    note: New.\n"
    )

    result = run(
        "faction", "add", "c", "--name", "[red]Gamma: the third", "--alias", "كتيبة",
        "--alias", "G, too", "--alias", "كتيبة", "--kind", "militia", "--area", "Tripoli",
        "--founded", "2012~", "--dissolved", "2014", "--note", "New.", registry=TEXT,
    )  # fmt: skip

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "factions.yaml:10:3: c\n" + added(lines)
    assert text(tmp_path) == TEXT + lines


def test_a_source_is_added_and_shown(run: Run, tmp_path: Path) -> None:
    lines = (
        "  t:\n    title: 'What: now?'\n    publisher: P\n    date: 2017-12-31\n"
        "    url: https://example.org/?a=b#c\n    archive_url: https://example.org/x\n"
        "    accessed: 2018-01-01\n    reliability: B\n    origin: s\n"
        "    withdrawn: 2018-01\n"
    )

    result = run(
        "source", "add", "t", "--title", "What: now?", "--publisher", "P",
        "--date", "yesterday", "--url", "https://example.org/?a=b#c",
        "--archive-url", "https://example.org/x", "--accessed", "today",
        "--reliability", "B", "--origin", "s", "--withdrawn", "2018-01", registry=TEXT,
    )  # fmt: skip

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "factions.yaml:4:3: t\n" + added(lines)
    assert text(tmp_path) == TEXT.replace("title: S\n", f"title: S\n{lines}")


@pytest.mark.parametrize(
    ("args", "place", "line"),
    [
        (("a", "Ash"), "factions.yaml:8:", "    aliases: [Amber, Ash]"),
        (("AMBER", "Ash: x", "--until", "2014"), "factions.yaml:8:",
         "    aliases: [Amber, {name: 'Ash: x', until: 2014}]"),
        (("beta", "Bee", "--since", "1y"), "factions.yaml:9:",
         "  b: {name: Beta, aliases: [{name: Bee, since: 2017-01-01}]}"),
    ],
)  # fmt: skip
def test_an_alias_is_added_and_shown(
    run: Run, tmp_path: Path, args: tuple[str, ...], place: str, line: str
) -> None:
    result = run("faction", "alias", *args, registry=TEXT)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{place}\n+{line}\n"
    assert line in text(tmp_path).splitlines()
    assert len(text(tmp_path).splitlines()) == len(TEXT.splitlines())


def test_an_alias_that_is_one_already_is_told(run: Run, tmp_path: Path) -> None:
    result = run("faction", "alias", "a", "Amber", registry=TEXT)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "'Amber' is a name of 'a' already\n"
    assert text(tmp_path) == TEXT


TAKEN = "names 'a' already; a name should mean one faction"
REFUSED: dict[tuple[str, ...], tuple[int, str]] = {
    ("faction", "add", "C", "--name", "G"): (
        2,
        "'C' is not allowed: an id is of a-z, 0-9 and '-'",
    ),
    ("faction", "add", "c", "--name", " "): (
        2,
        "--name is what the faction is called; it cannot be empty",
    ),
    ("faction", "add", "a", "--name", "G"): (
        2,
        "there is a faction 'a' already, at factions.yaml:6:3",
    ),
    ("faction", "add", "c", "--name", "ALPHA"): (2, f"'ALPHA' {TAKEN}"),
    ("faction", "add", "c", "--name", "G", "--alias", "amber"): (2, f"'amber' {TAKEN}"),
    ("faction", "add", "c", "--name", "\udce9"): (2, r"'\udce9' is not UTF-8 text"),
    ("faction", "alias", "b", "Amber"): (2, f"'Amber' {TAKEN}"),
    ("faction", "alias", "alfa", "X"): (4, "no faction 'alfa'; did you mean 'Alpha'?"),
    ("source", "add", "S", "--title", "T"): (
        2,
        "'S' is not allowed: an id is of a-z, 0-9 and '-'",
    ),
    ("source", "add", "s", "--title", "T"): (
        2,
        "there is a source 's' already, at factions.yaml:2:3",
    ),
    ("source", "add", "t", "--title", ""): (
        2,
        "--title is what the source is called; it cannot be empty",
    ),
    ("source", "add", "t", "--title", "T", "--reliability", "G"): (
        2,
        "no reliability 'G'; it is one of A, B, C, D, E, F",
    ),
    ("source", "add", "t", "--title", "T", "--origin", "zzz"): (4, "no source 'zzz'"),
}


@pytest.mark.parametrize("args", REFUSED, ids=" ".join)
def test_what_makes_no_sense_is_refused_and_nothing_written(
    run: Run, tmp_path: Path, args: tuple[str, ...]
) -> None:
    result = run(*args, registry=TEXT)

    code, message = REFUSED[args]
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr == f"error: {message}\n"
    assert text(tmp_path) == TEXT


@pytest.mark.parametrize(
    "args",
    [
        ("faction", "add", "c", "--name", "C", "--founded", "2012/05"),
        ("faction", "add", "c", "--name", "C", "--kind", "gang"),
        ("source", "add", "t", "--title", "T", "--date", "soon"),
    ],
)
def test_bad_words_and_dates_are_wrong_usage(
    run: Run, tmp_path: Path, args: tuple[str, ...]
) -> None:
    result = run(*args, registry=TEXT)

    assert (result.exit_code, result.stdout) == (2, "")
    assert text(tmp_path) == TEXT


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    for args in (
        ("faction", "add", "c", "--name", "C"),
        ("faction", "alias", "a", "Ash"),
        ("source", "add", "t", "--title", "T"),
    ):
        result = run(*args, "--dry-run", registry=TEXT)

        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith("--- a/factions.yaml\n+++ b/factions.yaml\n@@ ")
        assert text(tmp_path) == TEXT


@pytest.mark.parametrize("noun", ["faction", "source"])
def test_a_list_never_overwrites_the_registry(run: Run, tmp_path: Path, noun: str) -> None:
    result = run(noun, "list", "-o", "factions.yaml", registry=SAMPLE)

    assert result.exit_code == 2
    assert text(tmp_path) == SAMPLE


MODELINE = b"# yaml-language-server: $schema=factions.schema.json\n"


def test_a_registry_is_started_and_grows(run: Run, tmp_path: Path) -> None:
    started = run("init", registry=None)
    bare = text(tmp_path)
    assert bare.encode().startswith(MODELINE)
    for args in (
        ("source", "add", "s", "--title", "S"),
        ("faction", "add", "a", "--name", "A"),
        ("faction", "add", "b", "--name", "B"),
        ("record", "a", "allied", "b", "-s", "s"),
    ):
        assert run(*args, registry=None).exit_code == 0

    assert (started.exit_code, started.stdout) == (0, "")
    assert started.stderr == (
        "factions.yaml: written; `libya-tracker faction add` and `record` add to it\n"
        "for an editor that checks as you type: libya-tracker schema -r factions.yaml -o "
        "factions.schema.json\n"
    )
    source = "  s:\n    title: S\n"
    factions = "  a:\n    name: A\n  b:\n    name: B\n"
    claim = (
        "  - date: 2018-01-01\n    faction: a\n    relation: allied\n    to: b\n"
        "    sources: [s]\n    recorded: 2018-01-01T00:00:00Z\n"
    )
    assert text(tmp_path) == (
        bare.replace("sources:\n", f"sources:\n{source}", 1)
        .replace("factions:\n", f"factions:\n{factions}", 1)
        .replace("changes:\n", f"changes:\n{claim}", 1)
    )
    assert run("check", registry=None).exit_code == 0


def test_the_shipped_registry_is_a_sample_to_start_with(run: Run, tmp_path: Path) -> None:
    assert run("init", "mine", "--sample", registry=None).exit_code == 0

    data = (tmp_path / "mine" / "factions.yaml").read_bytes()
    assert data == MODELINE + files.shipped().read_bytes()


def test_a_registry_is_never_started_over_another(run: Run, tmp_path: Path) -> None:
    result = run("init", registry=TEXT)

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "error: factions.yaml exists already; nothing written\n"
    assert text(tmp_path) == TEXT


def test_a_folder_that_is_a_file_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("")

    result = run("init", "mine", registry=None)

    assert (result.exit_code, result.stderr) == (
        3,
        "error: mine is no folder: File exists\n",
    )
    assert list(tmp_path.iterdir()) == [tmp_path / "mine"]
