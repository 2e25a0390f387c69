"""The command as it is installed, run as a process: streams, codes, surroundings."""

from __future__ import annotations

import csv
import importlib.util
import io
import itertools
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

import libya_tracker
from tests.conftest import SAMPLE, TODAY, Run
from tests.support.launcher import PROGRAM
from tests.support.places import TOP

pytestmark = pytest.mark.slow  # nearly each test starts a process

MODULE = (sys.executable, "-m", "libya_tracker")
SCRIPT = Path(sys.executable).with_name("libya-tracker")
#: What cron gives, and where the package is when it is run from a checkout.
BARE = {
    "PATH": "/usr/bin:/bin",
    "PYTHONPATH": str(TOP),
    "LIBYA_TRACKER_TODAY": TODAY,
}
STATUS = ("status", "--as-of", "2017-11-08")

Ran = subprocess.CompletedProcess[bytes]
Tracker = Callable[..., Ran]


@pytest.fixture(autouse=True)
def sample(tmp_path: Path) -> None:
    (tmp_path / "factions.yaml").write_text(SAMPLE, encoding="utf-8")


def tracker(
    *args: str,
    env: Mapping[str, str] | None = None,
    stdout: int = subprocess.PIPE,
    start: tuple[str, ...] = MODULE,
) -> Ran:
    return subprocess.run(
        [*start, *args],
        env={**BARE, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )


def test_the_version_is_on_standard_output() -> None:
    result = tracker("--version")

    version = f"libya-tracker {libya_tracker.__version__}\n".encode()
    assert (result.returncode, result.stdout, result.stderr) == (0, version, b"")


@pytest.mark.skipif(not SCRIPT.exists(), reason="the package is not installed here")
def test_the_script_is_the_module() -> None:
    result = subprocess.run([SCRIPT, *STATUS], env=BARE, capture_output=True, check=True)

    assert result.stdout == tracker(*STATUS).stdout
    assert result.stdout.startswith(b"Western Libya, a sample: 2017-11-08")


def test_every_format_holds_the_same_rows_in_the_words_of_its_own_readers(
    launcher: tuple[str, ...],
) -> None:
    texts = {
        form: tracker(*STATUS, "-f", form, start=(*launcher, PROGRAM)).stdout.decode()
        for form in ("json", "jsonl", "csv", "tsv")
    }

    rows = json.loads(texts["json"])
    assert len(rows) > 10
    assert [json.loads(line) for line in texts["jsonl"].splitlines()] == rows
    assert list(csv.DictReader(io.StringIO(texts["csv"], newline=""))) == [
        {key: plain(value) for key, value in row.items()} for row in rows
    ]
    heads, *lines = [line.split("\t") for line in texts["tsv"].splitlines()]
    assert [dict(zip(heads, line, strict=True)) for line in lines] == [
        {key: plain(value) for key, value in row.items()} for row in rows
    ]


def plain(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    return ";".join(value) if isinstance(value, list) else str(value)


@pytest.mark.parametrize(
    "args",
    [
        STATUS,
        ("log", "-f", "csv"),
        ("record", "trb", "none", "kani", "--dry-run"),
        ("--version",),
        ("log", "--help"),
    ],
    ids=" ".join,
)
def test_a_pipe_that_nobody_reads_ends_quietly(args: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        result = tracker(*args, stdout=writer)
    finally:
        os.close(writer)

    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not on this machine")
def test_a_reader_that_stops_after_a_line_ends_it_quietly(tmp_path: Path) -> None:
    claims = "".join(
        f"  - {{date: 2017-01-01, faction: trb, relation: truce, to: kani, id: c{n}}}\n"
        for n in range(3000)
    )
    text = SAMPLE.replace("changes:\n", f"changes:\n{claims}", 1)
    (tmp_path / "factions.yaml").write_text(text, encoding="utf-8")
    command = f"set -o pipefail; '{sys.executable}' -m libya_tracker log -f csv | head -1"

    result = subprocess.run(
        ["bash", "-c", command], env=BARE, capture_output=True, check=False
    )

    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.startswith(b"change,date,faction")


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "args", [STATUS, (*STATUS, "-f", "json"), ("--help",)], ids=" ".join
)
def test_a_full_disk_is_said_plainly(args: tuple[str, ...]) -> None:
    with FULL.open("wb") as full:
        result = tracker(*args, stdout=full.fileno())

    error = result.stderr.decode()
    assert result.returncode == 3
    assert error.startswith("error: ")
    assert "No space left on device" in error
    assert error.count("\n") == 1


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
def test_a_full_disk_under_output_is_said_plainly() -> None:
    result = tracker(*STATUS, "-o", str(FULL))

    assert result.returncode == 3
    assert result.stderr == b"error: /dev/full cannot be written: No space left on device\n"


@pytest.mark.parametrize(
    ("args", "file"),
    [
        ((*STATUS, "-f", "csv"), "factions.yaml"),
        (("diff", "2017", "2018", "--against", "other.yaml"), "other.yaml"),
        (("schema",), "factions.yaml"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_no_answer_is_written_over_a_registry(
    args: tuple[str, ...], file: str, tmp_path: Path
) -> None:
    shutil.copy(tmp_path / "factions.yaml", tmp_path / "other.yaml")

    result = tracker(*args, "-o", file)

    assert (result.returncode, result.stdout) == (2, b"")
    assert b"nothing written" in result.stderr
    assert (tmp_path / file).read_text(encoding="utf-8") == SAMPLE


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("status >&-", 3),
        ("record --batch - <&-", 3),
        ("status nobody 2>&-", 4),
        ("status >&- 2>&-", 3),
    ],
)
def test_a_closed_stream_is_no_bug_of_ours(command: str, code: int) -> None:
    line = f"'{sys.executable}' -m libya_tracker {command}"

    result = subprocess.run(["sh", "-c", line], env=BARE, capture_output=True, check=False)

    assert result.returncode == code
    assert b"Traceback" not in result.stderr


def test_a_folder_that_is_gone_is_said_plainly(tmp_path: Path) -> None:
    line = f"mkdir gone; cd gone; rmdir ../gone; '{sys.executable}' -m libya_tracker status"

    result = subprocess.run(["sh", "-c", line], env=BARE, capture_output=True, check=False)

    assert (result.returncode, result.stdout) == (3, b"")
    assert result.stderr.startswith(b"error: ")


def test_cron_needs_no_surroundings() -> None:
    command = [*MODULE, *STATUS, "-f", "csv"]
    path = BARE["PYTHONPATH"]

    result = subprocess.run(
        ["/usr/bin/env", "-i", "PATH=/usr/bin:/bin", f"PYTHONPATH={path}", *command],
        capture_output=True,
        check=False,
    )

    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout == tracker(*STATUS, "-f", "csv").stdout


def test_the_c_locale_changes_no_row() -> None:
    show = ("show", "trb", "-f", "csv")

    result = tracker(*show, env={"LC_ALL": "C"})

    assert (result.returncode, result.stdout) == (0, tracker(*show).stdout)
    assert "كتيبة ثوار طرابلس" in result.stdout.decode()


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
    ids=["PYTHONIOENCODING", "LC_ALL"],
)
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_an_output_without_arabic_shows_escapes(
    form: str, surroundings: dict[str, str]
) -> None:
    result = tracker("show", "TRB", "-f", form, env=surroundings)

    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.isascii()
    assert rb"\u0643\u062a\u064a\u0628\u0629" in result.stdout


def test_json_is_json_for_letters_that_the_output_does_not_know(tmp_path: Path) -> None:
    text = SAMPLE.replace("name: Kani militias", "name: 𐤋𐤁𐤉 كاني")
    (tmp_path / "factions.yaml").write_text(text, encoding="utf-8")

    result = tracker("status", "kani", "-f", "json", env={"PYTHONIOENCODING": "ascii"})

    assert json.loads(result.stdout)[0]["name"] == "𐤋𐤁𐤉 كاني"


def test_a_faction_may_be_asked_for_in_arabic_under_the_c_locale() -> None:
    result = tracker("status", "كتيبة ثوار طرابلس", "-f", "jsonl", env={"LC_ALL": "C"})

    assert json.loads(result.stdout.splitlines()[0])["faction"] == "trb"


def test_colour_follows_the_two_conventions(launcher: tuple[str, ...]) -> None:
    wishes: list[dict[str, str]] = [
        {key: value for key, value in zip(("NO_COLOR", "FORCE_COLOR"), pair, strict=True)
         if value is not None}
        for pair in itertools.product((None, "", "1"), (None, "", "0", "1"))
    ]  # fmt: skip
    running = [
        subprocess.Popen(
            [*launcher, PROGRAM, *STATUS], env={**BARE, **wish}, stdout=subprocess.PIPE
        )
        for wish in wishes
    ]

    coloured = [wish for wish, run in zip(wishes, running, strict=True)
                if b"\x1b" in run.communicate(timeout=60)[0]]  # fmt: skip

    assert coloured == [
        wish
        for wish in wishes
        if not wish.get("NO_COLOR") and wish.get("FORCE_COLOR") == "1"
    ]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_no_format_for_programs_is_ever_coloured(form: str) -> None:
    assert b"\x1b" not in tracker(*STATUS, "-f", form, env={"FORCE_COLOR": "1"}).stdout


@pytest.fixture
def complete(launcher: tuple[str, ...]) -> Callable[..., list[str]]:
    """Ask what bash would propose for a line that is being typed."""

    def ask(line: str, **more: str) -> list[str]:
        words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
        command = "from libya_tracker.cli.app import app; app(prog_name='libya-tracker')"
        result = subprocess.run(
            [*launcher, command],
            env={**BARE, **words, **more, "_LIBYA_TRACKER_COMPLETE": "complete_bash"},
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert result.stderr == b""
        return result.stdout.decode().split()

    return ask


@pytest.mark.parametrize(
    ("line", "proposed"),
    [
        ("libya-tracker re", ["report", "record", "retract"]),
        ("libya-tracker status z", ["zintan", "zintan-lna-units"]),
        ("libya-tracker record trb allied k", ["kani"]),
        ("libya-tracker record trb allied kani --source m", ["monitor", "mirror"]),
        ("libya-tracker status --scenario s", ["stand-ground"]),
        ("libya-tracker status --according-to g", ["gazette", "gna"]),
        ("libya-tracker retract jan", ["janzour-rumour"]),
        ("libya-tracker timeline --relation n", ["neutral"]),
        ("libya-tracker graph -f g", ["graphml", "gexf"]),
    ],
)
def test_the_shell_is_proposed_what_the_registry_holds(
    complete: Callable[..., list[str]], line: str, proposed: list[str]
) -> None:
    assert complete(line) == proposed


def test_the_shell_is_proposed_the_reports_that_are_remembered(
    complete: Callable[..., list[str]], run: Run
) -> None:
    line = "libya-tracker report --since-last d"
    state = {"XDG_STATE_HOME": os.environ["XDG_STATE_HOME"]}
    assert complete(line, **state) == []

    for name in ("desk", "daily.web", "weekly"):
        assert run("report", "--since-last", name).exit_code == 0

    assert complete(line, **state) == ["daily.web", "desk"]


def test_a_broken_registry_leaves_the_shell_without_proposals(
    complete: Callable[..., list[str]], tmp_path: Path
) -> None:
    (tmp_path / "factions.yaml").write_text("factions: [\n")

    assert complete("libya-tracker status z") == []


#: What only drawing needs, and what each answer for programs can do without.
DRAWING = (
    "jinja2",
    "xml",
    *(f"libya_tracker.output.{name}" for name in ("svg", "graphs", "bulletin.html")),
)
SETTING = (*DRAWING, "rich", "libya_tracker.output.terminal.tables")


@pytest.mark.parametrize(
    ("unneeded", "commands"),
    [
        pytest.param(
            DRAWING,
            ["status", "matrix", "tensions", "graph -f table", "report --since 2017-11-01"],
            id="pages",
        ),
        pytest.param(("jinja2", "xml", "rich"), ["graph -f json"], id="a graph as JSON"),
        pytest.param((*SETTING, "yaml"), ["--version"], id="the version"),
        pytest.param(
            SETTING,
            [
                *("status -f json", "matrix -f csv", "graph -f csv", "--version"),
                "diff 2017-10-31 2017-11-08 -f tsv",
                "report --since 2017-11-01 -f markdown",
            ],
            id="rows and Markdown",
        ),
    ],
)
def test_what_draws_pictures_is_loaded_only_to_draw_them(
    unneeded: tuple[str, ...], commands: list[str]
) -> None:
    program = (
        "import sys\nfrom libya_tracker.cli.app import app\n"
        f"for line in {commands}:\n"
        "    app(line.split(), standalone_mode=False)\n"
        "    print(*sys.modules, file=sys.stderr)"
    )

    result = subprocess.run(
        [sys.executable, "-c", program], env=BARE, capture_output=True, check=True
    )

    loaded = result.stderr.decode().split()
    assert result.stdout
    assert "libya_tracker.cli.app" in loaded
    assert [
        name for name in loaded for top in unneeded if f"{name}.".startswith(f"{top}.")
    ] == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    if not all(map(importlib.util.find_spec, ("build", "hatchling"))):
        pytest.skip("build and hatchling are not installed here; .ci/run builds the wheel")
    folder = tmp_path_factory.mktemp("wheel")
    options = ("--wheel", "--no-isolation", "--outdir", folder, TOP)
    subprocess.run(
        [sys.executable, "-m", "build", *options], check=True, capture_output=True
    )
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as file:
        yield file


def test_the_wheel_brings_the_registry_and_the_man_page_beside_the_package(
    wheel: zipfile.ZipFile,
) -> None:
    names = wheel.namelist()
    (man,) = (name for name in names if name.endswith("/share/man/man1/libya-tracker.1"))

    assert wheel.read(man) == (TOP / "docs" / "libya-tracker.1").read_bytes()
    assert wheel.read("libya_tracker/factions.yaml") == (TOP / "factions.yaml").read_bytes()
    assert "libya_tracker/py.typed" in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"libya_tracker"}
    files = (p for p in (TOP / "libya_tracker").rglob("*") if p.is_file())
    package = {str(p.relative_to(TOP)) for p in files if p.suffix != ".pyc"}
    ours = {name for name in names if ".dist-info/" not in name}
    assert ours - {"libya_tracker/factions.yaml", man} == package
