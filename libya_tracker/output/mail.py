"""Lines that can be mailed: none of HTML, Markdown or text is over 998 octets.

RFC 5321 and 5322 set that limit; servers refuse or cut what is longer. A line is broken
where readers see no difference, at a blank if there is one.
"""

from __future__ import annotations

from typing import Literal

from libya_tracker.sanitize import octets

#: The octets that a line may have without its line break.
LIMIT = 998


def longest(text: str) -> int:
    """Return the octets of the longest line."""
    return max(map(octets, text.split("\n")))


def text(answer: str) -> str:
    """Return a page of text whose lines are short enough."""
    return _lines(answer, "text")


def markdown(answer: str) -> str:
    """Return Markdown whose lines are short enough, but for the rows of a table."""
    return _lines(answer, "markdown")


def html(answer: str) -> str:
    """Return HTML whose lines are short enough; each tag ends on the line it begins on."""
    return _lines(answer, "html")


def _lines(answer: str, notation: Literal["text", "markdown", "html"]) -> str:
    lines = answer.split("\n")
    if max(map(octets, lines)) <= LIMIT:
        return answer
    # Deferred: how a line is broken takes some time to load, and few are so long.
    from libya_tracker.output import line_breaks  # noqa: PLC0415

    fold = getattr(line_breaks, notation)
    return "\n".join(line if octets(line) <= LIMIT else fold(line, LIMIT) for line in lines)
