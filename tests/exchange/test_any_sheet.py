"""Any table: it is read or refused, and its review says the same as it does."""

from __future__ import annotations

import csv
import datetime as dt
import io
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from libya_tracker.errors import TrackerError
from libya_tracker.exchange import batches, column_maps, new_sources, sheet, tables
from libya_tracker.exchange.batches import Reading
from libya_tracker.exchange.headings import ColumnMap
from libya_tracker.exchange.review import Review
from libya_tracker.exchange.sheet import Sheet
from libya_tracker.exchange.table_dates import DateOrder
from libya_tracker.model.dates import Moment
from libya_tracker.storage import files, new_records
from libya_tracker.storage.drafts import Draft
from libya_tracker.storage.emitter import Item
from libya_tracker.storage.input import DraftChecker
from tests.conftest import FEWER, MORE, SAMPLE

NOW = Moment("2018-01-01", dt.date(2018, 1, 1))
KNOWN = files.parse(SAMPLE, "factions.yaml")
FACTIONS = (
    *("trb", "Kaniyat", "GNA", "gna", "Kani militas", "zint", "Storm Brigade", "storm-1"),
    *("كتيبة جديدة", "كتيبة ثوار طرابلس", "#REF!", "=1+2", "7th Brigade"),
)
#: What a column may hold; with nothing, which each may.
CELLS = {
    "date": ("2017-11-05", "05/11/2017", "2017", "Nov-17", "43040", "13/13/2017"),
    "faction": FACTIONS,
    "to": FACTIONS,
    "from": FACTIONS,
    "name": ("Storm Brigade", "Kani militias", "New Name", "اسم"),
    "kind": ("militia", "State", "thing"),
    "aliases": ("SB", "Storm Bde., S. B."),
    "to_kind": ("militia",),
    "area": ("Zwara", "Sabha"),
    "relation": ("Member of", "FIGHTING", "none", "likes", "no tie  with"),
    "status": ("Reported", "confirmed", "sure"),
    "sources": ("gazette", "gazette; monitor", "gazette,x", "x", "A B", "https://x.org/1"),
    "source_title": ("Storm joins", "Another", "خبر"),
    "source_publisher": ("The Daily", "Sun"),
    "source_date": ("2017-11", "06/11/2017", "soon"),
    "source_url": ("https://x.org/1", "http://[x", "none"),
    "until": ("2018", "01/02/2016"),
    "begins": ("TRUE", "no", "maybe"),
    "recorded": ("published", "05/11/2017", "2017-11-09T10:00:00Z", "x"),
    "retracted": ("FALSE", "TRUE"),
    "note": ('"', " a ", "x\ny", "\x1b[1m", "@SUM"),
    "new": (),
    "tags": ("one", "one, two", "a b;c"),
    "x-own": ("1", "{}"),
}
ROWS = st.lists(
    st.fixed_dictionaries(
        {key: st.sampled_from(("", *cells)) for key, cells in CELLS.items()}
    ),
    max_size=4,
)
#: What is new in each row: of which names, or a word that says nothing.
MARKS = ("", "faction", "to source", "faction;to", "x")
ORDERS = st.sampled_from([None, *DateOrder])


def written(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, [*CELLS])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def read(data: bytes, order: DateOrder | None) -> Sheet:
    table = sheet.table(data, "x.csv", Reading(ColumnMap(), order))
    return sheet.sheet(table, KNOWN, order)


def outcomes(one: Sheet) -> list[object]:
    """Return what becomes of each row: the claim, or why there is none."""
    known = new_records.with_new(KNOWN, one.records)
    checker = DraftChecker(known, one.drafts, NOW, None)
    results: list[object] = []
    for draft in one.drafts:
        try:
            outcome = checker.check(draft)
        except TrackerError as error:
            results.append(str(error))
        else:
            results.append(outcome.fields if isinstance(outcome, Item) else outcome.text)
    return results


def blames_a_faction(draft: Draft) -> bool:
    """Tell whether a row says something else of a faction than another row."""
    fault = draft.fault
    if fault is None or fault.key in new_sources.COLUMNS:
        return False
    return " in row " in str(fault)


@FEWER
@given(rows=ROWS, order=ORDERS, mark=st.sampled_from(MARKS))
def test_a_review_says_what_its_sheet_says(
    rows: list[dict[str, str]], order: DateOrder | None, mark: str
) -> None:
    """Of a sheet that says two things of one faction, who is blamed depends on marks."""
    first = read(written([row | {"new": mark} for row in rows]), order)
    assume(not any(map(blames_a_faction, first.drafts)))
    assert_same_in_review(first, order)


TITLE, OTHER = {"source_title": "Storm joins"}, {"source_url": "http://[x"}
PAGE = {"source_url": "https://x.org/1"}
NAME = {"name": "اسم", "new": "faction;to"}
BOTH = {"new": "faction;to"}
STORM, NAMED_STORM = {"faction": "Storm Brigade"}, {"name": "Storm Brigade"}
FAULT = {"faction": "New", "kind": "thing"}


@pytest.mark.parametrize(
    "rows",
    [
        [FAULT | PAGE, {"sources": "x"} | TITLE, {"sources": "x"} | PAGE],
        [TITLE | PAGE, {"sources": "x"} | TITLE | OTHER],
        [PAGE | {"source_publisher": "Sun"}, PAGE | TITLE, TITLE | OTHER],
        [{"to": "zint"} | BOTH, {"faction": "Storm"} | NAME, {"faction": "zint"} | NAME],
        [STORM, {"to": "Kani militas"} | BOTH, {"faction": "Kani militas"} | NAMED_STORM],
    ],
    ids=["fault", "given", "partial", "faction", "name of another"],
)
def test_a_review_tells_apart_what_its_sheet_does(
    rows: list[dict[str, str]],
) -> None:
    """A row that is wrong, or says less, is taken for the same thing once more."""
    claim = {"date": "2017", "faction": "trb", "relation": "member", "to": "gna"}

    assert_same_in_review(read(written([claim | row for row in rows]), None), None)


def test_every_name_that_a_new_faction_is_given_is_kept_and_tells_it() -> None:
    names = ({"name": "New Name"}, {"name": "Other Name"}, {"aliases": "Third Name"})
    rows = [{"faction": "Storm Brigade", "new": "faction"} | name for name in names]
    rows.append({"faction": "Wind Brigade", "name": "Third Name", "new": "faction"})

    (new,) = read(written(rows), None).new

    aliases = ["Storm Brigade", "Other Name", "Third Name", "Wind Brigade"]
    assert new.fields == {"name": "New Name", "aliases": aliases}


def assert_same_in_review(first: Sheet, order: DateOrder | None) -> None:
    review = Review(first, KNOWN, NOW, order)

    second = read(review.text(",").encode(), order)

    assert [new.fields for new in second.new] == [new.fields for new in first.new]
    assert [str(new) for new in second.new] == [str(new) for new in first.new]
    assert all(new.approved for new in second.new)
    assert outcomes(second) == outcomes(first)
    assert Review(second, KNOWN, NOW, order).text(",") == review.text(",")


@MORE
@given(data=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(TrackerError):
        sheet.table(data, "x.csv", Reading())
    with suppress(TrackerError):
        batches.read(data, "x.csv", Reading())
    for name in ("x.csv", "x.yaml"):
        with suppress(TrackerError):
            column_maps.read(data, name, tables.CLAIMS)
