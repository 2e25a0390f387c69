"""Records as YAML text, in the style of a registry kept by hand."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence

from libya_tracker import harmless

#: What a new record holds, by key: text, or a list of texts or of smaller records.
Fields = Mapping[str, "str | Sequence[str | Mapping[str, str]]"]

_WIDTH = 92
# Plain where every YAML reader agrees: no indicator in front, nothing that ends it.
_PLAIN_START = re.compile(r"[^\W_]|\.\.[0-9]")
_BREAKS_PLAIN = re.compile(r":(?:\s|$)|\s#|^(?:---|\.\.\.)|\s$")
_FLOW_MARK = re.compile(r"[,\[\]{}]|:")
_FOLDABLE = re.compile(r"\S+(?: \S+)*")


def item(fields: Fields, indent: str) -> list[str]:
    """Return the lines of a list's item, its dash at an indentation."""
    first, *rest = block(fields, indent + "  ")
    return [f"{indent}- {first.lstrip(' ')}", *rest]


def block(fields: Fields, indent: str) -> list[str]:
    """Return the lines of a mapping, its keys at an indentation."""
    lines = []
    for key, value in fields.items():
        if not isinstance(value, str):
            lines.append(f"{indent}{key}: {_list(value)}")
        elif len(indent) + len(key) + len(value) > _WIDTH and _foldable(value):
            lines.append(f"{indent}{key}: >-")
            lines += _folded(value, indent + "  ")
        else:
            lines.append(f"{indent}{key}: {scalar(value)}")
    return lines


def flow(fields: Fields) -> str:
    """Return a mapping on one line."""
    pairs = (
        f"{key}: {scalar(value, flow=True) if isinstance(value, str) else _list(value)}"
        for key, value in fields.items()
    )
    return "{" + ", ".join(pairs) + "}"


def scalar(text: str, *, flow: bool = False) -> str:
    """Return text as a YAML scalar: plain where that is safe, else in quotes."""
    if _ends_oddly(text):
        return _double_quoted(text)
    plain = _PLAIN_START.match(text) and not _BREAKS_PLAIN.search(text)
    if plain and not (flow and _FLOW_MARK.search(text)):
        return text
    return "'" + text.replace("'", "''") + "'"


def _list(values: Sequence[str | Mapping[str, str]]) -> str:
    inner = (scalar(v, flow=True) if isinstance(v, str) else flow(v) for v in values)
    return f"[{', '.join(inner)}]"


def _ends_oddly(text: str) -> bool:
    """Tell whether text holds what only an escape can carry safely."""
    return text != harmless.one_line(text) or not text or text != text.strip()


def _foldable(text: str) -> bool:
    return _FOLDABLE.fullmatch(text) is not None and not _ends_oddly(text)


def _folded(text: str, indent: str) -> list[str]:
    width = max(40, _WIDTH - len(indent))
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    return [indent + line for line in lines]


def _double_quoted(text: str) -> str:
    named = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(named.get(char) or harmless.one_line(char) for char in text) + '"'
