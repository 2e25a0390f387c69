"""Parses a registry's text into records, or into problems, each with its place."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from libya_tracker.errors import Problem
from libya_tracker.model.records import Registry
from libya_tracker.storage import fast_path
from libya_tracker.storage.builder import RegistryBuilder
from libya_tracker.storage.fast_changes import NotFastPath
from libya_tracker.storage.problems import ParsingStopped, ProblemList, screen
from libya_tracker.storage.sections import Section, sections


def parse(text: str, file: str) -> tuple[Registry | None, list[Problem]]:
    """Return the registry that a text holds, with the warnings, or None, with all errors.

    The warnings are those of what YAML reads in another way than it looks.
    """
    apart = parse_apart(text, file, sections(text))
    return parse_whole(text, file) if apart is None else apart


def parse_apart(
    text: str, file: str, parts: Sequence[Section] | None
) -> tuple[Registry, list[Problem]] | None:
    """Do the same by the fast path; None where the whole text has to be parsed."""
    if not parts:
        return None
    registry, problems = _parsed(text, file, parts)
    return None if registry is None else (registry, problems)


def parse_whole(text: str, file: str) -> tuple[Registry | None, list[Problem]]:
    """Do the same without the fast path, which reports no problems: only this does."""
    return _parsed(text, file)


def _parsed(
    text: str,
    file: str,
    parts: Sequence[Section] = (),
    reserved: Collection[str] = (),
) -> tuple[Registry | None, list[Problem]]:
    problems = ProblemList(file, text)
    builder = RegistryBuilder(problems, reserved)
    try:
        screen(text, problems)
        if parts:
            fast_path.read(builder, parts)
        else:
            # Deferred: YAML takes long to load, and few registries need it.
            from libya_tracker.storage.composer import Events  # noqa: PLC0415

            builder.read(Events(text, problems))
    except (ParsingStopped, NotFastPath):
        return None, sorted(problems)
    if builder.own_ids is not None:  # some were derived before the entries that have them
        return _parsed(text, file, parts, builder.own_ids)
    builder.read_scenarios()
    builder.settle()
    if problems:
        return None, sorted(problems)
    return builder.registry(), sorted(problems.warnings)
