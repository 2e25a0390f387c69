"""The lines of docs/cron.md, each run as it stands, in the surroundings that it is for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import SAMPLE, Run
from tests.support.cron import ALL_JOBS, BARE, DOCUMENT, GROWN, THERE, blocks, set_up
from tests.support.places import TOP

pytestmark = pytest.mark.slow  # each starts several processes

FIRST = "Western Libya, a sample: bulletin up to 2018-01-01"

#: Those that leave the mail to cron; the one that sends it itself has tests of its own.
JOBS = [job for job in ALL_JOBS if "mail-bulletin" not in job]
SERVICE, TIMER = blocks("ini")
[WORKFLOW] = blocks("yml")


@pytest.fixture
def here(tmp_path: Path, launcher: tuple[str, ...]) -> Path:
    """A copy of the repository as the README's line sets it up, here with the sample."""
    return set_up(tmp_path / "here", launcher)


def output_of(
    line: str, folder: Path, shell: str = "sh", env: Mapping[str, str] | None = None
) -> str:
    """Run a line without a terminal; return what it printed, which cron would mail."""
    result = subprocess.run(
        [shell, "-c", line.replace(THERE, str(folder))],
        cwd=folder,
        env={**BARE, "HOME": str(folder.parent), **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=60,
    )
    assert result.returncode == 0, result.stdout.decode()
    return result.stdout.decode()


def in_git(folder: Path) -> Path:
    """Put a folder's registry into git, and return another clone, of who edits it."""
    desk = folder.parent / "desk"
    author = ["-c", "user.name=desk", "-c", "user.email=desk@example.org"]
    for line in (
        ["init", "--quiet", "--initial-branch=main", str(desk)],
        ["-C", str(desk), "commit", "--quiet", "--allow-empty", "-m", "begun"],
        ["clone", "--quiet", str(desk), str(folder.parent / "clone")],
    ):
        subprocess.run(["git", *author, *line], check=True, env={**BARE, "HOME": str(desk)})
    (folder.parent / "clone" / ".git").rename(folder / ".git")
    return desk


def commit(desk: Path, text: str) -> None:
    (desk / "factions.yaml").write_text(text, encoding="utf-8")
    author = ["-c", "user.name=desk", "-c", "user.email=desk@example.org"]
    for line in (["add", "factions.yaml"], ["commit", "--quiet", "-m", "more"]):
        subprocess.run(
            ["git", *author, *line], check=True, cwd=desk, env={**BARE, "HOME": str(desk)}
        )


@pytest.mark.parametrize("job", JOBS)
def test_a_line_for_cron_mails_only_what_is_new(job: str, here: Path) -> None:
    page = here / "bulletin.html"
    desk = here
    if "git pull" in job:
        if shutil.which("git", path=BARE["PATH"]) is None:
            pytest.skip("git is not on this machine")
        desk = in_git(here)
        (here / "factions.yaml").unlink()
        commit(desk, SAMPLE)

    def morning() -> str:
        page.unlink(missing_ok=True)
        mail = output_of(job, here)
        return mail + (page.read_text(encoding="utf-8") if page.exists() else "")

    first, second = morning(), morning()

    assert FIRST in first
    assert ("<!doctype html>" in first.lower()) == ("html" in job)
    assert second == ""
    if desk != here:
        commit(desk, GROWN)
        assert "Janzour militias" in morning()


def test_cron_mails_what_went_wrong(here: Path) -> None:
    (here / "factions.yaml").unlink()

    result = subprocess.run(
        ["sh", "-c", JOBS[0].replace(THERE, str(here))],
        env={**BARE, "HOME": str(here.parent)},
        capture_output=True,
        text=True,
        check=False,
    )

    error = f"error: {here}/factions.yaml: there is no such file\n"
    assert (result.returncode, result.stdout, result.stderr) == (3, "", error)


ANALYZE = shutil.which("systemd-analyze")


@pytest.mark.skipif(ANALYZE is None, reason="systemd is not on this machine")
def test_systemd_finds_nothing_wrong_with_the_units(here: Path, tmp_path: Path) -> None:
    units = {"libya-tracker.service": SERVICE, "libya-tracker.timer": TIMER}
    for name, text in units.items():
        (tmp_path / name).write_text(text.replace(THERE, str(here)), encoding="utf-8")

    result = subprocess.run(
        [ANALYZE or "", "verify", *(str(tmp_path / name) for name in units)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_the_service_writes_a_page_where_there_is_news(here: Path, tmp_path: Path) -> None:
    settings = dict(line.split("=", 1) for line in SERVICE.splitlines() if "=" in line)
    name, _, value = settings["Environment"].partition("=")
    env = {name: value.replace("%S", str(tmp_path / "state"))}
    page = here / "bulletin.html"

    printed = output_of(f"exec {settings['ExecStart']}", here, env=env)
    first = page.read_text(encoding="utf-8")
    page.unlink()
    printed += output_of(f"exec {settings['ExecStart']}", here, env=env)

    assert FIRST in first
    assert (printed, page.exists()) == ("", False)
    remembered = tmp_path / "state" / settings["StateDirectory"] / "reports" / "web.json"
    assert remembered.exists()


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not on this machine")
def test_the_ci_job_goes_on_in_a_new_copy_with_the_folder_that_it_kept(
    tmp_path: Path, launcher: tuple[str, ...]
) -> None:
    job: dict[str, Any] = yaml.safe_load(WORKFLOW)["jobs"]["bulletin"]
    setup, *lines = [step["run"] for step in job["steps"] if "run" in step]
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    assert f"\n{setup} && .venv/bin/libya-tracker" in readme  # and run by .ci/run
    [cached] = [step["with"]["path"] for step in job["steps"] if "cache" in str(step)]

    def result(number: int) -> tuple[Path, str]:
        copy = set_up(tmp_path / f"run-{number}", launcher)
        if (state_file := tmp_path / "kept").exists():
            state_file.rename(copy / cached)
        state = job["env"]["XDG_STATE_HOME"].replace("${{ github.workspace }}", str(copy))
        env = {"XDG_STATE_HOME": state, "GITHUB_STEP_SUMMARY": str(copy / "summary")}
        printed = "".join(output_of(line, copy, "bash", env) for line in lines)
        (copy / cached).rename(state_file)
        summary = copy / "summary"
        return copy / "bulletin.html", printed + (
            summary.read_text() if summary.exists() else ""
        )

    (first, first_output), (second, second_output) = result(1), result(2)

    assert (first_output, second_output) == ("there is news\n", "")
    assert "bulletin from 2017-12-25 to 2018-01-01" in first.read_text(encoding="utf-8")
    assert not second.exists()


NAMED = re.findall(r"`(?:libya-tracker )?(report [^`]*--since[^`]*)`", DOCUMENT)


@pytest.mark.parametrize("line", NAMED)
def test_a_report_that_is_mentioned_can_be_written(line: str, run: Run) -> None:
    result = run(*line.replace("DAY", "2017").split())

    assert (result.exit_code, result.stderr) == (0, "")


def test_the_document_mentions_reports_and_names_each_file_of_the_memory(run: Run) -> None:
    run("report", "--since-last", "desk")

    state_file = Path(os.environ["XDG_STATE_HOME"], "libya-tracker", "reports", "desk.json")
    assert len(NAMED) >= 4
    assert str(state_file.relative_to(state_file.parents[2])) in DOCUMENT
    assert state_file.exists()
