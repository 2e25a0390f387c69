"""The screen that a page is laid out for, and text made fit for it."""

from __future__ import annotations

import re
from typing import Literal

from libya_tracker import sanitize
from libya_tracker.named_tuples import NamedTuple

Palette = Literal["standard", "256", "truecolor"]


class Screen(NamedTuple):
    """The width (None: as wide as needed), colours and encoding for a page."""

    width: int | None = None
    colour: bool = False
    encoding: str = "utf-8"
    #: The colours it has, if it shows any.
    palette: Palette = "standard"
    #: The width of drawings where ``width`` is None.
    drawing: int = 80
    #: Whether to draw in ASCII only.
    ascii: bool = False

    def knows(self, text: str) -> bool:
        """Tell whether a text can be written in its encoding."""
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True


_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe"  # Hebrew, Arabic and their neighbours
_RIGHT_TO_LEFT = f"[{_RIGHT}]+(?:[^\\S\n]+[{_RIGHT}]+)*"
_ADDRESS = r"(?i)((?:https?|ftp)://\S+)"


def safe(text: str) -> str:
    """Return sanitized text, each run of right-to-left script isolated.

    An address stays as it is, since with a mark in it, copied, it would lead nowhere.
    """
    if text.isascii() and text.isprintable():  # nearly always, and far quicker to ask
        return text
    parts = re.split(_ADDRESS, sanitize.one_line(text))
    parts[::2] = [re.sub(_RIGHT_TO_LEFT, "\u2068\\g<0>\u2069", part) for part in parts[::2]]
    return "".join(parts)


def written(text: str, screen: Screen) -> str:
    """Return sanitized text as it will be written, so that it can be measured."""
    return encoded(sanitize.one_line(text), screen)


def encoded(line: str, screen: Screen) -> str:
    """Return a line as it is written in an encoding, escapes for what that lacks."""
    if line.isascii() or screen.encoding == "utf-8":
        return line
    return line.encode(screen.encoding, "backslashreplace").decode(screen.encoding)
