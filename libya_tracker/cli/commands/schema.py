"""``libya-tracker schema``."""

from __future__ import annotations

import json

from libya_tracker.cli import context
from libya_tracker.cli.options import OutputOption
from libya_tracker.cli.output import Target, write
from libya_tracker.storage import json_schema


def schema(output: OutputOption = None) -> None:
    """Print the JSON Schema of a registry, for editors.

    Example: libya-tracker schema -o registry.schema.json
    """
    registries = (context.registry_path(None),) if output else ()
    target = Target(output=output, registries=registries)
    write(json.dumps(json_schema.schema(), indent=2) + "\n", target)
