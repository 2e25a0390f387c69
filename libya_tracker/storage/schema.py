"""The keys of each record: the one table from which all readers and writers are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from libya_tracker.errors import did_you_mean, quoted
from libya_tracker.model import lookalikes
from libya_tracker.model.records import Alias, Leader
from libya_tracker.model.spelling import nearest
from libya_tracker.model.vocabulary import (
    Credibility,
    Kind,
    Outcome,
    Relation,
    Reliability,
    Status,
)
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import (
    editor_schemas,
    nodes,
    own_keys,
    plain_values,
    value_types,
)
from libya_tracker.storage.labels import IDS, TAGS
from libya_tracker.storage.nodes import Node, Scalar
from libya_tracker.storage.plain_values import NotPlain
from libya_tracker.storage.problems import ProblemList
from libya_tracker.storage.value_types import (
    DATE,
    OWN_ID,
    REFERENCE,
    REFERENCES,
    SOME_REFERENCES,
    TEXT,
    TIME,
    YES_OR_NO,
    ValueType,
    word_of,
)


class Shape(NamedTuple):
    """What a mapping may hold: the type of each key's value, and the keys that it needs."""

    noun: str
    #: In the order in which they are written.
    keys: Mapping[str, ValueType]
    required: tuple[str, ...] = ()
    #: The keys of two dates, of which the second may not be before the first.
    period: tuple[str, str] | None = None
    #: Whether it may hold keys of the keeper's own, too: those that begin with ``x-``.
    open: bool = True


def record(node: Node, shape: Shape, problems: ProblemList) -> dict[str, Any]:
    """Return a mapping's values by key, without those that are not as they should be."""
    if not isinstance(node, nodes.Mapping):
        keys = ", ".join(shape.required or tuple(shape.keys)[:3])
        remark = lookalikes.tail(node.text) if isinstance(node, Scalar) else ""
        message = f"{shape.noun} is written as keys and values: {keys} …{remark}"
        problems.add(node, "not-a-mapping", message)
        return {}
    # Of a key given twice, which is a problem already, the first counts.
    present = {key.text: value for key, value in reversed(node.pairs)}
    similar_keys: set[str] = set()
    fields: dict[str, Any] = {}
    if not present.keys() <= shape.keys.keys():
        similar_keys = _refuse_unknown_keys(node, shape, problems)
        if shape.open and (pairs := own_keys.read(reversed(present.items()), problems)):
            fields["own_keys"] = pairs
    for key, value in present.items():
        value_type = shape.keys.get(key)
        if (
            value_type is not None
            and (field := value_type.read(value, problems)) is not None
        ):
            fields[key] = field
    missing = [
        key for key in shape.required if key not in present and key not in similar_keys
    ]
    if missing and not node.incomplete:
        problems.add(node, "missing-key", f"{shape.noun} lacks {', '.join(missing)}")
    if shape.period is not None:
        refuse_backwards(node, fields, shape.period, problems)
    return fields


def plain_fields(shape: Shape, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of a mapping of texts by key; raise NotPlain for what is wrong."""
    if not texts.keys() <= shape.keys.keys():
        raise NotPlain
    fields = {key: shape.keys[key].parse(content) for key, content in texts.items()}
    if not complete(fields, shape) or is_backwards(fields, shape):
        raise NotPlain
    return fields


def is_backwards(fields: Mapping[str, Any], shape: Shape) -> bool:
    """Tell whether the second of a shape's two dates is before the first."""
    first, second = map(fields.get, shape.period or ("", ""))
    return first is not None and second is not None and second.last < first.first


def refuse_backwards(
    node: Node, fields: Mapping[str, Any], period: tuple[str, str], problems: ProblemList
) -> None:
    """Add a problem where the second of two dates is before the first."""
    first, second = period
    if not (first in fields and second in fields):
        return
    if fields[second].last < fields[first].first:
        message = f"{second} {fields[second]} is before {first} {fields[first]}"
        problems.add(under(node, second), "backwards", message)


def under(node: Node, key: str) -> Node:
    """Return the node of a key's value, or else the one that was to hold it."""
    pairs = node.pairs if isinstance(node, nodes.Mapping) else ()
    return next((value for name, value in pairs if name.text == key), node)


def complete(fields: Mapping[str, Any], shape: Shape) -> bool:
    """Tell whether no key is missing that the record needs."""
    return all(key in fields for key in shape.required)


def as_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a claim by the names that its fields have in the program."""
    return {FIELDS.get(key, key): value for key, value in values.items()}


def _refuse_unknown_keys(
    node: nodes.Mapping, shape: Shape, problems: ProblemList
) -> set[str]:
    """Add a problem for each unknown key; return the keys that were probably meant."""
    similar_keys: set[str] = set()
    for key, _ in node.pairs:
        if key.text in shape.keys or (shape.open and own_keys.is_own(key.text)):
            continue
        similar = nearest(key.text, shape.keys, 1, 0.6)
        hint = did_you_mean(similar) or f"; it has {', '.join(shape.keys)}"
        if shape.open and (own := own_keys.meant(key.text)):
            similar, hint = [], own
        remark = lookalikes.aside(key.text)
        message = f"{shape.noun} has no key {quoted(key.text)}{remark}{hint}"
        problems.add(key, "unknown-key", message)
        similar_keys |= {*similar}
    return similar_keys


def _list_of(record_type: type[Alias] | type[Leader], shape: Shape, noun: str) -> ValueType:
    """Return the type of a list of records, of which each may be its name alone."""

    def read(node: Node, problems: ProblemList) -> Alias | Leader | None:
        if isinstance(node, Scalar):
            name = value_types.words(node, problems)
            return None if name is None else record_type(name)
        fields = record(node, shape, problems)
        return record_type(**fields) if complete(fields, shape) else None

    def read_all(node: Node, problems: ProblemList) -> tuple[Alias | Leader, ...] | None:
        value_types.warn_of_cut(node, problems)
        return value_types.listed(node, problems, read)

    def plain(raw: str | None) -> tuple[Alias | Leader, ...]:
        return tuple(
            record_type(item)
            if isinstance(item, str)
            else record_type(**plain_fields(shape, item))
            for item in plain_values.items(raw)
        )

    return ValueType(
        read_all, editor_schemas.listed({"$ref": f"#/$defs/{noun}"}), plain=plain
    )


_DATES = {"since": DATE, "until": DATE}
_SINCE_UNTIL = ("since", "until")
ALIAS = Shape("an alias", {"name": TEXT, **_DATES}, ("name",), _SINCE_UNTIL, open=False)
LEADER = Shape(
    "a leader", {"name": TEXT, "role": TEXT, **_DATES}, ("name",), _SINCE_UNTIL, open=False
)

SOURCE = Shape(
    "a source",
    {
        "title": TEXT,
        "publisher": TEXT,
        "date": DATE,
        "url": TEXT,
        "archive_url": TEXT,
        "accessed": DATE,
        "reliability": word_of(Reliability, "bad-grade"),
        "origin": REFERENCE,
        "withdrawn": DATE,
        "ids": IDS,
        "tags": TAGS,
        "note": TEXT,
    },
    period=("date", "withdrawn"),
)
FACTION = Shape(
    "a faction",
    {
        "name": TEXT,
        "aliases": _list_of(Alias, ALIAS, "alias"),
        "kind": word_of(Kind, "bad-kind"),
        "ids": IDS,
        "tags": TAGS,
        "area": TEXT,
        "leaders": _list_of(Leader, LEADER, "leader"),
        "founded": DATE,
        "dissolved": DATE,
        "note": TEXT,
    },
    ("name",),
    ("founded", "dissolved"),
)
CLAIM = Shape(
    "a change",
    {
        "date": DATE,
        "faction": REFERENCE,
        "relation": word_of(Relation, "bad-relation"),
        "to": REFERENCE,
        "from": REFERENCE,
        "until": DATE,
        "begins": YES_OR_NO,
        "status": word_of(Status, "bad-status"),
        "credibility": word_of(Credibility, "bad-grade"),
        "by": TEXT,
        "sources": REFERENCES,
        "tags": TAGS,
        "note": TEXT,
        "recorded": TIME,
        "retracts": SOME_REFERENCES,
        "id": OWN_ID,
    },
    ("date", "faction", "relation", "to"),
    ("date", "until"),
)
RETRACTION = Shape(
    "a retraction",
    {key: CLAIM.keys[key] for key in ("retracts", "recorded", "note", "id")},
    ("retracts", "recorded"),
)
SCENARIO = Shape(
    "a scenario",
    {
        "title": TEXT,
        "outcome": word_of(Outcome, "bad-outcome"),
        "resolved_by": REFERENCE,
        "changes": ValueType(lambda node, _: node, {"$ref": "#/$defs/changes"}),
    },
)
#: The fields of a claim that are not named like their keys in the file.
FIELDS = {"from": "ends_tie_with"}
