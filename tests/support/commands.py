"""The commands of the command line as they are, for tests that go over all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from libya_tracker.cli.app import app


def _commands() -> Iterator[tuple[str, Any]]:
    """Yield every command of the command line with its full name."""
    group: Any = typer.main.get_command(app)
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        inner = getattr(command, "commands", None)
        if inner is None:
            yield name, command
        else:
            yield from ((f"{name} {part}", child) for part, child in inner.items())


#: Each command by its full name, such as ``faction list``.
COMMANDS = dict(_commands())
