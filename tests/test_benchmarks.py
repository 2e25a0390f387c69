"""The benchmarks run, and print what they promise; how long it takes is not asked here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.browser import CHROMIUM, needs_chromium
from tests.support.data_tools import needs_tools, surroundings
from tests.support.places import TOP

pytestmark = pytest.mark.slow  # each line takes processes of its own

#: A version that answers at once, and has not every command.
EARLIER = """
import sys
if sys.argv[1] == "why":
    sys.exit("Error: No such command 'why'.")
"""


def large(*options: str, name: str = "large.py") -> subprocess.CompletedProcess[str]:
    """Run the benchmark on a small registry, each command twice: once for the caches."""
    return subprocess.run(
        [
            *(sys.executable, str(TOP / "benchmarks" / name)),
            *("--changes", "20", "--runs", "1", *options),
        ],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """Return a folder with a version of the program."""
    package = tmp_path / "earlier" / "libya_tracker"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(EARLIER, encoding="utf-8")
    return package.parent


@pytest.mark.parametrize(
    ("only", "figures"),
    [
        ("status", r" +\d+\.\d\d s +\d+\.\d\d s +\d+\.\d\d"),
        ("why", r" +\d+\.\d\d s +- +-  before: exit 1, Error: No such command 'why'\."),
    ],
)
def test_two_versions_are_compared(earlier: Path, only: str, figures: str) -> None:
    result = large("--against", str(earlier), "--only", only)

    assert (result.returncode, result.stderr) == (0, "")
    heading, columns, line = result.stdout.splitlines()
    assert re.fullmatch(r"20 changes, 0\.\d MB, runs: 1", heading)
    assert columns.split() == ["here", "before", "ratio"]
    assert line[:30].split()[0] == only
    assert re.fullmatch(figures, line[30:])


@pytest.mark.skipif(not (TOP / ".git").exists(), reason="this is no checkout of git")
def test_a_revision_is_taken_from_git() -> None:
    result = large("--against", "HEAD", "--only", "status")

    assert (result.returncode, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) == 3


def test_what_is_no_version_is_refused(tmp_path: Path) -> None:
    result = large("--against", str(tmp_path))

    assert result.returncode == 1
    message = "is no revision of git, and no folder, that holds libya_tracker\n"
    assert result.stderr.endswith(f"{str(tmp_path)!r} {message}")


def test_the_program_is_measured_by_itself() -> None:
    result = large("--only", "status")

    assert (result.returncode, result.stderr) == (0, "")
    assert [line[:46].rstrip() for line in result.stdout.splitlines()[1:]] == [
        "PyYAML, events only",
        "status -f json",
        "--version",
    ]


def scale(*options: str, env: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Return how the benchmark of Spark ends, and what it writes."""
    result = subprocess.run(
        [sys.executable, str(TOP / "benchmarks" / "scale.py"), *options],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(env or {})},
    )
    return result.returncode, result.stdout, result.stderr


def test_a_text_file_is_measured_beside_spark_and_why_that_fails_is_said(
    tmp_path: Path,
) -> None:
    (tmp_path / "pyspark").mkdir()
    lines = 'import sys\nsys.stderr.write("much\\n")\nraise ImportError("no Java here")\n'
    (tmp_path / "pyspark" / "__init__.py").write_text(lines, encoding="utf-8")

    options = ("--text", "20", "--spark", "10", "20")
    code, stdout, stderr = scale(*options, env={"PYTHONPATH": str(tmp_path)})

    assert (code, stderr) == (
        1,
        "Spark, 10 claims: exit 1, ImportError: no Java here\n",
    )
    heading, line = stdout.splitlines()
    assert heading.split() == ["claims", "rows", "CPU", "each", "memory"]
    assert re.fullmatch(r"text, status +20 +- +\d+\.\d s +\d+\.\d µs +\d+ MB", line)


def test_work_that_fails_is_not_watched_for_ever() -> None:
    code = "import scale; scale.measured(lambda: 1 // 0)"
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=TOP / "benchmarks",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith("ZeroDivisionError: ")


@needs_tools("pyspark", "pyarrow")
@pytest.mark.skipif(shutil.which("java") is None, reason="Java is not on this machine")
def test_what_spark_takes_is_measured() -> None:
    code, stdout, stderr = scale(
        "--text", "--spark", "100", "--only", "ties", env=surroundings()
    )

    assert (code, stderr) == (0, "")
    _, line = stdout.splitlines()
    assert re.fullmatch(r"Spark, ties +100 +\d+ +\d+\.\d s +\d+\.\d µs +\d+ MB", line)


def test_each_target_of_speed_is_measured() -> None:
    result = large("--growth", "--only", "log", name="targets.py")

    assert (result.returncode, result.stderr) == (0, "")
    figures = re.compile(
        r".{30} +\d+\.\d+ s +\d+\.\d\d of (\w+).*, at most [\d.]+( +MISSED)?"
    )
    bases = [
        match[1] for match in map(figures.fullmatch, result.stdout.splitlines()) if match
    ]
    peers = [name for name in ("ledger", "hledger") if shutil.which(name)]
    assert bases == [*peers, "a"]
    absent = [f"{name} is not installed here" for name in ("ledger", "hledger")]
    assert [line for line in result.stdout.splitlines() if line in absent] == [
        line for line in absent if line.split()[0] not in peers
    ]


def test_writing_is_measured_against_reading() -> None:
    result = large("--only", "retract, one", name="writing.py")

    assert (result.returncode, result.stderr) == (0, "")
    _, *lines = result.stdout.splitlines()
    labels = ["source list -f json", "retract, one in the middle"]
    assert [line[:30].rstrip() for line in lines] == labels
    figures = r" +\d+\.\d\d s CPU +\d+ MiB +\d+\.\d\d of reading"
    assert all(re.fullmatch(figures, line[30:]) for line in lines)


def test_a_page_is_measured_beside_its_rows() -> None:
    command = [sys.executable, str(TOP / "benchmarks" / "pages.py"), "--factions", "20"]
    options = ["--runs", "1", "--only", "status"]
    result = subprocess.run(
        [*command, *options], capture_output=True, text=True, check=False
    )

    assert (result.returncode, result.stderr) == (0, "")
    heading, _, page, _, growth = result.stdout.splitlines()
    assert heading == "20 factions, runs: 1"
    part = r" +\d+\.\d\d CPU \d+\.\d\d RAM"
    assert re.fullmatch(rf"status +\d+\.\d\d s{part}{part}", page)
    assert re.fullmatch(r"status +\d+\.\d\d s +\d+\.\d\d s +\d+\.\d", growth)


@needs_chromium
def test_each_view_of_a_site_is_measured() -> None:
    pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    command = [sys.executable, str(TOP / "benchmarks" / "redraw.py"), "--changes", "20"]
    environment = {**os.environ, "CHROMIUM": str(CHROMIUM)}
    result = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment
    )

    assert (result.returncode, result.stderr) == (0, "")
    heading, *lines = result.stdout.splitlines()
    assert re.fullmatch(r"20 changes, 0\.\d MB", heading)
    views = "network lanes matrix ties claims disputes expected what-ifs compare"
    assert [line.split()[0] for line in lines] == views.split()
    assert all(re.fullmatch(r"\S+ +\d+ ms", line) for line in lines)
