"""The page of ``status``: each faction with its ties, and what is doubtful about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from libya_tracker.analysis.status import StatusRow
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.vocabulary import Certainty, Relation, Sign
from libya_tracker.views.page import (
    Cell,
    Page,
    Sheet,
    age,
    grouped,
    heading,
    possible_note,
    remarks,
    tone_of,
)
from libya_tracker.views.words import commas, counted

_COLUMNS = ("Faction and its ties", "Since", "Age", "Status")
#: After how many days without a citation of any of its ties a faction is set apart.
_LONG = 365
_SILENT = "Not cited for a year"
_SIGNS = {Sign.PLUS: "friendly", Sign.MINUS: "hostile", Sign.ZERO: "neither"}


def page(
    rows: Sequence[StatusRow], perspective: Perspective, *, of_all: bool = False
) -> Page:
    """Return each faction with its ties below it; those without are named in a note.

    Of all factions, those that nobody has cited for long are set apart.
    """
    with_tie = [row for row in rows if row.relation is not None]
    without = [row.name for row in rows if row.relation is None]
    notes = [f"No tie on this day: {', '.join(without)}."] if without else []
    if with_tie:
        notes.append(
            "Age: since it was last cited. In brackets: how many independent sources. "
            "Disputed: somebody denies the tie, which stands all the same."
        )
    notes += possible_note(row.certainty for row in with_tie)
    if any(row.divided for row in with_tie):
        notes.append("Divided: it or its own units are aligned with more than one side.")
    cited = {row.faction for row in with_tie if not of_all or (row.age or 0) <= _LONG}
    news = [row for row in with_tie if row.faction in cited]
    silent = [row for row in with_tie if row.faction not in cited]
    sheets = (
        Sheet(_COLUMNS, list(grouped(news, _head, _line))),
        Sheet((_SILENT, *_COLUMNS[1:]), list(grouped(silent, _head, _line))),
    )
    several = len({row.faction for row in with_tie}) > 1
    lead = (_counts(with_tie),) if several else ()
    return Page(heading(perspective), sheets, tuple(notes), lead=lead)


def _counts(rows: Sequence[StatusRow]) -> str:
    """Return how many ties there are of each sign; one that holds both ways counts once."""
    ties: dict[Hashable, StatusRow] = {}
    for row in rows:
        relation = row.relation or Relation.NONE
        pair = row.faction, row.to
        ties.setdefault((relation, frozenset(pair) if relation.two_way else pair), row)
    signs = Counter(row.sign for row in ties.values())
    possible = sum(row.certainty is Certainty.POSSIBLE for row in ties.values())
    disputed = sum(bool(row.disputed) for row in ties.values())
    words = [f"{signs[sign]} {word}" for sign, word in _SIGNS.items() if signs[sign]]
    words += [
        f"{n} {word}" for n, word in ((possible, "possible"), (disputed, "disputed")) if n
    ]
    factions = counted(len({row.faction for row in rows}), "faction")
    return f"{factions}, {counted(len(ties), 'tie')}: {commas(*words)}."


def _head(row: StatusRow) -> Cell:
    return Cell(f"{row.name} (divided)" if row.divided else row.name, "strong")


def _line(row: StatusRow) -> tuple[Cell, ...]:
    words = (row.relation or Relation.NONE).reads
    return (
        Cell(f"{row.sign} {words} {row.to_name}", tone_of(row.sign), indent=2),
        Cell(str(row.since or "")),
        Cell(age(row.age)),
        Cell(
            remarks(
                how_sure(row),
                f"until {row.until}" if row.until else None,
                disputed="; ".join(row.disputed_by) or row.disputed,
                certainty=row.certainty,
            )
        ),
    )


def how_sure(row: StatusRow) -> str:
    """Return a tie's status and grade, and how many voices carry it."""
    count = f"({row.corroboration})" if row.corroboration else ""
    return " ".join(part for part in (row.status, row.grade, count) if part)
