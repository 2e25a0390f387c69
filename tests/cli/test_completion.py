"""What a shell is answered when it asks for proposals, and the script by which it asks."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker import sanitize
from tests.conftest import MORE, SAMPLE, Run
from tests.support.commands import COMMANDS
from tests.support.launcher import PROGRAM
from tests.support.terminal import BARE

VARIABLE = "_LIBYA_TRACKER_COMPLETE"
SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
#: A proposal and its text, in the notation of each shell.
WORD, TEXT = r"[\w.=-]+", r"[^\x00-\x1f!\"#$%&'*:;<=>?@\[\\\]^`{|}~\x7f-\x9f]+"
ANSWERS = {
    "bash": rf"({WORD}\n)+",
    "zsh": rf"_arguments '\*: :\(\((\"{WORD}\"(:\"{TEXT}\")?\n?)+\)\)'\n",
    "fish": rf"({WORD}(\t{TEXT})?\n)+",
    "powershell": rf"({WORD}:::{TEXT}\n)+",
}

Ask = Callable[..., str]


@pytest.fixture
def ask(run: Run, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Return what a shell is answered about a line; there are never messages."""

    def ask_it(shell: str, line: str, registry: str | None = SAMPLE) -> str:
        monkeypatch.setenv(VARIABLE, f"complete_{shell}")
        # bash names the words and the place; the others what is before the cursor.
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
        monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
        monkeypatch.setenv("_TYPER_COMPLETE_WORD_TO_COMPLETE", line.rpartition(" ")[2])
        result = run(registry=registry)
        assert (result.exit_code, result.stderr) == (0, "")
        return result.stdout

    return ask_it


@pytest.mark.parametrize("shell", ANSWERS)
def test_whatever_can_be_proposed_is_harmless(ask: Ask, shell: str) -> None:
    groups = {name.split()[0] for name in COMMANDS if " " in name}
    lines = ["", "-", *(f"{name} -" for name in COMMANDS), *(f"{name} " for name in groups)]

    for line in lines:
        assert re.fullmatch(ANSWERS[shell], ask(shell, f"libya-tracker {line}"))


@MORE
@given(st.text())
def test_any_text_becomes_harmless(text: str) -> None:
    harmless = sanitize.for_shells(text)

    assert re.fullmatch(f"({TEXT})?", harmless)
    assert harmless.replace(" ", "a").isprintable()
    assert sanitize.for_shells(harmless) == harmless


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("كتيبة ثوار طرابلس (TRB)، 2017", "كتيبة ثوار طرابلس (TRB)، 2017"),
        ('Ra\'s "Lanuf" `x`', "Ra\u2019s \u2019Lanuf\u2019 \u2019x\u2019"),
        ("[red] {a} <b>; c: d | e & f", "(red) (a) (b), c, d / e + f"),
        ("\\$(touch x)\t\n\x1b[31m *100%* \u202ex", "(touch x) (31m 100 x"),
        ("Ka\u0301ppa, é, 利比亚…", "Ka\u0301ppa, é, 利比亚…"),
        ("", ""),
    ],
)
def test_what_stands_for_what(text: str, harmless: str) -> None:
    assert sanitize.for_shells(text) == harmless


@pytest.mark.parametrize(
    ("shell", "line", "answer"),
    [
        ("bash", "log --source = mo", "monitor\n"),
        ("bash", "log --source =", "gazette\nmonitor\nmirror\nherald\n"),
        ("bash", "log --source=mo", "--source=monitor\n"),  # where = ends no word
        ("fish", "log --source=mo", "--source=monitor\tWeekly review, 1-7 November\n"),
        ("pwsh", "status --scenario=s", "--scenario=stand-ground:::"),
        ("zsh", "status --nothing$(x)=tr", "_files\n"),
        ("zsh", "--version st", '_arguments \'*: :(("status":'),
        ("zsh", "--show-completion z", "_arguments '*: :((\"zsh\"))'\n"),
        ("bash", "--install-completion ", "bash\nzsh\nfish\npowershell\npwsh\n"),
    ],
)
def test_an_option_is_completed_with_its_value(
    ask: Ask, shell: str, line: str, answer: str
) -> None:
    assert ask(shell, f"libya-tracker {line}").startswith(answer)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("status Revol", "trb\n"),
        ("status revolutionaries", "trb\n"),
        ("status كتيبة", "trb\n"),
        ("status kaniy", "kani\n"),  # an alias
        ("status TRB", "trb\n"),
        ("status national", "gna\nlna\n"),
        ("status tr", "trb\n"),
        ("status LNA", "zintan-lna-units\nlna\n"),
        ("status Janz", "janzour\n"),
        ("log --source Monitor", "monitor\n"),
        ("log --with = Revol", "trb\n"),
        ("log --with=Revol", "--with=trb\n"),
        ("status --according-to weekly", "monitor\n"),
        ("status $(x)", "\n"),
    ],
)
def test_an_id_is_proposed_for_a_word_of_its_name(ask: Ask, line: str, answer: str) -> None:
    assert ask("bash", f"libya-tracker {line}") == answer


@pytest.mark.parametrize(
    ("shell", "answer"), [("bash", "\n"), ("pwsh", "g-1:::North guard\n")]
)
def test_bash_is_not_offered_what_would_shorten_the_word(
    ask: Ask, shell: str, answer: str
) -> None:
    """It would put what the ids have in common in its place."""
    text = "factions: {g-1: {name: North guard}, g-2: {name: South guard}}\n"

    assert ask(shell, "libya-tracker status guard", text).startswith(answer)
    assert ask("bash", "libya-tracker status nor", text) == "g-1\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "powershell"])
@pytest.mark.parametrize(
    "named",
    ["-", "fifo", "nothing", "folder", "~nobody-of-this-name/x", "broken", "\ufffd"],
)
def test_without_a_registry_to_read_a_shell_hears_nothing(
    ask: Ask, tmp_path: Path, shell: str, named: str
) -> None:
    os.mkfifo(tmp_path / "fifo")  # who reads it waits for ever
    (tmp_path / "folder").mkdir()
    (tmp_path / "broken").write_text("factions: [\n")

    answer = ask(shell, f"libya-tracker status -r {named} z", registry=None)

    assert answer == ("_files\n" if shell == "zsh" else "\n")


def test_letters_that_the_output_does_not_know_do_no_harm(
    launcher: tuple[str, ...], tmp_path: Path
) -> None:
    registry = "factions: {a: {name: 'كتيبة \U0001f600 é'}}\n"
    (tmp_path / "factions.yaml").write_text(registry, encoding="utf-8")

    code = f"import sys; sys.stdout.reconfigure(encoding='latin-1'); {PROGRAM}"
    typed = {VARIABLE: "complete_zsh", "_TYPER_COMPLETE_ARGS": "libya-tracker status "}
    result = subprocess.run(
        [*launcher, code], env=BARE | typed, capture_output=True, check=True
    )

    assert result.stdout.decode("latin-1") == '_arguments \'*: :(("a":"????? ? é"))\'\n'


@pytest.mark.parametrize(
    "instruction",
    ["x", "complete", "complete_", "complete_tcsh", "zsh_complete", "source_sh"],
)
def test_a_shell_that_is_not_known_is_refused_in_plain_words(
    launcher: tuple[str, ...], instruction: str
) -> None:
    result = subprocess.run(
        [*launcher, PROGRAM],
        env={**BARE, VARIABLE: instruction},
        capture_output=True,
        check=False,
    )

    known = ", ".join(f"complete_{shell}" for shell in SHELLS)
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.decode() == (
        f"error: ${VARIABLE}: {instruction!r} is none of {known}\n"
    )


def test_bash_that_does_not_say_what_is_typed_gets_no_traceback(
    launcher: tuple[str, ...],
) -> None:
    result = subprocess.run(
        [*launcher, PROGRAM],
        env={**BARE, VARIABLE: "complete_bash", "COMP_WORDS": "x", "COMP_CWORD": "y"},
        capture_output=True,
        check=False,
    )

    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr == b"error: COMP_WORDS and COMP_CWORD do not say what is typed\n"


SIGNS = {
    "bash": "COMPREPLY",
    "zsh": "#compdef libya-tracker",
    "fish": "complete --command libya-tracker",
    "powershell": "Register-ArgumentCompleter",
    "pwsh": "Register-ArgumentCompleter",
}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_that_of_the_shell_that_is_named(run: Run, shell: str) -> None:
    result = run("--show-completion", shell)

    assert (result.exit_code, result.stderr) == (0, "")
    assert SIGNS[shell] in result.stdout
    assert f"{VARIABLE}" in result.stdout
    assert run(f"--show-completion={shell}").stdout == result.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.slow
def test_the_script_is_that_of_the_shell_that_asks(
    run: Run, tmp_path: Path, shell: str
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not on this machine")
    program = tmp_path / "libya-tracker"
    program.write_text(f"#!{sys.executable}\n{PROGRAM}\n")
    program.chmod(0o755)

    result = subprocess.run(
        [shell, "-c", "./libya-tracker --show-completion; true"],
        env=BARE,
        capture_output=True,
        check=True,
    )

    assert result.stdout.decode() == run("--show-completion", shell).stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_installed_for_the_shell_that_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    result = run("--install-completion", shell)

    place = {
        "bash": ".bash_completions/libya-tracker.sh",
        "zsh": ".zfunc/_libya-tracker",
        "fish": ".config/fish/completions/libya-tracker.fish",
    }[shell]
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        f"{shell} completion installed in {tmp_path / place}; open a new shell\n"
    )
    script = (tmp_path / place).read_text()
    assert script.rstrip() == run("--show-completion", shell).stdout.rstrip()


def test_completion_that_cannot_be_installed_is_no_traceback(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".zfunc").touch()

    result = run("--install-completion", "zsh")

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (
        f"error: completion cannot be installed: File exists: '{tmp_path / '.zfunc'}'\n"
    )


@pytest.mark.parametrize("option", ["--show-completion", "--install-completion"])
def test_completion_for_another_shell_is_refused(run: Run, option: str) -> None:
    result = run(option, "tcsh")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"error: {option}: no completion for 'tcsh'; "
        "name one of bash, zsh, fish, powershell, pwsh\n"
    )
