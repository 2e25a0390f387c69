"""``libya-tracker status``."""

from __future__ import annotations

from libya_tracker import history, standing
from libya_tracker.commands import options
from libya_tracker.commands.answer import Target, show
from libya_tracker.commands.options import (
    AccordingToOption,
    AsOfOption,
    FactionsArgument,
    FormatOption,
    KnownAtOption,
    MinStatusOption,
    OutputOption,
    RegistryOption,
    ScenarioOption,
)
from libya_tracker.views import status as view


def status(
    factions: FactionsArgument = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    scenario: ScenarioOption = None,
    min_status: MinStatusOption = None,
    according_to: AccordingToOption = None,
    registry: RegistryOption = None,
    form: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Show each faction's ties on a day."""
    asked = options.ask(registry, as_of, known_at, scenario, (min_status, according_to))
    wanted = options.factions(asked.registry, factions, asked.point.day)
    rows = standing.status(history.state(asked.chronicle, asked.point, asked.lens), wanted)
    show(
        rows,
        standing.StatusRow,
        lambda: view.page(rows, asked.registry, asked.point),
        Target(form, output, (options.registry_path(registry),)),
    )
