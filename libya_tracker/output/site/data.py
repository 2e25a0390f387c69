"""The data of the page: answers as tables of numbers, each text once.

A day is the number of days since 1970. A row is the numbers of its texts, which are those
of the CSV of the same answer; what holds for a row from which day on is looked up by the
script (``lookup.js``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from libya_tracker import sanitize
from libya_tracker.analysis.diff import DiffRow
from libya_tracker.analysis.disputes import DisputeRow
from libya_tracker.analysis.expected import ExpectedRow
from libya_tracker.analysis.log import LogRow
from libya_tracker.analysis.pair_answers import PairAnswers
from libya_tracker.analysis.scenarios import ScenarioRow
from libya_tracker.analysis.show import ShowRow
from libya_tracker.analysis.sides import sides
from libya_tracker.analysis.site import Site, SiteAnswers
from libya_tracker.analysis.site_reasons import Epoch
from libya_tracker.analysis.status import StatusRow
from libya_tracker.analysis.versions import TieAnswer, Version
from libya_tracker.model.records import Faction, Pair
from libya_tracker.model.vocabulary import FOLLOWING, Relation, Sign
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.output import formats
from libya_tracker.output.site import encoding
from libya_tracker.output.svg import circle
from libya_tracker.output.svg.circular_order import circular_order
from libya_tracker.views.palette import colour_of
from libya_tracker.views.site import facts

Answer = TypeVar("Answer")
#: The columns of a tie that are looked up, or worked out from the day, for each row.
_LOOKED_UP = {"faction", "name", "to", "to_name", "divided", "age"}
#: The columns of a claim that follow from the others, or from what is known.
_OF_CLAIM = {"faction", "name", "to", "to_name", "known", "retracted"}


def text(site: Site) -> str:
    """Return the data of a page as JSON that can stand in a page of HTML."""
    encoded = json.dumps(_Tables(site).data(), ensure_ascii=False, separators=(",", ":"))
    return sanitize.json_text(encoded.replace("<", "\\u003c"))


class _Tables:
    """The tables of a page."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._registry = site.perspective.registry
        self._order = self._registry.order
        self._texts = encoding.Numbered()
        self._known = {site.perspective.point.known}
        self._ties = encoding.Numbered()
        self._rows = {
            kind: encoding.Numbered() for kind in ("disputes", "expected", "scenarios")
        }

    def data(self) -> dict[str, Any]:
        """Return everything, the tables last, which number what the others hold."""
        return {
            **self._about(),
            **self._factions(),
            "record": {**self._answers(self._site.record), "scenarios": self._what_ifs()},
            "supposed": {n: self._answers(own) for n, own in self._site.supposed.items()},
            "claims": self._claims(),
            "columns": _COLUMNS,
            "ties": self._ties.all,
            "rows": {kind: rows.all for kind, rows in self._rows.items()},
            "texts": self._texts.all,
            "knowledge": sorted(map(encoding.number, self._known)),
        }

    def _about(self) -> dict[str, Any]:
        perspective = self._site.perspective
        last = encoding.number(perspective.point.day)
        return {
            "title": encoding.clean(self._registry.name),
            "last": last,
            "known": encoding.number(perspective.point.known),
            "oneClock": not self._site.second_clock,
            "lineageDay": None if self._site.record.relatives.by_day else last,
            "conditions": list(map(encoding.clean, perspective.conditions())),
            "relations": {
                word: [
                    word.reads,
                    (word.sign or "").replace("-", "\N{MINUS SIGN}"),
                    word.two_way,
                    _TONES[word.sign],
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
            "sources": {
                encoding.clean(name): encoding.source(s)
                for name, s in registry.sources.items()
            },
        }

    def _rows_of(self, rows: Sequence[Any], kind: type[NamedTuple]) -> list[list[int]]:
        return [[self._texts[cell] for cell in row] for row in encoding.cells(rows, kind)]

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
            "relatives": {
                self._order[name]: self._versions(versions, self._relatives)
                for name, versions in own.relatives.by_faction.items()
            },
            "disputes": self._lists(own.pairs, "disputes"),
            "expected": self._lists(own.pairs, "expected"),
            "scenarios": [],
            "learned": self._reasons(r.learned for r in own.reasons.values()),
            "happened": self._reasons(r.happened for r in own.reasons.values()),
        }

    def _reasons(self, tables: Iterable[Mapping[Pair, tuple[Epoch, ...]]]) -> list[Any]:
        """Return why ties differ, of the pairs where it does not follow from the points."""
        return [
            [
                *self._places(pair),
                [[encoding.number(e.since), encoding.steps(e.versions)] for e in epochs],
            ]
            for table in tables
            for pair, epochs in table.items()
        ]

    def _relatives(self, rows: Iterable[ShowRow]) -> list[list[Any]]:
        return [
            [
                row.section,
                row.item,
                self._order[row.value],
                encoding.clean(row.note or ""),
                str(row.since),
            ]
            for row in rows
        ]

    def _what_ifs(self) -> list[Any]:
        """Return the rows of the what-ifs, each where a pair of factions would be."""

        def numbers(row: ScenarioRow | None) -> list[int]:
            rows = [] if row is None else self._rows_of([row], ScenarioRow)
            return [self._rows["scenarios"][tuple(row)] for row in rows]

        return [
            [-1, -1, self._versions(rows, numbers)] for rows in self._site.what_ifs.values()
        ]

    def _places(self, pair: Pair) -> tuple[int, ...]:
        return tuple(map(self._order.__getitem__, pair))

    def _lists(self, pairs: Mapping[Pair, PairAnswers], kind: str) -> list[Any]:
        """Return the disputes or the expectations of each pair that has any."""
        row_type, of = _KINDS[kind]

        def numbers(rows: Sequence[Any]) -> list[int]:
            return [self._rows[kind][tuple(row)] for row in self._rows_of(rows, row_type)]

        return [
            [*self._places(pair), self._versions(of(pairs[pair]), numbers)]
            for pair in sorted(pairs, key=self._places)
            if of(pairs[pair])
        ]

    def _versions(
        self, versions: Iterable[Version[Answer]], code: Callable[[Answer], Any]
    ) -> list[Any]:
        """Return days of knowledge, and for each the days and what holds from them on."""
        versions = tuple(versions)
        self._known |= {version.known for version in versions}
        return encoding.steps(versions, code)

    def _tie(self, answer: TieAnswer | None) -> int:
        """Return the number of a row of ``status``; -1 where there is no tie."""
        if answer is None:
            return -1
        cells = encoding.cells([answer.row], StatusRow, _LOOKED_UP)[0]
        return self._ties[
            *map(self._texts.__getitem__, cells), encoding.number(answer.cited)
        ]

    def _claims(self) -> list[list[Any]]:
        claims = self._site.claims
        self._known |= {claim.row.known for claim in claims}
        cells = encoding.cells([claim.row for claim in claims], LogRow, _OF_CLAIM)
        return [
            [
                *map(self._texts.__getitem__, row),
                self._order[claim.row.faction],
                self._order[claim.row.to],
                encoding.number(claim.row.known),
                None if claim.gone is None else encoding.number(claim.gone),
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
        name = encoding.clean(faction.name)
        return {
            "id": faction.id,
            "name": name,
            "rtl": circle.runs_right(name),
            "facts": [[key, encoding.clean(value)] for key, value in facts(faction)],
            "aliases": [[encoding.clean(a.name), a.period] for a in faction.aliases],
            "leaders": [
                [encoding.clean(x.name), encoding.clean(x.role or ""), x.period]
                for x in faction.leaders
            ],
        }


_TONES = {None: "plain", Sign.PLUS: "friendly", Sign.MINUS: "hostile", Sign.ZERO: "neither"}

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
    "diff": formats.columns(DiffRow)[:8],
}
