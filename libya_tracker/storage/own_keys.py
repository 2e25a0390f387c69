"""Keys of the keeper's own, which begin with ``x-``: kept, and otherwise ignored.

A value may be text, a list or a mapping, nested as one likes; records hold it as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from libya_tracker.model.records import Pairs
from libya_tracker.storage import nodes, value_types
from libya_tracker.storage.nodes import Node, Scalar
from libya_tracker.storage.problems import BadNode, ProblemList

if TYPE_CHECKING:  # which is for writing
    from libya_tracker.storage.emitter import Value

PREFIX = "x-"
#: What was probably meant as such a key.
_SIMILAR = r"(?s)[xX][-_ ]+(.+)"

_EMPTY = "this value is empty; fill it in, or remove the key"
#: For editors: any value but an empty one.
JSON_SCHEMA: dict[str, Any] = {
    "if": {"type": "null"},
    "then": {"type": "string", "errorMessage": _EMPTY},
    "items": {"$ref": "#/$defs/own"},
    "additionalProperties": {"$ref": "#/$defs/own"},
}


def is_own(key: str) -> bool:
    """Tell whether a key is one of the keeper's own."""
    return key.startswith(PREFIX)


def meant(key: str) -> str:
    """Return the tail of a message where a key was probably meant as one of these."""
    match = re.fullmatch(_SIMILAR, key)
    return f"; a key of your own begins with 'x-': {PREFIX}{match[1]}" if match else ""


def read(pairs: Iterable[tuple[str, Node]], problems: ProblemList) -> Pairs:
    """Return the keeper's own among keys, with their values as JSON."""
    values = ((key, _value(node, problems)) for key, node in pairs if is_own(key))
    # Deferred here and below: it takes some time to load, and such keys are rare.
    import json  # noqa: PLC0415

    return tuple(
        (key, json.dumps(value, ensure_ascii=False))
        for key, value in values
        if value is not None
    )


def values_of(pairs: Pairs) -> dict[str, Value]:
    """Return the keeper's own keys with their values, to be written."""
    import json  # noqa: PLC0415

    return {key: json.loads(value) for key, value in pairs}


def _value(node: Node, problems: ProblemList) -> Value | None:
    """Return the value of a node, in which no part is empty; None where one is."""
    if isinstance(node, Scalar):
        value_types.warn_of_cut(node, problems)
        if not node.null:
            return node.text
        at, message = value_types.emptiness(node, problems)
        problems.add(at, "empty-value", message)
        return None
    if isinstance(node, BadNode):  # reported already
        return None
    if isinstance(node, nodes.Sequence):
        items = [_value(item, problems) for item in node.items]
        return [item for item in items if item is not None]
    for key, _ in node.pairs:
        if key.null:
            problems.add(key, "empty-value", "this key is empty; quote it, or name it")
    values = {key.text: _value(value, problems) for key, value in node.pairs}
    return {key: value for key, value in values.items() if value is not None}
