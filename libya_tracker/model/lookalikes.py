"""Characters that look like a hyphen or a blank and are neither, or that nobody sees."""

from __future__ import annotations

import unicodedata

#: What looks like a hyphen and is in no category of dashes.
_MORE_DASHES = frozenset("\u2043\u2212\u2796")
_DASHES, _BLANKS, _INVISIBLE = "Pd", "Zs", "Cf"


def remark(text: str) -> str:
    """Return what such characters a text holds, the first of each kind, or nothing."""
    if text.isascii():
        return ""
    remarks: dict[str, str] = {}
    for char in text:
        if (kind := _kind(char)) and kind not in remarks:
            remarks[kind] = _REMARKS[kind].format(char, f"U+{ord(char):04X}", _name(char))
    return ", ".join(remarks.values())


def tail(text: str) -> str:
    """Return the remark as the end of a message, or nothing."""
    words = remark(text)
    return f"; {words}" if words else ""


def aside(text: str) -> str:
    """Return the remark in brackets, to stand behind a text that is quoted, or nothing."""
    words = remark(text)
    return f" ({words})" if words else ""


def plain(text: str) -> str:
    """Return a text with hyphens and blanks in place of what only looks like them."""
    return text if text.isascii() else "".join(map(_plain, text))


def is_dash(char: str) -> bool:
    """Tell whether a character looks like a hyphen and is none."""
    return _kind(char) == _DASHES


def is_blank(char: str) -> bool:
    """Tell whether a character looks like a blank and is none."""
    return _kind(char) == _BLANKS


_REMARKS = {
    _DASHES: "the {2} {0} is no hyphen",
    _BLANKS: "the {2} {1} is no blank",
    _INVISIBLE: "the {2} {1} is invisible",
}
_PLAIN = {_DASHES: "-", _BLANKS: " ", _INVISIBLE: ""}


def _kind(char: str) -> str:
    if char.isascii():
        return ""
    kind = _DASHES if char in _MORE_DASHES else unicodedata.category(char)
    return kind if kind in _REMARKS else ""


def _plain(char: str) -> str:
    return _PLAIN.get(_kind(char), char)


def _name(char: str) -> str:
    # The one whose own name would say the opposite.
    return "U+2010 dash" if char == "\u2010" else unicodedata.name(char).lower()
