"""The documents made from the live help: the page of all commands, and the man page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from typer.testing import CliRunner

from libya_tracker import __version__
from libya_tracker.cli.app import GROUPS, app
from tests.support.commands import COMMANDS

_COMMANDS_PAGE = """\
# Commands

This page is the help of the program; `pytest --update-snapshots tests/cli/test_help.py`
writes it anew. `libya-tracker COMMAND --help` shows the same in a terminal.
"""
#: The typer whose help the documents have; others word the kinds of values otherwise.
TYPER = "0.28"
#: What a program needs to know beside its options, as the man page has it.
_ENVIRONMENT = {
    "LIBYA_TRACKER_REGISTRY": "The registry, where --registry does not name it.",
    "LIBYA_TRACKER_FORMAT": "The format, where neither --format nor --output tells it.",
    "LIBYA_TRACKER_TODAY": "The day that is today, so that a run can be repeated.",
    "LIBYA_TRACKER_PAGER, PAGER": "The pager of long pages; none where it is empty.",
    "XDG_STATE_HOME": "The folder in which report --since-last keeps what it reported.",
    "VISUAL, EDITOR": "The editor that edit opens, the first before the second.",
    "NO_COLOR, FORCE_COLOR": "Whether pages are coloured.",
    "COLUMNS": "The width of drawings that do not go to a terminal.",
}

Record = tuple[str, str]


def in_group(group: str) -> list[str]:
    """Return the full names of the commands of a group, in the order of the help."""
    return [name for name in COMMANDS if name.split()[0] in GROUPS[group]]


def help_of(*name: str) -> str:
    """Return what --help prints for a command, or for the program."""
    result = CliRunner().invoke(app, [*name, "--help"], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def commands_page() -> str:
    """Return the page of all commands in Markdown."""
    parts = [_COMMANDS_PAGE, _block(help_of())]
    for group in GROUPS:
        parts.append(f"## {group}\n")
        for name in in_group(group):
            parts += [f"### {name}\n", _block(help_of(*name.split()))]
    return "\n".join(parts)


def _block(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```\n"


def man_page() -> str:
    """Return the man page: options that commands share stand in a section of their own."""
    records = {name: list(_records(name)) for name in COMMANDS}
    count = Counter(record for each in records.values() for record in each)
    shared = [part for part in count if count[part] > 2 and part[0].startswith("-")]
    lines = [
        f'.TH LIBYA-TRACKER 1 "" "libya-tracker {__version__}" "User Commands"',
        ".SH NAME",
        _roff("libya-tracker - who stands with whom, since when, according to whom"),
        ".SH SYNOPSIS",
        r".B libya\-tracker",
        r".I COMMAND",
        "[options] [arguments]",
        ".SH DESCRIPTION",
        *_paragraphs(str(app.info.help)),
    ]
    for group in GROUPS:
        lines.append(f'.SH "COMMANDS: {group.upper()}"')
        for name in in_group(group):
            lines += _command(name, records[name], shared)
    lines.append('.SH "COMMON OPTIONS"')
    lines += _definitions(shared)
    lines += [".SH ENVIRONMENT", *_definitions(_ENVIRONMENT.items())]
    lines += ['.SH "EXIT STATUS"', *_paragraphs(str(app.info.epilog))]
    return "\n".join(lines) + "\n"


def _records(name: str) -> Iterator[Record]:
    """Yield each argument and option of a command with its help."""
    command = COMMANDS[name]
    context = _context(name)
    for part in command.params:
        if (record := part.get_help_record(context)) is not None:  # it is not hidden
            yield record


def _context(name: str) -> Any:
    return COMMANDS[name].make_context(name, [], resilient_parsing=True)


def _command(name: str, records: list[Record], shared: list[Record]) -> Iterator[str]:
    command = COMMANDS[name]
    usage = " ".join([name, *command.collect_usage_pieces(_context(name))])
    yield f'.SS "{_roff(usage)}"'
    yield from _paragraphs(command.help)
    yield from _definitions(record for record in records if record not in shared)
    if others := [
        words.split(",")[-1].split()[0] for words, _ in records if (words, _) in shared
    ]:
        yield ".PP"
        yield _roff(f"And of the common options: {', '.join(others)}.")


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(text.split("\n\n")):
        if number:
            yield ".PP"
        yield _roff(" ".join(paragraph.split()))


def _definitions(records: Any) -> Iterator[str]:
    for words, text in records:
        yield from (".TP", f".B {_roff(words)}", _roff(text))


def _roff(text: str) -> str:
    """Return text in which nothing is a sign of roff's."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace('"', r"\(dq")
    escaped = re.sub(r"[^\0-\x7f]", lambda char: rf"\[u{ord(char[0]):04X}]", escaped)
    return f"\\&{escaped}" if escaped[:1] in {".", "'"} else escaped
