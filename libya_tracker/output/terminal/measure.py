"""How many cells of a terminal a text takes."""

from __future__ import annotations

from rich.cells import cell_len


def narrow(text: str) -> bool:
    """Tell whether each character of a text takes one cell, which nearly all do."""
    return text.isascii() and text.isprintable()


def width(text: str) -> int:
    """Return how many cells a text takes."""
    return len(text) if narrow(text) else cell_len(text)
