"""Files as they come: refused at a place, in words, in time; what is text stays text."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from libya_tracker.errors import InvalidRegistryError, UnreadableError
from libya_tracker.model.records import Claim
from libya_tracker.storage import files, parser, references
from tests.conftest import SAMPLE, Run
from tests.support.places import PACKAGE

FACTIONS = "factions:\n  a: {name: A}\n  b: {name: B}\n"
CLAIM = "- {date: 2017, faction: a, relation: none, to: b}\n"
EMPTY = "5:14 empty-value"
_BOMB = "l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 9)
)
#: A name for each hostile file, its bytes, and the first problem that is told.
HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "1:1 empty"),
    "only a BOM": (b"\xef\xbb\xbf", "1:1 empty"),
    "only comments": (b"# one\n# two\n", "1:1 empty"),
    "an empty document": (b"---\n# nothing\n", "1:1 empty"),
    "a list": (b"- a\n- b\n", "1:1 not-a-mapping"),
    "a word": (b"hello\n", "1:1 not-a-mapping"),
    "null": (b"null\n", "1:1 empty"),
    "no YAML": (b"title: [a\nfactions: b}\n", "2:9 syntax"),
    "a quote left open": (b"title: 'a\n" + FACTIONS.encode(), "1:8 syntax"),
    "a tab to indent": (b"factions:\n\ta: {name: A}\n", "2:1 syntax"),
    "UTF-16": (SAMPLE.encode("utf-16"), "1:1 not-utf8"),
    "UTF-16 without a BOM": ("title: a\n".encode("utf-16-le"), "1:2 control-character"),
    "Latin-1": ("title: état\n".encode("latin-1"), "1:8 not-utf8"),
    "half a character": ("title: a\nnote: é".encode()[:-1], "2:7 not-utf8"),
    "a surrogate": (b"title: \xed\xa0\x80\n", "1:8 not-utf8"),
    "a byte after a lone CR": (b"title: a\rnote: \xff\r", "2:7 not-utf8"),
    "a byte after a BOM": (b"\xef\xbb\xbftitle: \xff\n", "1:8 not-utf8"),
    "NUL": (b"title: a\0b\n", "1:9 control-character"),
    "U+0085": ("title: a\u0085b\n".encode(), "1:9 control-character"),
    "U+2028": ("title: a\u2028b\n".encode(), "1:9 control-character"),
    "far down": (
        FACTIONS.encode() + b"# c\n" * 9_000 + b"\0",
        f"{FACTIONS.count(chr(10)) + 9_001}:1 control-character",
    ),
    "far down, in Arabic": (
        FACTIONS.encode() + "# غ\n".encode() * 9_000 + b"\0",
        f"{FACTIONS.count(chr(10)) + 9_001}:1 control-character",
    ),
    "a BOM inside": ("title: a\n\ufeffnote: b\n".encode(), "2:1 control-character"),
    "a line of 10 MB": (b"title: " + b"x" * 10_000_000, "1:1 line-too-long"),
    "flow lists 10,000 deep": (b"title: " + b"[" * 10_000, "1:27 too-deep"),
    "flow lists 500 deep in a list": (b"changes:\n- " + b"[" * 500, "2:21 too-deep"),
    "flow lists 2,000 deep in a list": (b"changes:\n- " + b"[" * 2_000, "2:21 too-deep"),
    "flow lists 100,000 deep": (b"title: " + b"[" * 100_000, "1:27 too-deep"),
    "flow mappings 100,000 deep": (b"title: " + b"{a: " * 100_000, "1:84 too-deep"),
    "block lists 100,000 deep": (b"title:\n" + b"- " * 100_000, "2:39 too-deep"),
    "block mappings 2,000 deep": (
        b"".join(b" " * depth + b"a:\n" for depth in range(2_000)),
        "21:21 too-deep",
    ),
    "keys of keys 100,000 deep": (b"? " * 100_000, "1:41 too-deep"),
    "a billion laughs": (_BOMB.encode(), "1:1 unknown-key"),
    "an alias of itself": (b"title: &a [*a]\n", "1:8 anchor"),
    "a Python object": (b"title: !!python/object:os.system ls\n", "1:8 tag"),
    "a tag of all": (b"--- !x\ntitle: a\n", "1:5 tag"),
    "an anchor": (b"title: &a b\n", "1:8 anchor"),
    "an alias as a key": (b"*a : b\n", "1:1 alias"),
    "a merge key": (b"<<: {title: a}\n", "1:1 merge-key"),
    "several documents": (b"title: a\n---\ntitle: b\n", "2:1 several-documents"),
    "a list as a key": (b"[a, b]: c\n", "1:1 not-text"),
    "a mapping as a key": (b"? {a: b}\n: c\n", "1:3 not-text"),
    "a key twice": (b"title: a\ntitle: b\n", "2:1 duplicate-key"),
    "a faction twice": (
        b"factions:\n  a: {name: A}\n  a: {name: B}\n",
        "3:3 duplicate-key",
    ),
    "a field twice": (b"factions:\n  a: {name: A, name: B}\n", "2:16 duplicate-key"),
    "an alias' field twice": (
        b"factions:\n  a: {name: A, aliases: [{name: B, name: C}]}\n",
        "2:36 duplicate-key",
    ),
    "a long key": (b"? " + b"k" * 900_000 + b"\n: v\n", "1:3 unknown-key"),
    "a directive": (b"%YAML 3.0\n---\ntitle: a\n", "1:1 syntax"),
    "an escape beyond Unicode": (b'title: "\\UFFFFFFFF"\n', "1:11 syntax"),
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.slow] if len(data) > 1_000_000 else [])
        for name, (data, _) in HOSTILE.items()
    ],
)
def test_a_hostile_file_is_refused_at_its_place_and_left_alone(name: str, run: Run) -> None:
    data, first = HOSTILE[name]
    path = Path("factions.yaml")
    path.write_bytes(data)

    checked, status = run("check", registry=None), run("status", registry=None)

    assert (checked.exit_code, checked.stderr) == (1, "")
    assert (status.exit_code, status.stdout) == (3, "")
    line = checked.stdout.splitlines()[0]
    place, rule = line.split(": ")[0], line[line.rindex("[") + 1 : -1]
    assert f"{place.removeprefix('factions.yaml:')} {rule}" == first
    assert status.stderr.splitlines()[:-1] == checked.stdout.splitlines()[:-1]
    assert max(map(len, checked.stdout.splitlines())) < 300
    assert path.read_bytes() == data
    assert [entry.name for entry in Path.cwd().iterdir()] == ["factions.yaml"]


@pytest.mark.parametrize("command", ["check", "status"])
@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("missing.yaml", "missing.yaml: there is no such file"),
        ("missing/factions.yaml", "missing/factions.yaml: there is no such file"),
        ("folder", "folder is a folder; name the file in it: folder/factions.yaml"),
        ("loop", "loop cannot be read: Too many levels of symbolic links"),
        ("x" * 300, f"{'x' * 300} cannot be read: File name too long"),
        ("file/factions.yaml", "file/factions.yaml cannot be read: Not a directory"),
    ],
)
def test_what_is_no_file_is_said_plainly(
    command: str, path: str, reason: str, run: Run
) -> None:
    Path("folder").mkdir()
    Path("file").touch()
    Path("loop").symlink_to("loop")

    result = run(command, "-r", path, registry=None)

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == f"error: {reason}\n"
    assert sorted(entry.name for entry in Path.cwd().iterdir()) == [
        "file",
        "folder",
        "loop",
    ]


def test_dev_null_is_empty(run: Run) -> None:
    result = run("status", "-r", "/dev/null", registry=None)

    assert (result.exit_code, result.stdout) == (3, "")
    assert "the file holds no data" in result.stderr


@contextmanager
def nobody() -> Iterator[None]:
    """Be a user whom permissions bind, where the tests are run as root."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_file_that_may_not_be_read_is_said_plainly(run: Run) -> None:
    path = Path("factions.yaml")
    path.write_text(SAMPLE, encoding="utf-8")
    path.chmod(0)

    with nobody():
        result = run("status", "-r", "factions.yaml", registry=None)

    assert result.exit_code == 3
    assert (
        result.stderr == "error: factions.yaml may not be read; look at its permissions\n"
    )


@pytest.mark.usefixtures("tmp_path")
def test_a_file_that_is_too_large_is_not_read() -> None:
    path = Path("factions.yaml")
    with path.open("wb") as file:
        file.truncate(files.LARGEST + 1)  # a hole: it takes no room

    with pytest.raises(UnreadableError) as caught:
        files.contents(path)

    assert str(caught.value) == "factions.yaml is larger than 512 MiB; is it a registry?"


def test_all_problems_are_told_at_once_in_the_order_of_lines(run: Run) -> None:
    text = """\
changes:
  - {date: 2011-02-30, faction: c, relation: alied, to: b, sources: [nobody]}
  - {date: 2011, faction: a, relation: allied, to: a, from: a}
scenarios:
  what-if:
    outcome: perhaps
    colour: red
    changes:
      - {date: soon, faction: a, relation: allied, to: d}
factions:
  a: {name: A, kind: gang, founded: 2014, dissolved: 2012}
  b: {name: B, leaders: [{name: X, since: 2014, until: 2012}], aliases: [{nam: Y}]}
"""
    result = run("check", registry=text)

    lines = [
        line for line in result.stdout.splitlines() if line.startswith("factions.yaml:")
    ]
    assert [line.split(" [")[-1].rstrip("]") for line in lines[:-1]] == [
        *("bad-date", "unknown-faction", "bad-relation", "unknown-source"),
        *("self-tie", "self-tie", "bad-outcome", "unknown-key", "bad-date"),
        *("unknown-faction", "bad-kind", "backwards", "backwards", "unknown-key"),
    ]
    places = [tuple(map(int, line.split(":")[1:3])) for line in lines[:-1]]
    assert places == sorted(places)
    assert lines[-1] == "factions.yaml: 14 errors"


@pytest.mark.parametrize(
    ("text", "only"),
    [
        # a misspelt key is not also missing, nor is what stands below it
        ("faction:\n  a: {name: A}\nchanges:\n" + CLAIM,
         "1:1 unknown-key"),
        ("factions:\n  a: {nmae: A}\n", "2:7 unknown-key"),
        # what could not be read whole is not searched
        (FACTIONS + "sources: [s]\nchanges:\n" + CLAIM.replace("}", ", sources: [t]}"),
         "4:10 not-a-mapping"),
        ("factions:\n  <<: {c: {name: C}}\n  a: {name: A}\nchanges:\n"
         "- {date: 2017, faction: a, relation: none, to: c}\n", "2:3 merge-key"),
        (FACTIONS + "changes:\n- {date: x, faction: a, relation: none, to: b}\n"
         "- {retracts: [x-a-b], recorded: 2018-01-01}\n", "5:10 bad-date"),
        # a bad record still has its id
        ("factions:\n  a: {name: A}\n  b: {name: B, kind: x}\nchanges:\n"
         "" + CLAIM, "3:22 bad-kind"),
        ("factions:\n  a: B\n  b: {name: B}\nchanges:\n"
         "" + CLAIM, "2:6 not-a-mapping"),
        # a table given twice is read twice
        ("factions:\n  a: {name: A}\nfactions:\n  b: {name: B}\nchanges:\n"
         "" + CLAIM, "3:1 duplicate-key"),
        # an alias is an alias, whatever should stand there
        (FACTIONS + "changes:\n" + CLAIM.replace("2017", "*d"), "5:10 alias"),
        (FACTIONS + "changes:\n- *c\n", "5:3 alias"),
        (FACTIONS + "changes: *c\n", "4:10 alias"),
        (FACTIONS + "sources: *c\n", "4:10 alias"),
        ("factions:\n  a: {*k : v, name: A}\n", "2:7 alias"),
        # a date in brackets
        (FACTIONS + "changes:\n" + CLAIM.replace("2017", "[2017..2018]"), "5:10 bad-date"),
        # a retraction of nothing
        (FACTIONS + "changes:\n- {retracts: [], recorded: 2018-01-01}\n", EMPTY),
        (FACTIONS + "changes:\n- {retracts: , recorded: 2018-01-01}\n", EMPTY),
    ],
)  # fmt: skip
def test_one_mistake_is_one_problem(text: str, only: str) -> None:
    with pytest.raises(InvalidRegistryError) as caught:
        files.parse(text, "f")

    lines = [f"{p.where.line}:{p.where.column} {p.rule}" for p in caught.value.problems]
    assert lines == [only]


@pytest.mark.parametrize(
    "word",
    ["no", "010", "12:30", "2014", "nulls", "1e3", "0x10", "=", "2001-12-14", ".inf"],
)
def test_every_scalar_stays_what_was_typed(word: str) -> None:
    registry = files.parse(f"title: {word}\nsources:\n  a: {{title: {word}}}\n", "f")

    assert (registry.title, registry.sources["a"].title) == (word, word)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_places_do_not_depend_on_bom_and_line_ends(bom: str, end: str, run: Run) -> None:
    text = bom + "factions:\n  a: {name: état, kind: x}\n".replace("\n", end)

    result = run("check", registry=text)

    assert result.stdout.splitlines()[0].startswith("factions.yaml:2:25: no kind 'x'; ")
    assert result.stdout.splitlines()[1:] == [
        "    2 |   a: {name: état, kind: x}",
        "      |                         ^",
        "factions.yaml: 1 error",
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_records_do_not_depend_on_bom_and_line_ends(bom: str, end: str) -> None:
    registry = files.parse(bom + SAMPLE.replace("\n", end), "f")

    assert registry == files.parse(SAMPLE, "f")


def test_a_warning_shows_the_first_line_without_its_bom(run: Run) -> None:
    result = run("check", registry="\ufefffactions: {a: {name: A}, b: {name: a}}\n")

    assert result.stdout.splitlines()[1:3] == [
        "    1 | factions: {a: {name: A}, b: {name: a}}",
        "      |                          ^",
    ]


def test_the_caret_stands_below_wide_letters_and_marks(run: Run) -> None:
    result = run("check", registry="factions:\n  a: {name: 東e\u0301, kind: x}\n")

    assert result.stdout.splitlines()[1:3] == [
        "    2 |   a: {name: 東e\u0301, kind: x}",
        "      | " + " " * 23 + "^",
    ]


def test_a_place_far_along_a_line_is_shown_with_its_surroundings(run: Run) -> None:
    many = ", ".join(f"f{number}: {{name: F{number}}}" for number in range(100))
    result = run("check", registry=f"factions: {{{many}, X: {{name: Y}}, {many}}}\n")

    excerpt, caret = result.stdout.splitlines()[1:3]
    assert excerpt[caret.index("^") :].startswith("X: {name: Y}, f0: ")
    assert excerpt.startswith("    1 | …")
    assert excerpt.endswith("…")
    assert len(excerpt) == 8 + 1 + 50 + 60 + 1


def entries(text: str) -> list[str]:
    return [entry.id for entry in files.parse(FACTIONS + text, "f").entries]


def claim(date: str, more: str = "", to: str = "b") -> str:
    return f"- {{date: {date}, faction: a, relation: none, to: {to}{more}}}\n"


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        (claim("2017-11-01"), ["2017-11-01-a-b"]),
        # qualifiers, brackets and blanks are left out
        (claim("2017-11~"), ["2017-11-a-b"]),
        (claim("2017%"), ["2017-a-b"]),
        (claim("'[2017-10-25? .. 2017-10-31]'"), ["2017-10-25..2017-10-31-a-b"]),
        (claim("..2017"), ["..2017-a-b"]),
        # repeats are counted in the order of the file
        (claim("2017") + claim("2017~") + claim("2017"),
         ["2017-a-b", "2017-a-b-2", "2017-a-b-3"]),
        # an id of one's own, which takes no number
        (claim("2017") + claim("2017", ", id: mine") + claim("2017"),
         ["2017-a-b", "mine", "2017-a-b-2"]),
        # and one that looks like a derived one is stepped over
        (claim("2017", ", id: 2017-a-b-2") + claim("2017") + claim("2017"),
         ["2017-a-b-2", "2017-a-b", "2017-a-b-3"]),
        (claim("2017", ", id: 2017-a-b") + claim("2017"), ["2017-a-b", "2017-a-b-2"]),
        # retractions
        (claim("2017") + "- {retracts: [2017-a-b], recorded: 2018-01-02T23:30:00-02:00}\n",
         ["2017-a-b", "2018-01-03-retracts-2017-a-b"]),
        (claim("2017") + "- {retracts: [2017-a-b], recorded: 2018-01-02, id: oops}\n",
         ["2017-a-b", "oops"]),
    ],
)  # fmt: skip
def test_ids_are_derived_from_date_faction_and_to(changes: str, ids: list[str]) -> None:
    assert entries("changes:\n" + changes) == ids


def test_ids_of_scenarios_are_counted_after_those_of_the_record() -> None:
    scenarios = (
        "scenarios:\n  x:\n    changes:\n    " + claim("2017") + "    " + claim("2018")
    )

    assert entries(scenarios + "changes:\n" + claim("2017")) == [
        *("2017-a-b", "2017-a-b-2", "2018-a-b"),
    ]


def test_an_id_that_an_entry_further_down_has_is_not_derived() -> None:
    own = claim("2017", ", id: 2017-a-b")

    assert entries("changes:\n" + claim("2017") + own) == ["2017-a-b-2", "2017-a-b"]
    with pytest.raises(InvalidRegistryError) as caught:
        entries("changes:\n" + claim("2017") + own + own)
    assert [str(problem) for problem in caught.value.problems] == [
        "f:7:55: the id '2017-a-b' is taken by the entry at line 6 [duplicate-id]"
    ]


def test_references_may_stand_before_what_they_name() -> None:
    text = "changes:\n" + claim("2017", ", sources: [s], retracts: [later]")
    text += claim("2018", ", id: later") + "sources:\n  s: {origin: t}\n  t: {title: T}\n"

    first = files.parse(text + FACTIONS, "f").entries[0]

    assert isinstance(first, Claim)
    assert (first.sources, first.retracts) == (("s",), ("later",))


def test_a_source_that_repeats_one_that_repeats_another_is_one_voice() -> None:
    text = (
        "sources:\n  a: {origin: b}\n  b: {origin: c}\n  c: {title: C}\n  d: {origin: b}\n"
    )

    assert files.parse(text, "f").origins == {"a": "c", "b": "c", "c": "c", "d": "c"}


@pytest.mark.usefixtures("tmp_path")
def test_the_nearest_registry_is_here_or_above() -> None:
    here = Path.cwd() / "one" / "two"
    here.mkdir(parents=True)
    (here / "factions.yaml").mkdir()  # a folder of that name is none
    assert files.nearest(here) is None

    Path("factions.yaml").touch()
    assert files.nearest(here) == Path.cwd() / "factions.yaml"

    Path("one/factions.yaml").touch()
    assert files.nearest(here) == Path.cwd() / "one" / "factions.yaml"


def test_a_far_path_is_shown_whole() -> None:
    assert files.label(Path("one/two.yaml")) == "one/two.yaml"
    assert files.label(Path.cwd().parent / "two.yaml") == "../two.yaml"
    assert files.label(Path("/proc/self/status")) == "/proc/self/status"


def test_the_shipped_registry_has_no_errors() -> None:
    shipped = files.examine(files.shipped())

    assert shipped.registry is not None
    assert shipped.problems == ()
    assert files.parse(shipped.text, files.label(files.shipped())) == shipped.registry


def test_the_collector_of_garbage_is_left_as_it_was() -> None:
    gc.disable()
    try:
        files.parse(SAMPLE, "f")
        assert not gc.isenabled()
    finally:
        gc.enable()

    files.parse(SAMPLE, "f")
    assert gc.isenabled()


def test_a_path_is_shown_even_from_a_folder_that_is_gone() -> None:
    folder = Path.cwd() / "gone"
    folder.mkdir()
    os.chdir(folder)
    folder.rmdir()

    assert files.label(Path("factions.yaml")) == "factions.yaml"


def test_only_the_copy_in_the_package_is_shipped() -> None:
    inside = PACKAGE / "factions.yaml"

    assert files.is_shipped(inside)
    assert not files.is_shipped(Path("factions.yaml"))


def test_a_binary_file_is_told_in_a_few_lines(run: Run) -> None:
    result = run("check", registry="\x00\x01" * 1000)

    assert result.stdout.splitlines()[-1] == "factions.yaml: 20 errors"


def test_hints_stop_where_nobody_would_wait(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(references, "_MAX_COMPARED", 1000)
    factions = "".join(f"  group{n}: {{name: F{n}}}\n" for n in range(100))
    changes = "".join(CLAIM.replace("faction: a", f"faction: gruop{n}") for n in range(20))

    result = run(
        "check", registry=f"factions:\n{factions}  b: {{name: B}}\nchanges:\n{changes}"
    )

    lines = [line for line in result.stdout.splitlines() if "[unknown-faction]" in line]
    assert len(lines) == 20
    assert lines[0].endswith(
        "no faction 'gruop0'; did you mean 'group0'? [unknown-faction]"
    )
    assert lines[-1].endswith(
        "no faction 'gruop19'; add it under factions [unknown-faction]"
    )


def test_tables_may_be_empty_or_not_there() -> None:
    registry = files.parse("title: T\nfactions:\nsources:\nchanges:\nscenarios:\n", "f")

    assert (registry.factions, registry.sources, registry.scenarios) == ({}, {}, {})
    assert (registry.entries, registry.origins) == ((), {})


@pytest.mark.parametrize("first", ["[s1]", "{a: b}", "[]", "s1", "[s1, s1]"])
@pytest.mark.parametrize("second", ["[s1, nobody]", "{a: b}", "[nobody, s1, nobody]", "s1"])
def test_of_a_key_given_twice_the_first_counts(first: str, second: str) -> None:
    text = (
        "sources:\n  s1: {title: S}\nfactions: {a: {name: A}, b: {name: B}}\nchanges:\n"
        "  - date: 2017\n    faction: a\n    relation: member\n    to: b\n"
        f"    sources: {first}\n    sources: {second}\n"
    )

    registry, problems = parser.parse(text, "f")

    assert registry is None
    assert [p.rule for p in problems if p.where.line == 10][:1] == ["duplicate-key"]
    assert {p.rule for p in problems} <= {"duplicate-key", "not-a-list", "repeated-item"}
