"""Values in the forms that hands and programs write, read as YAML reads them.

Plain text, on one line or folded; text in quotes without escapes; blocks such as `>-`;
lists of such texts and of small mappings of them, in brackets or in lines. For any other
form ``NotPlain`` is raised: the parser reads it, and takes many times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

#: Not the word that is nothing; of one that only begins so, YAML tells.
_SOME = r"(?![nN](?:ull|ULL)\b)"
# A letter or digit in front; no comment, key or tab inside; no blank behind.
_PLAIN = re.compile(
    rf"{_SOME}(?:[^\W_]|\.\.[0-9])[^\t\n#:]*(?:(?::(?=\S)|(?<=\S)#)[^\t\n#:]*)*(?<!\s)"
)
_IN_BRACKETS = re.compile(rf"{_SOME}(?:[^\W_]|\.\.[0-9])(?:[\w .()/+~%'-]*[\w.)/+~%'-])?")
_KEY = re.compile(r"[A-Za-z][\w-]*")
_PAIR = re.compile(r"( *)([A-Za-z][\w-]*):( [^\n]*)")
# A quote inside a word may be taken for the first of two; then its part is not plain.
_PARTS = re.compile(r"""(?:'(?:[^']|'')*'|"[^"\\]*"|\{[^{}]*\}|[^,{}])+""")
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
    some = raw.strip()
    odd = ":" in some or "#" in some or "\n" in some or "\t" in some
    if not odd and some[:1].isalnum() and some[0] not in "nN" and raw == " " + some:
        return some
    some = raw[1:]
    if _PLAIN.fullmatch(some):
        return some
    first, *more = some.split("\n")
    if more and (block := _BLOCK.fullmatch(first)):
        return _block(more, block[1], block[2])
    return _some(_quoted(first, more) if first[:1] in {"'", '"'} else _folded(first, more))


def texts(raw: str | None) -> list[str]:
    """Return the texts of a list, given as it stands behind the colon of its key."""
    values = items(raw)
    texts = [item for item in values if isinstance(item, str)]
    if len(texts) < len(values):
        raise NotPlain
    return texts


def items(raw: str | None) -> list[str | dict[str, str]]:
    """Return the items of a list, each a text or a mapping of texts."""
    if raw is None or raw[:1] not in {" ", "\n"}:
        raise NotPlain
    first, *more = raw.split("\n")
    if not first:
        return _items_in_lines(more)
    inner = _inside("[", " ".join([first, *(line.strip(" ") for line in more)]), "]")
    return [
        mapping(" " + part) if part[:1] == "{" else _item(part) for part in _parts(inner)
    ]


def mapping(raw: str | None) -> dict[str, str]:
    """Return the texts of a mapping in braces by their keys."""
    pairs = [pair.partition(": ") for pair in _parts(_inside("{", raw or "", "}"))]
    return _each_once([(key, _item(value.strip(" "))) for key, _, value in pairs])


def _each_once(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    texts = dict(pairs)
    if len(texts) < len(pairs) or not all(map(_KEY.fullmatch, texts)):
        raise NotPlain
    return texts


def _items_in_lines(lines: list[str]) -> list[str | dict[str, str]]:
    dash = f"{_indent(lines[0])}- "
    groups: list[list[str]] = []
    for line in lines:
        if line.startswith(dash):
            groups.append([line[len(dash) :]])
        elif groups and line.startswith(" " * len(dash)):
            groups[-1].append(line[len(dash) :])
        else:
            raise NotPlain
    if not groups:
        raise NotPlain
    return [_item_in_lines(group) for group in groups]


def _item_in_lines(lines: list[str]) -> str | dict[str, str]:
    if len(lines) > 1:
        pairs = [match for line in lines if (match := _PAIR.fullmatch(line))]
        if len(pairs) < len(lines) or any(pair[1] for pair in pairs):
            raise NotPlain
        return _each_once([(pair[2], text(pair[3])) for pair in pairs])
    return mapping(" " + lines[0]) if lines[0][:1] == "{" else text(" " + lines[0])


def _parts(inner: str) -> list[str]:
    parts: list[str] = _PARTS.findall(inner)
    if ",".join(parts) != inner:
        raise NotPlain
    return [part.strip(" ") for part in parts]


def _inside(opening: str, raw: str, closing: str) -> str:
    written = raw[1:].strip(" ")
    if raw[:1] != " " or written[:1] != opening or written[-1:] != closing:
        raise NotPlain
    return written[1:-1]


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


def _evenly(lines: list[str]) -> list[str]:
    """Return lines without their indentation, which all share."""
    lead = _indent(lines[0])
    if not all(line.startswith(lead) for line in lines):
        raise NotPlain
    return [line[len(lead) :] for line in lines]


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]
