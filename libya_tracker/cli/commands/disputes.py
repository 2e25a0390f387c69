"""``libya-tracker disputes``."""

from __future__ import annotations

from libya_tracker.analysis import disputes as room
from libya_tracker.cli import options
from libya_tracker.cli.options import (
    UNTIL_CHANGED,
    AccordingToOption,
    AsOfOption,
    FactionsArgument,
    FormatOption,
    KnownAtOption,
    MinStatusOption,
    OutputOption,
    PersistOption,
    RegistryOption,
    ScenarioOption,
)
from libya_tracker.cli.output import Target, show
from libya_tracker.views import disputes as view


def disputes(
    factions: FactionsArgument = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    scenario: ScenarioOption = None,
    min_status: MinStatusOption = None,
    according_to: AccordingToOption = None,
    persist: PersistOption = None,
    registry: RegistryOption = None,
    form: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Show the pairs on which claims disagree, side by side."""
    lens = (min_status, according_to)
    asked = options.ask(registry, as_of, known_at, scenario, lens, persist)
    wanted = options.factions(asked.registry, factions, asked.point.day if as_of else None)
    rows = room.disputes(asked, wanted)
    show(
        rows,
        room.DisputeRow,
        lambda: view.page(rows, asked),
        Target(form, output, (options.registry_path(registry),), persist or UNTIL_CHANGED),
    )
