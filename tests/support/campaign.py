"""The fault campaign: how large it is, what it draws by chance, what it counted.

``LIBYA_TRACKER_FAULTS`` times as many cases are tried: 1 is what the suite has, 100 the
whole campaign. ``LIBYA_TRACKER_SEED`` draws the same cases again: each failure prints it.
Of what takes most time, CI tries all that the suite has, and a desk some, drawn by chance:
of some tests a quarter of the cases, of the slowest files a quarter of the tests, where the
whole suite is asked for.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

SCALE = int(os.environ.get("LIBYA_TRACKER_FAULTS", "1"))
#: In CI the same cases each time; elsewhere new ones, the same for all of pytest's workers.
SEED = os.environ.setdefault(
    "LIBYA_TRACKER_SEED",
    "1" if os.environ.get("CI") else str(random.SystemRandom().randrange(10**9)),
)
#: From here on nothing is left out that can be counted, such as system calls.
WHOLE = SCALE >= 10
AGAIN = f"LIBYA_TRACKER_FAULTS={SCALE} LIBYA_TRACKER_SEED={SEED}"
_COUNTED = "counted by the campaign"

#: How many times as many cases of what takes most time are tried in CI as at a desk.
THOROUGH = 4 if os.environ.get("CI") or WHOLE else 1

#: The slowest files: nearly each of their tests starts processes, a browser or a shell.
SLOWEST = (
    *("cli/test_export.py", "cli/test_installed.py", "cli/test_messages.py"),
    *("cli/test_merge_driver.py", "cli/test_shells.py", "cli/test_streams.py"),
    *(
        "exchange/test_spark.py",
        "faults/test_disks.py",
        "output/bulletin/test_html.py",
        "output/test_mail.py",
    ),
    *("output/test_site_in_a_browser.py", "storage/test_leftovers.py"),
    *("test_a_month_of_two.py", "test_benchmarks.py", "test_tracker.py", "test_ucdp.py"),
)
#: Set for pytest's workers where no test was asked for by name, and so the whole suite is.
_SUITE = "LIBYA_TRACKER_SUITE"

T = TypeVar("T")
Count = Callable[..., None]


def chance(name: str) -> random.Random:
    """Return what draws the cases of a test."""
    return random.Random(f"{SEED} {name}")


def drawn(cases: Sequence[T], size: int, name: str) -> list[T]:
    """Return all cases where nothing is left out, else so many by chance."""
    if WHOLE or size * SCALE >= len(cases):
        return list(cases)
    return chance(name).sample(cases, size * SCALE)


def some(cases: Sequence[T], name: str) -> list[T]:
    """Return all cases in CI, at a desk a quarter of them by chance, in their order."""
    if THOROUGH > 1:
        return list(cases)
    places = chance(name).sample(range(len(cases)), -(-len(cases) // 4))
    return [cases[place] for place in sorted(places)]


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let pytest's workers know whether the whole suite is asked for."""
    if not hasattr(config, "workerinput"):
        whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
        os.environ[_SUITE] = "whole" if whole else ""


def left_to_ci(items: Sequence[pytest.Item], folder: Path) -> set[pytest.Item]:
    """Return the tests that the whole suite leaves out at a desk."""
    if THOROUGH > 1 or not os.environ.get(_SUITE):
        return set()
    files = {folder / name for name in SLOWEST}
    slowest = [item for item in items if item.path in files]
    return {*slowest} - {*some(slowest, "slowest")}


def every_other(cases: Iterable[T], first: int) -> list[T]:
    """Return all cases where nothing is left out, else each second from the first on.

    So of two tests, each of which takes processes, one has the cases that the other leaves
    to the campaign.
    """
    return list(cases) if WHOLE else list(cases)[first::2]


class Failures(list[str]):
    """The cases that failed, of a test that goes on to the last."""

    @contextmanager
    def noted(self, case: str) -> Iterator[None]:
        """Note what fails in the body, and of which case."""
        try:
            yield
        except AssertionError as error:
            self.append(f"{case}\n{error}")

    def raised(self) -> None:
        """Fail where a case did."""
        if self:
            some = "\n\n".join(self[:20])
            pytest.fail(f"{len(self)} cases failed:\n{some}", pytrace=False)


@pytest.fixture
def count(request: pytest.FixtureRequest) -> Count:
    """Count cases by their kind; the sums stand at the end of the run."""
    request.node.add_report_section("call", "to draw the same cases again", AGAIN)

    def add(kind: str, number: int = 1) -> None:
        request.node.user_properties.append((_COUNTED, (kind, number)))

    return add


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the seed, and what was tried."""
    sums: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            if name == _COUNTED:
                sums[value[0]] += value[1]
    if sums:
        terminalreporter.write_line(f"fault campaign, {AGAIN}:")
    for kind, number in sorted(sums.items()):
        terminalreporter.write_line(f"  {number:>8,} {kind}")
