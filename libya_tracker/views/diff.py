"""The page of ``diff``: ties that began, changed or ended, and claims without effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from libya_tracker.analysis.diff import DiffRow, Why, once
from libya_tracker.analysis.log import LogRow
from libya_tracker.analysis.state import State, state
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.records import Registry
from libya_tracker.model.vocabulary import Cause, Difference, Relation, Status
from libya_tracker.views.page import Cell, Page, Sheet, TableLine, Tone, grouped, remarks
from libya_tracker.views.words import commas, counted

Item = TypeVar("Item", DiffRow, LogRow)

_TITLES: dict[str, str] = {
    Difference.ADDED: "New ties",
    Difference.CHANGED: "Changed ties",
    Difference.REMOVED: "Ended ties",
}
_COUNTED = {
    Difference.ADDED: "new tie",
    Difference.CHANGED: "changed tie",
    Difference.REMOVED: "ended tie",
}
_COLUMNS = ("Tie", "Date", "Why", "Status")
_WITHOUT_EFFECT: dict[str, str] = {
    Status.EXPECTED: "Only expected",
    Status.DENIED: "Denied",
}
DIFFERENCE_MARKS: dict[str, tuple[str, Tone]] = {
    Difference.ADDED: ("+", "good"),
    Difference.CHANGED: ("~", "middling"),
    Difference.REMOVED: ("-", "bad"),
}
_MARKS: dict[str, tuple[str, Tone]] = {
    **DIFFERENCE_MARKS,
    Status.EXPECTED: ("?", "middling"),
    Status.DENIED: ("!", "middling"),
}


def page(
    a: Perspective, b: Perspective, rows: Sequence[DiffRow], claims: Sequence[LogRow]
) -> Page:
    """Return how many ties differ and why, which by kind, then claims without effect.

    A two-way tie that changed alike on both sides is one line, and counts once.
    """
    tie_rows = once(rows)
    line = partial(_line, state(a), state(b))
    lines = [
        *_section(_TITLES, tie_rows, lambda row: row.difference, line),
        *_section(_WITHOUT_EFFECT, claims, lambda row: row.status, _claim),
    ]
    return Page(_title(a, b), (Sheet(_COLUMNS, lines[1:]),), lead=(_count(tie_rows),))


def _section(
    titles: Mapping[str, str],
    rows: Sequence[Item],
    kind: Callable[[Item], str],
    line: Callable[[Item], tuple[Cell, ...]],
) -> Iterator[TableLine]:
    """Yield the lines of each kind of row under its title, a blank line above it."""
    for word, title in titles.items():
        if part := [row for row in rows if kind(row) == word]:
            yield Cell("")
            yield Cell(title, "strong")
            yield from grouped(part, lambda row: Cell(_words(row), indent=2), line)


def _count(rows: Sequence[DiffRow]) -> str:
    """Return how many ties differ, by kind, and for each reason, also for none."""
    reasons = Counter(row.why for row in rows)
    kinds = Counter(row.difference for row in rows)
    reported = [why for why in Why if why is not Why.OTHER_SOURCES or reasons[why]]
    counts = ", ".join(f"{reasons[why]} {why}" for why in reported)
    ties = commas(*(counted(kinds[k], _COUNTED[k]) for k in Difference if kinds[k]))
    return f"{ties or 'No tie differs'}: {counts}."


def _line(then: State, now: State, row: DiffRow) -> tuple[Cell, ...]:
    tie, old = (which.ties.get((row.faction, row.to)) for which in (now, then))
    disputed = tie is not None and bool(now.denials_of(tie))
    update = None
    if tie is not None and (status := now.status_of(tie)) != row.status:
        update = f"now {status}"
    if tie is None and old is not None and row.status not in {None, then.status_of(old)}:
        update = f"was {then.status_of(old)}"
    return (
        _marked(row.difference, row.name, *_ending(now.registry, row)),
        Cell(str(row.date)),
        Cell(row.why, "plain" if row.why is Why.HAPPENED else "middling"),
        Cell(
            remarks(row.status, update, disputed=disputed),
            "middling" if disputed or update else "plain",
        ),
    )


def _ending(registry: Registry, row: DiffRow) -> tuple[str, ...]:
    """Return how a tie that is gone ended, where the deciding claim is no plain end."""
    if row.after is not None or row.end is None:
        return ()
    claim, names = row.end.claim, registry.factions
    if row.end.dissolved is not None:
        return (f"{names[row.end.dissolved].name} dissolved",)
    if row.end.cause is Cause.RAN_OUT:
        return ("on its last day",)
    if row.end.cause is Cause.NOT_CITED or claim.relation is Relation.NONE:
        return ()
    subject = "" if claim.faction == row.faction else f"{names[claim.faction].name} "
    return (f"ended by: {subject}{claim.relation.reads} {names[claim.to].name}",)


def _claim(row: LogRow) -> tuple[Cell, ...]:
    who = row.by or ", ".join(row.sources)
    by = Cell(f"by {who}" if who else "")
    return _marked(row.status, row.name), Cell(str(row.date)), Cell(""), by


def _marked(kind: str, name: str, *more: str) -> Cell:
    mark, tone = _MARKS[kind]
    return Cell((f"{mark} {name}", *(f"  {line}" for line in more)), tone, indent=4)


def _words(row: DiffRow | LogRow) -> str:
    """Return what a row says of its faction."""
    words = f"{row.relation.reads} {row.to_name}"
    if isinstance(row, LogRow):
        return words
    if row.before and row.after:
        words += f" (before: {row.before.reads})"
    return words


def _title(a: Perspective, b: Perspective) -> str:
    registry = b.registry
    title = f"{registry.name}: from"
    same = replace(a.point, scenario=b.point.scenario) == b.point
    if same and a.point != b.point and a.registry is registry:
        sides = " and ".join(_supposed(view) for view in (a, b))
        known_on = f", as known on {b.point.known}" if b.point.second_clock else ""
        return f"{registry.name}: on {b.day}, between {sides}{known_on}"
    if not (a.point.second_clock or b.point.second_clock):
        return f"{title} {_point(a)} to {_point(b)}"
    if a.point.known == b.point.known:
        return f"{title} {_point(a)} to {_point(b)}, as known on {b.point.known}"
    points = (f"{_point(view)}, as known on {view.point.known}" for view in (a, b))
    return f"{title} {', to '.join(points)}"


def _point(view: Perspective) -> str:
    point = view.point
    state = f"{point.day} in {point.revision}" if point.revision else str(point.day)
    return f"{state}, supposing {point.scenario!r}" if point.scenario else state


def _supposed(view: Perspective) -> str:
    return repr(view.point.scenario) if view.point.scenario else "the record"
