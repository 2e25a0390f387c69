"""Values in the forms that hands and programs write, read as YAML reads them.

Plain text, on one line or folded; text in quotes without escapes; blocks such as `>-`;
lists of such texts, in brackets or in lines. For any other form ``NotPlain`` is raised: the
parser reads it, and takes many times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Not the word that is nothing; of one that only begins so, YAML tells.
_SOME = r"(?![nN](?:ull|ULL)\b)"
# A letter or digit in front; no comment, key or tab inside; no blank behind.
_PLAIN = re.compile(
    rf"{_SOME}(?:[^\W_]|\.\.[0-9])[^\t\n#:]*(?:(?::(?=\S)|(?<=\S)#)[^\t\n#:]*)*(?<!\s)"
)
_IN_BRACKETS = re.compile(rf"{_SOME}[^\W_](?:[\w .()/+-]*[\w.)/+-])?")
_QUOTED = re.compile(r"""'((?:[^'\t]|'')*)'|"([^"\\\t]*)\"""")
_BLOCK = re.compile(r"([|>])(-?)")
_LINE_OF_BLOCK = re.compile(r"\S(?:.*\S)?")


class NotPlain(ValueError):  # noqa: N818  a signal within this package, never shown
    """The value, or the entry that holds it, must be parsed as YAML."""


def text(raw: str | None) -> str:
    """Return a text, given as it stands behind the colon of its key."""
    if raw is None or raw[:1] != " ":
        raise NotPlain
    # Nearly always, and quicker to ask than by a regular expression.
    odd = ":" in raw or "#" in raw or "\n" in raw or "\t" in raw
    if not odd and raw[1:2].isalnum() and not raw[-1].isspace() and raw[1] not in "nN":
        return raw[1:]
    if _PLAIN.fullmatch(raw, 1):
        return raw[1:]
    first, *more = raw[1:].split("\n")
    if more and (block := _BLOCK.fullmatch(first)):
        return _block(more, block[1], block[2])
    return _some(_quoted(first, more) if first[:1] in {"'", '"'} else _folded(first, more))


def texts(raw: str | None) -> list[str]:
    """Return the texts of a list, given as it stands behind the colon of its key."""
    if raw is None or raw[:1] not in {" ", "\n"}:
        raise NotPlain
    first, *more = raw.split("\n")
    if not first and more:
        return [text(line) for line in _evenly(more, "-")]
    joined = " ".join([first.strip(" "), *(line.strip(" ") for line in more)])
    if joined[:1] != "[" or joined[-1:] != "]":
        raise NotPlain
    return [_item(item.strip(" ")) for item in joined[1:-1].split(",")]


def _item(written: str) -> str:
    if _IN_BRACKETS.fullmatch(written):
        return written
    if written[:1] in {"'", '"'}:
        return _some(_quoted(written, []))
    raise NotPlain


def _some(content: str) -> str:
    if not content or content.isspace():
        raise NotPlain
    return content


def _quoted(first: str, more: Iterable[str]) -> str:
    pieces = [first.rstrip(" ") if more else first, *(line.strip(" ") for line in more)]
    match = _QUOTED.fullmatch(" ".join(pieces))
    if match is None or not all(pieces):
        raise NotPlain
    return match[2] if match[1] is None else match[1].replace("''", "'")


def _folded(first: str, more: Iterable[str]) -> str:
    pieces = [first, *(line.lstrip(" ") for line in more)]
    if not all(map(_PLAIN.fullmatch, pieces)):
        raise NotPlain
    return " ".join(pieces)


def _block(lines: list[str], sign: str, strip: str) -> str:
    content = _evenly(lines)
    if not all(map(_LINE_OF_BLOCK.fullmatch, content)):
        raise NotPlain
    return (" " if sign == ">" else "\n").join(content) + ("" if strip else "\n")


def _evenly(lines: list[str], sign: str = "") -> list[str]:
    """Return lines without their indentation, which all share, and a sign behind it."""
    lead = lines[0][: len(lines[0]) - len(lines[0].lstrip(" "))] + sign
    if not all(line.startswith(lead) for line in lines):
        raise NotPlain
    return [line[len(lead) :] for line in lines]
