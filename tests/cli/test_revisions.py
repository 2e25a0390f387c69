"""``source edit`` and ``withdraw``, and their like: values changed where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.storage import files, revisions
from tests.conftest import Run

TEXT = """\
# kept by hand
sources:
  # the first
  s:
    title: "Some: title"  # as printed
    publisher: P

    date: 2012-05
    url: https://example.org/s
  t: {title: T, origin: s}  # a copy
factions:
  a:
    name: Alpha
  b: {name: Beta}
changes:
  - {date: 2012, faction: a, relation: allied, to: b, sources: [s]}
"""


def text(folder: Path) -> str:
    return (folder / "factions.yaml").read_text(encoding="utf-8")


#: The arguments of `source edit`, what they replace, and by what.
EDITS = {
    ("s", "--title", "New"): ('"Some: title"', '"New"'),
    ("s", "--date", "2012-05-06"): ("date: 2012-05", "date: 2012-05-06"),
    ("s", "--drop", "publisher"): ("    publisher: P\n", ""),
    ("s", "--drop", "title"): ('    title: "Some: title"  # as', "    # as"),
    ("s", "--archive-url", "https://example.org/c"): (
        "org/s\n",
        "org/s\n    archive_url: https://example.org/c\n",
    ),
    ("s", "--accessed", "yesterday", "--reliability", "C"): (
        "org/s\n",
        "org/s\n    accessed: 2017-12-31\n    reliability: C\n",
    ),
    ("t", "--title", "T, too", "--drop", "origin"): (
        "{title: T, origin: s}",
        "{title: 'T, too'}",
    ),
    ("t", "--url", "https://example.org/#t"): (
        "origin: s}",
        "origin: s, url: 'https://example.org/#t'}",
    ),
}


@pytest.mark.parametrize("args", EDITS, ids=" ".join)
def test_a_source_is_changed_in_place(
    run: Run, tmp_path: Path, args: tuple[str, ...]
) -> None:
    dry = run("source", "edit", *args, "--dry-run", registry=TEXT)
    untouched = text(tmp_path)

    result = run("source", "edit", *args, registry=TEXT)

    assert (result.exit_code, result.stdout) == (0, "")
    assert text(tmp_path) == TEXT.replace(*EDITS[args])
    assert untouched == TEXT
    assert dry.stdout.startswith("--- a/factions.yaml\n+++ b/factions.yaml\n@@ ")


def test_what_was_there_and_what_is_there_now_are_shown(run: Run) -> None:
    result = run("source", "edit", "t", "--title", "U", registry=TEXT)

    assert result.stderr == (
        "factions.yaml:10:\n-  t: {title: T, origin: s}  # a copy\n"
        "+  t: {title: U, origin: s}  # a copy\n"
    )


def test_a_source_that_is_so_already_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    result = run("source", "edit", "s", "--publisher", "P", registry=TEXT)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "'s' is so already, at factions.yaml:4:3\n"
    assert text(tmp_path) == TEXT


def test_a_withdrawn_source_carries_nothing_from_then_on(run: Run, tmp_path: Path) -> None:
    args = ("source", "withdraw", "s", "--date", "2014-02-03", "--note", "An erratum: no.")

    result = run(*args, registry=TEXT)

    assert (result.exit_code, result.stdout) == (0, "")
    assert text(tmp_path) == TEXT.replace(
        "org/s\n", "org/s\n    withdrawn: 2014-02-03\n    note: 'An erratum: no.'\n"
    )
    ties = ("status", "a", "-f", "csv", "--known-at")
    assert "allied" in run(*ties, "2014-02-02", registry=None).stdout
    assert "allied" not in run(*ties, "2014-02-03", registry=None).stdout


def test_the_reason_is_added_to_a_note(run: Run, tmp_path: Path) -> None:
    run("source", "edit", "s", "--note", "By phone.", registry=TEXT)
    run("source", "withdraw", "s", "--note", "Taken back.", registry=None)

    assert "    note: By phone. Taken back.\n    withdrawn: 2018-01-01\n" in text(tmp_path)


INVALID = "nothing written, since the registry would be invalid then: "
REFUSED: dict[tuple[str, ...], tuple[int, str]] = {
    ("edit", "s"): (2, "say what is to be changed, such as --archive-url URL"),
    ("edit", "u", "--title", "U"): (4, "no source 'u'"),
    ("edit", "s", "--origin", "u"): (4, "no source 'u'"),
    ("edit", "s", "--title", " "): (2, "title is blank; fill it or leave it out"),
    ("edit", "s", "--date", "once"): (2, "--date: 'once' is no date"),
    ("edit", "s", "--reliability", "G"): (2, "no reliability 'G'; it is one of A, B"),
    ("edit", "s", "--drop", "origin"): (2, "'s' has no origin to drop"),
    ("edit", "s", "--drop", "orgin"): (2, "'orgin' cannot be dropped; what can is title,"),
    ("edit", "s", "--drop", "url", "--url", "x"): (2, "url is given and dropped; do one"),
    ("edit", "s", "--origin", "t"): (2, f"{INVALID}these sources repeat each other in a"),
    ("edit", "s", "--withdrawn", "2011"): (2, f"{INVALID}withdrawn 2011 is before date"),
    ("withdraw", "s", "--note", ""): (2, "--note says why it was taken back; it cannot be"),
    ("withdraw", "s", "--note", "x", "--date", ""): (2, "--date: '' is no date"),
    ("withdraw", "u", "--note", "x"): (4, "no source 'u'"),
}


@pytest.mark.parametrize("args", REFUSED, ids=" ".join)
def test_a_change_of_a_source_that_cannot_be_made_is_refused(
    run: Run, tmp_path: Path, args: tuple[str, ...]
) -> None:
    code, message = REFUSED[args]

    result = run("source", *args, registry=TEXT)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(f"error: {message}")
    assert text(tmp_path) == TEXT


def test_a_source_is_withdrawn_once(run: Run) -> None:
    run("source", "withdraw", "s", "--note", "x", registry=TEXT)

    result = run("source", "withdraw", "s", "--note", "y", registry=None)

    assert (result.exit_code, result.stderr) == (
        2,
        "error: 's' was withdrawn already, 2018-01-01; `source edit --withdrawn` changes "
        "the date\n",
    )


VALUES = {
    "title": st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    "publisher": st.sampled_from(["It's: P", "- P", "كتيبة", "a\n\nb", "word " * 40 + "."]),
    "date": st.sampled_from(["2011", "2012-05-06", "2010..2011"]),
    "reliability": st.sampled_from("ABCDEF"),
    "url": st.sampled_from(["https://example.org/#x", "x"]),
}


@given(
    st.sampled_from("st"),
    st.fixed_dictionaries({}, optional=VALUES).filter(
        lambda values: all(value.strip() for value in values.values())
    ),
    st.booleans(),
)
def test_whatever_is_changed_all_else_stays(
    tmp_path: Path, name: str, values: dict[str, str], drop: bool
) -> None:
    path = tmp_path / "factions.yaml"
    path.write_text(TEXT, encoding="utf-8")
    dropped = ["url"] * (drop and name == "s" and "url" not in values)

    edit = revisions.edit_source(path, name, values, dropped)

    before, after = files.parse(TEXT, "f"), files.read(path)
    source = after.sources[name]
    expected = {key: getattr(before.sources[name], key) for key in VALUES}
    expected |= values | dict.fromkeys(dropped)
    read = {key: getattr(source, key) for key in VALUES}
    texts = {key: value and str(value) for key, value in read.items()}
    assert texts == {key: value and str(value) for key, value in expected.items()}
    comments = [line.partition("#")[2] for line in TEXT.splitlines() if "#" in line]
    assert [comment for comment in comments if comment not in edit.after] == []
    assert edit.after[edit.after.index("factions:") :] == TEXT[TEXT.index("factions:") :]
