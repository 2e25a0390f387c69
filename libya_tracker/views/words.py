"""Phrases that several pages share."""

from __future__ import annotations

from collections.abc import Collection, Sequence

#: How many factions a heading names.
_MOST_NAMED = 2


def counted(count: int, noun: str, several: str = "") -> str:
    """Return a number of things in words, such as "1 claim" or "3 claims"."""
    return f"{count:,} {noun if count == 1 else several or f'{noun}s'}"


def present(*texts: str | None) -> tuple[str, ...]:
    """Return those texts that are not empty."""
    return tuple(text for text in texts if text)


def commas(*texts: str | None) -> str:
    """Return those texts that are not empty, with commas between them."""
    return ", ".join(present(*texts))


def voices(by: str | None, sources: Collection[str], verb: str = "said") -> str:
    """Return who says something, and in which sources."""
    return commas(by and f"{verb} by {by}", f"in {', '.join(sources)}" if sources else None)


def one_voice(source: str | None, origin: str | None) -> str | None:
    """Return of which source another is a copy; nothing for one that is its own."""
    return None if origin == source else f"one voice with {origin}"


def only(names: Sequence[str], total: int) -> str:
    """Return which factions an answer is for, of so many; of more than a few, how many."""
    if len(names) > _MOST_NAMED:
        return f"only {len(names)} of {counted(total, 'faction')}"
    return f"only {' and '.join(names)}"
