"""How many cells of a terminal a text takes."""

from __future__ import annotations


def narrow(text: str) -> bool:
    """Tell whether each character of a text takes one cell, which nearly all do."""
    return text.isascii() and text.isprintable()


def width(text: str) -> int:
    """Return how many cells a text takes."""
    if narrow(text):
        return len(text)
    # Deferred here and below: it loads tables of Unicode, which few pages need.
    from rich.cells import cell_len  # noqa: PLC0415

    return cell_len(text)


def chopped(text: str, cells: int) -> list[str]:
    """Return a text in pieces of so many cells at most."""
    from rich.cells import chop_cells  # noqa: PLC0415

    return chop_cells(text, cells)
