"""Records between brackets: in YAML's flow style, or as JSON in a file that is JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from operator import methodcaller

from libya_tracker.storage.emitter import Child, Item, Word

Form = Callable[[Child], str]
FLOW: Form = methodcaller("flow")
JSON: Form = methodcaller("json")


def form_of(text: str) -> Form:
    """Return how records are written between the brackets of a file."""
    if not text.lstrip(" \t\r\n").startswith("{"):
        return FLOW
    try:
        json.loads(text)
    except ValueError:
        return FLOW
    return JSON


def between(children: Sequence[Child], form: Form) -> str:
    """Return children between the brackets of their kind."""
    inner = ", ".join(map(form, children))
    is_list = isinstance(children[0], Item | Word)
    return f"[{inner}]" if is_list else f"{{{inner}}}"


def behind(text: str, last: int | None, children: Sequence[Child], form: Form) -> str:
    """Return children to follow the last one of a collection, which begins at an index.

    In JSON each has a line of its own where that one begins a line.
    """
    apart = ", "
    if form is JSON:
        before = text[:last].rstrip(" \t")
        if before.endswith(("\n", "\r")):
            newline = "\r\n" if before.endswith("\r\n") else before[-1]
            apart = f",{newline}{text[len(before) : last]}"
    return "".join(apart + form(child) for child in children)
