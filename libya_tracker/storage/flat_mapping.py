"""Small files of keys with a text each, in YAML or JSON."""

from __future__ import annotations

from libya_tracker.errors import UsageError
from libya_tracker.storage.composer import Events
from libya_tracker.storage.nodes import Scalar
from libya_tracker.storage.problems import ParsingStopped, ProblemList, screen

#: What is said in place of what is true of a registry.
_MESSAGES = {
    "empty": "the file is empty; expected KEY: TEXT, a line each",
    "not-a-mapping": "expected KEY: TEXT, a line each",
}


def pairs(text: str, name: str) -> dict[str, str | None]:
    """Return the keys of a file with their texts, None where nothing is written.

    Raises UsageError, with the place, where the file holds anything else.
    """
    problems = ProblemList(name, text)
    mapping: dict[str, str | None] = {}
    try:
        screen(text, problems)
        events = Events(text, problems)
        for key, event in events.top():
            value = events.rest(event)
            if not isinstance(value, Scalar):
                problems.add(value, "not-text", "expected KEY: TEXT")
            else:
                mapping[key.text] = None if value.null else value.text
    except ParsingStopped:
        pass
    for problem in sorted(problems):
        raise UsageError(f"{problem.where}: {_MESSAGES.get(problem.rule, problem.message)}")
    return mapping
