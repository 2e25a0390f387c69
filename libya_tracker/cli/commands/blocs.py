"""``libya-tracker blocs``."""

from __future__ import annotations

from libya_tracker.analysis import blocs as sides
from libya_tracker.analysis import state
from libya_tracker.cli import options
from libya_tracker.cli.options import (
    UNTIL_CHANGED,
    AccordingToOption,
    AsOfOption,
    FormatOption,
    KnownAtOption,
    MinStatusOption,
    OutputOption,
    PersistOption,
    RegistryOption,
    ScenarioOption,
)
from libya_tracker.cli.output import Target, show
from libya_tracker.views import blocs as view


def blocs(
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
    """Show who follows whom: each side with its factions."""
    lens = (min_status, according_to)
    asked = options.ask(registry, as_of, known_at, scenario, lens, persist)
    rows = sides.blocs(state.state(asked))
    show(
        rows,
        sides.BlocRow,
        lambda: view.page(rows, asked),
        Target(form, output, (options.registry_path(registry),), persist or UNTIL_CHANGED),
    )
