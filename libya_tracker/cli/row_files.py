"""The rows of every question, each as its command prints them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any

from libya_tracker.analysis import listings
from libya_tracker.cli.output import Answer
from libya_tracker.model.perspective import Perspective
from libya_tracker.output import formats
from libya_tracker.output.formats import Format, Grid

#: The questions that need no argument, by their commands.
QUESTIONS = (
    *("log", "status", "blocs", "timeline", "switches", "disputes", "tensions"),
    *("expected", "scenarios"),
)


def row_files(perspective: Perspective, form: Format) -> Iterator[tuple[str, bytes]]:
    """Yield a file for each question, in the bytes of its command."""
    registry = perspective.registry
    grids = {
        "factions": formats.grid(listings.factions(registry), listings.FactionRow),
        "sources": formats.grid(listings.sources(registry), listings.SourceRow),
        **{name: _grid(name, perspective) for name in QUESTIONS},
    }
    for name, grid in grids.items():
        yield f"{name}.{form}", formats.text(grid, form).encode()


def _grid(name: str, perspective: Perspective) -> Grid:
    """Return the rows of a command, which sees only what its own options can say."""
    command = getattr(import_module(f"libya_tracker.cli.commands.{name}"), name)
    options = inspect.signature(command).parameters
    if "persist" not in options:
        lens = replace(perspective.lens, persist=None)
        perspective = replace(perspective, lens=lens)
    answer_of: Callable[[Perspective], Answer] = _answering(command)
    return answer_of(perspective).grid()


def _answering(command: Any) -> Callable[[Perspective], Answer]:
    """Return the function that a question was declared with, its options left out."""
    answer: Callable[[Perspective], Answer] = command.__wrapped__
    return answer
