"""What a written date can mean, what is refused and how, and the days that one asks for."""

from __future__ import annotations

import contextlib
import datetime as dt
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from libya_tracker.model import dates
from libya_tracker.model.dates import DateError
from tests.support.tables import each

FORMS = "write YYYY, YYYY-MM or YYYY-MM-DD, or A..B for one day from A to B"
ALSO = "also: today, yesterday, 7d, 3w, 6m, 1y (ago)"
ARABIC = "\u0662\u0660\u0661\u0667-\u0661\u0661"  # 2017-11
MEANINGS = {
    # years, months, days
    "2014": ("2014-01-01", "2014-12-31"),
    "0001": ("0001-01-01", "0001-12-31"),
    "9999": ("9999-01-01", "9999-12-31"),
    "2014-05": ("2014-05-01", "2014-05-31"),
    "2014-02": ("2014-02-01", "2014-02-28"),
    "2012-02": ("2012-02-01", "2012-02-29"),
    "2014-12": ("2014-12-01", "2014-12-31"),
    "9999-12": ("9999-12-01", "9999-12-31"),
    "2014-05-16": ("2014-05-16", "2014-05-16"),
    "2012-02-29": ("2012-02-29", "2012-02-29"),
    # qualifiers show, and do not widen
    "2014?": ("2014-01-01", "2014-12-31"),
    "2014-05~": ("2014-05-01", "2014-05-31"),
    "2014-05-16%": ("2014-05-16", "2014-05-16"),
    # seasons
    "2011-21": ("2011-03-01", "2011-05-31"),
    "2011-22": ("2011-06-01", "2011-08-31"),
    "2011-23": ("2011-09-01", "2011-11-30"),
    "2011-24": ("2011-12-01", "2012-02-29"),
    "2012-24?": ("2012-12-01", "2013-02-28"),
    "9999-24": ("9999-12-01", "9999-12-31"),
    # one day of a range
    "2017-10-25..2017-10-31": ("2017-10-25", "2017-10-31"),
    "2017-10-25 .. 2017-10-31": ("2017-10-25", "2017-10-31"),
    "[2017-10-25..2017-10-31]": ("2017-10-25", "2017-10-31"),
    "[ 2017-10-25 .. 2017-10-31 ]": ("2017-10-25", "2017-10-31"),
    "2017-10-31..2017-10-31": ("2017-10-31", "2017-10-31"),
    "2017..2018": ("2017-01-01", "2018-12-31"),
    "2017-10..2017-11-04": ("2017-10-01", "2017-11-04"),
    "2017-21~..2017-22?": ("2017-03-01", "2017-08-31"),
    # an open start
    "..2017-10-31": ("0001-01-01", "2017-10-31"),
    "[..2017]": ("0001-01-01", "2017-12-31"),
}
#: What people write in place of a date, and what is proposed.
MEANT = {
    "20200102": ["2020-01-02"],
    "2017/11/01": ["2017-11-01"],
    "2017.11.1": ["2017-11-01"],
    "2017-11-1": ["2017-11-01"],
    "2017-1": ["2017-01"],
    "11/2017": ["2017-11"],
    "05/11/2017": ["2017-11-05", "2017-05-11"],
    "5.11.2017": ["2017-11-05", "2017-05-11"],
    "11/11/2017": ["2017-11-11"],
    "25/12/2017": ["2017-12-25"],
    "12/25/2017": ["2017-12-25"],
    "2017-11-01T09:00:00Z": ["2017-11-01"],
    "[2017]": ["2017"],
    "1 November 2017": ["2017-11-01"],
    "01-November-2017": ["2017-11-01"],
    "Nov-1-2017": ["2017-11-01"],
    "1st of Nov. 2017": ["2017-11-01"],
    "November 1, 2017": ["2017-11-01"],
    "Sept 2017": ["2017-09"],
    "in  May 2014": ["2014-05"],
    "before 2014": ["..2013-12-31"],
    "Before 2014-03": ["..2014-02-28"],
    "prior to 2014-05-01": ["..2014-04-30"],
    "by 2014-05": ["..2014-05"],
    "until 2014": ["..2014"],
    "2014-2016": ["2014..2016"],
    "2014 to 2016-05": ["2014..2016-05"],
    "between 2014 and 2016": ["2014..2016"],
    "from 2014-05-01 until 2014-05-03": ["2014-05-01..2014-05-03"],
    "2014/2016": ["2014..2016"],
    "199X": ["1990..1999"],
    "199u": ["1990..1999"],
    "1990s": ["1990..1999"],
    "19xx": ["1900..1999"],
    "2014-XX": ["2014"],
    "2014-05-??": ["2014-05"],
    "circa 2014": ["2014~"],
    "c.2014-05": ["2014-05~"],
    "perhaps 2014": ["2014?"],
    "Summer 2011": ["2011-22"],
    "fall of 2011": ["2011-23"],
}
REFUSED = {
    "2011-02-30": "there is no day '2011-02-30'; 2011-02 has days 01 to 28",
    "2012-02-30": "there is no day '2012-02-30'; 2012-02 has days 01 to 29",
    "2011-04-00": "there is no day '2011-04-00'; 2011-04 has days 01 to 30",
    "2011-13-01": "there is no day '2011-13-01'",
    "2011-21-05": "there is no day '2011-21-05'",
    "2011-13": "there is no month '2011-13'; seasons are 21 to 24",
    "2011-00": "there is no month '2011-00'; seasons are 21 to 24",
    "2011-20": "there is no month '2011-20'; seasons are 21 to 24",
    "2011-25": "there is no month '2011-25'; seasons are 21 to 24",
    "0000": "'0000': there is no year 0 here; the first is 0001",
    "0000-01-01": "'0000-01-01': there is no year 0 here; the first is 0001",
    "31/02/2017": f"'31/02/2017' is no date (no slashes here): {FORMS}",
    ARABIC: f"'{ARABIC}' is no date (in the digits 0 to 9 it would be 2017-11): {FORMS}",
    "gibberish": f"'gibberish' is no date: {FORMS}",
    "": f"'' is no date: {FORMS}",
    " 2017": f"' 2017' is no date: {FORMS}",
    "2017\n": f"'2017\\n' is no date: {FORMS}",
    "201": f"'201' is no date: {FORMS}",
    "02017": f"'02017' is no date: {FORMS}",
    "-2017": f"'-2017' is no date: {FORMS}",
    "2017-W44": f"'2017-W44' is no date: {FORMS}",
    "2017-305": f"'2017-305' is no date: {FORMS}",
    "2017??": f"'2017??' is no date: {FORMS}",
    "?2017": f"'?2017' is no date: {FORMS}",
    "x" * 500: f"'{'x' * 79}…' is no date: {FORMS}",
    # characters that look like others
    "2017–01–01": "'2017–01–01' is no date: the en dash – is no hyphen: write 2017-01-01",
    "2014—2016": "'2014—2016' is no date: the em dash — is no hyphen: write 2014..2016",
    "2014 – 2016": "'2014 – 2016' is no date: the en dash – is no hyphen: write 2014..2016",
    "2017−11": "'2017−11' is no date: the minus sign − is no hyphen: write 2017-11",
    "2017‐11": "'2017‐11' is no date: the U+2010 dash ‐ is no hyphen: write 2017-11",
    ARABIC.replace("-", "–"): (
        f"'{ARABIC}' is no date: the en dash – is no hyphen: write 2017-11"
    ).replace(ARABIC, ARABIC.replace("-", "–")),
    "2017\xa0": "'2017\\xa0' is no date: the no-break space U+00A0 is no blank: write 2017",
    "20\u200b17": (
        "'20\\u200b17' is no date: the zero width space U+200B is invisible: write 2017"
    ),
    "soon – or\xa0so": (
        "'soon – or\\xa0so' is no date: the en dash – is no hyphen, the no-break space "
        f"U+00A0 is no blank; {FORMS}"
    ),
    # ranges
    "2017-10-31..2017-10-25": (
        "'2017-10-31..2017-10-25' runs backwards: 2017-10-25 is before 2017-10-31"
    ),
    "2018..2017": "'2018..2017' runs backwards: 2017 is before 2018",
    "2017-10-25..": (
        "'2017-10-25..' has no end: a range needs its last day; the start may be open"
    ),
    "..": "'..' has no end: a range needs its last day; the start may be open",
    "[2017..2018": f"'[2017..2018' is no date: {FORMS}",
    "2017..2018]": f"'2017..2018]' is no date: {FORMS}",
    "2017..2018..2019": f"'2017..2018..2019' is no date: {FORMS}",
    "2017...2018": f"'2017...2018' is no date: {FORMS}",
    "2017..soon": f"'2017..soon' is no date: {FORMS}",
    "2017..2011-02-30": "there is no day '2011-02-30'; 2011-02 has days 01 to 28",
    "..-": f"'-' is no date: {FORMS}",
}


@each(("text", "meaning"), MEANINGS.items())
def test_a_date_means_the_days_from_first_to_last(
    text: str, meaning: tuple[str, str]
) -> None:
    date = dates.parse(text)

    assert (date.first.isoformat(), date.last.isoformat()) == meaning
    assert str(date) == dates.written(date) == text


@each(("text", "expected"), MEANT.items())
def test_what_is_meant_is_proposed_in_our_form(text: str, expected: list[str]) -> None:
    which = ", whichever is meant" if len(expected) > 1 else ""
    message = f"'{text}' is no date: write {' or '.join(expected)}{which}"

    for date in expected:
        assert dates.parse(date)
    with pytest.raises(DateError, match=f"^{re.escape(message)}$"):
        dates.parse(text)
    with pytest.raises(DateError, match=f"^{re.escape(message)}$"):
        dates.parse_day(text, dt.date(2018, 1, 1))


@each(
    "text",
    [
        *("before 0001", "before 2014-13", "after 2014", "31/02/2017", "13/2017", "0000-1"),
        *("21/2017", "2017/24"),  # no season is meant
        *("2016 to 2014", "99X", "early 2014", "32 May 2014", "Mayday 2014", "12/25/17"),
    ],
)
def test_what_may_mean_anything_is_answered_with_the_forms(text: str) -> None:
    with pytest.raises(DateError, match=re.escape(FORMS)):
        dates.parse(text)


@each(("text", "message"), REFUSED.items())
def test_what_is_no_date_is_refused_with_what_would_be_one(text: str, message: str) -> None:
    with pytest.raises(DateError) as caught:
        dates.parse(text)

    assert str(caught.value) == message


@each(
    ("text", "plain"),
    [
        ("2017-11-01", "2017-11-01"),
        ("2017-11~", "2017-11"),
        ("2017%", "2017"),
        ("[2017-10-25? .. 2017-10-31]", "2017-10-25..2017-10-31"),
        ("..2017?", "..2017"),
    ],
)
def test_derived_ids_leave_out_brackets_and_qualifiers(text: str, plain: str) -> None:
    assert dates.plain(text) == plain


@each(
    ("words", "today", "day"),
    [
        ("today", "2017-11-10", "2017-11-10"),
        ("Today", "2017-11-10", "2017-11-10"),
        ("yesterday", "2017-11-01", "2017-10-31"),
        ("0d", "2017-11-10", "2017-11-10"),
        ("7d", "2017-11-10", "2017-11-03"),
        ("3w", "2017-11-10", "2017-10-20"),
        ("6m", "2017-11-10", "2017-05-10"),
        ("6M", "2017-08-31", "2017-02-28"),
        ("6m", "2016-08-31", "2016-02-29"),
        ("1m", "2017-03-31", "2017-02-28"),
        ("1m", "2017-01-15", "2016-12-15"),
        ("12m", "2017-12-31", "2016-12-31"),
        ("1y", "2016-02-29", "2015-02-28"),
        ("4y", "2016-02-29", "2012-02-29"),
        ("2016y", "2017-11-10", "0001-11-10"),
        (" 7d ", "2017-11-10", "2017-11-03"),
    ],
)
def test_a_day_may_be_asked_for_from_today(words: str, today: str, day: str) -> None:
    parsed_day = dates.parse_day(words, dt.date.fromisoformat(today))

    expected = dt.date.fromisoformat(day)
    assert (parsed_day.text, parsed_day.first, parsed_day.last) == (day, expected, expected)


def test_a_day_may_be_asked_for_as_it_would_be_written() -> None:
    assert dates.parse_day(" 2017-11~ ", dt.date(2018, 1, 1)) == dates.parse("2017-11~")


@each(
    ("words", "message"),
    [
        ("2017y", "2017y ago is before the year 1"),
        ("99999m", "99999m ago is before the year 1"),
        ("99999y", "99999y ago is before the year 1"),
        (
            "110000w",
            f"'110000w' is no date: {FORMS}; {ALSO}",
        ),
        (
            "tomorrow",
            f"'tomorrow' is no date: {FORMS}; {ALSO}",
        ),
        ("-7d", f"'-7d' is no date: {FORMS}; {ALSO}"),
        ("7 d", f"'7 d' is no date: {FORMS}; {ALSO}"),
        (f"{ARABIC[3]}d", f"'{ARABIC[3]}d' is no date: {FORMS}; {ALSO}"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(words: str, message: str) -> None:
    with pytest.raises(DateError) as caught:
        dates.parse_day(words, dt.date(2017, 11, 10))

    assert str(caught.value) == message


def test_yesterday_of_the_first_day_is_refused() -> None:
    with pytest.raises(DateError) as caught:
        dates.parse_day("yesterday", dt.date.min)

    assert str(caught.value) == "1d ago is before the year 1"


@each(
    ("text", "day"),
    [
        ("2017-11-03", "2017-11-03"),
        ("2017-11-03T09:00Z", "2017-11-03"),
        ("2017-11-03T09:00:00Z", "2017-11-03"),
        ("2017-11-03T09:00:00.123456Z", "2017-11-03"),
        ("2017-11-03T23:30:00-02:00", "2017-11-04"),
        ("2017-11-03T00:30:00+02:00", "2017-11-02"),
    ],
)
def test_a_moment_has_its_day_in_utc(text: str, day: str) -> None:
    moment = dates.parse_moment(text)

    assert (moment.day.isoformat(), dates.written(moment)) == (day, text)


@each(
    ("text", "day"),
    [
        ("2017-11-05", dt.date(2017, 11, 5)),
        ("20171105", None),
        ("2017-W45-7", None),
        ("2017-11-5", None),
        ("2017-11-05 ", None),
        ("٢٠١٧-١١-٠٥", None),
        ("2017-02-30", None),
        ("0000-01-01", None),
        ("2017-11", None),
        ("", None),
    ],
)
def test_a_day_in_iso_form_is_read_in_no_other(text: str, day: dt.date | None) -> None:
    assert dates.iso_day(text) == day


def test_what_is_not_there_is_not_written() -> None:
    assert dates.written(None) is None


@each(
    "text",
    [
        "2017",
        "2017-11",
        "2017-11-03T09:00:00",
        "2017-11-03 09:00:00Z",
        "2017-11-03T09Z",
        "20171103",
        "2017-W44-5",
        "now",
        "",
        f"{ARABIC}-{ARABIC[-2:]}",
    ],
)
def test_what_is_no_moment_is_refused_with_what_would_be_one(text: str) -> None:
    with pytest.raises(DateError) as caught:
        dates.parse_moment(text)

    message = f"{text!r} is no time; write 2017-11-03 or 2017-11-03T09:00:00Z"
    assert str(caught.value) == message


@each(
    "text",
    [
        "2017-02-30",
        "2017-02-30T09:00:00Z",
        "2017-11-03T25:00:00Z",
        "2017-11-03T09:61:00Z",
        "2017-11-03T09:00:00+25:00",
        "0000-01-01",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:00:00-05:00",
    ],
)
def test_a_moment_that_never_was_is_refused(text: str) -> None:
    with pytest.raises(DateError) as caught:
        dates.parse_moment(text)

    assert str(caught.value) == f"there is no such time as {text!r}"


def test_the_last_day_has_none_after_it() -> None:
    assert dates.next_day(dt.date(2017, 12, 31)) == dt.date(2018, 1, 1)
    assert dates.next_day(dt.date.max) == dt.date.max


MARKS = st.sampled_from(["", "?", "~", "%"])
SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}


@st.composite
def singles(draw: st.DrawFn) -> tuple[str, dt.date, dt.date]:
    """Draw a date as written, and the days that it was built from."""
    start = draw(st.dates(dt.date(1, 1, 1), dt.date(9998, 12, 31)))
    month = start.month
    form = draw(st.sampled_from(["year", "month", "season", "day"]))
    mark = draw(MARKS)
    year = f"{start.year:04}"
    if form == "year":
        return f"{year}{mark}", dt.date(start.year, 1, 1), dt.date(start.year, 12, 31)
    if form == "day":
        return f"{start.isoformat()}{mark}", start, start
    first, length, number = start.replace(day=1), 1, month
    if form == "season":
        number = draw(st.sampled_from(sorted(SEASONS)))
        first, length = dt.date(start.year, SEASONS[number], 1), 3
    after = first
    for _ in range(length):
        after = (after + dt.timedelta(days=31)).replace(day=1)
    return f"{year}-{number:02}{mark}", first, after - dt.timedelta(days=1)


@given(built=singles())
def test_a_text_means_what_it_was_built_from(built: tuple[str, dt.date, dt.date]) -> None:
    text, first, last = built

    date = dates.parse(text)

    assert (date.text, date.first, date.last) == (text, first, last)


@given(start=singles(), end=singles(), brackets=st.booleans())
def test_a_range_means_the_days_between(
    start: tuple[str, dt.date, dt.date], end: tuple[str, dt.date, dt.date], brackets: bool
) -> None:
    assume(start[1] <= end[1])
    text = f"{start[0]}..{end[0]}"

    date = dates.parse(f"[{text}]" if brackets else text)

    assert (date.first, date.last) == (start[1], end[2])


@each(
    ("first", "last", "text"),
    [
        ("2017-01-01", "2017-12-31", "2017"),
        ("2017-02-01", "2017-02-28", "2017-02"),
        ("2016-02-01", "2016-02-28", "2016-02-01..2016-02-28"),
        ("2017-01-01", "2017-02-28", "2017-01-01..2017-02-28"),
        ("2017-01-01", "2017-01-01", "2017-01-01"),
        ("0001-01-01", "2017-02-28", "..2017-02-28"),
        ("9999-01-01", "9999-12-31", "9999"),
        ("9999-11-01", "9999-12-31", "9999-11-01..9999-12-31"),
    ],
)
def test_days_are_written_as_short_as_can_be(first: str, last: str, text: str) -> None:
    days = (dt.date.fromisoformat(first), dt.date.fromisoformat(last))

    assert dates.between(*days).text == text


@given(first=st.dates(), days=st.integers(0, 800))
def test_days_that_are_written_mean_the_same_when_they_are_read(
    first: dt.date, days: int
) -> None:
    last = first + dt.timedelta(days=min(days, (dt.date.max - first).days))

    date = dates.between(first, last)

    assert (date.first, date.last) == (first, last)
    assert dates.parse(date.text) == date


@given(text=st.text() | st.from_regex(r"\[?[0-9?~%. -]{0,25}\]?", fullmatch=True))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    today = dt.date(2017, 11, 10)
    for parsed in (dates.parse, lambda text: dates.parse_day(text, today)):
        with contextlib.suppress(DateError):
            date = parsed(text)
            assert date.first <= date.last


@given(text=st.text() | st.from_regex(r"[0-9T:.Z+-]{0,30}", fullmatch=True))
def test_any_text_is_a_moment_or_refused(text: str) -> None:
    with contextlib.suppress(DateError):
        assert dates.parse_moment(text).text == text


@given(today=st.dates(), count=st.integers(0, 99999), unit=st.sampled_from("dwmy"))
def test_ago_never_lies_ahead(today: dt.date, count: int, unit: str) -> None:
    with contextlib.suppress(DateError):
        assert dates.parse_day(f"{count}{unit}", today).last <= today
