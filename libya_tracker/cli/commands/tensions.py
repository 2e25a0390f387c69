"""``libya-tracker tensions``."""

from __future__ import annotations

from typing import Annotated

import typer

from libya_tracker.analysis import state
from libya_tracker.analysis import tensions as network
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
from libya_tracker.errors import UsageError
from libya_tracker.views import tensions as view

SinceOption = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="Only tensions that were not there on that day."),
]
AllOption = Annotated[
    bool, typer.Option("--all", help="Balanced triads too: all that was looked at.")
]
SummaryOption = Annotated[
    bool,
    typer.Option(
        "--summary", help="How balanced the whole is, and each connected part of it."
    ),
]


def tensions(
    as_of: AsOfOption = None,
    since: SinceOption = None,
    everything: AllOption = False,
    summary: SummaryOption = False,
    known_at: KnownAtOption = None,
    scenario: ScenarioOption = None,
    min_status: MinStatusOption = None,
    according_to: AccordingToOption = None,
    persist: PersistOption = None,
    registry: RegistryOption = None,
    form: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Show ties that do not go together: unbalanced triads, divided factions."""
    if (since is not None) + everything + summary > 1:
        raise UsageError("--since, --all and --summary are three questions; ask one")
    lens = (min_status, according_to)
    asked = options.ask(registry, as_of, known_at, scenario, lens, persist)
    target = Target(
        form, output, (options.registry_path(registry),), persist or UNTIL_CHANGED
    )
    now = network.network(state.state(asked))
    if summary:
        parts = network.summary(now)
        show(parts, network.BalanceRow, lambda: view.balance(parts, now), target)
        return
    day = options.last_day(since, "--since") if since is not None else None
    before = None
    if day is not None:
        before = network.network(state.state(asked.on(day)))
    rows = network.everything(now) if everything else network.tensions(now, before)
    show(rows, network.TensionRow, lambda: view.page(rows, now, day), target)
