"""What a keeper files records under: tags of their own, and the ids of other registers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from libya_tracker.errors import NoSuchError, UsageError, quoted
from libya_tracker.model import lookalikes
from libya_tracker.model.records import Claim, Faction, Source
from libya_tracker.model.spelling import nearest
from libya_tracker.storage import editor_schemas, nodes, plain_values
from libya_tracker.storage.nodes import Node, Scalar
from libya_tracker.storage.plain_values import NotPlain
from libya_tracker.storage.problems import ProblemList
from libya_tracker.storage.value_types import (
    REFERENCES,
    SOME_REFERENCES,
    ValueType,
    listed,
    matching,
)

#: Lists are joined by `;` in rows, and by commas on pages.
TAG = re.compile(r"[^\s,;](?:[^\r\n\t,;]*[^\s,;])?")
TAG_FORM = "a tag is a word or a few, without comma, semicolon or line break"
#: The name of another register, which stands before `=` on the command line and in rows.
SCHEME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
SCHEME_FORM = (
    "the name of another register is of letters, digits, '-', '_' and '.', such as wikidata"
)
OTHER_ID = re.compile(r"[^\s;](?:[^\r\n\t;]*[^\s;])?")
OTHER_ID_FORM = "an id elsewhere has no semicolon, no line break, and no blank at its ends"
EXAMPLE = "{wikidata: Q1016}"

_tag = matching(TAG, "bad-tag", TAG_FORM)
_other_id = matching(OTHER_ID, "bad-id", OTHER_ID_FORM)


def _tags(node: Node, problems: ProblemList) -> tuple[str, ...] | None:
    return listed(node, problems, _tag)


def _plain_tags(raw: str | None) -> tuple[str, ...]:
    tags = tuple(plain_values.texts(raw))
    if not all(map(TAG.fullmatch, tags)):
        raise NotPlain
    return tags


def _ids(node: Node, problems: ProblemList) -> tuple[tuple[str, str], ...] | None:
    """Return the names of other registers, each with the id of the record there."""
    if isinstance(node, Scalar) and node.null:
        return ()
    if not isinstance(node, nodes.Mapping):
        remark = lookalikes.tail(node.text) if isinstance(node, Scalar) else ""
        message = f"ids are written as keys and values: {EXAMPLE}{remark}"
        problems.add(node, "not-a-mapping", message)
        return None
    pairs = []
    for key, value in node.pairs:
        if not SCHEME.fullmatch(key.text):
            remark = lookalikes.aside(key.text)
            message = f"{quoted(key.text)}{remark} is not allowed: {SCHEME_FORM}"
            problems.add(key, "bad-id", message)
        elif (content := _other_id(value, problems)) is not None:
            pairs.append((key.text, content))
    return tuple(pairs)


def _plain_ids(raw: str | None) -> tuple[tuple[str, str], ...]:
    ids = tuple(plain_values.mapping(raw).items())
    if not all(SCHEME.fullmatch(key) and OTHER_ID.fullmatch(name) for key, name in ids):
        raise NotPlain
    return ids


def proper_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags as they are to be written, each once; raise UsageError for none."""
    tags = [*tags]
    for tag in tags:
        if not TAG.fullmatch(tag):
            raise UsageError(f"{quoted(tag)} is not allowed: {TAG_FORM}")
    return tuple({tag.casefold(): tag for tag in reversed(tags)}.values())[::-1]


def other_tags(
    record: Claim | Faction | Source, more: Iterable[str], fewer: Sequence[str]
) -> tuple[str, ...]:
    """Return the tags of a record with some more, and without others that it has."""
    gone = {tag.casefold(): tag for tag in fewer}
    missing = gone.keys() - {tag.casefold() for tag in record.tags}
    if missing:
        tag = gone[min(missing)]
        raise NoSuchError(f"tag of {record.id!r}", tag, near(tag, record.tags))
    kept = [tag for tag in record.tags if tag.casefold() not in gone]
    old = {tag.casefold() for tag in kept}
    return (*kept, *(tag for tag in proper_tags(more) if tag.casefold() not in old))


def near(name: str, names: Iterable[str]) -> list[str]:
    """Return the names that are spelt most like one, whatever the case."""
    by_spelling = {other.casefold(): other for other in names}
    return [by_spelling[other] for other in nearest(name.casefold(), by_spelling)]


TAGS = ValueType(
    _tags,
    editor_schemas.listed(editor_schemas.scalar(f"^{TAG.pattern}$", TAG_FORM)),
    REFERENCES.parse,
    _plain_tags,
)
IDS = ValueType(
    _ids,
    editor_schemas.table(
        editor_schemas.scalar(f"^{OTHER_ID.pattern}$", OTHER_ID_FORM),
        editor_schemas.keys(f"^{SCHEME.pattern}$", SCHEME_FORM),
        f"ids are written as keys and values: {EXAMPLE}",
    ),
    plain=_plain_ids,
)
LISTS = (REFERENCES, SOME_REFERENCES, TAGS)
