"""Dates as spreadsheets write them: read in the order that was chosen, or named."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.exchange import table_dates
from libya_tracker.exchange.table_dates import DateOrder
from libya_tracker.model import dates
from libya_tracker.model.dates import DateError
from tests.support.tables import each

DMY, MDY = DateOrder


def message_of(cell: str, order: DateOrder | None = None) -> str:
    with pytest.raises(DateError) as caught:
        table_dates.written(cell, order)
    return str(caught.value)


@each("order", [None, DMY, MDY])
@each("cell", ["2017", "2017-11", "2017-11-05", "2017~", "..2017-10-31", "2017..2018-02?"])
def test_our_own_dates_need_no_order(cell: str, order: DateOrder | None) -> None:
    assert table_dates.written(cell, order) == cell


@each(
    ("cell", "day_first", "month_first"),
    [
        ("05/11/2017", "2017-11-05", "2017-05-11"),
        ("5.11.2017", "2017-11-05", "2017-05-11"),
        ("5-11-2017", "2017-11-05", "2017-05-11"),
        ("05/11/2017 00:00", "2017-11-05", "2017-05-11"),
        ("05/11/2017 0:00:00", "2017-11-05", "2017-05-11"),
        ("2017-11-05 00:00:00", "2017-11-05", "2017-11-05"),
        ("2017-11-05T00:00:00.000", "2017-11-05", "2017-11-05"),
        ("2017/11/05", "2017-11-05", "2017-11-05"),
        ("11/2017", "2017-11", "2017-11"),
        ("7.2017", "2017-07", "2017-07"),
    ],
)
def test_an_order_reads_them(cell: str, day_first: str, month_first: str) -> None:
    assert table_dates.written(cell, DMY) == day_first
    assert table_dates.written(cell, MDY) == month_first


@each(
    ("cell", "message"),
    [
        (
            "05/11/2017",
            "'05/11/2017' may be 2017-11-05 (--dates dmy) or 2017-05-11 (--dates mdy); say "
            "which order the dates have",
        ),
        (
            "25/11/2017",
            "'25/11/2017' can only be 2017-11-25 (--dates dmy); say which order the dates "
            "have",
        ),
        (
            "11/11/2017",
            "'11/11/2017' is 2017-11-11, but is the day first, or the month? say --dates "
            "dmy or --dates mdy",
        ),
        ("31/31/2017", "there is no day '31/31/2017', day-first or not"),
        ("2017-13-45 10:00", "there is no day '2017-13-45'"),
        (
            "2017-02-30 0:00",
            "there is no day '2017-02-30'; 2017-02 has days 01 to 28",
        ),
        ("2017/02/30", "there is no day '2017-02-30'; 2017-02 has days 01 to 28"),
        ("2017.13.01", "there is no day '2017-13-01'"),
        ("11/0000", "'0000-11': there is no year 0 here; the first is 0001"),
        (
            "2017-11-05 00:00:00",
            "'2017-11-05 00:00:00' is a day with a time: write 2017-11-05, or give --dates",
        ),
        (
            "2017-11-05 09:30",
            "'2017-11-05 09:30' has a time; a date is a day: write 2017-11-05",
        ),
        ("11/2017", "'11/2017' is no date: write 2017-11, or give --dates"),
        ("2017/11/05", "'2017/11/05' is no date: write 2017-11-05, or give --dates"),
        (
            "43040",
            "'43040' is how Excel counts days, and would be 2017-11-01, or 2021-11-02 on "
            "an old Mac: format the column as a date",
        ),
        (
            "Nov-17",
            "'Nov-17' is what Excel makes of 2017-11, or of a day of that month: write it "
            "as text in the form 2017-11 or 2017-11-05",
        ),
        (
            "Sept-17",
            "'Sept-17' is what Excel makes of 2017-09, or of a day of that month: write it "
            "as text in the form 2017-11 or 2017-11-05",
        ),
        (
            "05/11/17",
            "'05/11/17' has a year of two digits; format the column with four",
        ),
        *(
            (
                f"{month}/2017",
                f"'{month}/2017' is no date (no slashes here): write YYYY, YYYY-MM or "
                "YYYY-MM-DD, or A..B for one day from A to B",
            )
            for month in (0, 13, 21)  # 2017-21 is a spring, and no month
        ),
    ],
)
def test_without_an_order_the_readings_are_named(cell: str, message: str) -> None:
    assert message_of(cell) == message


@each(
    ("cell", "order", "message"),
    [
        (
            "25/11/2017",
            MDY,
            "'25/11/2017' is no date in mdy; it can only be 2017-11-25 (--dates dmy)",
        ),
        (
            "11/25/2017",
            DMY,
            "'11/25/2017' is no date in dmy; it can only be 2017-11-25 (--dates mdy)",
        ),
        ("30/02/2017", DMY, "there is no day '30/02/2017', day-first or not"),
        (
            "05/11/17",
            DMY,
            "'05/11/17' has a year of two digits; format the column with four",
        ),
        ("43040", DMY, "'43040' is how Excel counts days, and would be 2017-11-01, or"),
        ("soon", DMY, "'soon' is no date: write YYYY"),
        ("13/2017", DMY, "'13/2017' is no date (no slashes here): write YYYY"),
        ("21/2017", MDY, "'21/2017' is no date (no slashes here): write YYYY"),
        ("2017/02/30", DMY, "there is no day '2017-02-30'; 2017-02 has days 01 to 28"),
        ("2017-02-30 0:00", DMY, "there is no day '2017-02-30'; 2017-02 has days 01 to 28"),
        ("Marx-17", DMY, "'Marx-17' is no date: write YYYY"),
        ("2017–11–05", DMY, "'2017–11–05' is no date: the en dash – is no hyphen: write"),
    ],
)
def test_an_order_does_not_guess(cell: str, order: DateOrder, message: str) -> None:
    assert message_of(cell, order).startswith(message)


@given(day=st.dates(), sign=st.sampled_from("/.-"))
def test_every_day_is_read_back_in_its_order(day: dt.date, sign: str) -> None:
    one, two, year = f"{day.day:02}", f"{day.month:02}", f"{day.year:04}"

    assert table_dates.written(f"{one}{sign}{two}{sign}{year}", DMY) == day.isoformat()
    assert table_dates.written(f"{two}{sign}{one}{sign}{year}", MDY) == day.isoformat()


@given(cell=st.text(st.sampled_from("0123456789/.-: T"), max_size=20))
def test_no_cell_is_a_bug_and_what_is_proposed_is_a_date(cell: str) -> None:
    for order in (None, DMY, MDY):
        try:
            dates.parse(table_dates.written(cell, order))
        except DateError as error:
            for proposal in re.findall(r"\bwrite ([0-9][0-9.-]*)", str(error)):
                assert dates.parse(proposal)
