"""The page of ``matrix``: a square of signs and letters that reads without colour."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from libya_tracker.analysis.matrix import Matrix
from libya_tracker.analysis.state import Tie
from libya_tracker.model.vocabulary import Certainty, Relation
from libya_tracker.views.page import POSSIBLE, Cell, Page, Sheet, heading, tone_of

#: What stands for each relation, behind its sign.
LETTERS = {
    Relation.ALIGNED: "a",
    Relation.MEMBER: "m",
    Relation.SUBORDINATE: "u",
    Relation.SUPPORTS: "s",
    Relation.ALLIED: "l",
    Relation.TRUCE: "t",
    Relation.NEUTRAL: "n",
    Relation.OPPOSED: "o",
    Relation.FIGHTING: "f",
}
_DISPUTED = "!"
_UNSURE = "?"
_SELF = "\\"
#: The factions of a page, which at 80 columns is some 3,000 lines then.
_MOST = 200


def page(entire: Matrix, ids: Collection[str] = ()) -> Page:
    """Return the square: a numbered row for each faction, its column under that number.

    Of very many factions it has those that are named, and those with most ties.
    """
    square = entire.largest(_MOST, ids)
    state = square.state
    title = heading(state.perspective, "who stands how toward whom on ")
    if not square.factions:
        return Page(title, notes=("No ties on that day.",))
    numbers = tuple(str(place) for place in range(1, len(square.factions) + 1))
    lines = [
        (
            Cell(number),
            Cell(state.registry.factions[faction].name),
            *(_cell(square, faction, to) for to in square.factions),
        )
        for number, faction in zip(numbers, square.factions, strict=True)
    ]
    columns = ("", "Row toward column", *numbers)
    whole = frozenset({"", *numbers})
    sheet = Sheet(columns, lines, whole, repeated=2)
    return Page(title, (sheet,), tuple(_notes(square)))


def _cell(square: Matrix, faction: str, to: str) -> Cell:
    if faction == to:
        return Cell(_SELF, "faint")
    tie = square.tie(faction, to)
    if tie is None:
        return Cell("")
    return Cell(f"{_code(tie.relation)}{_marks(square, tie)}", tone_of(tie.relation.sign))


def _code(relation: Relation) -> str:
    return f"{relation.sign}{LETTERS[relation]}"


def _marks(square: Matrix, tie: Tie) -> str:
    disputed = _DISPUTED if square.state.denials_of(tie) else ""
    return disputed + ("" if tie.certainty is Certainty.CERTAIN else _UNSURE)


def _notes(square: Matrix) -> Iterator[str]:
    """Yield who is left out, and what the signs mean that stand in the square."""
    if square.left_out:
        yield (
            f"The {len(square.factions)} factions with most ties; {square.left_out} more "
            "are left out: name factions, or take all with -f csv."
        )
    ties = [
        tie
        for here in square.factions
        for to in square.factions
        if (tie := square.tie(here, to)) is not None
    ]
    relations = {tie.relation for tie in ties}
    meanings = [f"{_code(word)} {word.reads}" for word in LETTERS if word in relations]
    if meanings:
        yield f"{', '.join(meanings)}."
    marks = "".join(_marks(square, tie) for tie in ties)
    if _DISPUTED in marks:
        yield f"{_DISPUTED} disputed: somebody denies the tie, which stands all the same."
    if _UNSURE in marks:
        yield f"{_UNSURE} {POSSIBLE[0].lower()}{POSSIBLE[1:]}"
