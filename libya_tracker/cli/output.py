"""The way out: one answer, in the format asked for, to the terminal, a pipe or a file."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from libya_tracker import sanitize
from libya_tracker.cli import messages
from libya_tracker.cli.options import FORMAT, UNTIL_CHANGED
from libya_tracker.errors import UnreadableError, UsageError
from libya_tracker.output import formats as serial
from libya_tracker.output.formats import Format, Grid
from libya_tracker.output.terminal.screen import Palette, Screen
from libya_tracker.storage import atomic
from libya_tracker.views.page import Page

if TYPE_CHECKING:
    from _typeshed import DataclassInstance as Row

#: What draws each of the formats that are one command's own.
Drawings = Mapping[str, Callable[[], str]]

_JSON = {Format.JSON, Format.JSONL}
_ENDINGS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".md": "markdown",
    ".txt": "table",
    ".svg": "svg",
    ".html": "html",
    ".htm": "html",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".graphml": "graphml",
    ".gexf": "gexf",
    # What nothing here writes: text under such a name would open nowhere.
    **{f".{form}": form for form in ("pdf", "png", "jpg", "jpeg", "gif", "webp")},
    **{f".{form}": form for form in ("xls", "xlsx", "ods", "doc", "docx", "odt")},
}
#: What Python itself puts into LC_CTYPE where no locale, or that of C, is set (PEP 538).
_COERCED = {"C.UTF-8", "C.utf8", "UTF-8"}
_NONE: Drawings = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Target:
    """Where an answer goes and in which format."""

    form: str | None = None
    output: Path | None = None
    #: The registries that were read, which no answer may overwrite.
    registries: tuple[Path, ...] = ()
    #: The policy by which ties last, for the heading of a page that shows ties.
    lasting: str | None = None
    #: The format where nobody names one.
    default: str = Format.TABLE


def show(
    rows: Sequence[Row],
    kind: type[Row],
    page: Callable[[], Page | str],
    target: Target,
    drawings: Drawings = _NONE,
) -> None:
    """Write an answer out: its page for people, its rows for programs, or a drawing."""
    show_grid(lambda: serial.grid(rows, kind), page, target, drawings)


def show_grid(
    grid: Callable[[], Grid],
    page: Callable[[], Page | str],
    target: Target,
    drawings: Drawings = _NONE,
) -> None:
    """Write out an answer whose columns are known only once it is there."""
    form = _format(target, drawings)
    if (draw := drawings.get(form)) is not None:
        _write_drawing(draw(), target)
    elif form != Format.TABLE:
        text = serial.text(grid(), Format(form))
        if form in _JSON and target.output is None:
            text = _within(text, _encoding())
        write(text, target)
    elif isinstance(content := page(), str):
        write(content, target)
    else:
        heading = content.heading + _policy(target.lasting)
        write(_set(replace(content, heading=heading), target), target)


def _policy(lasting: str | None) -> str:
    if lasting is None:
        return ""
    known = {UNTIL_CHANGED: "until changed", "cited": "while cited"}
    words = known.get(lasting) or f"{lasting.removesuffix('d')} days unless cited again"
    return f"; ties last {words}"


def write(text: str, target: Target) -> None:
    """Write text to standard output or to a file."""
    if target.output is None:
        messages.clear()
        if sys.stdout is None:
            raise UnreadableError("standard output is closed; nowhere to answer")
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    _refuse_registry(target.output, target.registries)
    try:
        atomic.put(target.output, text.encode())
    except OSError as error:
        raise UnreadableError(
            f"{target.output} cannot be written: {error.strerror}"
        ) from error


def _write_drawing(text: str, target: Target) -> None:
    """Write a file's text in UTF-8, as it says of itself, whatever the locale."""
    if target.output is None and isinstance(sys.stdout, io.TextIOWrapper):
        messages.clear()
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    else:
        write(text, target)


def _refuse_registry(output: Path, registries: Iterable[Path]) -> None:
    """Keep an answer, which is never YAML, from taking the place of data."""
    same = any(_same(output, registry) for registry in registries)
    if same or (output.suffix.lower() in {".yaml", ".yml"} and output.exists()):
        raise UsageError(f"--output {output} is a registry; nothing written")


def _within(text: str, encoding: str) -> str:
    """Return JSON in letters that an encoding knows, by escapes of JSON's own."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return sanitize.json_ascii(text)
    return text


def _encoding() -> str:
    return (sys.stdout and sys.stdout.encoding) or "utf-8"


def _format(target: Target, drawings: Drawings) -> str:
    if target.form is not None:
        return target.form
    known = list(dict.fromkeys([*map(str, Format), *drawings]))
    if target.output is not None and (form := _ENDINGS.get(target.output.suffix.lower())):
        if form not in known:
            raise UsageError(
                f"--output {target.output}: this command draws no {form}; it writes "
                f"{', '.join(known)}"
            )
        return form
    told = os.environ.get(FORMAT) or target.default
    if told not in known:
        raise UsageError(f"${FORMAT}: {told!r} is none of {', '.join(known)}")
    return told


def _set(content: Page, target: Target) -> str:
    # Deferred: rich takes longer to load than most answers take, and only pages need it.
    from libya_tracker.output.terminal import tables  # noqa: PLC0415

    if target.output is not None:
        return tables.text(content, Screen(drawing=_drawing_width()))
    terminal = sys.stdout is not None and sys.stdout.isatty()
    screen = Screen(
        width=shutil.get_terminal_size().columns if terminal else None,
        colour=_coloured(terminal),
        encoding=_encoding(),
        palette=_palette(),
        drawing=_drawing_width(),
        ascii=os.environ.get("TERM") == "dumb" or _ascii_locale(),
    )
    return tables.text(content, screen)


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
    told = os.environ.get("COLUMNS", "")
    return int(told) if re.fullmatch("[1-9][0-9]{0,4}", told) else 80


def _ascii_locale() -> bool:
    """Tell whether the locale knows ASCII alone; Python writes UTF-8 there all the same."""
    everything, kind, rest = (
        os.environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")
    )
    plain = {"", "C", "POSIX"}
    if not everything and rest in plain and kind in _COERCED:
        return True
    return (everything or kind or rest) in plain


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)
