"""``faction merge``: a group that was entered twice is one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.storage import files, merges
from tests.conftest import Run

TEXT = """\
factions:
  # two of them
  old:  # the double
    name: Old Group
    # its names
    aliases: [New, {name: Elders, since: 2012}]  # so #1
    kind: militia
    leaders: [X, {name: Y, since: 2014}]
    note: |  # what is said
      # no comment
      Two.
  new:
    name: New Group
    aliases: [new]
    leaders:
      - x
    kind: council

  b: {name: Beta}
changes:
  - {date: 2012, faction: old, relation: allied, to: b, by: old}
  - {date: 2012, faction: new, relation: allied, to: b, by: new, id: n}
  - {date: 2013, faction: b, relation: opposed, to: old}  # why
  - retracts: [n]
    recorded: 2015-01-01
scenarios:
  w:
    changes:
      - {date: 2016, faction: b, relation: none, to: new, from: old}
"""
MERGED = """\
factions:
  # two of them
  # the double
  # its names
  # so #1
  # what is said
  new:
    name: New Group
    aliases: [new, Old Group, {name: Elders, since: 2012}]
    leaders:
      - x
      - {name: Y, since: 2014}
    kind: council

  b: {name: Beta}
changes:
  - {date: 2012, faction: new, relation: allied, to: b, by: new, id: 2012-old-b}
  - {date: 2012, faction: new, relation: allied, to: b, by: new, id: n}
  - {date: 2013, faction: b, relation: opposed, to: new, id: 2013-b-old}  # why
  - retracts: [n]
    recorded: 2015-01-01
scenarios:
  w:
    changes:
      - {date: 2016, faction: b, relation: none, to: new, from: new}
"""


def text(folder: Path) -> str:
    return (folder / "factions.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "dos"])
def test_one_takes_the_names_leaders_and_claims_of_the_other(
    run: Run, tmp_path: Path, end: str
) -> None:
    result = run("faction", "merge", "Old Group", "new", registry=TEXT.replace("\n", end))

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "'old' is a part of 'new' now, with 3 claims\n"
        "gone: kind 'militia' of 'old'; `faction edit` can enter it\n"
        "gone: note '# no comment\\nTwo.\\n' of 'old'; `faction edit` can enter it\n"
        "'n' says what '2012-old-b' says; retract one of the two\n"
    )
    assert (tmp_path / "factions.yaml").read_bytes().decode() == MERGED.replace("\n", end)


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    result = run("faction", "merge", "old", "new", "--dry-run", registry=TEXT)

    assert result.stdout.startswith("--- a/factions.yaml\n+++ b/factions.yaml\n@@ ")
    assert text(tmp_path) == TEXT


def test_between_braces_it_is_cut_out(run: Run, tmp_path: Path) -> None:
    registry = "factions: {a: {name: A}, b: {name: B}, c: {name: C}}\n"

    run("faction", "merge", "c", "a", registry=registry)
    run("faction", "merge", "a", "b", registry=None)

    expected = "factions: {b: {name: B, aliases: [A, C]}}\n"
    assert text(tmp_path) == expected


def test_tags_ids_and_keys_of_ones_own_are_taken_over(run: Run, tmp_path: Path) -> None:
    registry = """\
factions:
  old: {name: Old, tags: [South, front], ids: {wikidata: Q1, ucdp: 7}, x-desk: [me, {a: b}]}
  new:
    name: New
    tags: [south]
    ids: {wikidata: Q2}  # checked
    x-seen: 2014
"""

    result = run("faction", "merge", "old", "new", registry=registry)

    assert result.stderr == (
        "'old' is a part of 'new' now, with 0 claims\n"
        "gone: wikidata 'Q1' of 'old'; 'new' has 'Q2'\n"
    )
    assert (
        text(tmp_path)
        == """\
factions:
  new:
    name: New
    tags: [south, front]
    ids: {wikidata: Q2, ucdp: 7}  # checked
    x-seen: 2014
    aliases: [Old]
    x-desk: [me, {a: b}]
"""
    )


TIE = "  - {date: 2017, faction: new, relation: allied, to: old}\nscenarios:"
REFUSED: dict[tuple[str, str, str], tuple[int, str]] = {
    (TEXT, "old", "old"): (2, "'old' is one faction already"),
    (TEXT, "old", "zz"): (4, "no faction 'zz'"),
    (TEXT, "zz", "old"): (4, "no faction 'zz'"),
    (TEXT.replace("scenarios:", TIE), "old", "new"): (
        2,
        "'2017-new-old', at factions.yaml:26:5, is about 'old' and 'new', which one group "
        "cannot have with itself (1 in all); remove it first",
    ),
    ("factions: {a: {name: A, # so\n  area: C}, b: {name: B}}\n", "a", "b"): (
        3,
        "a comment stands in a; remove it by hand",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_one_stays_two(
    run: Run, tmp_path: Path, case: tuple[str, str, str]
) -> None:
    registry, *args = case
    code, message = REFUSED[case]

    result = run("faction", "merge", *args, registry=registry)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(f"error: {message}")
    assert text(tmp_path) == registry


PAIRS = st.sampled_from([("a", "c"), ("c", "a"), ("b", "c"), ("c", "b"), ("c", "d")])


@given(st.lists(st.tuples(PAIRS, st.sampled_from(["2012", "..2013"])), max_size=6))
def test_every_claim_stays_and_keeps_its_id(
    tmp_path: Path, claims: list[tuple[tuple[str, str], str]]
) -> None:
    path = tmp_path / "factions.yaml"
    before = "factions:\n" + "".join(f"  {x}: {{name: {x * 3}}}  # {x}\n" for x in "abcd")
    before += "changes:\n" + "".join(
        f"  - {{date: {date}, faction: {a}, relation: allied, to: {b}}}  # {n}\n"
        for n, ((a, b), date) in enumerate(claims)
    )
    path.write_text(before, encoding="utf-8")
    old = files.read(path)

    edit = merges.merge(path, "a", "b", dt.date(2018, 1, 1))

    new = files.read(path)
    assert [*new.factions] == ["b", "c", "d"]
    assert [*new.claims] == [*old.claims]
    moved = [(c.faction, c.to) for c in new.claims.values()]
    assert moved == [
        ("b" if c.faction == "a" else c.faction, "b" if c.to == "a" else c.to)
        for c in old.claims.values()
    ]
    assert edit.after.count("#") == before.count("#")
