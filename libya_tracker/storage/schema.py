"""How the file's text is typed: one reader per sort of value, each noting what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from libya_tracker.errors import did_you_mean, quoted
from libya_tracker.model import dates
from libya_tracker.model.dates import DateError, FuzzyDate, Moment
from libya_tracker.model.records import Alias, Leader
from libya_tracker.model.vocabulary import Kind, Outcome, Relation, Status
from libya_tracker.storage import nodes
from libya_tracker.storage.nodes import Node, Scalar, Sequence
from libya_tracker.storage.problems import Findings

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
    #: The dates of which the second may not come before the first.
    spell: tuple[str, str] | None = None


def record(node: Node, shape: Shape, findings: Findings) -> dict[str, Any]:
    """Return a mapping's values by key, without those that are not as they should be."""
    if not isinstance(node, nodes.Mapping):
        keys = ", ".join(shape.required or tuple(shape.readers)[:3])
        message = f"{shape.noun} is written as keys and values: {keys} …"
        findings.add(node, "not-a-mapping", message)
        return {}
    readers = shape.readers
    values: dict[str, Any] = {}
    excused: list[str] = []
    for key, value in node.pairs:
        name = key.text
        if reader := readers.get(name):
            if (read := reader(value, findings)) is None:
                excused.append(name)
            elif name not in values and name not in excused:  # given twice: the first
                values[name] = read
        else:
            excused += _stranger(key, shape, findings)
    missing = [key for key in shape.required if key not in values and key not in excused]
    if missing and not node.incomplete:
        findings.add(node, "missing-key", f"{shape.noun} lacks {', '.join(missing)}")
    if shape.spell is not None:
        in_order(node, values, shape.spell, findings)
    return values


def in_order(
    node: Node, values: Mapping[str, Any], spell: tuple[str, str], findings: Findings
) -> None:
    """Note a second date that comes before the first."""
    opens, closes = spell
    if not (opens in values and closes in values):
        return
    if values[closes].last < values[opens].first:
        message = f"{closes} {values[closes]} is before {opens} {values[opens]}"
        findings.add(under(node, closes), "backwards", message)


def under(node: Node, key: str) -> Node:
    """Return the node of a key's value, or else the one that was to hold it."""
    pairs = node.pairs if isinstance(node, nodes.Mapping) else ()
    return next((value for name, value in pairs if name.text == key), node)


def complete(values: Mapping[str, Any], shape: Shape) -> bool:
    """Tell whether nothing is missing that a record cannot be made without."""
    return all(key in values for key in shape.required)


def text(node: Node, findings: Findings) -> str | None:
    """Return what is written, which must be something."""
    if type(node) is Scalar:
        if (said := node.text) and not said.isspace():
            return said
        message = "nothing is written here; take the key out or fill it"
        findings.add(node, "empty-value", message)
    else:
        findings.add(node, "not-text", "plain text is wanted here, not a list or mapping")
    return None


def fuzzy(node: Node, findings: Findings) -> FuzzyDate | None:
    """Return a fuzzy date."""
    if isinstance(node, Sequence):
        message = "a date in brackets needs quotes; or leave the brackets out"
        findings.add(node, "bad-date", message)
        return None
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
    if not isinstance(node, Sequence):
        if isinstance(node, Scalar) and node.null:
            return ()
        example = (
            node.text if isinstance(node, Scalar) and len(node.text) < 40 else "one, two"
        )
        findings.add(node, "not-a-list", f"a list is wanted here: [{example}]")
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
            message = f"no {words.__name__.lower()} {quoted(said)}{hint}"
            findings.add(node, rule, message)
        return None

    return read


def matching(pattern: re.Pattern[str], rule: str, wants: str) -> Reader:
    """Return a reader of text of a fixed form."""

    def read(node: Node, findings: Findings) -> str | None:
        said = text(node, findings)
        if said is None or pattern.fullmatch(said):
            return said
        findings.add(node, rule, f"{quoted(said)} will not do: {wants}")
        return None

    return read


def _stranger(key: Scalar, shape: Shape, findings: Findings) -> list[str]:
    """Note a key that is none, and return the one that was probably meant."""
    similar = get_close_matches(key.text, shape.readers, 1)
    hint = did_you_mean(similar) or f"; it has {', '.join(shape.readers)}"
    message = f"{shape.noun} has no key {quoted(key.text)}{hint}"
    findings.add(key, "unknown-key", message)
    return similar


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
    return Alias(**values) if complete(values, _ALIAS) else None


def leader(node: Node, findings: Findings) -> Leader | None:
    """Return a leader, by name alone or with role and time."""
    if isinstance(node, Scalar):
        name = text(node, findings)
        return None if name is None else Leader(name)
    values = record(node, _LEADER, findings)
    return Leader(**values) if complete(values, _LEADER) else None


def named(node: Node, findings: Findings) -> tuple[str, ...] | None:
    """Return a list of texts, at least one."""
    found = texts(node, findings)
    if found == ():
        findings.add(node, "empty-value", "nothing is named in this list")
        return None
    return found


def aliases(node: Node, findings: Findings) -> tuple[Alias, ...] | None:
    """Return a list of other names."""
    return listed(node, findings, alias)


def leaders(node: Node, findings: Findings) -> tuple[Leader, ...] | None:
    """Return a list of leaders."""
    return listed(node, findings, leader)


_DATES = {"since": fuzzy, "until": fuzzy}
_SPELL = ("since", "until")
_ALIAS = Shape("an alias", {"name": text, **_DATES}, ("name",), _SPELL)
_LEADER = Shape("a leader", {"name": text, "role": text, **_DATES}, ("name",), _SPELL)
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
    ("founded", "dissolved"),
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
        "retracts": named,
    },
    ("date", "faction", "relation", "to"),
)
RETRACTION = Shape(
    "a retraction",
    {"retracts": named, "recorded": moment, "note": text, "id": _CHANGE_ID},
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
