"""The contrast of colours, after WCAG 2.1, and how far apart they are for whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

AA_TEXT = 4.5  # WCAG 2.1, success criterion 1.4.3

#: Pages in the light and in the dark: ours, GitHub's, those of browsers, black.
LIGHT, DARK = ("#ffffff", "#f6f8fa"), ("#14181d", "#0d1117", "#121212", "#000000")

#: How linear red, green and blue are seen, at full severity: Machado, Oliveira, Fernandes,
#: "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009).
VISIONS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
#: From linear sRGB to CIE XYZ, and the white of D65 (IEC 61966-2-1).
_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)

Triple = tuple[float, float, float]


def lab(colour: str, vision: str) -> Triple:
    """Return a colour as it is seen, in CIE L*a*b* (1976), of which a step of 1 shows."""
    seen = [min(1.0, max(0.0, part)) for part in _times(VISIONS[vision], _linear(colour))]
    x, y, z = (
        _cube_root(part / white)
        for part, white in zip(_times(_XYZ, seen), _WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _times(matrix: Sequence[Triple], parts: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, parts, strict=True)) for row in matrix]


def _cube_root(part: float) -> float:
    return float(part ** (1 / 3)) if part > 0.008856 else 7.787 * part + 16 / 116


def _linear(colour: str) -> list[float]:
    assert re.fullmatch("#[0-9a-f]{6}", colour)
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]


def luminance(colour: str) -> float:
    """Return the relative luminance as WCAG 2.1 defines it."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
