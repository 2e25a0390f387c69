"""Tables as spreadsheets write them: encodings, separators, headings, blanks, truth."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from libya_tracker.errors import TrackerError, UnreadableError, UsageError
from libya_tracker.exchange import batches, column_maps, tables
from libya_tracker.exchange.batches import Batch, Reading
from libya_tracker.exchange.headings import ColumnMap
from libya_tracker.storage.drafts import Draft
from tests.support.tables import each

HEAD = "date,faction,relation,to"
ROW = "2017,trb,member,gna"
CLAIM = {"date": "2017", "faction": "trb", "relation": "member", "to": "gna"}


def read(content: str | bytes, others: ColumnMap | None = None) -> Batch:
    data = content.encode() if isinstance(content, str) else content
    return batches.read(data, "x.csv", Reading(others or ColumnMap()))


def values(content: str | bytes) -> list[Mapping[str, Any]]:
    drafts = read(content).drafts
    assert [draft.fault for draft in drafts] == [None] * len(drafts)
    return [draft.values for draft in drafts]


def refused(content: str | bytes, others: ColumnMap | None = None) -> str:
    with pytest.raises(TrackerError) as caught:
        read(content, others)
    return str(caught.value)


def written(rows: Sequence[Sequence[str]], separator: str = ",", **form: Any) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, **form).writerows(rows)
    return text.getvalue()


NAMES = f"{HEAD},note\n{ROW},كتيبة é\n"


@each(
    "data",
    [
        NAMES.encode(),
        codecs.BOM_UTF8 + NAMES.encode(),
        NAMES.encode("utf-16"),
        codecs.BOM_UTF16_LE + NAMES.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + NAMES.encode("utf-16-be"),
    ],
    ids=["plain", "mark", "utf-16", "little", "big"],
)
def test_text_of_any_unicode_with_its_mark_is_read(data: bytes) -> None:
    assert values(data) == [CLAIM | {"note": "كتيبة é"}]


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "x")  # of a fixed time
    return file.getvalue()


SAVE = "save the sheet as CSV in UTF-8 (in Excel: 'CSV UTF-8') and read that"


@each(
    ("data", "what"),
    [
        (zipped("xl/workbook.xml"), "this is an Excel workbook (.xlsx), and no CSV"),
        (zipped("content.xml"), "this is a document of LibreOffice (.ods), and no CSV"),
        (zipped("x"), "this is a zip file, and no CSV"),
        (
            zipped("xl/workbook.xml")[:50],
            "this is a damaged zip file, as .xlsx and .ods are, and no CSV",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
            "this is a workbook of an old Excel (.xls), and no CSV",
        ),
        (b"%PDF-1.7\n", "this is a PDF, and no CSV"),
        (b"\x1f\x8b\x08", "this is packed with gzip, and no CSV"),
        (b"\n <HTML><table>", "this is HTML or XML, whatever it is called, and no CSV"),
        (NAMES.encode("utf-32"), "this is UTF-32"),
        (NAMES.encode("utf-16-le"), "this looks like UTF-16 without its mark"),
        (NAMES.encode("utf-16-be"), "this looks like UTF-16 without its mark"),
        (NAMES.encode("utf-16")[:-1], "this is UTF-16, cut or damaged at byte 117"),
    ],
    ids=map(str, range(12)),
)
def test_what_is_no_text_is_called_by_its_name(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(data)

    assert str(caught.value) == f"x.csv: {what}; {SAVE}"


def test_windows_1252_is_named_at_its_place_and_not_guessed() -> None:
    message = refused(f"{HEAD},note\n{ROW},café\n".encode("cp1252"))

    assert message == (
        "x.csv:2:24: byte 0xe9 is not UTF-8; in Windows-1252, as plain CSV of Excel is, it "
        "would be 'é': save the file as UTF-8 (in Excel: 'CSV UTF-8')"
    )
    assert refused(b"\x81") == "x.csv:1:1: byte 0x81 is not UTF-8; save the file as UTF-8"


@each("separator", [",", ";", "\t", "|"])
@each("ending", ["\n", "\r\n", "\r"])
def test_what_parts_the_cells_is_found_by_the_headings(separator: str, ending: str) -> None:
    rows = [[*HEAD.split(","), "note"], [*ROW.split(","), 'a, b; c | d "e"']]

    text = written(rows, separator, lineterminator=ending)

    assert values(text) == [CLAIM | {"note": 'a, b; c | d "e"'}]


def test_the_first_line_of_excel_says_what_parts_the_cells() -> None:
    batch = read(f"sep=;\r\n{HEAD.replace(',', ';')}\r\n{ROW.replace(',', ';')}\r\n")

    assert [draft.values for draft in batch.drafts] == [CLAIM]
    assert batch.drafts[0].origin
    assert batch.drafts[0].origin.place("to") == "x.csv:3:4"


@each(
    ("cell", "note"),
    [
        ('"Said"', '"Said"'),
        ('"Said" he', '"Said" he'),
        ('say "x"', 'say "x"'),
        ('"', '"'),
        ('"""Said"" he"', '"Said" he'),
        ('"two\nlines"', "two\nlines"),
        ('"a\tb"', "a\tb"),
    ],
)
def test_tabs_part_cells_with_quotes_and_without(cell: str, note: str) -> None:
    head, row = (text.replace(",", "\t") for text in (HEAD, ROW))

    assert values(f"note\t{head}\n{cell}\t{row}\n") == [{"note": note} | CLAIM]


def test_quotes_of_two_rows_make_no_cell_of_several_lines() -> None:
    head, row = (text.replace(",", "\t") for text in (HEAD, ROW))

    read_back = values(f'{head}\tnote\n{row}\t"\n{row}\t"x\n')

    assert [claim["note"] for claim in read_back] == ['"', '"x']


def test_a_table_of_tabs_in_which_all_is_quoted_is_read() -> None:
    rows = [HEAD.split(","), ROW.split(",")]

    assert values(written(rows, "\t", quoting=csv.QUOTE_ALL)) == [CLAIM]


@each(
    ("text", "message"),
    [
        (f'{HEAD}\n{ROW}\n"2017', "x.csv:3: a quote that begins a cell is not closed"),
        (
            f'{HEAD}\n"2017"x,trb,member,gna\n',
            'x.csv:2: text follows a closing quote; a " within a cell is written ""',
        ),
        (
            f"{HEAD},note\n{ROW},{'x' * 140_000}\n",
            "x.csv:2: a cell of more than 131,072 characters; is a closing quote missing?",
        ),
        (
            f"Date,date,{HEAD}\n",
            "x.csv:1:2: 'Date' and 'date' are both date; rename one, or leave it out",
        ),
        (
            f"{HEAD},\n{ROW},\n{ROW},x\n{ROW},y\n",
            "x.csv:3:5: 'x' stands in a column without a heading; so in 2 rows; give the "
            "column one, or empty it",
        ),
        (
            "\n".join([HEAD, ROW, f"{ROW},,y"]),
            "x.csv:3:6: 'y' stands in a column without a heading; give the column one, or "
            "empty it",
        ),
        (
            "date,to\n2017,x\n",
            "x.csv:1: there is no column faction, relation; a table needs the headings "
            "date, faction, relation, to",
        ),
        (
            f"{HEAD},nots,xyzzy,Statuss\n{ROW}\n",
            "x.csv:1: 'nots' (note?), 'xyzzy', 'Statuss' (status?) are no headings of "
            "ours: say in --map FILE what each is (`nots: date`), or that it is left out "
            "(`nots: ignore`)",
        ),
    ],
)
def test_a_table_that_cannot_be_used_is_answered_once(text: str, message: str) -> None:
    assert refused(text) == message


@each(
    "head",
    [
        "DATE,Faction,relation,To,Source",
        " date , faction,RELATION,to,sources",
        "Dáte,fac tion,re_lation,T-o,_sources_",
        "\u00a0date\u202f,\ufefffaction,relation,to\u200b,Sources",
    ],
)
def test_a_heading_is_ours_however_it_is_spelt(head: str) -> None:
    assert values(f"{head}\n{ROW},gazette\n") == [CLAIM | {"sources": ("gazette",)}]


def test_blank_rows_and_columns_and_blanks_around_values_are_nothing() -> None:
    batch = read(
        "\n,,,,\ndate,,faction,relation,to,\n\n , ,\u00a0, ,\n"
        "\u202f2017 ,,\u00a0trb\u2009, member\u00a0,gna\u200b\n,,,,,,,\n"
    )

    assert [draft.values for draft in batch.drafts] == [CLAIM]
    assert batch.drafts[0].origin
    assert batch.drafts[0].origin.number == 6


def test_what_is_free_text_is_kept_to_the_letter() -> None:
    cells = ["=cmd|' /C calc'!A0", " +1 ", "@x\u00a0", "-1\n2"]

    text = written([[*HEAD.split(","), "note"], *([*ROW.split(","), c] for c in cells)])

    assert [row["note"] for row in values(text)] == cells


def test_lines_above_the_headings_are_passed_over() -> None:
    batch = read(f"Allegiances in Tripolitania\n,\nAs of: 2018;x\n{HEAD}\n{ROW}\n")

    assert [draft.values for draft in batch.drafts] == [CLAIM]
    assert batch.description == "the headings are in row 4"
    below = "\n".join(["x"] * 10 + [HEAD, ROW])
    assert refused(below).startswith("x.csv:1: there is no column date, faction, relation")


def test_a_total_below_is_named() -> None:
    (one, two) = read(f"{HEAD},note\n{ROW},\n,,,,2 claims\n").drafts

    assert one.fault is None
    assert str(two.fault) == (
        "this row has no date, faction, relation, to; if it is no claim, such as a total "
        "or a remark, delete it"
    )


@each(
    ("cell", "meaning"),
    [("TRUE", "yes"), ("WAHR", "yes"), ("vrai", "yes"), ("FALSE", "no"), ("Faux", "no")],
)
def test_yes_and_no_are_read_as_spreadsheets_write_them(cell: str, meaning: str) -> None:
    (draft,) = read(f"{HEAD},begins,retracted\n{ROW},{cell},{cell}\n").drafts

    assert draft.values["begins"] == meaning
    assert draft.retracted == (meaning == "yes")


@each("cell", ["a;b", "a, b", "a ;b; ", '"a\nb"', '"a\r\n, b"'])
def test_a_list_is_parted_by_semicolons_commas_or_lines(cell: str) -> None:
    cell = cell if cell.startswith('"') else f'"{cell}"'

    assert values(f"{HEAD},sources\n{ROW},{cell}\n") == [CLAIM | {"sources": ("a", "b")}]


def test_how_a_table_was_understood_is_said_where_it_is_not_ours() -> None:
    ours = read(f"{HEAD}\n{ROW}\n")
    tabs = read(f"{HEAD}\n{ROW}\n".replace(",", "\t"))
    theirs = read("Date;faction;relation;To \n2017;trb;member;gna\n")

    assert (ours.description, tabs.description) == ("", "")
    assert theirs.description == (
        "cells are parted by semicolons; read as Date → date, To → to"
    )


MAP = {"akteur": "faction", "beziehung": "relation", "seite": "to", "zeile": None}
FOREIGN = "Zeile;Date;Akteur;Beziehung;Seite\n1;2017;trb;member;gna\n"


@each(
    ("name", "text"),
    [
        ("m.yaml", "Akteur: faction\nBeziehung: relation\nSeite: to\nZeile: ignore\n"),
        ("m.yml", "# ours\n'AKTEUR' : Faction\nBeziehung: relation\nSeite: to\nZeile:\n"),
        (
            "m.json",
            '{"Akteur": "faction", "Beziehung": "relation", "Seite": "to", "Zeile": "-"}',
        ),
        ("m.csv", "Akteur,faction\nBeziehung,relation\n\nSeite,to\nZeile,\n"),
        ("m.csv", "Akteur;faction\nBeziehung;relation\nSeite;to\nZeile;-\n"),
    ],
)
def test_a_map_says_what_the_headings_of_others_are(name: str, text: str) -> None:
    others = column_maps.read(text.encode(), name, tables.CLAIMS)

    assert others == ColumnMap(MAP)
    (draft,) = read(FOREIGN, others).drafts
    assert draft.values == CLAIM


def test_a_map_may_leave_out_the_rest() -> None:
    others = column_maps.read(b"Akteur: faction\n'*': ignore\n", "m.yaml", tables.CLAIMS)

    assert others == ColumnMap({"akteur": "faction"}, leaves_rest=True)
    (draft,) = read("X,date,Akteur,relation,to,Y\n1,2017,trb,member,gna,2\n", others).drafts
    assert draft.values == CLAIM


@each(
    ("name", "text", "message"),
    [
        ("m.yaml", "Datum: dat\n", "m.yaml: no column 'dat'; did you mean 'date'?"),
        ("m.yaml", "Datum: [date]\n", "m.yaml:1:8: expected KEY: TEXT"),
        ("m.yaml", "- x\n", "m.yaml:1:1: expected KEY: TEXT, a line each"),
        ("m.yaml", "", "m.yaml:1:1: the file is empty; expected KEY"),
        ("m.yaml", "a: date\na: to\n", "m.yaml:2:1: the key 'a' is given twice"),
        ("m.yaml", "'*': date\n", "m.yaml: '*' is for the rest, which is left out"),
        ("m.csv", "a,b,c\n", "m.csv:1: two cells a row: THEIRS, OURS"),
    ],
)
def test_a_map_that_makes_no_sense_is_refused(name: str, text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        column_maps.read(text.encode(), name, tables.CLAIMS)

    assert str(caught.value).startswith(message)


def test_nul_and_huge_cells_are_data() -> None:
    note = "x\0y" * 20_000

    assert values(f"{HEAD},note\n{ROW},{note}\n") == [CLAIM | {"note": note}]


def test_a_draft_of_the_log_knows_where_it_comes_from() -> None:
    (draft,) = read(f"change,grade,known,{HEAD}\nx,B2,2017-01-01,{ROW}\n").drafts

    assert isinstance(draft, Draft)
    assert draft.from_log
    assert draft.values == CLAIM | {"credibility": "2"}


def test_maps_and_dates_are_for_tables() -> None:
    assert refused('{"date": "2017"}', ColumnMap({"a": "date"})) == (
        "--map and --dates are for tables; this is JSON"
    )
