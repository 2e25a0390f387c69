"""Entries of a merged tree: which one stands at a place, and others in their stead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from libya_tracker.storage.insert import Path
from libya_tracker.storage.merging.tree import Branch, Child


def at(tree: Branch, path: Path) -> Child | None:
    """Return the child at a path of keys."""
    children, child = tree.children, None
    for key in path:
        child = next((part for part in children if part.key == key), None)
        children = () if child is None else _children(child)
    return child


def entry_at(tree: Branch, index: int) -> tuple[Child | None, int]:
    """Return the entry at a place of the text, and where it begins.

    What is in no entry, such as the title, is in its top-level key.
    """
    section, start = _child_at(tree, 0, index)
    if section is None:
        return None, start
    entry, below = _below(section, start, index)
    if entry is None:
        return section, start
    if section.key == "scenarios":
        key, inside = _below(entry, below, index)
        if key is not None and key.key == "changes":
            claim, inside = _below(key, inside, index)
            if claim is not None:
                return claim, inside
    return entry, below


def _child_at(branch: Branch, start: int, index: int) -> tuple[Child | None, int]:
    """Return the child that a place is in, and where it begins."""
    start += len(branch.opening)
    for child in branch.children:
        end = start + len(child.text) + branch.flow
        if start <= index < end:
            return child, start
        start = end
    return None, start


def _below(child: Child, start: int, index: int) -> tuple[Child | None, int]:
    if not isinstance(child.value, Branch):
        return None, start
    return _child_at(child.value, start + len(child.lead + child.head), index)


def replaced(branch: Branch, old: Child, new: Child) -> Branch:
    """Return a tree in which a child stands in the place of another."""
    children = []
    for child in branch.children:
        if child is old:
            children.append(new)
        elif isinstance(child.value, Branch):
            value = replaced(child.value, old, new)
            same = value is child.value
            children.append(child if same else replace(child, value=value))
        else:
            children.append(child)
    if all(a is b for a, b in zip(children, branch.children, strict=True)):
        return branch
    return replace(branch, children=tuple(children))


def entries(tree: Branch) -> Iterator[tuple[Path, list[Child]]]:
    """Yield each list of claims, the record first, with the entries that are there."""
    sections = {section.key: section for section in tree.children}
    if changes := sections.get("changes"):
        yield ("changes",), _items(changes)
    scenarios = sections.get("scenarios")
    for scenario in _children(scenarios) if scenarios else ():
        for part in _children(scenario):
            if part.key == "changes":
                yield ("scenarios", str(scenario.key), "changes"), _items(part)


def _items(child: Child) -> list[Child]:
    return [item for item in _children(child) if item.own]


def _children(child: Child) -> tuple[Child, ...]:
    return child.value.children if isinstance(child.value, Branch) else ()
