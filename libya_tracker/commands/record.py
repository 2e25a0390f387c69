"""``libya-tracker record``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from libya_tracker import drafts, reading, writing
from libya_tracker.commands import completion, options, receipt
from libya_tracker.commands.options import DryRunOption, RegistryOption
from libya_tracker.drafts import Draft
from libya_tracker.errors import UsageError
from libya_tracker.model import Point, Registry
from libya_tracker.splicing import Item
from libya_tracker.vocabulary import Relation, Status
from libya_tracker.writing import Addition

_THREE = "FACTION, RELATION and TO"


FactionPart = Annotated[
    str | None,
    typer.Argument(
        metavar="FACTION", show_default=False, autocompletion=completion.factions
    ),
]
RelationPart = Annotated[
    Relation | None,
    typer.Argument(
        metavar="RELATION", show_default=False, help=f"One of: {', '.join(Relation)}."
    ),
]
ToPart = Annotated[
    str | None,
    typer.Argument(metavar="TO", show_default=False, autocompletion=completion.factions),
]
DateOption = Annotated[
    str | None,
    typer.Option("--date", "-d", metavar="DATE", help="When it was so. [default: today]"),
]
UntilOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Its last day, where the claim has one.")
]
FromOption = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FACTION",
        help="The faction a tie with which this ends.",
        autocompletion=completion.factions,
    ),
]
StatusOption = Annotated[
    Status | None, typer.Option(help="[default: reported]", show_default=False)
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        "-s",
        metavar="ID",
        help="Who says so; may be given again.",
        autocompletion=completion.sources,
    ),
]
ByOption = Annotated[
    str | None,
    typer.Option(metavar="WHO", help="Who asserts or denies it: a faction or plain words."),
]
CredibilityOption = Annotated[
    str | None, typer.Option(metavar="[1-6]", help="Admiralty grade of the claim.")
]
NoteOption = Annotated[str | None, typer.Option(help="What else is to be said.")]
RetractsOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ID",
        help="A claim that no longer stands; may be given again.",
        autocompletion=completion.changes,
    ),
]
IdOption = Annotated[
    str | None, typer.Option("--id", help="An id of your own for the claim.")
]
BatchOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE|-",
        help="Add many, all or none: JSON Lines, or CSV with a header.",
        allow_dash=True,
    ),
]


def record(
    faction: FactionPart = None,
    relation: RelationPart = None,
    to: ToPart = None,
    date: DateOption = None,
    until: UntilOption = None,
    leaves: FromOption = None,
    status: StatusOption = None,
    source: SourceOption = None,
    by: ByOption = None,
    credibility: CredibilityOption = None,
    note: NoteOption = None,
    retracts: RetractsOption = None,
    name: IdOption = None,
    scenario: options.ScenarioOption = None,
    batch: BatchOption = None,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Add a claim to the registry."""
    given: dict[str, str | tuple[str, ...] | None] = {
        "faction": faction,
        "relation": relation,
        "to": to,
        "from": leaves,
        "until": until and _date(until),
        "status": status,
        "credibility": credibility,
        "by": by,
        "sources": tuple(source or ()),
        "note": note,
        "retracts": tuple(retracts or ()),
        "id": name,
        "date": date and _date(date),
    }
    wanted = _drafts({key: value for key, value in given.items() if value}, batch)
    path = options.registry_path(registry)
    edit = writing.edit(path, lambda r: _additions(r, wanted, scenario), dry_run=dry_run)
    receipt.show(edit, dry_run=dry_run)


def _drafts(given: dict[str, str | tuple[str, ...]], batch: Path | None) -> list[Draft]:
    """Return the one claim of the command line, or those of a batch."""
    if batch is not None:
        if given:
            raise UsageError(f"--batch brings its own claims; give it alone, or {_THREE}")
        return drafts.batch(_batch_text(batch))
    if not {"faction", "relation", "to"} <= given.keys():
        example = "libya-tracker record trb allied gna --date 2017-11-01"
        raise UsageError(f"give {_THREE}: `{example}`")
    return [Draft({"date": _date("today"), **given})]


def _additions(
    registry: Registry, wanted: list[Draft], scenario: str | None
) -> list[Addition]:
    options.known_scenario(registry, scenario)
    path = ("scenarios", scenario, "changes") if scenario else ("changes",)
    point = Point(options.today(), options.today(), scenario)
    additions = []
    for draft in wanted:
        values = drafts.resolved(draft, registry)
        if (claim := drafts.standing(values, registry, point)) is not None:
            typer.echo(
                f"{draft.origin}stands already, at {claim.where}: {claim.id}", err=True
            )
            continue
        values.setdefault("recorded", options.now().text)
        ordered = {key: values[key] for key in drafts.KEYS if key in values}
        additions.append(Addition(path, Item(ordered)))
    return additions


def _date(text: str) -> str:
    """Return a date as it is to be written: as typed, or the day that a word stands for."""
    return options.day(text, "--date or --until").text


def _batch_text(path: Path) -> str:
    if str(path) == "-":
        return reading.decode(sys.stdin.buffer.read(), "standard input")
    return reading.decode(reading.contents(path), str(path))
