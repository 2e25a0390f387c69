"""The difference of two texts, as a dry run prints it."""

from __future__ import annotations

import os
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.cli import confirmation
from tests.conftest import Run

REGISTRY = "factions: {a: {name: A}, b: {name: B}}\n"
LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n"]), max_size=40)


@given(LINES, LINES)
def test_the_changes_of_two_texts_turn_the_one_into_the_other(
    old: list[str], new: list[str]
) -> None:
    changes = confirmation.changes_between("".join(old), "".join(new))

    lines: list[str] = []
    here = 0
    for change in changes:
        lines += old[here : change.old]
        assert change.new == len(lines)
        lines += new[change.new : change.new_end]
        here = change.old_end
    assert lines + old[here:] == new
    assert all(one.old_end < other.old for one, other in pairwise(changes))


def test_what_is_added_in_two_places_is_two_changes() -> None:
    old = [f"{n}\n" for n in range(100)]
    new = [*old[:10], "x\n", *old[10:60], *["y\n"] * 50, *old[60:]]

    assert confirmation.changes_between("".join(old), "".join(new)) == [
        (10, 10, 10, 11),
        (60, 60, 61, 111),
    ]


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not on this machine")
@pytest.mark.parametrize("distance", [1, 5, 6, 7, 8, 50])
def test_patch_takes_the_diff_however_close_two_changes_are(
    tmp_path: Path, distance: int
) -> None:
    old = [f"{n}\n" for n in range(100)]
    far = 10 + distance
    new = [*old[:10], "x\n", *old[10:far], "y\n", *old[far + 1 :], "z\n"]
    (tmp_path / "f").write_text("".join(old), encoding="utf-8")
    diff = "--- f\n+++ f\n" + "".join(confirmation.unified("".join(old), "".join(new)))

    subprocess.run(["patch", "f"], input=diff.encode(), cwd=tmp_path, check=True)

    assert (tmp_path / "f").read_text(encoding="utf-8") == "".join(new)


NAMES = {
    "blanks": "my own registry.yaml",
    "blanks at its ends": " x ",
    "many blanks": "a  b   c.yaml",
    "a folder with a blank": "my desk/factions.yaml",
    "Arabic": "سجل الفصائل.yaml",
    "accents": "état.yaml",
    "quotes": 'the "true" one.yaml',
    "an apostrophe": "it's.yaml",
    "a tab": "a\tb.yaml",
    "a line feed": "a\nb.yaml",
    "a backslash": "a\\b.yaml",
    "a bell": "a\x07é.yaml",
    "Latin-1": os.fsdecode("état.yaml".encode("latin-1")),
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("tool", [["patch", "-p1"], ["git", "apply"]], ids=" ".join)
def test_the_diff_of_a_file_of_any_name_can_be_applied(
    run: Run, tool: list[str], name: str
) -> None:
    if shutil.which(tool[0]) is None:
        pytest.skip(f"{tool[0]} is not on this machine")
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    try:
        path.write_text(REGISTRY, encoding="utf-8")
    except OSError as error:
        pytest.skip(f"a file cannot be called so here: {error}")
    add = ("faction", "add", "c", "--name", "C", "-r", name)

    result = run(*add, "--dry-run", registry=None)
    subprocess.run(tool, input=result.stdout_bytes, check=True, capture_output=True)

    patched = path.read_text(encoding="utf-8")
    assert patched != REGISTRY
    path.write_text(REGISTRY, encoding="utf-8")
    run(*add, registry=None)
    assert patched == path.read_text(encoding="utf-8")
    assert {*Path().rglob("*.orig"), *Path().rglob("*.rej")} == set()
