"""UCDP's tables as rows: which of them a file is, told apart by its headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from libya_tracker.errors import UsageError
from libya_tracker.exchange import delimited, tables, texts
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import causes

_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_RELEASE = re.compile(r"([0-9]{2})\.([0-9])")


class Kind(StrEnum):
    """Which of UCDP's tables a file is."""

    NON_STATE = "non-state conflict"
    ARMED = "armed conflict"
    ACTORS = "actors"


#: The headings without which a table cannot be read.
NEEDED = {
    Kind.NON_STATE: (
        *("dyad_id", "side_a_name", "side_a_id", "side_b_name", "side_b_id"),
        *("start_date2", "ep_end", "ep_end_date", "year"),
    ),
    Kind.ARMED: (
        *("conflict_id", "side_a", "side_a_id", "side_b", "side_b_id"),
        *("start_date2", "ep_end", "ep_end_date", "year"),
    ),
    Kind.ACTORS: ("ActorId", "NameData", "ActorIdPrev", "ActorIdAlliance", "ActorIdGroup"),
}
#: The others that are read.
_OF_CONFLICTS = (
    *("side_a_name_fulltext", "side_a_name_mothertongue", "side_a_components"),
    *("side_b_name_fulltext", "side_b_name_mothertongue", "side_b_components"),
    *("side_a_2nd", "side_b_2nd", "start_prec2", "ep_end_prec", "version"),
)
_ALSO = {
    Kind.NON_STATE: _OF_CONFLICTS,
    Kind.ARMED: _OF_CONFLICTS,
    Kind.ACTORS: ("NameOrigFullEng", "NameOrigFull", "NameOrig", "version"),
}
#: What R writes for an empty cell.
_MISSING = "NA"
#: The headings of columns with a number or a code in each cell; lists are not among them.
_OF_NUMBERS = {
    *("dyadid", "conflictid", "year", "startprec2", "epend", "ependprec"),
}
#: The headings that only one of the tables has.
_SIGNS = {
    Kind.ACTORS: {"actorid"},
    Kind.ARMED: {"sidea", "incompatibility"},
    Kind.NON_STATE: {"sideaname", "sideacomponents", "sideanamefulltext"},
}


class Version(NamedTuple):
    """The release that a table names, such as 22.1."""

    text: str

    @property
    def number(self) -> str | None:
        """Its number as the names of UCDP's files have it; None where it is no such."""
        match = _RELEASE.fullmatch(self.text)
        return match and match[1] + match[2]

    @property
    def year(self) -> int | None:
        """The year in which it came out, which is the one after the last that it covers."""
        return 2000 + int(self.number[:2]) if self.number else None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its number in the file, and its cells by their headings."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(bare(heading), "")


class Table(NamedTuple):
    """A table that was read."""

    name: str
    kind: Kind
    rows: list[Row]
    #: The release that its rows name.
    release: Version | None
    #: The last year that the release covers, of which it knows no ends.
    newest: int
    #: The headings of the columns that are not read, though they have something in them.
    left: tuple[str, ...] = ()


def table(data: bytes, name: str) -> Table:
    """Return the table that a file holds; raise UsageError where it is none of UCDP's."""
    text = texts.text(data, name)
    grid = delimited.grid(text, name, lambda row: len(_known & set(map(bare, row))))
    places = [place for place, row in enumerate(grid.rows) if any(map(str.strip, row))]
    heads = [bare(cell) for cell in grid.rows[places[0]]] if places else []
    kind = _kind(heads, name)
    rows = [
        Row(place + grid.above + 1, _cells(heads, grid.rows[place]))
        for place in places[1:]
        if [*map(bare, grid.rows[place])] != heads  # as where files were joined to one
    ]
    release = _release(rows, name)
    left = _left(grid.rows[places[0]], kind, rows)
    return Table(name, kind, rows, release, _newest(rows, release), left)


def bare(heading: str) -> str:
    """Return a heading without what differs between releases: case and hyphens."""
    return _NO_LETTERS.sub("", heading.casefold())


def is_year(text: str) -> bool:
    """Tell whether a text is a year in which there can be a day before and after."""
    return len(text) == 4 and text.isascii() and text.isdecimal() and 1 < int(text) < 9999


_known = {bare(heading) for headings in NEEDED.values() for heading in headings}


def _release(rows: Sequence[Row], name: str) -> Version | None:
    """Return the release that rows name; raise UsageError where they name several."""
    releases: dict[str, list[int]] = {}
    for row in rows:
        if row["version"]:
            releases.setdefault(row["version"], []).append(row.number)
    if len(releases) > 1:
        each = "; ".join(
            f"{release} in row{'s' * (len(numbers) > 1)} {causes.listed(numbers)}"
            for release, numbers in releases.items()
        )
        raise UsageError(
            f"{name}: this holds several releases of UCDP's, each of which is a source of "
            f"its own ({each}); import one at a time"
        )
    return next(map(Version, releases), None)


def _left(heads: Sequence[str], kind: Kind, rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the headings of the columns that hold something and are not read."""
    read = {bare(heading) for heading in (*NEEDED[kind], *_ALSO[kind])}
    others = [head.strip() for head in heads if bare(head) not in read]
    return tuple(head for head in others if any(row[head] for row in rows))


def _newest(rows: Sequence[Row], release: Version | None) -> int:
    """Return the last year of a release: that before it came out, or of its rows."""
    years = [int(row["year"]) for row in rows if is_year(row["year"])]
    return max([*years, release.year - 1 if release and release.year else 0])


def _cells(heads: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """Return the cells of a row; of two under the same heading, the first."""
    cells: dict[str, str] = {}
    for head, cell in zip(heads, row, strict=False):
        text = " ".join(cell.split())
        if text == _MISSING:
            text = ""
        cells.setdefault(head, tables.whole(text) if head in _OF_NUMBERS else text)
    return cells


def _kind(heads: Sequence[str], name: str) -> Kind:
    kind = next((one for one, signs in _SIGNS.items() if signs & {*heads}), None)
    if kind is None:
        headings = "; ".join(f"{one}: {', '.join(NEEDED[one])}" for one in Kind)
        raise UsageError(
            f"{name}: these are no headings of UCDP's tables, which need, of {headings}"
        )
    missing = [heading for heading in NEEDED[kind] if bare(heading) not in heads]
    if missing:
        raise UsageError(
            f"{name}: this is a table of UCDP's, {kind}, without {', '.join(missing)}"
        )
    return kind
