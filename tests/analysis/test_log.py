"""Which claims ``log`` shows: by words, by sources with their copies, and by outlets."""

from __future__ import annotations

import pytest

from tests.conftest import Run
from tests.support.answers import answer

REGISTRY = """\
sources:
  paper: {title: A pact in the hills, publisher: The Daily Paper}
  copy: {title: Reprint, publisher: Other News, origin: paper}
  copy-of-copy: {title: Again, publisher: Third News, origin: copy}
  late: {title: Les négociations, publisher: the daily paper}
factions:
  a: {name: Alpha, aliases: [Al-Asad]}
  b: {name: Beta}
  c: {name: Gamma Brigade}
changes:
  - {id: one, date: 2011, faction: a, relation: allied, to: b, sources: [paper]}
  - {id: two, date: 2012, faction: a, relation: opposed, to: c, sources: [copy-of-copy],
     note: Over a checkpoint}
  - {id: three, date: 2013, faction: b, relation: neutral, to: c, sources: [late]}
  - {id: four, date: 2014, faction: b, relation: allied, to: c, by: an elder, from: a}
"""


def ids(run: Run, *args: str) -> list[str]:
    return [row["change"] for row in answer(run, "log", *args, registry=REGISTRY)]


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("paper", ["one", "two"]),
        ("copy", ["two"]),
        ("copy-of-copy", ["two"]),
        ("late", ["three"]),
        ("The Daily Paper", ["one", "three"]),
        ("the daily paper", ["one", "three"]),
        ("other news", []),
    ],
)
def test_a_source_stands_for_its_copies_and_an_outlet_for_its_pages(
    run: Run, source: str, changes: list[str]
) -> None:
    assert ids(run, "--source", source) == changes


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        (["checkpoint"], ["two"]),
        (["CHECK"], ["two"]),
        (["beta"], ["one", "three", "four"]),
        (["gamma brig"], ["two", "three", "four"]),
        (["asad"], ["one", "two", "four"]),
        (["negociations"], ["three"]),
        (["pact hills"], ["one"]),
        (["pact", "beta"], ["one"]),
        (["daily"], ["one", "three"]),
        (["elder"], ["four"]),
        (["pact", "checkpoint"], []),
    ],
)
def test_words_are_looked_for_in_notes_names_and_sources(
    run: Run, words: list[str], changes: list[str]
) -> None:
    assert ids(run, *(part for word in words for part in ("--grep", word))) == changes


def test_what_holds_no_word_is_refused(run: Run) -> None:
    result = run("log", "--grep", "beta", "--grep", "…", registry=REGISTRY)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: --grep: '…' has no letter and no digit to look for\n"


def test_an_outlet_by_a_part_of_its_name_is_said(run: Run) -> None:
    result = run("log", "--source", "daily", "--grep", "beta", registry=REGISTRY)

    heading = result.stdout.splitlines()[0]
    assert (result.exit_code, heading) == (0, "factions.yaml: 2 claims with 'beta'")
    assert result.stderr == "note: 'daily' is taken for the outlet The Daily Paper\n"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("news", "'news' fits 2 outlets; give one in full\n  Other News\n  Third News\n"),
        ("papr", "no source or outlet 'papr'; did you mean 'paper'?\n"),
        ("-", "no source or outlet '-'\n"),
    ],
)
def test_a_source_that_is_none_says_which_there_are(
    run: Run, source: str, message: str
) -> None:
    result = run("log", "--source", source, registry=REGISTRY)

    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr == f"error: {message}"
