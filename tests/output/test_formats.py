"""The serializer: what each record of a row becomes in each format."""

from __future__ import annotations

import datetime as dt
import json
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, get_args, get_type_hints

import pytest

from libya_tracker import analysis, sanitize
from libya_tracker.model import dates
from libya_tracker.model.dates import FuzzyDate, Moment
from libya_tracker.model.vocabulary import Certainty, Relation, Sign
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.output.formats import Format, Grid, columns, grid, text


@dataclass(frozen=True)
class Thing:
    """A record of two words."""

    one: str
    other: str

    def __str__(self) -> str:
        return f"{self.one} {self.other}"


class Row(NamedTuple):
    """A cell of each type that rows are made of."""

    relation: Relation | None
    sign: Sign | None
    certainty: Certainty
    since: FuzzyDate | None
    recorded: Moment | None
    known: dt.date
    disputed: bool | None
    count_: int
    share: float | None
    sources: tuple[str, ...]
    things: tuple[Thing, ...]
    from_: str | None


FULL = Row(
    relation=Relation.MEMBER,
    sign=Sign.PLUS,
    certainty=Certainty.POSSIBLE,
    since=dates.parse("2017-05?"),
    recorded=dates.parse_moment("2017-11-03T09:00:00Z"),
    known=dt.date(2017, 11, 3),
    disputed=True,
    count_=2,
    share=0.5,
    sources=("one", "two"),
    things=(Thing("a", "b"), Thing("c", "d")),
    from_="x, y",
)


class Dated(NamedTuple):
    dates: tuple[FuzzyDate, ...]
    settled: FuzzyDate | dt.date | None


EMPTY = Row(
    relation=None,
    sign=None,
    certainty=Certainty.CERTAIN,
    since=None,
    recorded=None,
    known=dt.date(1, 2, 3),
    disputed=False,
    count_=0,
    share=None,
    sources=(),
    things=(),
    from_=None,
)
HEADS = (
    "relation,sign,certainty,since,recorded,known,disputed,count,share,sources,things,from,"
    "since_first,since_last"
)


def test_records_are_texts_numbers_and_lists_in_json() -> None:
    full, empty = json.loads(text(grid([FULL, EMPTY], Row), Format.JSON))

    assert full == {
        "relation": "member",
        "sign": "+",
        "certainty": "possible",
        "since": "2017-05?",
        "recorded": "2017-11-03T09:00:00Z",
        "known": "2017-11-03",
        "disputed": True,
        "count": 2,
        "share": 0.5,
        "sources": ["one", "two"],
        "things": ["a b", "c d"],
        "from": "x, y",
        "since_first": "2017-05-01",
        "since_last": "2017-05-31",
    }
    assert list(full) == HEADS.split(",")
    words = "relation sign since recorded share from since_first since_last"
    nothing = dict.fromkeys(words.split())
    lists: dict[str, list[str]] = {"sources": [], "things": []}
    assert empty == {
        "certainty": "certain",
        "known": "0001-02-03",
        "disputed": False,
        "count": 0,
        **nothing,
        **lists,
    }


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        (
            Format.CSV,
            [
                f"{HEADS}\r",
                "member,+,possible,2017-05?,2017-11-03T09:00:00Z,2017-11-03,"
                'true,2,0.5,one;two,a b;c d,"x, y",2017-05-01,2017-05-31\r',
                ",,certain,,,0001-02-03,false,0,,,,,,\r",
            ],
        ),
        (
            Format.TSV,
            [
                HEADS.replace(",", "\t"),
                "member\t+\tpossible\t2017-05?\t2017-11-03T09:00:00Z\t2017-11-03\t"
                "true\t2\t0.5\tone;two\ta b;c d\tx, y\t2017-05-01\t2017-05-31",
                "\t\tcertain\t\t\t0001-02-03\tfalse\t0\t\t\t\t\t\t",
            ],
        ),
    ],
)
def test_records_are_texts_in_a_table(form: Format, lines: list[str]) -> None:
    assert text(grid([FULL, EMPTY], Row), form) == "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize(
    ("note", "csv", "tsv", "shown"),
    [
        ("a\u200eb\u200fc\u202e", "a\u200eb\u200fc\u202e", "a\u200eb\u200fc\u202e",
         r"a\u200eb\u200fc\u202e"),
        ("a\u200bb\ufeff", "a\u200bb\ufeff", "a\u200bb\ufeff", r"a\u200bb\ufeff"),
        ("a\u2028b\u2029", "a\u2028b\u2029", "a\u2028b\u2029", r"a\u2028b\u2029"),
        ("می\u200cخواهم", "می\u200cخواهم", "می\u200cخواهم", "می\u200cخواهم"),
        ("a\tb", "a\tb", "a b", "a\tb"),
        ("a\nb\r\nc", '"a\nb\r\nc"', "a b c", '"a\nb\r\nc"'),
        ("a\rb", '"a\nb"', "a b", '"a\nb"'),
        ("a\x1b[2J\x07", r"a\x1b[2J\x07", r"a\x1b[2J\x07", r"a\x1b[2J\x07"),
        ("a\x00\x0b\x7f\x85\x9b", r"a\x00\x0b\x7f\x85\x9b", r"a\x00\x0b\x7f\x85\x9b",
         r"a\x00\x0b\x7f\x85\x9b"),
        ("\ud83d", r"\ud83d", r"\ud83d", r"\ud83d"),
    ],
)  # fmt: skip
def test_cells_keep_what_no_terminal_obeys(
    note: str, csv: str, tsv: str, shown: str
) -> None:
    """In a terminal itself, all that is hidden or turns the text is an escape."""
    rows = Grid(["note"], [(note,)])

    assert text(rows, Format.CSV) == f"note\r\n{csv}\r\n"
    assert text(rows, Format.TSV) == f"note\n{tsv}\n"
    assert sanitize.cells_in_a_terminal(text(rows, Format.CSV)) == f"note\r\n{shown}\r\n"


def test_a_line_of_json_is_an_object_of_the_array() -> None:
    lines = text(grid([FULL, EMPTY], Row), Format.JSONL).splitlines()

    array = json.loads(text(grid([FULL, EMPTY], Row), Format.JSON))
    assert [json.loads(line) for line in lines] == array


def test_markdown_has_the_texts_too() -> None:
    heads, rule, full, empty = text(grid([FULL, EMPTY], Row), Format.MARKDOWN).splitlines()

    assert heads == f"| {HEADS.replace(',', ' | ')} |"
    assert rule.count("---") == len(HEADS.split(","))
    assert " | 2017-05? | 2017-11-03T09:00:00Z | 2017-11-03 | true | " in full
    assert full.endswith(" | one;two | a b;c d | x, y | 2017-05-01 | 2017-05-31 |")
    assert empty.startswith("|  |  | certain |  |  | 0001-02-03 | false | 0 |  |")


def test_an_open_start_has_no_first_day_and_lists_have_a_day_for_each_date() -> None:
    by = FuzzyDate("..2017-05-31", dt.date.min, dt.date(2017, 5, 31))
    day = FuzzyDate("2018-01-02", dt.date(2018, 1, 2), dt.date(2018, 1, 2))

    table = grid([Dated((by, day), by), Dated((), dt.date(2019, 1, 1))], Dated)

    assert list(table.columns) == [
        *("dates", "settled", "dates_first", "dates_last"),
        *("settled_first", "settled_last"),
    ]
    assert [line.split(",")[2:] for line in text(table, Format.CSV).splitlines()[1:]] == [
        [";2018-01-02", "2017-05-31;2018-01-02", "", "2017-05-31"],
        ["", "", "2019-01-01", "2019-01-01"],
    ]


def test_no_column_of_a_row_holds_a_named_tuple_which_would_be_a_list() -> None:
    modules = [
        import_module(f"{analysis.__name__}.{module.name}")
        for module in pkgutil.iter_modules(analysis.__path__)
    ]
    rows = {
        kind
        for module in modules
        for name, kind in vars(module).items()
        if name.endswith("Row") and hasattr(kind, "_fields")
    }

    assert len(rows) > 20
    for row in rows:
        hints = get_type_hints(row)
        kinds = [_kinds(hints.get(name) or hints[f"{name}_"]) for name in columns(row)]
        assert {one for some in kinds for one in some if hasattr(one, "_fields")} == set()


def _kinds(kind: Any) -> Iterator[Any]:
    yield kind
    for part in get_args(kind):
        yield from _kinds(part)
