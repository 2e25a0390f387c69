"""Tags, ids elsewhere and keys of the keeper's own: given, kept, shown and taken away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from libya_tracker.storage import files
from tests.conftest import Run

TEXT = """\
x-desk: {team: [a, b]}
sources:
  s: {title: T, date: 2012, tags: [press]}
factions:
  # the first
  a:
    name: Alpha
    aliases:
      - First  # as in 2012
      # what they call it
      - {name: Elders, since: 2012}
    kind: militia
    ids: {wikidata: Q1, ucdp: 7136}
    tags: [Salafi, west coast]
    leaders: [{name: X, since: 2012}, Y, {name: X, since: 2015}]
    x-desk: me
  b: {name: Beta}
changes:
  - date: 2012
    faction: a
    relation: allied
    to: b
    sources: [s]
    tags: [front]
    x-desk:
      - checked: yes
        "by: whom": ""
    x-page: 7
"""


def text(folder: Path) -> str:
    return (folder / "factions.yaml").read_text(encoding="utf-8")


ALIASES = """\
    aliases:
      - First  # as in 2012
      # what they call it
      - {name: Elders, since: 2012}
"""
#: The arguments of `faction edit`, what they replace, and by what.
EDITS = {
    ("a", "--tag", "south", "--tag", "salafi"): ("west coast]", "west coast, south]"),
    ("a", "--drop-tag", "salafi"): ("[Salafi, west coast]", "[west coast]"),
    ("a", "--drop-tag", "West Coast", "--tag", "west"): (
        "Salafi, west coast",
        "Salafi, west",
    ),
    ("a", "--drop-tag", "salafi", "--drop-tag", "west coast"): (
        "    tags: [Salafi, west coast]\n",
        "",
    ),
    ("a", "--id", "wikidata=Q2", "--id", "acled=A=1"): (
        "{wikidata: Q1, ucdp: 7136}",
        "{wikidata: Q2, ucdp: 7136, acled: A=1}",
    ),
    ("a", "--drop-id", "wikidata"): ("{wikidata: Q1, ucdp: 7136}", "{ucdp: 7136}"),
    ("a", "--drop-id", "ucdp", "--drop-id", "wikidata"): (
        "    ids: {wikidata: Q1, ucdp: 7136}\n",
        "",
    ),
    ("b", "--tag", "east", "--id", "ucdp=5"): (
        "{name: Beta}",
        "{name: Beta, tags: [east], ids: {ucdp: 5}}",
    ),
    ("a", "--drop-alias", "First"): ("      - First  # as in", "      # as in"),
    ("a", "--drop-alias", "Elders"): ("      - {name: Elders, since: 2012}\n", ""),
    ("a", "--drop-alias", "Elders", "--drop-alias", "First"): (
        ALIASES,
        "    # as in 2012\n      # what they call it\n",
    ),
    ("a", "--drop-leader", "X"): (
        "[{name: X, since: 2012}, Y, {name: X, since: 2015}]",
        "[Y]",
    ),
    ("a", "--drop-leader", "Y", "--add-leader", "Z", "--area", "Zawiya"): (
        "Y, {name: X, since: 2015}]\n    x-desk: me\n",
        "{name: X, since: 2015}, Z]\n    x-desk: me\n    area: Zawiya\n",
    ),
}


@pytest.mark.parametrize("args", EDITS, ids=" ".join)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "dos"])
def test_a_faction_gets_and_loses_them_in_place(
    run: Run, tmp_path: Path, args: tuple[str, ...], end: str
) -> None:
    result = run("faction", "edit", *args, registry=TEXT.replace("\n", end))

    assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    expected = TEXT.replace(*EDITS[args]).replace("\n", end)
    assert (tmp_path / "factions.yaml").read_bytes().decode() == expected


def test_in_a_list_of_lines_and_in_json_too(run: Run, tmp_path: Path) -> None:
    lines = "factions:\n  a:\n    name: A\n    tags:\n    - x # why\n    - y\n    - z\n"
    run("faction", "edit", "a", "--drop-tag", "x", "--tag", "w", registry=lines)
    assert text(tmp_path) == (
        "factions:\n  a:\n    name: A\n    tags:\n    # why\n    - y\n    - z\n    - w\n"
    )

    array = '{"factions": {"a": {"name": "A", "tags": ["x", "y"], "ids": {"q": "1"}}}}'
    args = ("--drop-tag", "x", "--tag", "z", "--id", "q=2", "--id", "r=3")
    run("faction", "edit", "a", *args, registry=array)
    assert text(tmp_path) == (
        '{"factions": {"a": {"name": "A", "tags": ["y", "z"], '
        '"ids": {"q": "2", "r": "3"}}}}'
    )


def test_a_source_gets_and_loses_them_too(run: Run, tmp_path: Path) -> None:
    args = ("--tag", "radio", "--drop-tag", "press", "--id", "doi=10.1/2", "--title", "U")

    result = run("source", "edit", "s", *args, registry=TEXT)

    assert result.exit_code == 0
    assert "  s: {title: U, date: 2012, tags: [radio], ids: {doi: 10.1/2}}\n" in text(
        tmp_path
    )


def test_new_records_get_them(run: Run, tmp_path: Path) -> None:
    run("faction", "add", "c", "--name", "C", "--tag", "x y", "--id", "q=1", registry=TEXT)
    run("source", "add", "t", "--title", "T", "--tag", "x", "--id", "q=1", registry=None)
    claim = ("record", "a", "opposed", "c", "--date", "2013", "--tag", "x", "--tag", "X")
    run(*claim, registry=None)

    registry = files.read(tmp_path / "factions.yaml")
    assert (registry.factions["c"].tags, registry.factions["c"].ids) == (
        ("x y",),
        (("q", "1"),),
    )
    assert "    title: T\n    ids: {q: 1}\n    tags: [x]\n" in text(tmp_path)
    assert "    to: c\n    tags: [x]\n" in text(tmp_path)


def test_a_correction_keeps_them(run: Run, tmp_path: Path) -> None:
    args = ("correct", "2012-a-b", "--date", "2013", "--tag", "west", "--drop-tag", "front")

    result = run(*args, registry=TEXT)

    assert result.exit_code == 0, result.stderr
    assert text(tmp_path).endswith(
        "    id: 2012-a-b\n"
        "  - date: 2013\n    faction: a\n    relation: allied\n    to: b\n"
        "    sources: [s]\n"
        "    tags: [west]\n    recorded: 2018-01-01T00:00:00Z\n    retracts: [2012-a-b]\n"
        "    x-desk: [{checked: yes, 'by: whom': \"\"}]\n    x-page: 7\n"
    )


def test_a_new_id_of_a_faction_leaves_them_alone(run: Run, tmp_path: Path) -> None:
    run("faction", "rename", "a", "alpha", registry=TEXT)

    one = files.read(tmp_path / "factions.yaml").factions["alpha"]
    assert (one.tags, one.own_keys) == (("Salafi", "west coast"), (("x-desk", '"me"'),))


def test_a_batch_brings_them(run: Run, tmp_path: Path) -> None:
    row = {
        "date": "2014", "faction": "a", "relation": "opposed", "to": "b",
        "tags": ["x"], "x-n": {"a": [1, True, "t"]},
    }  # fmt: skip
    (tmp_path / "b.jsonl").write_text(json.dumps(row) + "\n")
    (tmp_path / "b.csv").write_text(
        "date,faction,relation,to,tags,x-n\n2015,a,none,b,p;q r,so\n"
    )
    for name in ("b.jsonl", "b.csv"):
        result = run("record", "--batch", name, registry=None if name == "b.csv" else TEXT)
        assert result.exit_code == 0, result.stderr

    one, other = list(files.read(tmp_path / "factions.yaml").claims.values())[1:]
    assert (one.tags, one.own_keys) == (("x",), (("x-n", '{"a": ["1", "true", "t"]}'),))
    assert (other.tags, other.own_keys) == (("p", "q r"), (("x-n", '"so"'),))
    again = run("log", "-f", "csv", registry=None)
    (tmp_path / "log.csv").write_text(again.stdout)
    result = run("record", "--batch", "log.csv", registry=None)
    assert result.stderr.count("stands already") == 3


def test_they_are_shown_and_searched(run: Run) -> None:
    shown = json.loads(run("show", "a", "-f", "json", registry=TEXT).stdout)
    facts = {row["item"]: row["value"] for row in shown if row["section"] == "fact"}
    assert (facts["ids"], facts["tags"]) == ("wikidata=Q1; ucdp=7136", "Salafi; west coast")
    (row, _) = json.loads(run("faction", "list", "-f", "json", registry=None).stdout)
    assert (row["ids"], row["tags"]) == (
        ["wikidata=Q1", "ucdp=7136"],
        ["Salafi", "west coast"],
    )
    (row,) = json.loads(run("log", "-f", "json", registry=None).stdout)
    assert row["tags"] == ["front"]
    assert "tags: front" in run("log", registry=None).stdout
    about = json.loads(run("source", "show", "s", "-f", "json", registry=None).stdout)
    assert {"section": "about", "item": "tags", "value": "press"}.items() <= about[
        3
    ].items()
    for words, expected in {"q1": "a", "7136": "a", "salafi": "a", "press": "s"}.items():
        (row,) = json.loads(run("search", words, "-f", "json", registry=None).stdout)
        assert row["id"] == expected
    assert run("status", "q1", registry=None).exit_code == 4


REFUSED: dict[tuple[str, ...], tuple[int, str]] = {
    ("a", "--drop-tag", "salafy"): (4, "no tag of 'a' 'salafy'; did you mean 'Salafi'?"),
    ("a", "--drop-id", "wikdata"): (
        4,
        "no id of 'a' in 'wikdata'; did you mean 'wikidata'?",
    ),
    ("a", "--drop-alias", "Frist"): (4, "no alias of 'a' 'Frist'; did you mean 'First'?"),
    ("a", "--drop-leader", "Z"): (4, "no leader of 'a' 'Z'"),
    ("a", "--tag", "a;b"): (2, "'a;b' is not allowed: a tag is a word or a few, without"),
    ("a", "--tag", ""): (2, "'' is not allowed: a tag is a word or a few, without"),
    ("a", "--tag", "x", "--drop-tag", "X"): (2, "the tag 'x' is given and dropped; do one"),
    ("a", "--id", "Q1"): (2, "--id: 'Q1' is not of the form wikidata=Q1016"),
    ("a", "--id", "wiki data=Q1"): (2, "'wiki data' is not allowed: the name of another"),
    ("a", "--id", "wikidata="): (2, "'' is not allowed: an id elsewhere has no semicolon"),
    ("a", "--id", "q=1", "--id", "q=2"): (2, "--id: q is given twice; a record has one id"),
    ("a", "--id", "q=1", "--drop-id", "q"): (2, "the id q is given and dropped; do one of"),
    ("a", "--drop", "tags"): (
        2,
        "'tags' cannot be dropped; what can is kind, area,",
    ),
}


@pytest.mark.parametrize("args", REFUSED, ids=" ".join)
def test_what_makes_no_sense_is_refused(
    run: Run, tmp_path: Path, args: tuple[str, ...]
) -> None:
    code, message = REFUSED[args]

    result = run("faction", "edit", *args, registry=TEXT)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(f"error: {message}")
    assert text(tmp_path) == TEXT


def test_what_is_so_already_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    args = ("faction", "edit", "a", "--tag", "SALAFI", "--id", "ucdp=7136")

    result = run(*args, registry=TEXT)

    assert result.exit_code == 0
    assert result.stderr == "'a' is so already, at factions.yaml:6:3\n"
    assert text(tmp_path) == TEXT


def test_keys_near_to_theirs_are_answered_with_them(run: Run) -> None:
    registry = """\
factions:
  a: {name: A, tag: [x], id: {q: 1}, X-desk: me, x_desk: me}
"""

    result = run("check", registry=registry)

    lines = [line for line in result.stdout.splitlines() if "[unknown-key]" in line]
    own = "; a key of your own begins with 'x-': x-desk [unknown-key]"
    assert [line.removeprefix("factions.yaml:2:") for line in lines] == [
        "16: a faction has no key 'tag'; did you mean 'tags'? [unknown-key]",
        "26: a faction has no key 'id'; did you mean 'ids'? [unknown-key]",
        f"38: a faction has no key 'X-desk'{own}",
        f"50: a faction has no key 'x_desk'{own}",
    ]


def test_what_is_entered_twice_is_said_at_once(run: Run, tmp_path: Path) -> None:
    registry = """\
sources: {s: {title: S, url: 'https://x.org/a'}}
factions:
  a: {name: Misrata}
"""
    source = ("source", "add", "t", "--title", "T", "--url", "http://www.x.org/a/")

    result = run(*source, registry=registry)
    assert result.exit_code == 0
    assert "warning: 't' has the `url` of 's', at line 1" in result.stderr
    result = run("faction", "add", "b", "--name", "Misurata", registry=None)
    assert (result.exit_code, result.stderr) == (
        2,
        "error: 'Misurata' names 'a' already; a name should mean one faction\n",
    )
    result = run("faction", "add", "c", "--name", "C", "--id", "q=1", registry=None)
    assert "warning" not in result.stderr
    result = run("faction", "add", "d", "--name", "D", "--id", "q=1", registry=None)
    assert "warning: q '1' is the id of 'c' too" in result.stderr
