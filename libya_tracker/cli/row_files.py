"""The rows of every question, each as its command prints them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from typing import Any

from libya_tracker.analysis import listings
from libya_tracker.cli.output import Answer
from libya_tracker.model.perspective import Perspective
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.output import formats, parquet
from libya_tracker.output.formats import Format, Grid

#: The questions that need no argument, by their commands.
QUESTIONS = (
    *("log", "status", "blocs", "timeline", "switches", "disputes", "tensions"),
    *("expected", "scenarios"),
)


class _Table(NamedTuple):
    """The rows of a question, and of what kind they are."""

    name: str
    kind: type[Any]
    grid: Grid


def row_files(perspective: Perspective, form: Format) -> Iterator[tuple[str, bytes]]:
    """Yield a file for each question, in the bytes of its command."""
    for name, _, grid in _tables(perspective):
        yield f"{name}.{form}", formats.text(grid, form).encode()


def parquet_files(
    perspective: Perspective, about: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Yield a Parquet file for each question, which says what it is about."""
    title = perspective.registry.title or ""
    for name, kind, grid in _tables(perspective):
        own = {"title": title, "question": name, **about}
        yield f"{name}.parquet", parquet.data(grid, kind, own)


def _tables(perspective: Perspective) -> Iterator[_Table]:
    registry = perspective.registry
    for name, rows, kind in (
        ("factions", listings.factions(registry), listings.FactionRow),
        ("sources", listings.sources(registry), listings.SourceRow),
    ):
        yield _Table(name, kind, formats.grid(rows, kind))
    for name in QUESTIONS:
        answer = _answer(name, perspective)
        assert isinstance(answer.columns, type), name
        yield _Table(name, answer.columns, answer.grid())


def _answer(name: str, perspective: Perspective) -> Answer:
    """Return what a command answers, which sees only what its own options can say."""
    command = getattr(import_module(f"libya_tracker.cli.commands.{name}"), name)
    options = inspect.signature(command).parameters
    if "persist" not in options:
        lens = perspective.lens._replace(persist=None)
        perspective = replace(perspective, lens=lens)
    answer_of: Callable[[Perspective], Answer] = _answering(command)
    return answer_of(perspective)


def _answering(command: Any) -> Callable[[Perspective], Answer]:
    """Return the function that a question was declared with, its options left out."""
    answer: Callable[[Perspective], Answer] = command.__wrapped__
    return answer
