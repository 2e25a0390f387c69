"""How a command that answers is declared: the shared options, their rules and help.

A command is a function of a ``Perspective`` (or, where no day is asked about, of the
``Path`` of the registry) and of its own options, and returns an ``Answer``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import typer

from libya_tracker.cli import (
    context,
    messages,
    options,
    output,
    selection,
    states,
    values,
)
from libya_tracker.cli.context import FORMAT
from libya_tracker.cli.output import Answer, Target
from libya_tracker.cli.selection import FactionFilter
from libya_tracker.cli.values import PerspectiveOptions
from libya_tracker.model.perspective import Perspective
from libya_tracker.output.formats import ROWS, Format
from libya_tracker.views.page import silence

Command = Callable[..., Answer]

#: What decides from where a question is asked, in the order of the help.
_OF_PERSPECTIVE = {
    "as_of": options.AsOfOption,
    "known_at": options.KnownAtOption,
    "scenario": options.ScenarioOption,
    "min_status": options.MinStatusOption,
    "according_to": options.AccordingToOption,
    "persist": options.PersistOption,
}


def question(
    *,
    without: Collection[str] = (),
    formats: Sequence[Format] = ROWS,
    format_note: str = "",
    over_time: bool = False,
) -> Callable[[Command], Callable[..., None]]:
    """Return a decorator that turns a function with an answer into a command for typer.

    It adds the shared options except those in ``without``, and for a FactionFilter its own.
    The first of ``formats`` is the default. The day asked about is --as-of, else --until;
    an answer ``over_time`` is of the days up to it, too.
    """

    def declare(command: Command) -> Callable[..., None]:
        first, *parts = inspect.signature(command, eval_str=True).parameters.values()
        of_perspective = _OF_PERSPECTIVE if first.annotation is Perspective else {}
        own = [part for part in parts if part.annotation is not FactionFilter]
        shared: dict[str, Any] = {
            **(selection.OPTIONS if own != parts else {}),
            **{name: kind for name, kind in of_perspective.items() if name not in without},
            "registry": options.RegistryOption,
            "form": format_option(tuple(formats), format_note),
            "output": options.OutputOption,
            "no_pager": options.NoPagerOption,
        }

        def run(**arguments: Any) -> None:
            path = context.registry_path(arguments["registry"])
            subject = perspective_of(path, arguments) if of_perspective else path
            answer = _answer(command, subject, parts, arguments)
            answer = _noted(answer, subject, shared, over_time)
            read = path, *answer.registries
            output.show(answer, _target(arguments, read, formats))
            if answer.exit_code:
                raise typer.Exit(answer.exit_code)

        return _signed(run, command, own, shared)

    return declare


def with_perspective(command: Callable[..., None]) -> Callable[..., None]:
    """Return a function that writes what is seen in a registry as a command for typer.

    It is a function of the registry's path, of what reads the registry as the shared
    options ask to see it, and of its own options.
    """
    _, _, *own = inspect.signature(command, eval_str=True).parameters.values()
    shared: dict[str, Any] = {**_OF_PERSPECTIVE, "registry": options.RegistryOption}

    def run(**arguments: Any) -> None:
        path = context.registry_path(arguments["registry"])

        def read() -> Perspective:
            perspective = perspective_of(path, arguments)
            for note in idle(perspective, over_time=True):
                messages.say(f"note: {note}")
            return perspective

        command(path, read, **{part.name: arguments[part.name] for part in own})

    return _signed(run, command, own, shared)


def _target(
    arguments: Mapping[str, Any],
    registries: tuple[Path, ...],
    formats: Sequence[Format],
) -> Target:
    """Return where an answer goes; --no-pager may stand before the command, too."""
    unpaged = arguments["no_pager"] or arguments["ctx"].find_root().params.get("no_pager")
    return Target(
        arguments["form"],
        arguments["output"],
        registries,
        values.lasting(arguments.get("persist")),
        formats,
        paged=not unpaged,
    )


def _noted(
    answer: Answer, subject: Perspective | Path, shared: Collection[str], over_time: bool
) -> Answer:
    """Return an answer with notes on a scenario without effect, and on old claims."""
    if isinstance(subject, Path):
        return answer
    supposed = idle(subject, over_time) if "scenario" in shared else ()
    notes = *answer.notes, *supposed
    for_whom = answer.page_notes

    def page_notes() -> Iterator[str]:
        yield from for_whom()
        yield from silence(subject)

    return answer._replace(notes=notes, page_notes=page_notes)


def _answer(
    command: Command,
    subject: Perspective | Path,
    parts: Sequence[inspect.Parameter],
    arguments: Mapping[str, Any],
) -> Answer:
    """Return what a command answers; its page says for which factions it is."""
    filters = [part.name for part in parts if part.annotation is FactionFilter]
    own = {p.name: arguments[p.name] for p in parts if p.name not in filters}
    only = FactionFilter.of(*map(arguments.get, selection.OPTIONS))
    answer = command(subject, **own, **dict.fromkeys(filters, only))
    if not (filters and only) or answer.page_notes is not tuple:
        return answer
    return answer._replace(page_notes=lambda: [f"Only factions {only}."])


def idle(perspective: Perspective, over_time: bool) -> Iterator[str]:
    """Yield a note where the scenario that is supposed makes no difference."""
    scenario = perspective.point.scenario
    if scenario is None:
        return
    # Deferred: a what-if is rare, and these bring the differences with them.
    from libya_tracker.analysis import scenarios  # noqa: PLC0415
    from libya_tracker.views import scenarios as view  # noqa: PLC0415

    changes = scenarios.has_begun if over_time else scenarios.changes_day
    if not changes(perspective, scenario):
        claims = scenarios.claims_of(perspective, scenario)
        when = "up to" if over_time else "on"
        yield view.without_effect(perspective, scenario, claims, when)


def _signed(
    run: Callable[..., None],
    command: Callable[..., Any],
    own: Sequence[inspect.Parameter],
    shared: Mapping[str, Any],
) -> Callable[..., None]:
    """Return a function with the name, the help and the options that typer is to read."""
    keyword = inspect.Parameter.KEYWORD_ONLY
    parts = [parameter.replace(kind=keyword) for parameter in own]
    parts += [
        inspect.Parameter(name, keyword, default=None, annotation=kind)
        for name, kind in shared.items()
    ]
    if not any(part.name == "ctx" for part in parts):
        parts.append(inspect.Parameter("ctx", keyword, annotation=typer.Context))
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__wrapped__ = command  # type: ignore[attr-defined]  # what returns the answer
    run.__signature__ = inspect.Signature(parts)  # type: ignore[attr-defined]
    run.__annotations__ = {part.name: part.annotation for part in parts}
    return run


@lru_cache
def format_option(formats: tuple[Format, ...], note: str = "") -> Any:
    """Return the option --format of a command that writes these formats."""
    choice = StrEnum("Format", {form.name: form.value for form in formats})  # type: ignore[misc]
    default = f"Default: ${FORMAT}, else by the ending of --output, else {formats[0]}"
    option = typer.Option(
        "--format", "-f", help=f"{default}{note or '.'}", show_default=False
    )
    return Annotated[choice | None, option]


def perspective_of(path: Path, arguments: Mapping[str, Any]) -> Perspective:
    """Return a registry as the shared options ask to see it."""
    name = "as_of" if "as_of" in arguments else "until"
    text, rev = arguments.get(name), arguments.get("rev")
    if text is not None and name == "as_of":
        rev, text = values.revision(text)
    day = values.last_day(text, f"--{name.replace('_', '-')}")
    others = {part: arguments.get(part) for part in _OF_PERSPECTIVE if part != "as_of"}
    others["revision"] = rev
    return PerspectiveOptions(day, **others).perspective(states.registry(path, rev))
