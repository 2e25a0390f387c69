"""The command line as a whole: which commands there are, and how failures end."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from libya_tracker import __version__, harmless
from libya_tracker.commands import faction, source
from libya_tracker.commands.blocs import blocs
from libya_tracker.commands.check import check
from libya_tracker.commands.diff import diff
from libya_tracker.commands.disputes import disputes
from libya_tracker.commands.expected import expected
from libya_tracker.commands.init import init
from libya_tracker.commands.log import log
from libya_tracker.commands.record import record
from libya_tracker.commands.retract import retract
from libya_tracker.commands.scenarios import scenarios
from libya_tracker.commands.schema import schema
from libya_tracker.commands.show import show
from libya_tracker.commands.status import status
from libya_tracker.commands.switches import switches
from libya_tracker.commands.tensions import tensions
from libya_tracker.commands.why import why
from libya_tracker.errors import InvalidRegistryError, TrackerError, UnreadableError
from libya_tracker.views import check as problems

BUG = 70
_OUTPUT_LOST = {
    errno.EPIPE,
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EIO,
    errno.EBADF,
}


class _ExitCodes(TyperGroup):
    """Reports a failure in plain words, with its exit code; a bug still shows whole."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Parse the command line; --help and --version are printed here."""
        with _plain_ending():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with _plain_ending():
            return super().invoke(ctx)


@contextmanager
def _plain_ending() -> Iterator[None]:
    try:
        try:
            yield
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except TrackerError as error:
        complain(error)
        raise typer.Exit(error.exit_code) from error
    except OSError as error:
        if error.errno not in _OUTPUT_LOST:
            raise
        # Python must not flush again what nobody reads (`| head`) or no disk can hold.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(0) from None
        failure = UnreadableError(f"standard output cannot be written: {error.strerror}")
        complain(failure)
        raise typer.Exit(failure.exit_code) from None


_COMMANDS: tuple[Callable[..., None], ...] = (
    status,
    show,
    log,
    diff,
    why,
    disputes,
    blocs,
    expected,
    scenarios,
    tensions,
    switches,
    check,
    record,
    retract,
    init,
    schema,
)
app = typer.Typer(
    cls=_ExitCodes,
    name="libya-tracker",
    help="Who stands with whom, since when, according to whom, how sure, and what changed.",
    epilog="Exit codes: 0 answered, 1 looked and found something (check, "
    "diff --exit-code), 2 wrong usage, 3 the registry cannot be read or is invalid, "
    "4 no such faction, source, change or scenario, 5 the file changed meanwhile or is "
    "locked, 70 a bug of ours.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help and errors start faster and read well in logs
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _room in (faction, source):
    app.add_typer(_room.app)
for _command in _COMMANDS:
    app.command()(_command)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"libya-tracker {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Show the version and exit.",
            is_eager=True,
            callback=_show_version,
        ),
    ] = False,
) -> None:
    pass


def complain(error: TrackerError) -> None:
    """Say on standard error what went wrong."""
    if isinstance(error, InvalidRegistryError):
        for line in problems.lines(error.problems):
            typer.echo(line, err=True)
        typer.echo(f"error: the registry has {problems.summary(error.problems)}", err=True)
    else:
        typer.echo(harmless.one_line(f"error: {error}"), err=True)


def main() -> None:
    """Run the command line; a bug ends with 70, since 1 means something was found."""
    gc.disable()  # a command is over soon, and scanning a large registry for cycles is not
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # None where the shell closed it
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except Exception:  # noqa: BLE001  the one place: an exit code of 1 has another meaning
        traceback.print_exc()
        typer.echo("error: a bug in libya-tracker; please report the lines above", err=True)
        raise SystemExit(BUG) from None
