"""The text of a file that another program wrote, or what that file is instead of text."""

from __future__ import annotations

import codecs
import io
import re
import zipfile

from libya_tracker.errors import InvalidRegistryError, UnreadableError
from libya_tracker.storage import files

_SAVE = "save the sheet as CSV in UTF-8 (in Excel: 'CSV UTF-8') and read that"
#: The marks by which text in two or four bytes a character begins.
_MARKS = {
    codecs.BOM_UTF32_LE: "",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
#: What files begin with that are no text, and what they are.
_SIGNATURES = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "a workbook of an old Excel (.xls)",
    b"%PDF-": "a PDF",
    b"\x1f\x8b": "packed with gzip",
}
_ZIP = b"PK\x03\x04"
_HTML = re.compile(rb"\s*<(?:!doctype html|html|table|\?xml)\b", re.IGNORECASE)


def text(data: bytes, name: str) -> str:
    """Return the text of a file: UTF-8, or UTF-16 with its mark.

    Raises UnreadableError where it is no text, with what it is and what to save it as.
    """
    _refuse_other_files(data, name)
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _wide(data[len(mark) :], encoding, name)
    if _is_wide(data):
        raise UnreadableError(f"{name}: this looks like UTF-16 without its mark; {_SAVE}")
    try:
        return files.decode(data, name).removeprefix(files.BOM)
    except InvalidRegistryError as error:
        raise UnreadableError(_in_words(data, error)) from None


def _refuse_other_files(data: bytes, name: str) -> None:
    """Raise UnreadableError for a file that is known by how it begins."""
    what = next((w for sign, w in _SIGNATURES.items() if data.startswith(sign)), None)
    if data.startswith(_ZIP):
        what = _in_zip(data)
    elif _HTML.match(data):
        what = "HTML or XML, whatever it is called"
    if what is not None:
        raise UnreadableError(f"{name}: this is {what}, and no CSV; {_SAVE}")


def _in_zip(data: bytes) -> str:
    """Return what a zip file is: the workbook of a spreadsheet program, or any other."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return "a damaged zip file, as .xlsx and .ods are"
    if any(entry.startswith("xl/") for entry in names):
        return "an Excel workbook (.xlsx)"
    if "content.xml" in names:
        return "a document of LibreOffice (.ods)"
    return "a zip file"


def _wide(data: bytes, encoding: str, name: str) -> str:
    if not encoding:
        raise UnreadableError(f"{name}: this is UTF-32; {_SAVE}")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = f"cut or damaged at byte {error.start + 3}"
        raise UnreadableError(f"{name}: this is UTF-16, {reason}; {_SAVE}") from None


def _is_wide(data: bytes) -> bool:
    """Tell whether every other one of the first bytes is zero, as in UTF-16 of ASCII."""
    head = data[:200]
    return len(head) >= 8 and any(
        head[start::2].count(0) * 4 >= 3 * len(head[start::2]) for start in (0, 1)
    )


def _in_words(data: bytes, error: InvalidRegistryError) -> str:
    """Return what is wrong with the first byte that is not UTF-8, and what it may be."""
    (problem,) = error.problems
    at = _first_bad(data)
    byte = data[at : at + 1]
    try:
        likely = byte.decode("cp1252")
    except UnicodeDecodeError:
        likely = ""
    if not likely.isalpha() and likely not in {*"\u2018\u2019\u201c\u201d\u2013\u2014\xa0"}:
        return f"{problem.where}: {problem.message}"
    remark = f"in Windows-1252, as plain CSV of Excel is, it would be {likely!r}"
    reason, _, remedy = problem.message.partition("; ")
    return f"{problem.where}: {reason}; {remark}: {remedy} (in Excel: 'CSV UTF-8')"


def _first_bad(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0
