"""The width of pictures, and the refusal of an option in formats that do not have it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Annotated

from libya_tracker.cli.options import option
from libya_tracker.cli.output import Drawings
from libya_tracker.errors import UsageError, quoted
from libya_tracker.output.formats import Format

NEEDS_SVG = "--width is for -f svg"
_LEAST, _MOST = 280, 10_000

WidthOption = Annotated[
    str | None,
    option(
        "PIXELS",
        "With -f svg: draw for a page so wide, such as 390, the screen of a phone.",
        "--width",
    ),
]


def pixels(width: str | None) -> int | None:
    """Return the width that --width means; raise UsageError where it is none."""
    if width is None:
        return None
    if width.isascii() and width.isdigit() and _LEAST <= int(width[:9]) <= _MOST:
        return int(width)
    raise UsageError(
        f"--width: {quoted(width)} is no number of pixels from {_LEAST} to {_MOST}"
    )


def only_in(form: Format, formats: Iterable[Format], reason: str) -> Drawings:
    """Return drawings that refuse an option, for all formats but the one that has it."""
    return {other: partial(_refuse, reason) for other in formats if other != form}


def _refuse(reason: str) -> str:
    raise UsageError(reason)
