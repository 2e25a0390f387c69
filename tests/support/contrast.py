"""The contrast of colours, after WCAG 2.1."""

from __future__ import annotations

import re

AA_TEXT = 4.5  # WCAG 2.1, success criterion 1.4.3


def luminance(colour: str) -> float:
    """Return the relative luminance as WCAG 2.1 defines it."""
    assert re.fullmatch("#[0-9a-f]{6}", colour)
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
