"""``libya-tracker diff``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, TypeVar

from libya_tracker.analysis import diff as analysis
from libya_tracker.analysis.diff import DiffRow
from libya_tracker.analysis.log import LogRow
from libya_tracker.cli import completion, values
from libya_tracker.cli.options import MinStatusOption, PersistOption, argument, flag, option
from libya_tracker.cli.output import Answer
from libya_tracker.cli.question import question
from libya_tracker.cli.selection import ANYBODY, FactionFilter
from libya_tracker.cli.states import States
from libya_tracker.errors import NoSuchError, UsageError
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.vocabulary import Status
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import files
from libya_tracker.storage.later_ids import under_later_ids
from libya_tracker.views import diff as view

Row = TypeVar("Row", DiffRow, LogRow)

_DIFFERS = 1  # the exit code that --exit-code asks for
_POINT = "[REV:]DAY[@KNOWN][+SCENARIO]"

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
    str | None, argument("[B]", "The other. [default: today; with --against or --rev: A]")
]
NamesArgument = Annotated[
    list[str] | None,
    argument(
        "[FACTION]...",
        "Only ties of these, with B or in its place. [default: all]",
        completion=completion.factions,
    ),
]
AgainstOption = Annotated[
    Path | None, option("FILE", "Take the point A in another registry.")
]
RevOption = Annotated[
    str | None,
    option("REV", "Take A in the registry as it was in a revision of git.", "--rev"),
]
ExitCodeOption = Annotated[bool, flag("--exit-code", "Exit with 1 when anything differs.")]


@question()
def diff(
    path: Path,
    a: Annotated[str, argument("A", f"The one point: {_POINT}.")],
    b: OtherArgument = None,
    factions: NamesArgument = None,
    against: AgainstOption = None,
    rev: RevOption = None,
    exit_code: ExitCodeOption = False,
    min_status: MinStatusOption = None,
    according_to: AccordingTosOption = None,
    persist: PersistOption = None,
    only: FactionFilter = ANYBODY,
) -> Answer:
    """Show what changed between two points, and why.

    A faction that one of two registries has under another id is compared all the same.

    Example: libya-tracker diff 2017-10-31 2017-11-10

    Example: libya-tracker diff 2017-10-31 kani lna

    Example: libya-tracker diff 2017-11-09 2017-11-09+stand-ground

    Example: libya-tracker diff today --rev HEAD~1
    """
    if b is not None and not values.is_point(b):
        factions, b = [b, *(factions or ())], None
    points = _Points(path, against, rev, min_status, persist)
    one, other = points.both(a, b, according_to or [None])
    ids = _chosen(one, other, factions, only)
    rows = _of(ids, analysis.diff(one, other))
    return Answer(
        rows,
        analysis.DiffRow,
        lambda: view.page(one, other, rows, _of(ids, analysis.meanwhile(one, other))),
        registries=(against,) if against else (),
        exit_code=_DIFFERS if exit_code and rows else 0,
        page_notes=lambda: _of_whom(one, other, ids) if factions else (),
    )


def _chosen(
    one: Perspective,
    other: Perspective,
    factions: Sequence[str] | None,
    only: FactionFilter,
) -> frozenset[str]:
    """Return the factions that are named at either point and fit; of all: nothing."""
    if not factions:
        return only.fitting(one.registry, other.registry) if only else frozenset()
    ids = set()
    for name in factions:
        try:
            ids.add(values.faction_id(other, name))
        except NoSuchError:
            if one.index is other.index:
                raise
            ids.add(values.faction_id(one, name))
    return frozenset(only.among(other.registry, [*ids]))


def _of(ids: Collection[str], rows: Iterable[Row]) -> list[Row]:
    """Return the rows that are about some factions; all where none are meant."""
    return [row for row in rows if not ids or not {row.faction, row.to}.isdisjoint(ids)]


def _of_whom(one: Perspective, other: Perspective, ids: Collection[str]) -> Iterator[str]:
    known = {**one.registry.factions, **other.registry.factions}
    yield f"Only ties of {', '.join(known[id].name for id in known if id in ids)}."


class _Points(NamedTuple):
    """Where the two points are, and which claims count at them."""

    path: Path
    against: Path | None
    rev: str | None
    min_status: Status | None
    persist: str | None

    def both(
        self, a: str, b: str | None, voices: list[str] | list[None]
    ) -> tuple[Perspective, Perspective]:
        """Return the points A and B, each as a voice has it, in the ids of B."""
        self._refuse_two_places(a)
        if self.rev is not None:
            a, b = f"{self.rev}:{a}", b or a
        elsewhere = ClaimIndex(files.read(self.against)) if self.against else None
        states = States(self.path)
        first, second = _two(voices)
        one = self._point(a, first, states, elsewhere)
        other = self._point(b or (a if self.against else "today"), second, states)
        return _under_ids_of(other, one), other

    def _refuse_two_places(self, a: str) -> None:
        if self.path == self.against == files.STANDARD_INPUT:
            raise UsageError("standard input holds one registry; --against names another")
        if sum((self.against is not None, self.rev is not None, ":" in a)) > 1:
            raise UsageError("--against, --rev and REV: say where A is; give one of them")

    def _point(
        self, text: str, voice: str | None, states: States, index: ClaimIndex | None = None
    ) -> Perspective:
        """Return a point ``REV:DAY…`` of the file, or of another registry."""
        revision, text = values.revision(text)
        index = index or states.index(revision)
        point = replace(values.point(index.registry, text), revision=revision)
        options = self.min_status, voice, self.persist, point.day
        return Perspective(index, point, values.lens(index.registry, *options))


def _under_ids_of(other: Perspective, one: Perspective) -> Perspective:
    """Return a point whose factions have the ids that they have at another."""
    if one.index is other.index:
        return one
    registry = under_later_ids(one.registry, other.registry)
    return one if registry is one.registry else replace(one, index=ClaimIndex(registry))


def _two(voices: list[str] | list[None]) -> tuple[str | None, str | None]:
    if len(voices) > 2:
        raise UsageError("--according-to is given once for both points, or once for each")
    return voices[0], voices[-1]
