"""Many at once: nothing that was written is lost, and nobody reads half of it."""

from __future__ import annotations

import itertools
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from libya_tracker.storage import files
from tests.conftest import SAMPLE
from tests.support.campaign import SCALE, WHOLE, Count, chance
from tests.support.desk import BUSY, HIDDEN, WRITTEN
from tests.support.launcher import PROGRAM

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("tmp_path")]

REGISTRY = Path("factions.yaml")
#: How many times each process runs, one time after the other.
ROUNDS = 3
#: Runs the command lines that it is given, and prints how each ended.
DRIVER = f"""
import contextlib, io, json, sys
for args in json.loads(sys.argv[1]):
    sys.argv[1:] = args
    code, output = 0, io.StringIO()
    try:
        with contextlib.redirect_stdout(output):
            exec({PROGRAM!r})
    except SystemExit as end:
        code = end.code or 0
    print(json.dumps([code, output.getvalue()]), flush=True)
"""

Ran = list[tuple[int, str]]


class Crowd:
    """Processes that were started at once, each with command lines of its own."""

    def __init__(self, launcher: tuple[str, ...]) -> None:
        self._launcher = launcher
        self._running: list[subprocess.Popen[str]] = []

    def start(self, *lines: tuple[str, ...]) -> None:
        process = subprocess.Popen(
            [*self._launcher, DRIVER, json.dumps(lines)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._running.append(process)

    def ended(self) -> list[Ran]:
        """Wait for all; return what each ran, in the order in which they were started."""
        outputs = [process.communicate(timeout=280) for process in self._running]
        self._running = []
        assert not any("Traceback" in messages for _, messages in outputs)
        return [[(*json.loads(line),) for line in text.splitlines()] for text, _ in outputs]


@pytest.fixture
def crowd(launcher: tuple[str, ...]) -> Iterator[Crowd]:
    REGISTRY.write_text(SAMPLE, encoding="utf-8")
    yield Crowd(launcher)
    assert [path for path in Path().rglob(".*") if HIDDEN.fullmatch(path.name)] == []


def claims_in(text: str) -> set[str]:
    """Return the dates of the claims that the writers made, in the rows of log."""
    return {row["date"] for row in json.loads(text) if row["date"] < "2000"}


@pytest.mark.parametrize("writers", [12, 40] if WHOLE else [12])
def test_of_many_writers_each_keeps_what_it_wrote_and_readers_see_it_whole(
    writers: int, crowd: Crowd, count: Count
) -> None:
    kinds = (
        lambda day, n: ("record", "trb", "opposed", "kani", "--date", day),
        lambda day, n: ("source", "add", f"s{n}", "--title", f"Of {day}"),
        lambda day, n: ("faction", "alias", "trb", f"Name {n}"),
    )
    numbers = range(writers * ROUNDS)
    days = [f"19{n % 90 + 10}-0{n // 90 + 1}-{n % 28 + 1:02}" for n in numbers]
    lines = [
        kinds[0](days[n], n) if n % 5 else kinds[1 + n % 2](days[n], n) for n in numbers
    ]
    for first in range(writers):
        crowd.start(*lines[first::writers])
    readers = max(4, writers // 4)
    for _ in range(readers):
        crowd.start(*[("log", "-f", "json"), ("check",)] * ROUNDS)

    (*wrote,) = crowd.ended()
    read = wrote[writers:]

    # Who waited too long wrote nothing, and says so.
    done = [
        line
        for first, ran in enumerate(wrote[:writers])
        for line, (code, _) in zip(lines[first::writers], ran, strict=True)
        if judged(code) == WRITTEN
    ]
    registry = files.read(REGISTRY)
    dates = sorted(claim.date.text for claim in registry.claims.values())
    assert [date for date in dates if date < "2000"] == sorted(
        line[-1] for line in done if line[0] == "record"
    )
    aliases = {alias.name for alias in registry.factions["trb"].aliases}
    assert {line[3] for line in done if line[1] == "alias"} <= aliases
    assert {line[2] for line in done if line[1] == "add"} <= registry.sources.keys()
    rest = iter(REGISTRY.read_bytes())
    assert all(byte in rest for byte in SAMPLE.encode())
    for ran in read:
        assert {code for code, _ in ran} == {0}
        seen = [claims_in(text) for _, text in ran[::2]]
        assert all(one <= other for one, other in itertools.pairwise(seen))
    count(f"edits by {writers} writers at once", len(done))
    count("readings meanwhile", sum(len(ran) for ran in read))


def judged(code: int) -> int:
    assert code in {WRITTEN, BUSY}
    return code


@pytest.mark.parametrize("number", range(min(SCALE, 10)))
def test_several_reports_at_once_tell_everything_once_between_them(
    number: int, crowd: Crowd, count: Count
) -> None:
    report = ("report", "--since-last", "daily", "--only-if-changed", "-f", "json")
    days = [f"1999-01-{day:02}" for day in range(1, 13)]
    chance(f"reports {number}").shuffle(days)
    crowd.start(*(("record", "trb", "opposed", "kani", "--date", day) for day in days))
    for _ in range(3):
        crowd.start(*[report] * 4)

    ran = crowd.ended()
    crowd.start(report)
    ran += crowd.ended()
    recorded = [
        day for day, (code, _) in zip(days, ran[0], strict=True) if not judged(code)
    ]
    reports = [text for lines in ran[1:] for code, text in lines if not judged(code)]

    rows = [row for text in reports if text for row in json.loads(text)]
    changes = [name for row in rows for name in row["changes"] if name.startswith("1999")]
    assert sorted(changes) == sorted(f"{day}-trb-kani" for day in recorded)
    count("reports at once", len(reports))
