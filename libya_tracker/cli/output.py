"""Writes an answer out: in one format, to the terminal, a pipe or a file."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libya_tracker import sanitize
from libya_tracker.cli import context, messages, streams
from libya_tracker.errors import UnreadableError, UsageError
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.output import formats, mail
from libya_tracker.output.formats import ROWS, Format, Grid
from libya_tracker.storage import files
from libya_tracker.views.page import Page

if TYPE_CHECKING:
    from libya_tracker.output.terminal.screen import Palette

#: What draws each of the formats that are one command's own.
Drawings = Mapping[Format, Callable[[], str]]
_NO_DRAWINGS: Drawings = {}

_JSON = {Format.JSON, Format.JSONL}
#: The drawings that are mailed as they are, and not as an attachment.
_MAILED = {Format.MARKDOWN: mail.markdown, Format.HTML: mail.html}
_ENDINGS = {
    **{f".{form}": form for form in ("csv", "tsv", "json", "jsonl", "html", "svg")},
    **{f".{form}": form for form in ("dot", "graphml", "gexf")},
    **{".md": "markdown", ".txt": "table", ".htm": "html", ".gv": "dot", ".mmd": "mermaid"},
    **{".ndjson": "jsonl", ".atom": "atom"},
}
#: What ends a name as a format does; the day in `page.2017-11-10` does not.
_ENDING = r"\.[a-z][a-z0-9]*"
_PACKED = {".gz", ".tgz", ".bz2", ".xz", ".zst", ".lz4", ".br", ".zip", ".7z"}
#: What Python itself puts into LC_CTYPE where no locale, or that of C, is set (PEP 538).
_COERCED = {"C.UTF-8", "C.utf8", "UTF-8"}


class Answer(NamedTuple):
    """What a command answers: rows for programs, a page for people, drawings."""

    #: The rows, or what makes them where a drawing does without.
    rows: Sequence[Any] | Callable[[], Iterable[Any]]
    #: The type of the rows, or the names of columns that only this answer has.
    columns: type[NamedTuple] | Sequence[str]
    page: Callable[[], Page | str]
    drawings: Drawings = _NO_DRAWINGS
    #: Registries that were read besides that of --registry.
    registries: tuple[Path, ...] = ()
    exit_code: int = 0
    #: What the page says below it, and standard error where there is no page.
    notes: tuple[str, ...] = ()
    #: What the page alone says below it.
    page_notes: Callable[[], Iterable[str]] = tuple

    def grid(self) -> Grid:
        """Return the rows below the names of their columns."""
        rows = self.rows() if callable(self.rows) else self.rows
        if isinstance(self.columns, type):
            return formats.grid([*rows], self.columns)
        return Grid(self.columns, rows)


class Target(NamedTuple):
    """Where an answer goes and in which format."""

    #: The value of --format, of which each command has its own type.
    format: str | None = None
    output: Path | None = None
    #: The registries that were read, which no answer may overwrite.
    registries: tuple[Path, ...] = ()
    #: How long ties last, for the heading of a page that shows ties.
    lasting: str = ""
    #: The formats that the command writes, the default first.
    formats: Sequence[Format] = ROWS
    #: Whether a page that is longer than the terminal may go through a pager.
    paged: bool = True


#: The last answer and all it was made of, which is not freed before the process ends.
_LAST: list[Answer] = []


def show(answer: Answer, target: Target) -> None:
    """Write an answer out: its page for people, its rows for programs, or a drawing."""
    _LAST[:] = [answer]
    _refuse_output(target)
    form = _format(target)
    if form != Format.TABLE:
        for note in answer.notes:
            messages.say(f"note: {note}")
    if (draw := answer.drawings.get(form)) is not None:
        write_document(_MAILED.get(form, str)(draw()), target)
    elif form != Format.TABLE:
        _write_rows(answer.grid(), form, target)
    elif isinstance(content := answer.page(), str):
        text = mail.text(content) if _off_a_terminal(target) else content
        _write_page(text, target)
    else:
        heading = content.heading + target.lasting
        notes = (*content.notes, *answer.notes, *answer.page_notes())
        page = content._replace(heading=heading, notes=notes)
        _write_page(_set(page, target), target)


def _write_rows(rows: Grid, form: Format, target: Target) -> None:
    encoding = _encoding()
    if target.output is not None:
        write(formats.text(rows, form), target)
    elif form in _JSON and encoding.lower() != "utf-8":
        streams.answer(_within(formats.text(rows, form), encoding))
    else:
        pieces = formats.pieces(rows, form)
        if sys.stdout.isatty():
            pieces = map(sanitize.cells_in_a_terminal, pieces)
        streams.answer_in_pieces(pieces)


def _write_page(text: str, target: Target) -> None:
    if target.output is None and target.paged:
        # Deferred: only pages go through a pager.
        from libya_tracker.cli import pager  # noqa: PLC0415

        pager.show(text)
    else:
        write(text, target)


def write(text: str, target: Target) -> None:
    """Write text to standard output or to a file."""
    if target.output is None:
        streams.answer(text)
        return
    _refuse_output(target)
    # Deferred: most answers go to standard output.
    from libya_tracker.storage import atomic  # noqa: PLC0415

    try:
        note = atomic.put(target.output, text.encode())
    except OSError as error:
        raise UnreadableError(
            f"{target.output} cannot be written: {error.strerror}"
        ) from error
    if note:
        messages.say(f"note: {note}")


def write_document(text: str, target: Target) -> None:
    """Write the text of a file in UTF-8, as it declares, whatever the locale."""
    if target.output is None:
        streams.answer(text.encode("utf-8", "backslashreplace"))
    else:
        write(text, target)


def _refuse_output(target: Target) -> None:
    """Keep an answer, which is never YAML nor packed, from a name that promises that."""
    if (output := target.output) is None:
        return
    there = files.status(output)
    same = there and any(_same(there, registry) for registry in target.registries)
    if same or (output.suffix.lower() in {".yaml", ".yml"} and there is not None):
        raise UsageError(f"--output {output} is a registry; nothing written")
    if output.suffix.lower() in _PACKED:
        hint = f"pack what is written: -o {output.with_suffix('')}"
        raise UsageError(f"--output {output}: nothing here packs its answers; {hint}")


def _within(text: str, encoding: str) -> str:
    """Return JSON, escaped to ASCII if an encoding lacks any of its characters."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return sanitize.json_ascii(text)
    return text


def _encoding() -> str:
    return sys.stdout.encoding or "utf-8"


def _format(target: Target) -> Format:
    if target.format is not None:
        return Format(target.format)
    choices = target.formats
    if (form := _format_by_ending(target)) is not None:
        return form
    name = context.preferred_format() or choices[0]
    if name not in choices:
        raise UsageError(f"${context.FORMAT}: {name!r} is none of {', '.join(choices)}")
    return Format(name)


def refuse(target: Target) -> None:
    """Refuse a name of the output that promises what is not written."""
    _refuse_output(target)
    _format_by_ending(target)


def _format_by_ending(target: Target) -> Format | None:
    """Return the format that the name of the output asks for; refuse one not written."""
    if target.output is None or not (form := _by_ending(target.output)):
        return None
    if form not in target.formats:
        choice = f"choose with -f: {', '.join(target.formats)}"
        raise UsageError(
            f"--output {target.output}: this command writes no {form.removeprefix('.')}; "
            f"{choice if len(target.formats) > 1 else f'it writes {target.formats[0]}'}"
        )
    return Format(form)


def _by_ending(output: Path) -> str | None:
    """Return the format of a file by its name, or an ending that is of none."""
    ending = output.suffix.lower()
    return _ENDINGS.get(ending, ending) if re.fullmatch(_ENDING, ending) else None


def _set(content: Page, target: Target) -> str:
    # Deferred: rich takes longer to load than most answers take, and only pages need it.
    from libya_tracker.output.terminal import tables  # noqa: PLC0415
    from libya_tracker.output.terminal.screen import Screen  # noqa: PLC0415

    if target.output is not None:
        return tables.text(content, Screen(drawing=_drawing_width()))
    terminal = not _off_a_terminal(target)
    screen = Screen(
        width=shutil.get_terminal_size().columns if terminal else None,
        colour=_coloured(terminal),
        encoding=_encoding(),
        palette=_palette(),
        drawing=_drawing_width(),
        ascii=os.environ.get("TERM") == "dumb" or _ascii_locale(),
    )
    return tables.text(content, screen)


def _off_a_terminal(target: Target) -> bool:
    """Tell whether an answer goes to a pipe or a file, and so perhaps into a mail."""
    return target.output is not None or not sys.stdout.isatty()


def _coloured(terminal: bool) -> bool:
    """Follow no-color.org and force-color.org, in that order; empty counts as unset."""
    if os.environ.get("NO_COLOR"):
        return False
    if forced := os.environ.get("FORCE_COLOR"):
        return forced != "0"
    return terminal and os.environ.get("TERM") != "dumb"


def _palette() -> Palette:
    """Return how many colours the terminal says that it can show."""
    term = os.environ.get("TERM", "")
    if os.environ.get("COLORTERM") in {"truecolor", "24bit"} or term.endswith("-direct"):
        return "truecolor"
    return "256" if "256color" in term else "standard"


def _drawing_width() -> int:
    """Return how wide a drawing is that is not for a terminal."""
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if re.fullmatch("[1-9][0-9]{0,4}", columns) else 80


def _ascii_locale() -> bool:
    """Tell whether the locale knows ASCII alone; Python writes UTF-8 there all the same."""
    everything, kind, rest = (
        os.environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")
    )
    plain = {"", "C", "POSIX"}
    if not everything and rest in plain and kind in _COERCED:
        return True
    return (everything or kind or rest) in plain


def _same(output: os.stat_result, registry: Path) -> bool:
    other = files.status(registry)
    return other is not None and os.path.samestat(output, other)
