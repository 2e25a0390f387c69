"""The command line as a whole: which commands there are, and how failures end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any, NoReturn, cast

import typer
from typer.core import TyperGroup

from libya_tracker import __version__, sanitize
from libya_tracker.cli import messages, shells, streams
from libya_tracker.cli.streams import ReaderGoneError
from libya_tracker.errors import (
    InvalidRegistryError,
    RejectedClaimsError,
    TrackerError,
)

BUG = 70
_HELP = {"help_option_names": ["-h", "--help"]}
#: What typer raises where it cannot make sense of the command line.
_ParserError: Any = typer.BadParameter.__base__

#: The commands by the group of the help. Each is a module of ``commands`` that holds a
#: function of its name, or, where it has commands of its own, their ``app``. The module of
#: a word of Python ends in ``_``.
GROUPS = {
    "Ask": (
        *("status", "show", "log", "diff", "blocs", "why", "expected", "scenarios"),
        *("disputes", "tensions", "switches", "search", "blame"),
    ),
    "See": ("timeline", "matrix", "graph", "report", "site"),
    "Keep": (
        *("record", "retract", "correct", "edit", "faction", "source", "scenario"),
        *("init", "check", "schema"),
    ),
    "Exchange": ("import", "export", "merge"),
}


class _LazyCommands(TyperGroup):
    """Builds a command only when it is needed, and ends failures in plain words.

    typer builds a command by inspecting its function; to do so for all, and to import what
    each of them needs, would take longer than most answers do.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        names = [name for group in GROUPS.values() for name in group]
        self.commands = cast("Any", dict.fromkeys(names))

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands, in the order of the help."""
        return list(self.commands)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, built on first use; None where there is none of the name."""
        return _built(cmd_name) if cmd_name in self.commands else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands in their groups, each with a summary of one line."""
        longest = max(map(len, self.commands))
        limit = formatter.width - longest - 4  # the indentation, and two blanks between
        for title, names in GROUPS.items():
            summaries = (self.get_command(ctx, n).get_short_help_str(limit) for n in names)
            columns = (name.ljust(longest) for name in names)
            with formatter.section(title):
                formatter.write_dl(list(zip(columns, summaries, strict=True)))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the options before the command, of which two may have a value."""
        return super().parse_args(ctx, shells.with_values(args))

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Parse the command line; --help and --version are printed here."""
        with _exit_codes():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with _exit_codes(), messages.working():
            return super().invoke(ctx)

    def _main_shell_completion(
        self, ctx_args: Any, prog_name: str, complete_var: str | None = None
    ) -> None:
        variable = complete_var or shells.variable_of(prog_name)
        shells.prepare(variable)
        super()._main_shell_completion(ctx_args, prog_name, variable)


@cache
def _built(name: str) -> Any:
    module = import_module(f"libya_tracker.cli.commands.{name}{'_' * iskeyword(name)}")
    command = getattr(module, name, None)
    built = typer.main.get_command(_single_command_app(command) if command else module.app)
    for one in (built, *getattr(built, "commands", {}).values()):
        one.context_settings = _HELP  # whoever asks first for its options keeps them
    return built


def _single_command_app(command: Callable[..., None]) -> typer.Typer:
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(command.__name__)(command)
    return single


@contextmanager
def _exit_codes() -> Iterator[None]:
    """Report a failure in plain words, with its exit code; a bug still shows whole."""
    try:
        yield
    except TrackerError as error:
        print_error(error)
        raise typer.Exit(error.exit_code) from error
    except _ParserError as error:
        if not error.message.startswith("Usage: "):  # which is the help, and no message
            error.message = sanitize.one_line(error.message)
        raise


app = typer.Typer(
    cls=_LazyCommands,
    name="libya-tracker",
    help="Who stands with whom, since when, according to whom, how sure, and what changed.",
    epilog="Exit codes: 0 answered, 1 looked and found something (check, "
    "diff --exit-code), 2 wrong usage, 3 a file cannot be read or written, or is invalid, "
    "4 no such faction, source, change or scenario, 5 the file changed meanwhile or is "
    "locked, 70 a bug of ours.",
    no_args_is_help=True,
    add_completion=False,  # typer's options cannot name a shell; ours are below
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help and errors start faster and read well in logs
    context_settings=_HELP,
)


def _show_version(ctx: typer.Context, value: bool) -> None:
    if value and not ctx.resilient_parsing:  # a shell would run what is printed
        streams.answer(f"libya-tracker {__version__}\n")
        raise typer.Exit


_NO_PAGER = (
    "Write long pages at once, and not through $LIBYA_TRACKER_PAGER, $PAGER or less."
)


# typer evaluates annotations that are texts, all of them twice, so they are short ones.
_Version = Annotated[
    bool,
    typer.Option(
        "--version",
        help="Show the version and exit.",
        is_eager=True,
        callback=_show_version,
    ),
]
_SHELL: dict[str, Any] = {
    "metavar": "[SHELL]",
    "is_eager": True,
    "autocompletion": shells.names,
}
_InstallCompletion = Annotated[
    str | None,
    typer.Option(
        shells.INSTALL,
        help="Install completion for bash, zsh, fish or pwsh. [default: this one]",
        callback=shells.set_up,
        **_SHELL,
    ),
]
_ShowCompletion = Annotated[
    str | None,
    typer.Option(
        shells.SHOW,
        help="Print what to install, to do it by hand. [default: for this shell]",
        callback=shells.show,
        **_SHELL,
    ),
]
_NoPager = Annotated[bool, typer.Option("--no-pager", help=_NO_PAGER)]


@app.callback()
def _options(
    version: _Version = False,
    install_completion: _InstallCompletion = None,
    show_completion: _ShowCompletion = None,
    no_pager: _NoPager = False,
) -> None:
    pass


def print_error(error: TrackerError) -> None:
    """Print on standard error what went wrong."""
    if isinstance(error, InvalidRegistryError):
        # Deferred: it brings the records with it, and few commands meet an invalid one.
        from libya_tracker.views import check as problems  # noqa: PLC0415

        messages.say_lines(problems.lines(error.problems))
        messages.say(f"error: the registry has {problems.summary(error.problems)}")
        return
    for reason in error.reasons if isinstance(error, RejectedClaimsError) else ():
        messages.say(f"error: {reason}")
    for one in (error, *error.others):
        if not isinstance(error, ReaderGoneError):
            messages.say(f"error: {one}")
        for detail in one.details:
            messages.say(f"  {detail}")


def main() -> None:
    """Run the command line; a bug ends with 70, since 1 means something was found."""
    with streams.doors():
        try:
            app()
        except TrackerError as error:  # completion is no command, but it answers, too
            print_error(error)
            raise SystemExit(error.exit_code) from None
        except Exception:  # noqa: BLE001  the one place: an exit code of 1 has another meaning
            import traceback  # noqa: PLC0415  slow to load, and only a bug needs it

            traceback.print_exc()
            messages.say("error: a bug in libya-tracker; please report the lines above")
            raise SystemExit(BUG) from None


def program() -> NoReturn:
    """Run the command line as a process, which ends without freeing what it has read.

    To free 100,000 claims one by one takes a tenth of the time of an answer. All that was
    written is with the system by now: the streams keep nothing back.
    """
    try:
        main()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            os._exit(end.code or 0)
        raise
    os._exit(0)
