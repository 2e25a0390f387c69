"""The structure: which package may import what, and who reads clock, terminal, environment.

The layers are import-linter's (pyproject.toml). Each other rule is a function from a module
and its syntax to complaints. All are applied to the package and to a small offence, so that
no rule can pass because it looks at nothing.
"""

from __future__ import annotations

import ast
import graphlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.campaign import SLOWEST
from tests.support.places import PACKAGE, TESTS, TOP

NAME = PACKAGE.name

#: The packages that may import each third party; what is not here is imported nowhere.
ONLY_IN = {
    "yaml": {"storage"},
    "rich": {"output"},
    "jinja2": {"output"},
    "typer": {"cli"},
    "pyarrow": {"output", "exchange"},
    "pyspark": {"exchange"},
}
#: What tells the day, the surroundings or the terminal, and where it may be asked.
SURROUNDINGS = {
    "now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime",
    "environ", "environb", "getenv", "getenvb", "cwd", "getcwd",
    "isatty", "get_terminal_size", "stdin", "stdout", "stderr",
}  # fmt: skip
AWARE = {"cli"}

PATHLIB_QUESTIONS = {"exists", "is_file", "is_dir", "is_symlink", "samefile"}

LONGEST_MODULE, LONGEST_FUNCTION = 300, 40

Rule = Callable[[str, ast.Module], Iterator[str]]


def package_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


MODULES = sorted(PACKAGE.rglob("*.py"))


@cache
def trees() -> dict[Path, ast.Module]:
    """Return the syntax of each module, parsed when a test first needs it."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


@cache
def nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree))


def imported(tree: ast.Module) -> Iterator[tuple[str, ...]]:
    """Yield the dotted name of all that is imported, wherever in the module that is."""
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            base = tuple((node.module or "").split("."))
            yield from ((*base, alias.name) for alias in node.names)


def only_known_third_parties(here: str, tree: ast.Module) -> Iterator[str]:
    for top, *_ in imported(tree):
        if top not in {NAME, *sys.stdlib_module_names} and here not in ONLY_IN.get(top, ()):
            yield f"{here} -> {top}"


def only_absolute_imports(here: str, tree: ast.Module) -> Iterator[str]:
    for node in nodes(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield f"{here}: line {node.lineno} imports by a relative name"


def only_the_command_line_looks_around(here: str, tree: ast.Module) -> Iterator[str]:
    if here in AWARE:
        return
    for node in nodes(tree):
        if isinstance(node, ast.Attribute) and node.attr in SURROUNDINGS:
            yield f"{here}: line {node.lineno} asks for {node.attr}"
        elif isinstance(node, ast.Name) and node.id in {"print", "input"}:
            yield f"{here}: line {node.lineno} calls {node.id}"
    for top, *rest in imported(tree):
        if top in {"os", "sys", "time", "shutil", "builtins"} and SURROUNDINGS & {*rest}:
            yield f"{here}: imports {top}.{rest[-1]}"


def only_short_functions(here: str, tree: ast.Module) -> Iterator[str]:
    for node in nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{here}: {node.name} has {length} lines"


def only_questions_with_one_answer(here: str, tree: ast.Module) -> Iterator[str]:
    """What pathlib says of a file in a closed folder depends on the version of Python."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in PATHLIB_QUESTIONS:
            yield f"{here}: line {node.lineno} asks {node.attr}; files.status() can tell"


OFFENCES: dict[Rule, tuple[str, str]] = {
    only_known_third_parties: ("views", "from rich.table import Table"),
    only_absolute_imports: ("views", "from . import page"),
    only_the_command_line_looks_around: (
        "analysis",
        "import datetime as d\nD = d.date.today()",
    ),
    only_questions_with_one_answer: ("cli", "def f(path): return path.exists()"),
    only_short_functions: ("model", "def f():\n" + "    f()\n" * LONGEST_FUNCTION),
}


@pytest.mark.parametrize("rule", OFFENCES, ids=lambda rule: rule.__name__)
def test_the_package_keeps_the_rule(rule: Rule) -> None:
    violations = [
        what for path, tree in trees().items() for what in rule(package_of(path), tree)
    ]

    assert violations == []


@pytest.mark.parametrize("rule", OFFENCES, ids=lambda rule: rule.__name__)
def test_the_rule_sees_an_offence(rule: Rule) -> None:
    package, text = OFFENCES[rule]

    assert len(list(rule(package, ast.parse(text)))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "from os import environ",
        "import os\nos.getenv('HOME')",
        "import sys\nsys.stdout.isatty()",
        "from shutil import get_terminal_size",
        "import time\ntime.time()",
        "print('x')",
    ],
)
def test_every_look_at_the_surroundings_is_seen(text: str) -> None:
    assert list(only_the_command_line_looks_around("views", ast.parse(text)))
    assert not list(only_the_command_line_looks_around("cli", ast.parse(text)))


def test_one_module_of_the_command_line_reads_the_clock_and_the_environment() -> None:
    """Those who write to a terminal, or answer a shell, also read what it says there."""
    readers = {
        path.stem
        for path, tree in trees().items()
        for node in nodes(tree)
        if isinstance(node, ast.Attribute)
        if node.attr in {"environ", "getenv"}
        or (node.attr in {"now", "today"} and isinstance(node.value, ast.Attribute))
    }

    assert readers == {"context", "output", "messages", "shells"}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Hold the package in a folder to the contracts of the project file."""
    script = (
        "import sys; from importlinter.cli import lint_imports; "
        "sys.exit(lint_imports(config_filename=sys.argv[1], no_cache=True))"
    )
    return subprocess.run(
        [sys.executable, "-c", script, str(TOP / "pyproject.toml")],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_layers_hold() -> None:
    result = lint_imports(TOP)

    assert result.returncode == 0, result.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "offence", "contract"),
    [
        ("model/dates.py", "from libya_tracker.analysis import state", "The packages"),
        ("analysis/why.py", "from libya_tracker.storage import files", "The packages"),
        ("views/why.py", "from libya_tracker.storage import files", "Pages and pictures"),
        ("newcomer/__init__.py", "", "The packages"),  # a package without a layer
    ],
)
def test_an_import_against_the_layers_is_seen(
    tmp_path: Path, module: str, offence: str, contract: str
) -> None:
    shutil.copytree(PACKAGE, tmp_path / "libya_tracker")
    offender = tmp_path / "libya_tracker" / module
    offender.parent.mkdir(exist_ok=True)
    text = offender.read_text(encoding="utf-8") if offender.exists() else ""
    offender.write_text(f"{text}\n{offence}\n", encoding="utf-8")

    result = lint_imports(tmp_path)

    assert result.returncode != 0
    assert contract in result.stdout


def test_the_root_holds_the_packages_and_what_all_may_use() -> None:
    modules = {path.stem for path in PACKAGE.glob("*.py")}
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}

    assert modules == {
        "__init__",
        "__main__",
        "errors",
        "named_tuples",
        "sanitize",
        "tracker",
    }
    assert packages == {
        "model",
        "storage",
        "exchange",
        "analysis",
        "views",
        "output",
        "cli",
    }


def test_a_question_has_one_word_from_the_command_line_to_the_page() -> None:
    """Each command that asks a question has a module of its name in every package."""
    keeping = {
        "blame",
        "check",
        "correct",
        "edit",
        "export",
        "faction",
        "import_",
        "init",
        "merge",
        "record",
        "report",
        "retract",
        "scenario",
        "schema",
        "source",
    }
    questions = {
        path.stem for path in (PACKAGE / "cli" / "commands").glob("[a-z]*.py")
    } - keeping

    for package in ("analysis", "views"):
        assert questions <= {path.stem for path in (PACKAGE / package).glob("*.py")}


def test_no_module_is_too_long() -> None:
    lengths = {
        str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES
    }

    assert {path: n for path, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_no_modules_import_each_other_in_a_circle() -> None:
    names = {path.relative_to(PACKAGE.parent).with_suffix("").parts for path in MODULES}
    graph = {
        path.relative_to(PACKAGE.parent).with_suffix("").parts: {
            module
            for name in imported(tree)
            for module in (name, name[:-1])
            if module in names
        }
        for path, tree in trees().items()
    }

    assert list(graphlib.TopologicalSorter(graph).static_order())


def test_the_slowest_tests_are_where_a_desk_looks_for_them() -> None:
    assert [name for name in SLOWEST if not (TESTS / name).is_file()] == []


def test_no_test_module_imports_another() -> None:
    """What tests share is in ``tests/support``; ``conftest`` and packages aside."""
    sharing = {
        str(path.relative_to(TESTS)): name
        for path in TESTS.rglob("test_*.py")
        for name in imported(ast.parse(path.read_text(encoding="utf-8")))
        if name[0] == TESTS.name and any(part.startswith("test_") for part in name[:-1])
    }

    assert sharing == {}
