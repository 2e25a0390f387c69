"""What gives a text the colour of its tone, in the words of a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from libya_tracker.output.terminal.screen import Screen
from libya_tracker.views.page import Tone

#: What stands before a text, and after it.
Paint = tuple[str, str]

_NONE: Paint = ("", "")
_STYLES: Mapping[Tone, str] = {
    "plain": "",
    "strong": "bold",
    "good": "green",
    "bad": "red",
    "middling": "yellow",
    "faint": "dim",
}


def paints(screen: Screen) -> Mapping[Tone, Paint]:
    """Return for each tone what a screen wants before and after a text of it."""
    if not screen.colour:
        return dict.fromkeys(_STYLES, _NONE)
    return {tone: paint(style, screen) for tone, style in _STYLES.items()}


def paint(style: str, screen: Screen) -> Paint:
    """Return what a style of rich's is on a screen that shows colours."""
    # Deferred: a page in a pipe has no colours, and these take longer to load than it does.
    from rich.color import ColorSystem  # noqa: PLC0415
    from rich.style import Style  # noqa: PLC0415

    systems = {
        "standard": ColorSystem.STANDARD,
        "256": ColorSystem.EIGHT_BIT,
        "truecolor": ColorSystem.TRUECOLOR,
    }
    mark = "|"
    text = Style.parse(style).render(mark, color_system=systems[screen.palette])
    before, _, after = text.partition(mark)
    return before, after
