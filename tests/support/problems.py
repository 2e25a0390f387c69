"""The error catalogue: a minimal bad file for each rule."""

from __future__ import annotations

from tests.support.places import TESTS

PROBLEMS = TESTS / "problems"
#: Files that no editor should be asked to open.
GENERATED = {
    "control-character": b"title: Western \x1b[31mLibya\n",
    "line-too-long": b"title: " + b"x" * 1_000_000 + b"\n",
    "not-utf8": "title: Libye de l'ouest, état\n".encode("latin-1"),
}
WRITTEN = {path.stem: path.read_bytes() for path in sorted(PROBLEMS.glob("*.yaml"))}
CATALOGUE = {**WRITTEN, **GENERATED}
WARNINGS = {
    "after-dissolution", "ambiguous-name", "before-foundation", "repeated-claim",
    "confirmed-later", "derived-reference", "ends-nothing", "fact-of-future",
    "older-source", "recorded-before", "recorded-in-future", "ties-of-predecessor",
    "too-many-readings", "unconfirmed", "unsourced", "untitled-source", "unused-source",
}  # fmt: skip
