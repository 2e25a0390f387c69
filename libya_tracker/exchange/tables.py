"""The rows of a table, each with its cells by our names for the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from libya_tracker.errors import TrackerError, UsageError
from libya_tracker.exchange import delimited, headings, table_dates
from libya_tracker.exchange.headings import ColumnMap, Vocabulary, bare
from libya_tracker.exchange.table_dates import DateOrder
from libya_tracker.model import dates
from libya_tracker.model.dates import DateError
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import own_keys
from libya_tracker.storage.batch import ANSWER_KEYS, DERIVED, LIST_KEYS
from libya_tracker.storage.drafts import KEYS, PUBLISHED, Origin
from libya_tracker.storage.input import ValueOf
from libya_tracker.storage.schema import CLAIM
from libya_tracker.storage.value_types import DATE, TIME

#: The columns of claims, and of the rows of `log`.
CLAIMS = Vocabulary(
    [*KEYS, *sorted(DERIVED)],
    {"source": "sources", "retract": "retracts", "tag": "tags"},
    CLAIM.required,
    own_keys.PREFIX,
)
DATE_KEYS = frozenset(key for key, value in CLAIM.keys.items() if value is DATE)
_TIMES = frozenset(key for key, value in CLAIM.keys.items() if value is TIME)
#: Text to be kept to the letter: blanks around it may be meant.
_VERBATIM = frozenset({"note", "by"})
#: What Excel, in some languages, and LibreOffice show where a formula fails.
_ERROR = re.compile(
    r"#(?:REF|VALUE|NUM|NULL|DIV/0|BEZUG|WERT|ZAHL|VALEUR|VALOR)!|#N/A|#NV|#NAME\?|#{3,}"
    r"|Err:[0-9]{3}"
)
_WHOLE = re.compile(r"([0-9]+)\.0+")
_COMMAS = re.compile(r"[;,\r\n]+")
#: Yes and no as spreadsheets write them, in the languages in which they do.
YES = {
    *("true", "yes", "wahr", "ja", "vrai", "oui", "verdadero", "sí", "vero", "sì"),
    *("verdadeiro", "sim", "waar"),
}
NO = {
    *("false", "no", "falsch", "nein", "faux", "non", "falso", "não", "onwaar", "nee"),
}


class Row(NamedTuple):
    """A row of a table: its number, and its cells that hold something, by our columns."""

    number: int
    cells: Mapping[str, str]


class Table(NamedTuple):
    """A table that was read: where its columns are, its rows, and how it was understood."""

    name: str
    separator: str
    columns: Mapping[str, int]
    rows: list[Row]
    #: What parts the cells, and which heading is which column, where that is no matter of
    #: course.
    description: str = ""

    def origin(self, row: Row) -> Origin:
        """Return where the draft of a row comes from."""
        return Origin(row.number, self.name, self.columns)


def table(text: str, name: str, ours: Vocabulary, others: ColumnMap) -> Table:
    """Return the table that a text holds; raise UsageError where it cannot be read."""
    grid = delimited.grid(text, name, lambda row: headings.known(row, ours, others))
    head = headings.head(grid, ours, others)
    if head is None:
        return Table(name, grid.separator, {}, [])
    first = grid.above + 1
    rows = []
    for index in range(head.row + 1, len(grid.rows)):
        row = grid.rows[index]
        filled = {
            key: text
            for key, place in head.columns.items()
            if place < len(row) and (text := _cell(key, row[place]))
        }
        if filled:
            rows.append(Row(index + first, filled))
    said = headings.description(grid, head)
    return Table(name, grid.separator, head.columns, rows, said)


def claim(cells: Mapping[str, str], order: DateOrder | None) -> dict[str, Any]:
    """Return the cells of a claim's columns as a batch has them.

    Raises UsageError, with the key, for a date that is not ours.
    """
    refuse_errors(cells)
    missing = [key for key in CLAIM.required if key not in cells]
    if len(missing) > 2 and "change" not in cells:
        message = (
            f"this row has no {', '.join(missing)}; if it is no claim, such as a total"
        )
        raise UsageError(f"{message} or a remark, delete it")
    return dict(_values(cells, order))


def refuse_errors(cells: Mapping[str, str]) -> None:
    """Raise UsageError where a cell holds what spreadsheets show for a broken formula."""
    for key, cell in cells.items():
        if cell[:1] in "#E" and key not in _VERBATIM and _ERROR.fullmatch(cell):
            with ValueOf(key):
                raise UsageError(f"{cell!r} is a formula's error; mend it in the sheet")


def claim_or_fault(
    cells: Mapping[str, str], order: DateOrder | None
) -> dict[str, Any] | TrackerError:
    """Do as ``claim`` does, but return what is wrong."""
    try:
        return claim(cells, order)
    except TrackerError as error:
        return error


def date(key: str, cell: str, order: DateOrder | None) -> str:
    """Return the date of a column as we write it; raise UsageError where it is none."""
    with ValueOf(key):
        return table_dates.written(cell, order)


def items(cell: str) -> list[str]:
    """Return the items of a list, which a comma, a semicolon or a new line parts."""
    return [item for part in _COMMAS.split(cell) if (item := bare(part))]


def whole(number: str) -> str:
    """Return a number without the ``.0`` that pandas writes beside empty cells."""
    match = _WHOLE.fullmatch(number)
    return match[1] if match else number


def _cell(key: str, cell: str) -> str:
    return cell if key in _VERBATIM and cell.strip() else bare(cell)


def _values(cells: Mapping[str, str], order: DateOrder | None) -> Iterator[tuple[str, Any]]:
    for key, cell in cells.items():
        if key in LIST_KEYS:
            yield key, items(cell)
        elif key in ANSWER_KEYS:
            yield key, _answer(cell)
        elif key == "retracted":
            yield key, _TRUTH.get(_answer(cell), cell)
        elif key in DATE_KEYS:
            yield key, date(key, cell, order)
        elif key in _TIMES:
            yield key, _time(key, cell, order)
        else:
            yield key, cell


_TRUTH = {"yes": True, "no": False}


def _answer(cell: str) -> str:
    word = cell.casefold()
    return "yes" if word in YES else "no" if word in NO else cell


def _time(key: str, cell: str, order: DateOrder | None) -> str:
    """Return when a claim became known: a time as it is, a day as we write it."""
    if cell.casefold() == PUBLISHED:
        return PUBLISHED
    try:
        return dates.parse_moment(cell).text
    except DateError:
        if not any(char.isdigit() for char in cell):
            return cell  # what is wrong with it is said of any claim
    return date(key, cell, order)
