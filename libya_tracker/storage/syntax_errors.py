"""What the parser of YAML says of a text that is none, and what to do about it."""

from __future__ import annotations

import re

import yaml

from libya_tracker.model import lookalikes
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import hidden_data
from libya_tracker.storage.problems import LINE_END, Position
from libya_tracker.storage.yaml_events import Mark

#: What the parsers say, and what to do about it.
_ADVICE = {
    "mapping values are not allowed": "quote a value that holds ': '",
    "cannot start any token": "indent with spaces, not tabs",
    "violates indentation": "indent with spaces, not tabs",
    "expected key": "check the indentation, and the quotes above",
    "expected <block end>": "check the indentation, and the quotes above",
    "unexpected end of stream": "a quote is opened here and not closed",
    "expected ','": "a comma is missing, or the bracket that closes line {line}",
    "expected ':'": "a key ends with ': ', and stands on one line",
}
_BEGINS = "quote a value that begins with {}"
_COMMENT = "# after a blank begins a comment; quote the value that it cuts"
#: A line of a block: its dashes, its key, and the first sign of its value.
_LINE = re.compile(
    r"""[ ]*(?P<lead>(?:-[ ]+)*(?:[^\s#:'"\[\]{},]+:[ \t]+)?)(?P<sign>\S)(?P<end>\s|$)?"""
)
#: Where a line has a blank or a dash that only looks like one.
_STRUCTURE = re.compile(
    r"[ ]*(?:-[ ]+)*(?P<lead>[\w-]+:|-)?(?P<char>[^\x00-\x7f])(?P<end>\s)?"
)
_OPENED_BY = {"]": "[", "}": "{", '"': '"', "'": "'"}
_PLAIN_ITEM = re.compile(r"[^\s\[\]{},'\"](?![^\s,]*:(?:\s|$))")


class _Error(NamedTuple):
    """An error of the parser: what it says, where, and where what it was reading began."""

    reason: str
    mark: Mark
    context: Mark | None
    lines: list[str]

    def says(self, *words: str) -> bool:
        """Tell whether it says any of these words; the two parsers differ in theirs."""
        return any(word in self.reason for word in words)

    @property
    def is_behind_end(self) -> bool:
        """Whether something follows a value that is complete."""
        return self.says("<block end>", "expected key", "'-' indicator")


#: Where the cause of an error is, and what to do about it.
_Cause = tuple[Position, str]


def syntax_error(error: Exception, text: str) -> tuple[Position, str, str]:
    """Return place, rule and message of an error of the parser in a text."""
    place, reason, advice = Position(1, 1), str(error), ""
    if isinstance(error, yaml.MarkedYAMLError):
        reason = error.problem or error.context or "cannot be parsed"
        unclosed = "end of stream" in reason  # then where it was opened tells more
        mark = (unclosed and error.context_mark) or error.problem_mark or error.context_mark
        if mark is not None:
            # Where the last line does not end, the parser counts one more behind it.
            lines = [*LINE_END.split(text), ""]
            place, advice = _cause(_Error(reason, mark, error.context_mark, lines))
    return place, "syntax", f"not valid YAML: {reason}{advice and f'; {advice}'}"


def _cause(error: _Error) -> _Cause:
    for cause in (_cut, _lookalike, _token, _sign, _item):
        if (answer := cause(error)) is not None:
            return answer
    line = (error.context or error.mark).line + 1
    advice = next((text for words, text in _ADVICE.items() if error.says(words)), "")
    return _place(error.mark.line, error.mark.column), advice.format(line=line)


def _cut(error: _Error) -> _Cause | None:
    """A comment cut the value, and the rest of it, or the bracket, is missing."""
    in_brackets = error.says("expected ','")
    if not (in_brackets or error.is_behind_end or error.says("expected ':'")):
        return None
    first = error.mark.line
    if error.context is not None and not error.is_behind_end:
        first = error.context.line
    for number in range(max(0, first - (not in_brackets)), error.mark.line + 1):
        column = hidden_data.cut(error.lines[number])
        if column is not None and (number, column) < (error.mark.line, error.mark.column):
            return _place(number, column), _COMMENT
    return None


def _lookalike(error: _Error) -> _Cause | None:
    """A blank or a dash only looks like what YAML wants there."""
    first = last = error.mark.line
    if error.context is not None and error.says("expected ':'"):
        first = error.context.line
    elif error.says("mapping values are not allowed"):  # in what began on the line above
        first = max(0, last - 1)
    for number in range(first, last + 1):
        if (match := _STRUCTURE.match(error.lines[number])) is None:
            continue
        char, at_start = match["char"], match["lead"] is None
        dash = lookalikes.is_dash(char) and at_start and match["end"] is not None
        if dash or lookalikes.is_blank(char):
            return _place(number, match.start("char")), lookalikes.remark(char)
    return None


def _token(error: _Error) -> _Cause | None:
    """A value begins with a sign of YAML, which the parser could not read on from."""
    for mark, signs in ((error.context, "*&!|>"), (error.mark, "@`%|>")):
        char = "" if mark is None else error.lines[mark.line][mark.column :][:1]
        names_it = mark is error.context or error.says("cannot start any token")
        if mark is not None and char and char in signs and names_it:
            return _place(mark.line, mark.column), _BEGINS.format(char)
    return None


def _sign(error: _Error) -> _Cause | None:
    """A value begins with a sign of YAML, which means something else there."""
    number, column = error.mark.line, error.mark.column
    if (match := _LINE.match(error.lines[number])) is None:
        return None
    sign, start = match["sign"], match.start("sign")
    here = start == column and match["lead"]
    if (
        (error.is_behind_end and sign in "[{\"'" and start < column)
        or (
            here
            and error.says("not allowed")
            and sign in "-?:"
            and match["end"] is not None
        )
        or (here and error.says("node content") and sign in "]},")
    ):
        return _place(number, start), _BEGINS.format(sign)
    return None


def _item(error: _Error) -> _Cause | None:
    """An item in brackets begins with a sign of YAML, or a comma is missing behind it."""
    number, column = error.mark.line, error.mark.column
    before, behind = error.lines[number][:column].rstrip(), error.lines[number][column:]
    if error.says("node content") and behind.startswith("-"):
        return _place(number, column), _BEGINS.format("-")
    sign = _OPENED_BY.get(before[-1:])
    if error.says("expected ','") and sign and _PLAIN_ITEM.match(behind):
        return _place(number, column), f"a comma is missing; or {_BEGINS.format(sign)}"
    return None


def _place(line: int, column: int) -> Position:
    return Position(line + 1, column + 1)
