"""``libya-tracker record``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from libya_tracker.cli import completion, confirmation, messages
from libya_tracker.cli.context import now, own_registry, today
from libya_tracker.cli.options import DryRunOption, RegistryOption
from libya_tracker.cli.values import day, scenario_id
from libya_tracker.errors import NoSuchError, TrackerError, UnreadableError, UsageError
from libya_tracker.model.query import Point
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Relation, Status
from libya_tracker.storage import batch as batches
from libya_tracker.storage import files, writer
from libya_tracker.storage.emitter import Item
from libya_tracker.storage.input import (
    Context,
    Draft,
    Ledger,
    UnknownNamesError,
    Written,
    resolved,
)
from libya_tracker.storage.writer import Addition

_THREE = "FACTION, RELATION and TO"


FactionPart = Annotated[
    str | None,
    typer.Argument(
        metavar="FACTION",
        help="Who; an id, name or alias.",
        show_default=False,
        autocompletion=completion.factions,
    ),
]
RelationPart = Annotated[
    str | None,
    typer.Argument(
        metavar="RELATION",
        show_default=False,
        help=f"One of: {', '.join(Relation)}; or as it reads, such as 'member of'.",
        autocompletion=completion.relations,
    ),
]
ToPart = Annotated[
    str | None,
    typer.Argument(
        metavar="TO",
        help="Toward whom; an id, name or alias.",
        show_default=False,
        autocompletion=completion.factions,
    ),
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
NoteOption = Annotated[
    str | None, typer.Option(metavar="TEXT", help="What else is to be said.")
]
RetractsOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ID",
        help="A claim that no longer stands; may be given again.",
        autocompletion=completion.changes,
    ),
]
IdOption = Annotated[
    str | None, typer.Option("--id", metavar="ID", help="An id of your own for the claim.")
]
WhatIfOption = Annotated[
    str | None,
    typer.Option(
        "--scenario",
        metavar="ID",
        help="Add it to a what-if instead of the record.",
        autocompletion=completion.scenarios,
    ),
]
BatchOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE|-",
        help="Add many, all or none: JSON Lines, or CSV with a header, as `log -f jsonl` "
        "and `-f csv` print them; what those derive is passed over, claims that they say "
        "were retracted are left out.",
        allow_dash=True,
    ),
]


def record(
    faction: FactionPart = None,
    relation: RelationPart = None,
    to: ToPart = None,
    date: DateOption = None,
    until: UntilOption = None,
    ends_tie_with: FromOption = None,
    status: StatusOption = None,
    source: SourceOption = None,
    by: ByOption = None,
    credibility: CredibilityOption = None,
    note: NoteOption = None,
    retracts: RetractsOption = None,
    name: IdOption = None,
    scenario: WhatIfOption = None,
    batch: BatchOption = None,
    dry_run: DryRunOption = False,
    registry: RegistryOption = None,
) -> None:
    """Add a claim to the registry."""
    given: dict[str, str | tuple[str, ...] | None] = {
        "faction": faction,
        "relation": relation,
        "to": to,
        "from": ends_tie_with,
        "until": until and day(until, "--until").text,
        "status": status,
        "credibility": credibility,
        "by": by,
        "sources": tuple(source or ()),
        "note": note,
        "retracts": tuple(retracts or ()),
        "id": name,
        "date": date and day(date, "--date").text,
    }
    wanted = _drafts({key: value for key, value in given.items() if value}, batch)
    path = own_registry(registry)
    edit = writer.edit(path, lambda r: _addition(r, wanted, scenario), dry_run=dry_run)
    confirmation.show(edit, dry_run=dry_run)


def _drafts(given: dict[str, str | tuple[str, ...]], batch: Path | None) -> list[Draft]:
    """Return the one claim of the command line, or those of a batch."""
    if batch is not None:
        if given:
            raise UsageError(f"--batch brings its own claims; give it alone, or {_THREE}")
        found = batches.drafts(_batch_text(batch))
        if not found:
            messages.say("the batch holds no claims; nothing written")
        return found
    if not {"faction", "relation", "to"} <= given.keys():
        example = "libya-tracker record trb allied gna --date 2017-11-01"
        raise UsageError(f"give {_THREE}: `{example}`")
    return [Draft({"date": today().isoformat(), **given})]


def _addition(
    registry: Registry, wanted: list[Draft], scenario: str | None
) -> Addition | None:
    scenario_id(registry, scenario)
    ledger = Ledger(registry, Point(today(), today(), scenario))
    items, errors = [], []
    others = {name for draft in wanted if isinstance(name := draft.values.get("id"), str)}
    context = Context(registry, others)
    for draft in wanted:
        try:
            _refuse_mixing(draft, scenario)
            if (values := _new(draft, context, ledger)) is not None:
                items.append(Item(values))
        except TrackerError as error:
            errors.append(error)
    _refuse(errors)
    path = ("scenarios", scenario, "changes") if scenario else ("changes",)
    return Addition(path, items) if items else None


def _refuse_mixing(draft: Draft, scenario: str | None) -> None:
    """Keep a what-if's claims out of the record and out of other what-ifs."""
    if draft.scenario is not None and draft.scenario != scenario:
        message = f"this claim is of the what-if {draft.scenario!r}; "
        hint = f"record it with --scenario {draft.scenario}"
        raise UsageError(draft.origin + message + hint)


def _new(draft: Draft, context: Context, ledger: Ledger) -> Written | None:
    """Return a claim to write, or None, with the reason told, where it is not to be."""
    values = resolved(draft, context)
    if draft.retracted:
        messages.say(f"{draft.origin}left out: it was taken back where it comes from")
        return None
    if (where := ledger.standing(values, draft)) is not None:
        messages.say(f"{draft.origin}stands already, at {where}")
        return None
    values.setdefault("recorded", now().text)
    return ledger.join(values, draft)


def _refuse(errors: Sequence[TrackerError]) -> None:
    """Raise what is wrong with a batch, each line of it told."""
    if len(errors) == 1:
        raise errors[0]
    for error in errors:
        messages.say(f"error: {error}")
    if errors:
        unknown = all(error.exit_code == NoSuchError.exit_code for error in errors)
        kind = UnknownNamesError if unknown else UsageError
        raise kind(f"{len(errors)} claims cannot be recorded; nothing written")


def _batch_text(path: Path) -> str:
    if str(path) == "-":
        if sys.stdin is None:
            raise UnreadableError("standard input is closed; nothing to read a batch from")
        if sys.stdin.isatty():
            messages.clear()  # to wait for somebody who types is no work
        return files.decode(sys.stdin.buffer.read(), "standard input")
    return files.decode(files.contents(path), str(path))
