"""``libya-tracker init``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

from libya_tracker.cli import messages
from libya_tracker.cli.options import argument, flag
from libya_tracker.storage import files, writer

#: The file of the JSON Schema, which editors look for beside the registry.
_SCHEMA = "factions.schema.json"
_MODELINE = f"# yaml-language-server: $schema={_SCHEMA}\n"
_START = """\
# A registry of armed factions and of dated claims about who stands with whom.
# `libya-tracker check` reads it, `libya-tracker record` adds to it; so may you, by hand.
title: My registry

# Who speaks: give each source an id, a title and a date.
sources:

# Who is spoken of: give each faction an id and a name; aliases, kind, area, leaders, note.
factions:

# What is said: each change is a claim with a date, a faction, a relation, another faction,
# and its sources.
changes:
"""


def init(
    folder: Annotated[
        Path,
        argument("[DIR]", "The folder to make it in. [default: here]", show_default=False),
    ] = Path(),
    sample: Annotated[
        bool, flag("--sample", "Start with the registry that is shipped.")
    ] = False,
) -> None:
    """Start a registry of your own.

    Example: libya-tracker init desk
    """
    path = folder / files.NAME
    data = files.contents(files.shipped()) if sample else _START.encode()
    writer.create_with_folder(path, _MODELINE.encode() + data)
    messages.say(f"{path}: written; `libya-tracker faction add` and `record` add to it")
    paths = f"-r {shlex.quote(str(path))} -o {shlex.quote(str(folder / _SCHEMA))}"
    messages.say(f"for an editor that checks as you type: libya-tracker schema {paths}")
