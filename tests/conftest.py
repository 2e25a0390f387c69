"""What every test stands on: a fixed day, a fixed sample, the command line in a folder."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from typer.testing import CliRunner, Result

from libya_tracker.cli.app import app
from tests.support.campaign import (
    count,
    left_to_ci,
    pytest_configure,
    pytest_terminal_summary,
)
from tests.support.data_tools import pytest_runtest_setup
from tests.support.launcher import launcher

# Fixtures and hooks.
__all__ = [
    "count",
    "launcher",
    "pytest_configure",
    "pytest_runtest_setup",
    "pytest_terminal_summary",
]

SAMPLE = (Path(__file__).parent / "sample.yaml").read_text(encoding="utf-8")
TODAY = "2018-01-01"

# No deadline: machines differ. A failure prints what reproduces it. In CI the same examples
# are tried each time; elsewhere new ones, LIBYA_TRACKER_EXAMPLES of them where it is set.
EXAMPLES = int(os.environ.get("LIBYA_TRACKER_EXAMPLES", "20"))
settings.register_profile(
    "ours",
    derandomize=bool(os.environ.get("CI")),
    deadline=None,
    max_examples=EXAMPLES,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("ours")
#: For what takes long, such as a page, and for texts that are quickly made and read.
FEWER = settings(max_examples=(EXAMPLES + 1) // 2)
MORE = settings(max_examples=EXAMPLES * 5)

Run = Callable[..., Result]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-snapshots", action="store_true", help="write what is printed"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark as slow each random test, which tries many registries, and each process.

    Of the slowest tests, a desk that runs the whole suite leaves most to CI.
    """
    left = left_to_ci(items, Path(__file__).parent)
    config.hook.pytest_deselected(items=list(left))
    items[:] = [item for item in items if item not in left]
    for item in items:
        if isinstance(item, pytest.Function) and (
            getattr(item.obj, "is_hypothesis_test", False)
            or "launcher" in item.fixturenames
        ):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """Let Python's search for cycles pass over what stays anyway: thousands of tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Let one process alone write what is printed: several would undo each other's."""
    if config.getoption("--update-snapshots"):
        config.option.numprocesses = 0


@pytest.fixture(scope="session")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of all tests that write nothing."""
    return tmp_path_factory.mktemp("nowhere")


@pytest.fixture(autouse=True)
def surroundings(
    request: pytest.FixtureRequest, nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Put each test in a folder of its own, on a fixed day, in a bare environment.

    A test that asks for no folder shares an empty one, and must leave it so: thousands of
    folders take as long to make and to remove as many tests to run.
    """
    own = "tmp_path" in request.fixturenames
    folder = request.getfixturevalue("tmp_path") if own else nowhere
    for name in [name for name in os.environ if name.startswith("LIBYA_TRACKER_")]:
        monkeypatch.delenv(name)
    for name in ("FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LIBYA_TRACKER_TODAY", TODAY)
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(folder)
    yield
    left = [] if own else list(nowhere.iterdir())
    for path in left:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert not left, "a test that writes must ask for tmp_path"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command line against a registry's text; None leaves the folder as it is."""

    def run_it(
        *args: str, registry: str | None = SAMPLE, stdin: str | None = None
    ) -> Result:
        if registry is not None:
            (tmp_path / "factions.yaml").write_text(registry, encoding="utf-8", newline="")
        return CliRunner().invoke(app, list(args), input=stdin, catch_exceptions=False)

    return run_it


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Compare text with the file named after the test; --update-snapshots writes it."""
    path = Path(__file__).parent / "snapshots" / f"{request.node.name}.txt"

    def compare(text: str) -> None:
        if request.config.getoption("--update-snapshots"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare
