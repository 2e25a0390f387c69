"""Where a line that is too long is broken, in text, Markdown and HTML.

Its limit is in octets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum

from libya_tracker.named_tuples import NamedTuple
from libya_tracker.sanitize import octets

#: The octets that breaks may add to a line: `<!--` and `-->`, or an indent and an escape.
_RESERVE = 8
_LEAD = re.compile(r"(?:- )? {,200}")
_WORDS = re.compile("(?<= )(?=[^ ])")


class _Place(IntEnum):
    """How well a line can be broken before an atom."""

    NEVER, INSIDE_A_CHARACTER, INSIDE_A_WORD, AFTER_A_BLANK = range(4)


#: A piece of a line that is not broken, and how well the line is broken before it.
_Atom = tuple[str, _Place]


class _Notation(NamedTuple):
    """What is not broken in a notation, and what a break is written as."""

    atom: re.Pattern[str]
    #: What stands before and after a break inside a word.
    before: str = ""
    after: str = ""
    #: What is left of the blanks before a break.
    blank: str = ""
    #: Makes of the text after a break what may begin a line.
    start: Callable[[str], str] = str


def text(line: str, limit: int) -> str:
    """Return a line of text as several."""
    return _folded(line, _TEXT, limit)


def markdown(line: str, limit: int) -> str:
    """Return a paragraph, an item of a list, or a heading, which is underlined then."""
    if line.startswith("# "):
        return f"{_folded(_inert(line[2:]), _MARKDOWN, limit)}\n==="
    return line if line.startswith("|") else _folded(line, _MARKDOWN, limit)


def html(line: str, limit: int) -> str:
    """Return a line of HTML as several; each tag ends on the line it begins on."""
    return _folded(line, _TITLE if line.startswith("<title>") else _HTML, limit)


def _inert(text: str) -> str:
    """Return Markdown at whose start nothing acts as the mark of a list or heading."""
    return re.sub(r"^(?=[-+=:])|^(\d{1,9})(?=[.)])", r"\1\\", text)


#: A comment is no part of the text around it, in HTML and in the SVG within it.
_HTML = _Notation(re.compile(r"<[^>]*>|&#?\w+;| +|.", re.DOTALL), "<!--", "-->", " ")
#: In the title of the page a comment would show.
_TITLE = _Notation(_HTML.atom, blank=" ")
#: A backslash before a line break breaks a line without a blank.
_MARKDOWN = _Notation(
    re.compile(r"\\.|\]\(<[^>]*>\)|&#?\w+;| +|.", re.DOTALL),
    "\\",
    start=lambda text: f"  {_inert(text)}",
)
_TEXT = _Notation(re.compile(r" +|.", re.DOTALL), start=lambda text: f"    {text}")


def _folded(line: str, notation: _Notation, limit: int) -> str:
    """Return a line as several; at its end two blanks have a meaning in Markdown."""
    body = line.rstrip(" ")
    lead = _LEAD.match(body)
    begin = lead.end() if lead else 0
    atoms = list(_atoms(body[begin:], notation))
    result, start = body[:begin], 0
    while start < len(atoms):
        end = _end(atoms, start, limit - _RESERVE - (0 if start else octets(result)))
        text = "".join(atom for atom, _ in atoms[start:end])
        result += notation.start(text.rstrip(" ")) if start else text.rstrip(" ")
        if end < len(atoms) and atoms[end][1] is _Place.AFTER_A_BLANK:
            result += f"{notation.blank}\n"
        elif end < len(atoms):
            result += f"{notation.before}\n{notation.after}"
        start = end
    return result + line[len(body) :][:2]


def _end(atoms: Sequence[_Atom], start: int, room: int) -> int:
    """Return where a line ends that begins at an atom: at the best place with room."""
    best, size, blanks = start, 0, 0
    for n in range(start, len(atoms)):
        atom, place = atoms[n]
        if n > start and place and (best == start or place >= atoms[best][1]):
            best = n
        ends = len(atom) - len(atom.rstrip(" "))  # dropped if the line ends here
        size, blanks = size + blanks + octets(atom) - ends, ends
        if size > room and best > start:
            return best
    return len(atoms)


def _atoms(text: str, notation: _Notation) -> Iterator[_Atom]:
    """Yield what is not broken; a tag is broken at the blanks within it alone."""
    before = ""
    for match in notation.atom.finditer(text):
        tag = len(match[0]) > 1 and match[0][0] == "<"
        for n, atom in enumerate(_WORDS.split(match[0]) if tag else [match[0]]):
            yield atom, _Place.AFTER_A_BLANK if n else _place(before, atom)
            before = atom


def _place(before: str, atom: str) -> _Place:
    if atom[0] == " " or atom.startswith("]("):
        return _Place.NEVER
    if before[-1:] == " ":
        return _Place.AFTER_A_BLANK
    clings = (
        before == "\u200d"
        or atom in {"\u200c", "\u200d"}
        or "\U0001f3fb" <= atom <= "\U0001f3ff"
        or unicodedata.category(atom[0])[0] == "M"
    )
    return _Place.INSIDE_A_CHARACTER if clings else _Place.INSIDE_A_WORD
