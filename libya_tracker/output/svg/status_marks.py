"""The sign of each status in pictures, which can be told without colour or width.

A confirmed tie is a double line. One that is assessed has a ring on its line, one that is
alleged a diamond; one that is reported, as most are, has nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from libya_tracker.model.vocabulary import Status

#: The outline of the sign that stands on a line, around its own middle.
ON_LINES: Mapping[str, str] = MappingProxyType(
    {
        Status.ASSESSED: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z",
        Status.ALLEGED: "M0 -5.5L5.5 0L0 5.5L-5.5 0Z",
    }
)
#: The outline of the sign that stands beside a letter, smaller, around its own middle.
BESIDE_LETTERS: Mapping[str, str] = MappingProxyType(
    {
        Status.CONFIRMED: "M-3 -1.75H3M-3 1.75H3",
        Status.ASSESSED: "M-2.75 0a2.75 2.75 0 1 0 5.5 0a2.75 2.75 0 1 0 -5.5 0Z",
        Status.ALLEGED: "M0 -3.75L3.75 0L0 3.75L-3.75 0Z",
    }
)
