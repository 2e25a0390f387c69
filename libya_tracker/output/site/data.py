"""The data of the page: answers as tables of numbers, each text once.

A day is the number of days since 1970. A row is the numbers of its texts, which are those
of the CSV of the same answer; what holds for a row from which day on is looked up by the
script (``lookup.js``).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from libya_tracker import __version__, sanitize
from libya_tracker.analysis.disputes import DisputeRow
from libya_tracker.analysis.expected import ExpectedRow
from libya_tracker.analysis.log import LogRow
from libya_tracker.analysis.pair_answers import PairAnswers, TieAnswer, Version
from libya_tracker.analysis.scenarios import ScenarioRow
from libya_tracker.analysis.sides import sides
from libya_tracker.analysis.site import Site, SiteAnswers
from libya_tracker.analysis.status import StatusRow
from libya_tracker.model.records import Faction, Pair, Source
from libya_tracker.model.vocabulary import FOLLOWING, Relation
from libya_tracker.output import formats
from libya_tracker.output.svg import circle
from libya_tracker.output.svg.circular_order import circular_order
from libya_tracker.views.palette import colour_of
from libya_tracker.views.site import facts

if TYPE_CHECKING:
    from _typeshed import DataclassInstance as Row

Answer = TypeVar("Answer")
_EPOCH = dt.date(1970, 1, 1).toordinal()
#: The columns of a tie that are looked up, or worked out from the day, for each row.
_LOOKED_UP = {"faction", "name", "to", "to_name", "divided", "age"}
#: The columns of a claim that follow from the others, or from what is known.
_OF_CLAIM = {"faction", "name", "to", "to_name", "known", "retracted"}


def text(site: Site) -> str:
    """Return the data of a page as JSON that can stand in a page of HTML."""
    encoded = json.dumps(_Tables(site).data(), ensure_ascii=False, separators=(",", ":"))
    return sanitize.json_text(encoded.replace("<", "\\u003c"))


class _Numbered:
    """Things numbered in the order in which they are first met."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}

    def __getitem__(self, thing: Hashable) -> int:
        return self._numbers.setdefault(thing, len(self._numbers))

    @property
    def all(self) -> list[Any]:
        """All that are numbered, in order."""
        return list(self._numbers)


class _Tables:
    """The tables of a page."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._registry = site.perspective.registry
        self._order = self._registry.order
        self._texts = _Numbered()
        self._known = {site.perspective.point.known}
        self._ties, self._rows = (
            _Numbered(),
            {"disputes": _Numbered(), "expected": _Numbered()},
        )

    def data(self) -> dict[str, Any]:
        """Return everything, the tables last, which number what the others hold."""
        return {
            **self._about(),
            **self._factions(),
            "record": self._answers(self._site.record),
            "supposed": {n: self._answers(own) for n, own in self._site.supposed.items()},
            "claims": self._claims(),
            "scenarios": self._rows_of(self._site.scenarios, ScenarioRow),
            "columns": _COLUMNS,
            "ties": self._ties.all,
            "rows": {kind: rows.all for kind, rows in self._rows.items()},
            "texts": self._texts.all,
            "knowledge": sorted(map(_number, self._known)),
        }

    def _about(self) -> dict[str, Any]:
        perspective = self._site.perspective
        return {
            "title": _clean(self._registry.name),
            "version": __version__,
            "last": _number(perspective.point.day),
            "known": _number(perspective.point.known),
            "oneClock": not self._site.second_clock,
            "conditions": list(map(_clean, perspective.conditions())),
            "relations": {
                word: [
                    word.reads,
                    word.sign or "",
                    word.two_way,
                    word.lineage,
                    word in FOLLOWING,
                ]
                for word in Relation
            },
        }

    def _factions(self) -> dict[str, Any]:
        registry = self._registry
        return {
            "factions": list(map(self._faction, registry.factions.values())),
            "circle": [self._order[name] for name in circular_order(registry)],
            "sides": self._sides(),
            "sources": {_clean(name): _source(s) for name, s in registry.sources.items()},
        }

    def _rows_of(self, rows: Sequence[Any], kind: type[Row]) -> list[list[int]]:
        return [[self._texts[cell] for cell in row] for row in _cells(rows, kind)]

    def _answers(self, own: SiteAnswers) -> dict[str, Any]:
        ties = {
            pair: tie
            for answers in own.pairs.values()
            for pair, tie in answers.ties.items()
        }
        return {
            "pairs": [[self._order[a], self._order[b]] for a, b in own.pairs],
            "ties": [
                [*map(self._order.__getitem__, pair), self._versions(ties[pair], self._tie)]
                for pair in sorted(ties, key=self._places)
            ],
            "divided": {
                self._order[name]: self._versions(versions, int)
                for name, versions in own.divided.items()
            },
            "disputes": self._lists(own.pairs, "disputes"),
            "expected": self._lists(own.pairs, "expected"),
        }

    def _places(self, pair: Pair) -> tuple[int, ...]:
        return tuple(map(self._order.__getitem__, pair))

    def _lists(self, pairs: Mapping[Pair, PairAnswers], kind: str) -> list[Any]:
        """Return the disputes or the expectations of each pair that has any."""
        row_type, of = _KINDS[kind]

        def numbers(rows: Sequence[Any]) -> list[int]:
            return [self._rows[kind][tuple(row)] for row in self._rows_of(rows, row_type)]

        return [
            [*self._places(pair), self._versions(of(answers), numbers)]
            for pair, answers in pairs.items()
            if of(answers)
        ]

    def _versions(
        self, versions: Iterable[Version[Answer]], code: Callable[[Answer], Any]
    ) -> list[Any]:
        """Return days of knowledge, and for each the days and what holds from them on."""
        versions = tuple(versions)
        self._known |= {version.known for version in versions}
        return [
            [
                _number(version.known),
                [
                    part
                    for first, answer in version.steps
                    for part in (_number(first), code(answer))
                ],
            ]
            for version in versions
        ]

    def _tie(self, answer: TieAnswer | None) -> int:
        """Return the number of a row of ``status``; -1 where there is no tie."""
        if answer is None:
            return -1
        cells = _cells([answer.row], StatusRow, _LOOKED_UP)[0]
        return self._ties[*map(self._texts.__getitem__, cells), _number(answer.cited)]

    def _claims(self) -> list[list[Any]]:
        claims = self._site.claims
        self._known |= {claim.row.known for claim in claims}
        cells = _cells([claim.row for claim in claims], LogRow, _OF_CLAIM)
        return [
            [
                *map(self._texts.__getitem__, row),
                self._order[claim.row.faction],
                self._order[claim.row.to],
                _number(claim.row.known),
                None if claim.gone is None else _number(claim.gone),
            ]
            for claim, row in zip(claims, cells, strict=True)
        ]

    def _sides(self) -> dict[int, list[str]]:
        """Return the letter and the colours of each faction that others follow."""
        looks = ((side, colour_of(side)) for side in sides(self._registry).values())
        return {
            self._order[side.faction]: [side.letter, look.fill, look.ink]
            for side, look in looks
        }

    def _faction(self, faction: Faction) -> dict[str, Any]:
        relatives = self._site.relatives.get(faction.id, ())
        name = _clean(faction.name)
        return {
            "id": faction.id,
            "name": name,
            "rtl": circle.runs_right(name),
            "facts": [[key, _clean(value)] for key, value in facts(faction)],
            "aliases": [[_clean(a.name), a.period] for a in faction.aliases],
            "leaders": [
                [_clean(x.name), _clean(x.role or ""), x.period] for x in faction.leaders
            ],
            "relatives": [
                [
                    row.section,
                    row.item,
                    self._order[row.value],
                    _clean(row.note or ""),
                    str(row.since),
                ]
                for row in relatives
            ],
        }


_KINDS: dict[str, tuple[Any, Callable[[PairAnswers], Any]]] = {
    "disputes": (DisputeRow, lambda answers: answers.disputes),
    "expected": (ExpectedRow, lambda answers: answers.expectations),
}

_COLUMNS = {
    "status": formats.columns(StatusRow),
    "tie": [name for name in formats.columns(StatusRow) if name not in _LOOKED_UP],
    "log": formats.columns(LogRow),
    "claim": [name for name in formats.columns(LogRow) if name not in _OF_CLAIM],
    "disputes": formats.columns(DisputeRow),
    "expected": formats.columns(ExpectedRow),
    "scenarios": formats.columns(ScenarioRow),
}


def _source(source: Source) -> list[str | None]:
    """Return what a page says of a source; an unsafe address is no link."""
    url = sanitize.safe_url(source.url) or sanitize.safe_url(source.archive_url)
    withdrawn = f"withdrawn {source.withdrawn}" if source.withdrawn else ""
    parts = (source.title or source.id, source.publisher or "", str(source.date or ""))
    return [*map(_clean, parts), url, withdrawn]


def _cells(
    rows: Sequence[Row], kind: type[Row], without: Iterable[str] = ()
) -> list[list[str]]:
    """Return rows as the texts of their CSV, but for some columns."""
    answer = formats.grid(rows, kind)
    places = [n for n, name in enumerate(answer.columns) if name not in {*without}]
    return [[row[n] for n in places] for row in formats.csv_cells(answer)]


def _number(day: dt.date) -> int:
    return day.toordinal() - _EPOCH


def _clean(words: str) -> str:
    return sanitize.lines(words)
