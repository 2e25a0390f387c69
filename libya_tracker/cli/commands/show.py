"""``libya-tracker show``."""

from __future__ import annotations

from libya_tracker.analysis import show as dossier
from libya_tracker.analysis import state as history
from libya_tracker.cli import options, successors
from libya_tracker.cli import output as answer
from libya_tracker.cli.options import (
    UNTIL_CHANGED,
    AccordingToOption,
    AsOfOption,
    FactionArgument,
    FormatOption,
    KnownAtOption,
    MinStatusOption,
    OutputOption,
    PersistOption,
    RegistryOption,
    ScenarioOption,
)
from libya_tracker.cli.output import Target
from libya_tracker.model import names
from libya_tracker.views import show as view


def show(
    faction: FactionArgument,
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
    """Show all about one faction, up to a day."""
    lens = (min_status, according_to)
    asked = options.ask(registry, as_of, known_at, scenario, lens, persist)
    wanted = names.resolve(asked.registry, faction, asked.point.day if as_of else None)
    successors.followed(asked, [wanted], "show that one too")
    state = history.state(asked)
    rows = dossier.show(state, wanted)
    answer.show(
        rows,
        dossier.ShowRow,
        lambda: view.page(rows, asked, wanted),
        Target(form, output, (options.registry_path(registry),), persist or UNTIL_CHANGED),
    )
