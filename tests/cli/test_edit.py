"""``edit``: the user's editor at an entry, and what ``check`` says afterwards."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from libya_tracker.cli import editors
from libya_tracker.errors import UsageError
from tests.conftest import SAMPLE, Run

CLAIM = "2017-11-05-trb-kani"


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a script the editor: it notes its arguments, then runs its second line."""
    script = tmp_path / "my editor"
    script.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > arguments\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"'{script}' --quiet")
    return script


@pytest.mark.parametrize(
    ("name", "line"), [(CLAIM, 154), ("trb", 32), ("gazette", 5), ("stand-ground", 173)]
)
def test_the_editor_opens_at_the_entry(
    run: Run, tmp_path: Path, editor: Path, name: str, line: int
) -> None:
    result = run("edit", name)

    assert editor.exists()
    assert result.exit_code == 0, result.stderr
    file = tmp_path / "factions.yaml"
    assert (tmp_path / "arguments").read_text() == f"--quiet\n+{line}\n{file}\n"
    assert result.stderr == "nothing was changed\n"
    assert result.stdout.endswith("18 claims, 1 scenario, no problems\n")


def test_what_the_editor_left_is_checked(run: Run, editor: Path) -> None:
    with editor.open("a") as script:
        script.write("sed -i.old 's/to: kani/to: nobody/' factions.yaml\n")

    result = run("edit", CLAIM)

    assert (result.exit_code, result.stderr) == (1, "")
    assert "no faction 'nobody'" in result.stdout


def test_visual_goes_before_editor(
    run: Run, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "false")

    result = run("edit", CLAIM)

    assert editor.exists()
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "error: false ended with 1; look at the file\n"


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ("", 2, "no editor is known; set $VISUAL or $EDITOR, such as to nano"),
        ("  ", 2, "no editor is known; set $VISUAL or $EDITOR, such as to nano"),
        ("'vi", 2, 'the editor "\'vi" cannot be read: No closing quotation'),
        (
            "no-such-editor",
            3,
            "no-such-editor cannot be started: No such file or directory",
        ),
    ],
)
def test_an_editor_that_cannot_be_run_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str, code: int, message: str
) -> None:
    monkeypatch.setenv("VISUAL", "")
    monkeypatch.setenv("EDITOR", command)

    result = run("edit", CLAIM)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr == f"error: {message}\n"


def test_what_is_no_id_and_what_is_not_ones_own_is_not_opened(
    run: Run, tmp_path: Path, editor: Path
) -> None:
    unknown = run("edit", "2017-11-05-trb-kana")
    shipped = run("edit", "trb", registry=None)
    (tmp_path / "factions.yaml").unlink()
    none = run("edit", "trb", registry=None)

    assert editor.exists()
    assert unknown.exit_code == 4
    assert unknown.stderr.startswith("error: no change '2017-11-05-trb-kana'; did you")
    assert shipped.exit_code == 0
    assert (none.exit_code, none.stdout) == (3, "")
    assert SAMPLE


@pytest.mark.parametrize(
    ("editor_command", "rest"),
    [
        ("vi", ["+7", "/r.yaml"]),
        ("/usr/bin/nano -w", ["-w", "+7", "/r.yaml"]),
        ("code", ["--wait", "--goto", "/r.yaml:7:3"]),
        ("subl -n", ["-n", "--wait", "/r.yaml:7:3"]),
        ("hx", ["/r.yaml:7:3"]),
    ],
)
def test_each_editor_is_told_the_place_in_its_own_way(
    editor_command: str, rest: list[str]
) -> None:
    assert editors.command(editor_command, Path("/r.yaml"), 7, 3)[1:] == rest


def test_no_words_are_no_editor() -> None:
    with pytest.raises(UsageError, match="no editor is known"):
        editors.command("", Path("/r.yaml"), 7, 3)
