"""``libya-tracker diff``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

from libya_tracker.analysis import diff as analysis
from libya_tracker.cli import completion, context, values
from libya_tracker.cli.options import MinStatusOption, PersistOption, argument, flag, option
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.cli.selection import ANYBODY, FactionFilter
from libya_tracker.errors import UsageError
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.storage import files
from libya_tracker.views import diff as view

_DIFFERS = 1  # the exit code that --exit-code asks for
_POINT = "DAY[@KNOWN][+SCENARIO]"

AccordingTosOption = Annotated[
    list[str] | None,
    option(
        "WHO",
        "Only what a source says, or a speaker. Given twice: the point A as the first "
        "has it, B as the second.",
        "--according-to",
        completion=completion.voices,
    ),
]
OtherArgument = Annotated[
    str | None, argument("[B]", "The other. [default: today; with --against: A]")
]
AgainstOption = Annotated[
    Path | None, option("FILE", "Take the point A in another registry.")
]
ExitCodeOption = Annotated[bool, flag("--exit-code", "Exit with 1 when anything differs.")]


@question()
def diff(
    path: Path,
    a: Annotated[str, argument("A", f"The one point: {_POINT}.")],
    b: OtherArgument = None,
    against: AgainstOption = None,
    exit_code: ExitCodeOption = False,
    min_status: MinStatusOption = None,
    according_to: AccordingTosOption = None,
    persist: PersistOption = None,
    only: FactionFilter = ANYBODY,
) -> Answer:
    """Show what changed between two points, and why.

    Example: libya-tracker diff 2017-10-31 2017-11-10

    Example: libya-tracker diff 2017-11-09 2017-11-09+stand-ground
    """
    if path == against == files.STANDARD_INPUT:
        raise UsageError("standard input holds one registry; --against names another")
    here = ClaimIndex(files.read(path))
    there = ClaimIndex(files.read(against)) if against else here

    def perspective(index: ClaimIndex, text: str, voice: str | None) -> Perspective:
        point = values.point(index.registry, text)
        lens = values.lens(index.registry, min_status, voice, persist, point.day)
        return Perspective(index, point, lens)

    first, second = _two(according_to or [None])
    one = perspective(there, a, first)
    other = perspective(here, b or (a if against else context.today().isoformat()), second)
    ids = only and only.fitting(one.registry, other.registry)
    rows = [r for r in analysis.diff(one, other) if not ids or ids & {r.faction, r.to}]
    claims = partial(analysis.meanwhile, one, other)
    return Answer(
        rows,
        analysis.DiffRow,
        lambda: view.page(one, other, rows, [] if only else claims()),
        registries=(against,) if against else (),
        exit_code=_DIFFERS if exit_code and rows else 0,
    )


def _two(voices: list[str] | list[None]) -> tuple[str | None, str | None]:
    if len(voices) > 2:
        raise UsageError("--according-to is given once for both points, or once for each")
    return voices[0], voices[-1]
