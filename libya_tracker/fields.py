"""How the file's text is typed: one reader per sort of value, each noting what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from libya_tracker import dates, yamltext
from libya_tracker.dates import DateError, FuzzyDate, Moment
from libya_tracker.errors import did_you_mean
from libya_tracker.model import Alias, Leader
from libya_tracker.vocabulary import Kind, Outcome, Relation, Status
from libya_tracker.yamltext import Findings, Node, Scalar, Sequence

#: What an id may be: typed without quotes in YAML and in every shell.
ID = re.compile(r"[a-z0-9][a-z0-9-]*")
#: A change's id may hold the dots of a range of days.
CHANGE_ID = re.compile(r"[a-z0-9][a-z0-9.-]*")

Value = TypeVar("Value")
Word = TypeVar("Word", bound=StrEnum)
Reader = Callable[[Node, Findings], Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a mapping may hold: a reader for each key, and the keys that must be there."""

    noun: str
    readers: Mapping[str, Reader]
    required: tuple[str, ...] = ()


def record(node: Node, shape: Shape, findings: Findings) -> dict[str, Any] | None:
    """Return a mapping's values by key, or None when any of it is not as it should be."""
    if not isinstance(node, yamltext.Mapping):
        keys = ", ".join(shape.required or tuple(shape.readers)[:3])
        findings.add(
            node, "not-a-mapping", f"{shape.noun} is written as keys and values: {keys} …"
        )
        return None
    readers = shape.readers
    values: dict[str, Any] = {}
    sound = True
    for key, value in node.pairs:
        if reader := readers.get(key.text):
            read = values[key.text] = reader(value, findings)
            sound = sound and read is not None
        else:
            similar = get_close_matches(key.text, readers, 1)
            message = f"{shape.noun} has no key {key.text!r}{did_you_mean(similar)}"
            findings.add(key, "unknown-key", message)
            sound = False
    if missing := [key for key in shape.required if key not in values]:
        findings.add(node, "missing-key", f"{shape.noun} lacks {', '.join(missing)}")
        return None
    return values if sound else None


def text(node: Node, findings: Findings) -> str | None:
    """Return what is written, which must be something."""
    if not isinstance(node, Scalar):
        findings.add(node, "not-text", "plain text is wanted here, not a list or mapping")
    elif not node.text.strip():
        findings.add(
            node, "empty-value", "nothing is written here; take the key out or fill it"
        )
    else:
        return node.text
    return None


def fuzzy(node: Node, findings: Findings) -> FuzzyDate | None:
    """Return a fuzzy date."""
    return _parsed(node, findings, dates.parse, "bad-date")


def moment(node: Node, findings: Findings) -> Moment | None:
    """Return when something was recorded."""
    return _parsed(node, findings, dates.parse_moment, "bad-time")


def texts(node: Node, findings: Findings) -> tuple[str, ...] | None:
    """Return a list of texts."""
    return listed(node, findings, text)


def listed(
    node: Node, findings: Findings, reader: Callable[[Node, Findings], Value | None]
) -> tuple[Value, ...] | None:
    """Return a list, each item read by one reader; None when any item is bad."""
    if isinstance(node, Scalar) and node.null:
        return ()
    if not isinstance(node, Sequence):
        findings.add(node, "not-a-list", "a list is wanted here: [one, two]")
        return None
    items = [reader(item, findings) for item in node.items]
    found = tuple(item for item in items if item is not None)
    return found if len(found) == len(items) else None


def one_of(words: type[Word], rule: str) -> Callable[[Node, Findings], Word | None]:
    """Return a reader of one word of a fixed vocabulary."""
    known = {str(word): word for word in words}

    def read(node: Node, findings: Findings) -> Word | None:
        if type(node) is Scalar and (word := known.get(node.text)):
            return word
        if (said := text(node, findings)) is not None:
            similar = get_close_matches(said.lower(), known, 1)
            hint = did_you_mean(similar) or f"; it is one of {', '.join(known)}"
            findings.add(node, rule, f"no {words.__name__.lower()} {said!r}{hint}")
        return None

    return read


def matching(pattern: re.Pattern[str], rule: str, wants: str) -> Reader:
    """Return a reader of text of a fixed form."""

    def read(node: Node, findings: Findings) -> str | None:
        said = text(node, findings)
        if said is None or pattern.fullmatch(said):
            return said
        findings.add(node, rule, f"{said!r} will not do: {wants}")
        return None

    return read


def _parsed(
    node: Node, findings: Findings, parse: Callable[[str], Value], rule: str
) -> Value | None:
    said = text(node, findings)
    if said is None:
        return None
    try:
        return parse(said)
    except DateError as error:
        findings.add(node, rule, str(error))
        return None


def alias(node: Node, findings: Findings) -> Alias | None:
    """Return another name, plain or with the time of its use."""
    if isinstance(node, Scalar):
        name = text(node, findings)
        return None if name is None else Alias(name)
    values = record(node, _ALIAS, findings)
    return None if values is None else Alias(**values)


def leader(node: Node, findings: Findings) -> Leader | None:
    """Return a leader, by name alone or with role and time."""
    if isinstance(node, Scalar):
        name = text(node, findings)
        return None if name is None else Leader(name)
    values = record(node, _LEADER, findings)
    return None if values is None else Leader(**values)


def aliases(node: Node, findings: Findings) -> tuple[Alias, ...] | None:
    """Return a list of other names."""
    return listed(node, findings, alias)


def leaders(node: Node, findings: Findings) -> tuple[Leader, ...] | None:
    """Return a list of leaders."""
    return listed(node, findings, leader)


_SPELL = {"since": fuzzy, "until": fuzzy}
_ALIAS = Shape("an alias", {"name": text, **_SPELL}, ("name",))
_LEADER = Shape("a leader", {"name": text, "role": text, **_SPELL}, ("name",))
_CHANGE_ID = matching(CHANGE_ID, "bad-id", "an id is of a-z, 0-9, '-' and '.'")

SOURCE = Shape(
    "a source",
    {
        "title": text,
        "publisher": text,
        "date": fuzzy,
        "url": text,
        "archive_url": text,
        "accessed": fuzzy,
        "reliability": matching(
            re.compile("[A-F]"), "bad-grade", "a source's reliability is a letter A to F"
        ),
        "origin": text,
    },
)
FACTION = Shape(
    "a faction",
    {
        "name": text,
        "aliases": aliases,
        "kind": one_of(Kind, "bad-kind"),
        "area": text,
        "leaders": leaders,
        "founded": fuzzy,
        "dissolved": fuzzy,
        "note": text,
    },
    ("name",),
)
CHANGE = Shape(
    "a change",
    {
        "date": fuzzy,
        "faction": text,
        "relation": one_of(Relation, "bad-relation"),
        "to": text,
        "from": text,
        "until": fuzzy,
        "status": one_of(Status, "bad-status"),
        "credibility": matching(
            re.compile("[1-6]"), "bad-grade", "a claim's credibility is a digit 1 to 6"
        ),
        "by": text,
        "sources": texts,
        "note": text,
        "recorded": moment,
        "id": _CHANGE_ID,
        "retracts": texts,
    },
    ("date", "faction", "relation", "to"),
)
RETRACTION = Shape(
    "a retraction",
    {"retracts": texts, "recorded": moment, "note": text, "id": _CHANGE_ID},
    ("retracts", "recorded"),
)
SCENARIO = Shape(
    "a scenario",
    {
        "title": text,
        "outcome": one_of(Outcome, "bad-outcome"),
        "resolved_by": text,
        "changes": lambda node, _: node,
    },
)
