"""The error catalogue: a minimal bad file for each rule, and for variants of some.

A variant is called by its rule, a dot and a word: ``syntax.at-sign``.
"""

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
    "confirmed-later", "cut-value", "derived-reference", "ends-nothing", "fact-of-future",
    "foreign-comma", "older-source", "recorded-before", "recorded-in-future",
    "same-id", "same-source", "similar-names", "ties-of-predecessor", "too-many-readings",
    "unconfirmed", "unpaired-quotes", "unsourced", "untitled-source", "unused-source",
}  # fmt: skip


def rule_of(entry: str) -> str:
    """Return the rule that an entry of the catalogue shows."""
    return entry.partition(".")[0]


def is_warning(entry: str) -> bool:
    """Tell whether what an entry of the catalogue shows is allowed."""
    return rule_of(entry) in WARNINGS
