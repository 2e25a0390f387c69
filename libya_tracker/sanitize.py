"""Escapes for untrusted text: control and bidirectional characters, unsafe addresses."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Control characters (C0, C1), and the invisible ones that reorder or hide what is shown:
# bidirectional marks, overrides and isolates (Unicode TR36), separators, tags, BOM.
_STEERING = (
    "\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
)
# These are compiled where they are used: few texts have anything to escape.
_ANY = f"[{_STEERING}\ud800-\udfff]"
_NOT_ASCII = "[^\x00-\x7f]"
_BREAKS = r"\r\n|[\r\n\t]"
# What a terminal obeys: control characters, but for the tab and the breaks of lines.
_COMMANDS = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]"
_LONE_RETURN = r"\r(?!\n)"
_NEITHER_TAB_NOR_BREAK = rf"(?![\t\r\n]){_ANY}"
#: What a browser fetches and shows; other schemes may make it run something.
_SAFE_SCHEMES = frozenset({"http", "https", "ftp"})
#: The ASCII that no shell gives a meaning to, even where it runs what it is handed.
_PLAIN = frozenset(
    " ()+,-./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
)
#: What stands for some other ASCII, so that a text stays readable.
_PLAINER = str.maketrans("[]{}<>'\"`:;|&", "()()()\u2019\u2019\u2019,,/+")


def one_line(text: str) -> str:
    """Return a text on one line, each character that could do harm written as an escape."""
    if text.isprintable():  # nearly always, and far quicker to ask
        return text
    return re.sub(_ANY, _escape, re.sub(_BREAKS, " ", text))


def lines(text: str) -> str:
    """Return a text like ``one_line`` does, but with its line breaks kept."""
    if text.isprintable():
        return text
    return "\n".join(one_line(line) for line in re.split(r"\r\n|[\r\n]", text))


def cell(text: str) -> str:
    """Return a text for a cell of a table for programs, which may be shown in a terminal.

    What a terminal obeys is written as an escape, and a carriage return alone, which would
    hide what is before it, as a line feed. All else is kept, invisible characters too.
    """
    if text.isprintable():
        return text
    return re.sub(_COMMANDS, _escape, re.sub(_LONE_RETURN, "\n", text))


def cell_on_one_line(text: str) -> str:
    """Return a text like ``cell`` does, with a blank for each tab and break of a line."""
    return text if text.isprintable() else cell(re.sub(_BREAKS, " ", text))


def cells_in_a_terminal(text: str) -> str:
    """Return rows of cells as a terminal may show them, nothing hidden or reordered."""
    return re.sub(_NEITHER_TAB_NOR_BREAK, _escape, text)


def json_text(text: str) -> str:
    """Return JSON in which such characters are written as JSON escapes, nothing lost."""
    return text if text.isprintable() else re.sub(_ANY, _json_escape, text)


def json_ascii(text: str) -> str:
    """Return JSON in ASCII alone, nothing lost."""
    return re.sub(_NOT_ASCII, _json_escape, text)


def for_shells(text: str) -> str:
    """Return a text in characters that no shell and no markup gives a meaning to.

    Those are letters and marks of any script, digits, blanks and ``,.-_/()+``. Brackets of
    any kind become round ones, quotes U+2019, ``:`` and ``;`` a comma, ``|`` a slash and
    ``&`` a plus; whatever else is ASCII, or is not printable, becomes a blank.
    """
    harmless = (
        char if char in _PLAIN or (char > "\x7f" and char.isprintable()) else " "
        for char in text.translate(_PLAINER)
    )
    return " ".join("".join(harmless).split())


def octets(text: str) -> int:
    """Return the length of a text in UTF-8; half of a surrogate pair is an escape."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "backslashreplace"))


def safe_url(url: str | None) -> str | None:
    """Return an address that may become a link; None for one that is none or is unsafe."""
    if url is None or not url.isprintable() or any(char.isspace() for char in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in _SAFE_SCHEMES and parts.netloc else None


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return (
        f"\\x{code:02x}"
        if code < 256
        else f"\\u{code:04x}"
        if code < 65536
        else f"\\U{code:08x}"
    )


def _json_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code == 10:
        return match[0]
    if code < 65536:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
