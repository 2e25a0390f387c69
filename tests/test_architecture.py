"""The house: which room may import what, and who may read clock, terminal and environment.

Each rule is a function from a room and its syntax to complaints; it is applied to the
package, and to a small offence, so that no rule can pass because it looks at nothing.
"""

from __future__ import annotations

import ast
import graphlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.places import PACKAGE

NAME = PACKAGE.name

#: Lowest first; rooms on one floor do not know each other.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("__init__", "errors", "sanitize"),
    ("model",),
    ("analysis", "storage"),
    ("views",),
    ("output",),
    ("cli",),
    ("__main__",),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}

#: The rooms that may import each third party; what is not here is imported nowhere.
ONLY_IN = {
    "yaml": {"storage"},
    "rich": {"output"},
    "jinja2": {"output"},
    "typer": {"cli"},
    "_typeshed": {"output", "cli"},  # for type checkers alone
}
#: What tells the day, the surroundings or the terminal, and where it may be asked.
SURROUNDINGS = {
    "now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime",
    "environ", "environb", "getenv", "getenvb", "cwd", "getcwd",
    "isatty", "get_terminal_size", "stdin", "stdout", "stderr",
}  # fmt: skip
AWARE = {"cli"}

LONGEST_MODULE, LONGEST_FUNCTION = 300, 40

Rule = Callable[[str, ast.Module], Iterator[str]]


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


MODULES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def imported(tree: ast.Module) -> Iterator[tuple[str, ...]]:
    """Yield the dotted name of all that is imported, wherever in the module that is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            base = tuple((node.module or "").split("."))
            yield from ((*base, alias.name) for alias in node.names)


def only_lower_floors(here: str, tree: ast.Module) -> Iterator[str]:
    for top, *rest in imported(tree):
        there = rest[0] if rest and rest[0] in FLOOR_OF else "__init__"
        if top == NAME and there != here and FLOOR_OF[there] >= FLOOR_OF[here]:
            yield f"{here} -> {there}"


def only_known_third_parties(here: str, tree: ast.Module) -> Iterator[str]:
    for top, *_ in imported(tree):
        if top not in {NAME, *sys.stdlib_module_names} and here not in ONLY_IN.get(top, ()):
            yield f"{here} -> {top}"


def only_absolute_imports(here: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield f"{here}: line {node.lineno} imports by a relative name"


def only_commands_look_around(here: str, tree: ast.Module) -> Iterator[str]:
    if here in AWARE:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in SURROUNDINGS:
            yield f"{here}: line {node.lineno} asks for {node.attr}"
        elif isinstance(node, ast.Name) and node.id in {"print", "input"}:
            yield f"{here}: line {node.lineno} calls {node.id}"
    for top, *rest in imported(tree):
        if top in {"os", "sys", "time", "shutil", "builtins"} and SURROUNDINGS & {*rest}:
            yield f"{here}: imports {top}.{rest[-1]}"


def only_short_functions(here: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{here}: {node.name} has {length} lines"


OFFENCES: dict[Rule, tuple[str, str]] = {
    only_lower_floors: ("model", f"def f():\n    from {NAME}.analysis.state import State"),
    only_known_third_parties: ("views", "from rich.table import Table"),
    only_absolute_imports: ("views", "from . import page"),
    only_commands_look_around: ("analysis", "import datetime as d\nD = d.date.today()"),
    only_short_functions: ("model", "def f():\n" + "    f()\n" * LONGEST_FUNCTION),
}


@pytest.mark.parametrize("rule", OFFENCES, ids=lambda rule: rule.__name__)
def test_the_package_keeps_the_rule(rule: Rule) -> None:
    found = [what for path, tree in TREES.items() for what in rule(room_of(path), tree)]

    assert found == []


@pytest.mark.parametrize("rule", OFFENCES, ids=lambda rule: rule.__name__)
def test_the_rule_sees_an_offence(rule: Rule) -> None:
    room, text = OFFENCES[rule]

    assert len(list(rule(room, ast.parse(text)))) == 1


@pytest.mark.parametrize(
    ("room", "text"),
    [
        ("analysis", f"from {NAME} import views"),  # a higher floor, by the package
        ("analysis", f"import {NAME}.storage"),  # the same floor
        ("storage", f"from {NAME}.cli import main"),
    ],
)
def test_a_higher_floor_is_seen_however_it_is_imported(room: str, text: str) -> None:
    assert list(only_lower_floors(room, ast.parse(text)))


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
def test_every_look_around_is_seen(text: str) -> None:
    assert list(only_commands_look_around("views", ast.parse(text)))
    assert not list(only_commands_look_around("cli", ast.parse(text)))


def test_every_room_has_a_floor_and_every_floor_its_rooms() -> None:
    rooms_on_disk = {room_of(path) for path in MODULES}

    assert rooms_on_disk == set(FLOOR_OF)


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
        for path, tree in TREES.items()
    }

    assert list(graphlib.TopologicalSorter(graph).static_order())
