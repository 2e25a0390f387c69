"""The error catalogue: for each rule a minimal bad file, and what ``check`` says of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.support.places import PACKAGE
from tests.support.problems import CATALOGUE, PROBLEMS, is_warning, rule_of
from tests.support.tables import each

pytestmark = pytest.mark.slow  # every bad file through two commands

#: What finds problems: other people's formats have rows of three texts, too.
SOURCES = sorted({*PACKAGE.rglob("*.py")} - {*PACKAGE.glob("exchange/*.py")})


def rules_of(source: str) -> Iterator[str]:
    """Yield each rule that a module can emit: where one is noted, raised or yielded."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case (
                ast.Call(
                    func=ast.Attribute(attr="add" | "warn" | "_stop"), args=[_, rule, _]
                )
                | ast.Call(func=ast.Name(id="Problem"), args=[_, rule, *_])
                | ast.Call(func=ast.Name(id="word_of"), args=[_, rule])
                | ast.Call(func=ast.Name(id="matching"), args=[_, rule, _])
                | ast.Call(func=ast.Name(id="_parsed"), args=[_, _, _, rule])
                | ast.Yield(value=ast.Tuple(elts=[_, rule, _]))
                | ast.Return(value=ast.Tuple(elts=[_, rule, _]))
            ):
                yield from _words(rule)
            case _:
                pass


def _words(rule: ast.expr) -> Iterator[str]:
    match rule:
        case ast.Constant(value=str(word)) if re.fullmatch("[a-z0-9-]+", word):
            yield word
        case ast.JoinedStr(values=[ast.Constant(value="unknown-"), _]):
            yield from ("unknown-change", "unknown-faction", "unknown-source")
        case ast.JoinedStr():
            raise AssertionError(f"line {rule.lineno}: what can this rule be?")
        case _:  # a variable: whoever passed it is counted
            pass


@each("entry", CATALOGUE)
def test_check_says_what_is_wrong_where_and_what_to_do(entry: str, run: Run) -> None:
    Path("factions.yaml").write_bytes(CATALOGUE[entry])

    result = run("check", registry=None)

    expected = (PROBLEMS / f"{entry}.txt").read_text(encoding="utf-8")
    assert (result.stdout, result.stderr) == (expected, "")
    assert result.exit_code == int(not is_warning(entry))


@each("entry", CATALOGUE)
def test_an_entry_of_the_catalogue_shows_its_rule_and_no_other(entry: str) -> None:
    lines = (PROBLEMS / f"{entry}.txt").read_text(encoding="utf-8").splitlines()
    reported = [line for line in lines if line.startswith("factions.yaml:") and "[" in line]

    assert [line[line.rindex("[") :] for line in reported] == [f"[{rule_of(entry)}]"]


def test_every_rule_has_its_entry_and_every_entry_its_rule() -> None:
    rules = {r for path in SOURCES for r in rules_of(path.read_text(encoding="utf-8"))}

    assert rules == {rule_of(entry) for entry in CATALOGUE}
    assert CATALOGUE.keys() == {path.stem for path in PROBLEMS.glob("*.txt")}


def test_a_rule_without_an_entry_would_be_noticed() -> None:
    source = 'problems.add(node, "brand-new", "…")\nself._stop(at, "worse", f"{x}")'

    assert list(rules_of(source)) == ["brand-new", "worse"]


@each("entry", sorted(CATALOGUE))
def test_other_commands_refuse_what_is_wrong_and_ignore_what_is_odd(
    entry: str, run: Run
) -> None:
    Path("factions.yaml").write_bytes(CATALOGUE[entry])

    result = run("status", registry=None)

    if is_warning(entry):
        assert (result.exit_code, result.stderr) == (0, "")
        return
    expected = (PROBLEMS / f"{entry}.txt").read_text(encoding="utf-8").splitlines()
    output = [*expected[:-1], "error: the registry has 1 error"]
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines() == output
