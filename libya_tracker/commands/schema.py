"""``libya-tracker schema``."""

from __future__ import annotations

import json

from libya_tracker import blueprint
from libya_tracker.commands.answer import Target, write
from libya_tracker.commands.options import OutputOption


def schema(output: OutputOption = None) -> None:
    """Print the JSON Schema of a registry, for editors."""
    write(json.dumps(blueprint.schema(), indent=2) + "\n", Target(output=output))
