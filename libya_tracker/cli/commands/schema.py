"""``libya-tracker schema``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from libya_tracker.cli import context
from libya_tracker.cli.options import OutputOption, option
from libya_tracker.cli.output import Target, write
from libya_tracker.storage import files, json_schema

ProposedOption = Annotated[
    Path | None,
    option(
        "PATH",
        "Propose the ids and tags of this registry, - for standard input. [default: none]",
        "--registry",
        "-r",
    ),
]


def schema(registry: ProposedOption = None, output: OutputOption = None) -> None:
    """Print the JSON Schema of a registry, for editors.

    Example: libya-tracker schema -r factions.yaml -o factions.schema.json
    """
    registries = [context.registry_path(None)] if output else []
    proposed = None
    if registry is not None:
        path = context.registry_path(registry)
        registries.append(path)
        proposed = files.read(path)
    text = json.dumps(json_schema.schema(proposed), indent=2) + "\n"
    write(text, Target(output=output, registries=tuple(registries)))
