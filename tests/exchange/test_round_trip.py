"""The rows of `log` read back to the same claims, also where a spreadsheet saved them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from libya_tracker.analysis import log
from libya_tracker.exchange import batches
from libya_tracker.exchange.batches import Reading
from libya_tracker.exchange.headings import ColumnMap
from libya_tracker.exchange.table_dates import DateOrder
from libya_tracker.model.dates import Moment
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import ClaimFilter
from libya_tracker.model.records import Claim, Entry, Registry
from libya_tracker.output import formats
from libya_tracker.output.formats import Format
from libya_tracker.storage import files
from libya_tracker.storage.drafts import values_of
from libya_tracker.storage.emitter import Item
from libya_tracker.storage.input import DraftChecker
from tests.conftest import SAMPLE
from tests.support.places import TESTS
from tests.support.registries import changes, claim, point, registry

NOW = Moment("2030-01-01", dt.date(2030, 1, 1))
POINT = point("2030")
SOFFICE = os.environ.get("SOFFICE") or shutil.which("soffice")
#: What a program that saves a table could take for a part of the table.
WORDS = st.text(
    st.sampled_from("aé ك\"',;|=+-@#0/\u00a0\u2019\u200b\u200e\u200f\u202e\u2028\ufeff"),
    min_size=1,
    max_size=8,
)
TEXTS = WORDS.map(lambda text: f"{text}x") | WORDS.filter(lambda text: bool(text.strip()))
BREAKS = st.sampled_from(["\n", "\r\n", "\t"])
NOTES = st.none() | TEXTS | st.tuples(TEXTS, BREAKS, TEXTS).map("".join)
#: What a cell without quotes has that could be a cell in quotes.
_AS_QUOTED = re.compile(r'".*"".*"', re.DOTALL)
#: What a cell of a TSV has a blank for.
_BREAK = re.compile("[\t\r\n]")
Cells = Sequence[Sequence[str]]


@st.composite
def claims(draw: st.DrawFn) -> list[Entry]:
    numbers = range(draw(st.integers(0, 5)))
    return [
        draw(changes(number))._replace(
            by=f"P. {draw(TEXTS)}" if draw(st.booleans()) else None,
            note=draw(NOTES),
            begins=draw(st.booleans()),
            tags=tuple(draw(st.sampled_from([[], ["one"], ["one", "two words"]]))),
        )
        for number in numbers
    ]


def logged(known: Registry, form: Format) -> str:
    rows = log.log(Perspective.of(known, POINT), ClaimFilter())
    return formats.text(formats.grid(rows, log.LogRow), form)


def contents(values: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    """Return what a claim says, without what belongs to its entry."""
    own = {"recorded", "id", "retracts"}
    return tuple((key, values[key]) for key in sorted(values.keys() - own))


def read_back(data: bytes, known: Registry, order: DateOrder | None) -> set[Any]:
    batch = batches.read(data, "x", Reading(ColumnMap(), order))
    checker = DraftChecker(replace(known, entries=()), batch.drafts, NOW, None)
    outcomes = [checker.check(draft) for draft in batch.drafts]
    return {contents(dict(item.fields)) for item in outcomes if isinstance(item, Item)}


def expected(known: Registry) -> set[Any]:
    entries = [e for e in known.entries if isinstance(e, Claim) and e.scenario is None]
    return {contents(values_of(entry)) for entry in entries}


def own(rows: Cells) -> bytes:
    return written(rows, lineterminator="\r\n").encode()


def of_excel(rows: Cells) -> bytes:
    """Return rows as Excel saves them where commas are for decimals."""
    return written(spoilt(rows), ";").encode("utf-8-sig")


def of_excel_as_unicode(rows: Cells) -> bytes:
    return written(spoilt(rows), "\t").encode("utf-16")


def of_libreoffice(rows: Cells) -> bytes:
    return written(rows, ";", lineterminator="\n").encode()


def spoilt(rows: Cells) -> Cells:
    """Return rows with what Excel makes of days and of yes and no."""
    return [[_spoilt(cell) for cell in row] for row in rows]


def _spoilt(cell: str) -> str:
    if match := re.fullmatch("([0-9]{4})-([0-9]{2})-([0-9]{2})", cell):
        return f"{match[3]}/{match[2]}/{match[1]}"
    return {"true": "TRUE", "false": "FALSE"}.get(cell, cell)


def written(rows: Cells, separator: str = ",", **form: str) -> str:
    text = io.StringIO()
    writer: Any = csv.writer(text, delimiter=separator, **form)  # type: ignore[arg-type]
    writer.writerows(rows)
    return text.getvalue()


@given(entries=claims())
@pytest.mark.parametrize("save", [own, of_excel, of_excel_as_unicode, of_libreoffice])
def test_a_log_as_csv_is_read_back(
    save: Callable[[Cells], bytes], entries: list[Entry]
) -> None:
    known = registry(entries)
    rows = list(csv.reader(io.StringIO(logged(known, Format.CSV), newline="")))

    assert read_back(save(rows), known, DateOrder.DMY) == expected(known)


@given(entries=claims())
def test_a_log_as_tsv_is_read_back(entries: list[Entry]) -> None:
    notes = [entry.note or "" for entry in entries]
    assume(not any(_AS_QUOTED.fullmatch(note) or _BREAK.search(note) for note in notes))
    known = registry(entries)

    text = logged(known, Format.TSV)

    assert read_back(text.encode(), known, None) == expected(known)


def test_a_log_that_libreoffice_saved_is_read_back() -> None:
    """The file was saved by LibreOffice 7.4: semicolons, days as dates, TRUE and FALSE."""
    data = (TESTS / "exchange" / "libreoffice.csv").read_bytes()
    known = files.parse(SAMPLE, "factions.yaml")

    assert b";FALSE;" in data
    rows = read_back(data, known, None)
    rumour = {row for row in expected(known) if ("date", "2017-11-06") in row}
    assert rows == expected(known) - rumour


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="no soffice on the PATH, nor in $SOFFICE")
@pytest.mark.parametrize("language", ["1033", "1031"])
def test_a_log_that_libreoffice_saves_now_is_read_back(
    tmp_path: Path, language: str
) -> None:
    texts = ["=1+2", "+5", "@x", "012", "05/11/2017", '"Said", he', "a\nb", "TRUE", "كتيبة"]
    entries = [
        claim("2017-03-01 a allied b", place, note=text, by=f"P. {text}")
        for place, text in enumerate(texts)
    ]
    known = registry(entries)
    source = tmp_path / "log.csv"
    source.write_text(logged(known, Format.CSV), encoding="utf-8", newline="")

    columns = "/".join(f"{n}/2" for n in range(1, 30))  # each of them as text
    subprocess.run(
        [
            *(SOFFICE or "", "--headless", f"-env:UserInstallation=file://{tmp_path}/user"),
            f"--infilter=CSV:44,34,76,1,{columns},{language},false,false",
            *("--convert-to", f"csv:Text - txt - csv (StarCalc):59,34,76,1,,{language}"),
            *("--outdir", str(tmp_path / "saved"), str(source)),
        ],
        check=True,
        capture_output=True,
        env={**os.environ, "HOME": str(tmp_path)},
        timeout=120,
    )

    data = (tmp_path / "saved" / "log.csv").read_bytes()
    assert data.startswith(b"change;date;")
    assert read_back(data, known, None) == expected(known)
