"""The types of value in a registry: read from YAML, in JSON Schema, and as plain text.

Only this module defines what a date, a grade or a list of ids looks like: for the parser,
the fast path of large files, and editors that use the JSON Schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from libya_tracker.errors import did_you_mean, quoted
from libya_tracker.model import dates, lookalikes
from libya_tracker.model.dates import DateError, FuzzyDate, Moment
from libya_tracker.model.spelling import nearest
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import editor_schemas, hidden_data, plain_values
from libya_tracker.storage.nodes import Node, Scalar, Sequence
from libya_tracker.storage.problems import HasPosition, ProblemList

#: What an id may be: typed without quotes in YAML and in every shell.
ID = re.compile(r"[a-z0-9][a-z0-9-]*")
#: A claim's id may hold the dots of a range of days, and begin with those of an open start.
CLAIM_ID = re.compile(r"(?:\.\.)?[a-z0-9][a-z0-9.-]*")

Value = TypeVar("Value")
Word = TypeVar("Word", bound=StrEnum)
Reader = Callable[[Node, ProblemList], Any]
_ANSWERS = {"yes": True, "no": False}


class ValueType(NamedTuple):
    """A type of value: how it is read, described to editors, and recognised unparsed."""

    #: Returns the value of a node, or None where it is not as it should be.
    read: Reader
    json_schema: Mapping[str, Any]
    #: Returns the value of a text; raises DateError or KeyError where it is none.
    parse: Callable[[str], Any] = str
    #: Returns the value of what stands behind the colon of its key, for the fast path;
    #: raises what ``parse`` does, or NotPlain. None for what takes the parser of YAML.
    plain: Callable[[str | None], Any] | None = None


def of_text(
    read: Reader, json_schema: Mapping[str, Any], parse: Callable[[str], Any] = str
) -> ValueType:
    """Return the type of a value that is written as one text."""

    def plain(raw: str | None) -> Any:
        return parse(plain_values.text(raw))

    return ValueType(read, json_schema, parse, plain_values.text if parse is str else plain)


def text(node: Node, problems: ProblemList) -> str | None:
    """Return a text, which must not be empty."""
    if type(node) is Scalar:
        if (content := node.text) and not node.null and not content.isspace():
            return content
        at, message = emptiness(node, problems)
        problems.add(at, "empty-value", message)
    else:
        sign = problems.character(node)
        remedy = f"; quote a value that begins with {sign}" if sign in "[{" else ""
        message = f"expected plain text, not a list or mapping{remedy}"
        problems.add(node, "not-text", message)
    return None


def words(node: Node, problems: ProblemList) -> str | None:
    """Return a text of any words; warn where a comment cuts it."""
    content = text(node, problems)
    if content is not None:
        warn_of_cut(node, problems)
    return content


def warn_of_cut(node: Node, problems: ProblemList) -> None:
    """Warn where a comment cuts a value that may be any words, or leaves nothing of it."""
    if type(node) is Scalar and node.cut is not None:
        rest = "empty" if node.null else f"only {quoted(node.text)}"
        message = (
            f"# after a blank begins a comment, so this value is {rest}; quote all of it, "
            "or write a blank behind # where a comment is meant"
        )
        problems.warn(node.cut, "cut-value", message)


def emptiness(node: Scalar, problems: ProblemList) -> tuple[HasPosition, str]:
    """Return where a value is empty, and what to do about it."""
    if node.cut is not None:
        return node.cut, "this value is empty; quote a value that begins with #"
    if node.text and node.null:
        return node, f"a plain {node.text} is an empty value; remove the key, or quote it"
    sign = problems.character(node)
    remedy = f"; quote a value that begins with {sign}" if sign and sign in ">|" else ""
    return node, f"this value is empty{remedy or '; remove the key or fill it in'}"


def listed(
    node: Node, problems: ProblemList, read: Callable[[Node, ProblemList], Value | None]
) -> tuple[Value, ...] | None:
    """Return a list, each item read by one reader; None when any item is bad."""
    if not isinstance(node, Sequence):
        if isinstance(node, Scalar) and node.null:
            return ()
        example, remark = "one, two", ""
        if isinstance(node, Scalar):
            remark = lookalikes.tail(node.text)
            if len(node.text) < 40:
                example = hidden_data.plain_commas(node.text)
        problems.add(node, "not-a-list", f"expected a list: [{example}]{remark}")
        return None
    items = [read(item, problems) for item in node.items]
    good = tuple(item for item in items if item is not None)
    return good if len(good) == len(items) else None


def matching(pattern: re.Pattern[str], rule: str, allowed: str) -> Reader:
    """Return a reader of text of a fixed form."""

    def read(node: Node, problems: ProblemList) -> str | None:
        content = text(node, problems)
        if content is None or pattern.fullmatch(content):
            return content
        remark = lookalikes.aside(content)
        problems.add(node, rule, f"{quoted(content)}{remark} is not allowed: {allowed}")
        return None

    return read


def _texts(node: Node, problems: ProblemList) -> tuple[str, ...] | None:
    return listed(node, problems, text)


def _some_texts(node: Node, problems: ProblemList) -> tuple[str, ...] | None:
    texts = _texts(node, problems)
    if texts == ():
        problems.add(node, "empty-value", "this list is empty; name at least one")
        return None
    return texts


def _date(node: Node, problems: ProblemList) -> FuzzyDate | None:
    if isinstance(node, Sequence):
        message = "a date in brackets needs quotes; or leave the brackets out"
        problems.add(node, "bad-date", message)
        return None
    return _parsed(node, problems, dates.parse, "bad-date")


def _time(node: Node, problems: ProblemList) -> Moment | None:
    return _parsed(node, problems, dates.parse_moment, "bad-time")


def _parsed(
    node: Node, problems: ProblemList, parse: Callable[[str], Value], rule: str
) -> Value | None:
    content = text(node, problems)
    if content is None:
        return None
    try:
        return parse(content)
    except DateError as error:
        problems.add(node, rule, str(error))
        return None


def _yes_or_no(node: Node, problems: ProblemList) -> bool | None:
    content = text(node, problems)
    if content is None or content in _ANSWERS:
        return None if content is None else _ANSWERS[content]
    message = f"{quoted(content)}{lookalikes.aside(content)} is neither yes nor no"
    problems.add(node, "not-yes-or-no", message)
    return None


def word_of(vocabulary: type[Word], rule: str) -> ValueType:
    """Return the type of one word of a fixed vocabulary."""
    choices = {str(word): word for word in vocabulary}

    def read(node: Node, problems: ProblemList) -> Word | None:
        if type(node) is Scalar and (word := choices.get(node.text)):
            return word
        if (content := text(node, problems)) is not None:
            similar = nearest(content.lower(), choices, 1, 0.6)
            hint = did_you_mean(similar) or f"; it is one of {', '.join(choices)}"
            noun, remark = vocabulary.__name__.lower(), lookalikes.aside(content)
            message = f"no {noun} {quoted(content)}{remark}{hint}"
            problems.add(node, rule, message)
        return None

    schema = editor_schemas.word([*vocabulary])
    return of_text(read, schema, choices.__getitem__)


@lru_cache(maxsize=50_000)
def _ids(text: str) -> tuple[str, ...]:
    return tuple(text.replace(" ", "").split(","))


_MONTH = "(0[1-9]|1[0-2]|2[1-4])"  # or a season
_DAYS = "0[1-9]|[12][0-9]"
_DAY_OF_MONTH = rf"(0[13578]|1[02])-({_DAYS}|3[01])|(0[469]|11)-({_DAYS}|30)|02-({_DAYS})"
_ONE = rf"(?!0000)[0-9]{{4}}(-({_MONTH}|{_DAY_OF_MONTH}))?[?~%]?"
_SET = rf"\s*({_ONE})?\s*\.\.\s*{_ONE}\s*"
_DAY, _CLOCK = "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[0-9]{2}:[0-9]{2}"
TEXT = of_text(words, editor_schemas.text())
#: The id of another record.
REFERENCE = of_text(text, editor_schemas.text())
REFERENCES = ValueType(
    _texts,
    editor_schemas.listed(editor_schemas.text()),
    _ids,
    lambda raw: tuple(plain_values.texts(raw)),
)
#: At least one.
SOME_REFERENCES = ValueType(
    _some_texts, editor_schemas.some(editor_schemas.text()), parse=_ids
)
OWN_ID = of_text(
    matching(CLAIM_ID, "bad-id", "an id is of a-z, 0-9, '-' and '.'"),
    editor_schemas.own_id(f"^{CLAIM_ID.pattern}$"),
)
DATE = of_text(
    _date,
    editor_schemas.date(rf"^({_ONE}|{_SET}|\[{_SET}\])$"),
    dates.parse,
)
TIME = of_text(
    _time,
    editor_schemas.moment(
        rf"^{_DAY}(T{_CLOCK}(:[0-9]{{2}}(\.[0-9]+)?)?(Z|[+-]{_CLOCK}))?$"
    ),
    dates.parse_moment,
)
YES_OR_NO = of_text(_yes_or_no, editor_schemas.answer(_ANSWERS), _ANSWERS.__getitem__)
