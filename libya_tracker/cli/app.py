"""The command line as a whole: which commands there are, and how failures end."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated, Any, cast

import typer
from typer.core import TyperGroup

from libya_tracker import __version__
from libya_tracker.cli import messages
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


#: Each is a module of ``commands`` that holds a function of its name, or a group of them.
_COMMANDS = (
    *("status", "show", "log", "diff", "why", "disputes", "blocs", "matrix"),
    *("expected", "scenarios", "tensions", "switches", "timeline", "graph", "report"),
    *("check", "record", "retract", "init", "schema"),
)
_GROUPS = ("faction", "source")


class _Menu(Mapping[str, Any]):
    """The commands by name, each loaded and built only when it is asked for.

    typer builds a command by inspecting its function; to do so for all, and to import what
    each of them needs, would take longer than most answers do.
    """

    def __init__(self) -> None:
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in (*_COMMANDS, *_GROUPS):
            raise KeyError(name)
        if name not in self._built:
            module = import_module(f"libya_tracker.cli.commands.{name}")
            room = module.app if name in _GROUPS else _alone(getattr(module, name))
            self._built[name] = typer.main.get_command(room)
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*_COMMANDS, *_GROUPS))

    def __len__(self) -> int:
        return len(_COMMANDS) + len(_GROUPS)


def _alone(command: Callable[..., None]) -> typer.Typer:
    room = typer.Typer(add_completion=False, rich_markup_mode=None)
    room.command(command.__name__)(command)
    return room


class _ExitCodes(TyperGroup):
    """Reports a failure in plain words, with its exit code; a bug still shows whole."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.commands = cast("Any", _Menu())  # read alone: nobody adds to it

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands, in the order of the help."""
        return list(self.commands)

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Parse the command line; --help and --version are printed here."""
        with _plain_ending():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with _plain_ending(), messages.working():
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
        messages.say(f"error: {error}")


def main() -> None:
    """Run the command line; a bug ends with 70, since 1 means something was found."""
    gc.disable()  # a command is over soon, and scanning a large registry for cycles is not
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # None where the shell closed it
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except Exception:  # noqa: BLE001  the one place: an exit code of 1 has another meaning
        import traceback  # noqa: PLC0415  slow to load, and only a bug needs it

        traceback.print_exc()
        typer.echo("error: a bug in libya-tracker; please report the lines above", err=True)
        raise SystemExit(BUG) from None
