"""Completion in a shell: the script that asks, and proposals that it cannot run."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import typer

# typer has no public name for these; .ci/run tests each version that the program takes.
from typer._click.shell_completion import (
    CompletionItem,
    ShellComplete,
    add_completion_class,
)
from typer._completion_classes import (
    BashComplete,
    FishComplete,
    PowerShellComplete,
    ZshComplete,
)
from typer._completion_shared import _get_shell_name, get_completion_script, install

from libya_tracker import sanitize
from libya_tracker.cli import streams
from libya_tracker.errors import UnreadableError, UsageError

SHOW, INSTALL = "--show-completion", "--install-completion"
#: What may be inserted into a line: an id, a word, an option with or without a value.
_WORD = r"(--[a-z-]+=)?[A-Za-z0-9._-]+"
#: What bash takes for the end of a word, and the program does not.
_BASH_BREAKS = frozenset("=:@")
_ACTIONS = ("complete", "source")


class _Harmless(ShellComplete):
    """Lets pass only what no shell takes for an order, wherever a proposal comes from."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        option, equals, value = incomplete.partition("=")
        is_option = bool(equals) and option.startswith("--")
        before = option + equals if is_option else ""
        proposals = super().get_completions(args, incomplete)
        values = [str(item.value) for item in proposals]
        if not self._can_offer(values, value if is_option else incomplete):
            return []
        items = (
            CompletionItem(before + value, help=_help(item.help or ""))
            for value, item in zip(values, proposals, strict=True)
        )
        return [item for item in items if re.fullmatch(_WORD, item.value)]

    def _can_offer(self, values: list[str], typed: str) -> bool:
        """Tell whether the shell keeps what is typed where it is offered these values."""
        return True


class _Bash(_Harmless, BashComplete):
    _before_word = 0

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words as the program gets them: bash has parted some of them."""
        try:
            words, last = super().get_completion_args()
        except (KeyError, ValueError):
            raise UsageError("COMP_WORDS and COMP_CWORD do not say what is typed") from None
        joined: list[str] = []
        open_end = False
        for word in (*words, last):
            is_break = word != "" and _BASH_BREAKS.issuperset(word)
            if joined and word and (is_break or open_end):
                joined[-1] += word
            else:
                joined.append(word)
            open_end = is_break
        *words, whole = joined
        self._before_word = len(whole) - (0 if open_end else len(last))
        return words, whole

    def format_completion(self, item: CompletionItem) -> str:
        return str(item.value)[self._before_word :]

    def _can_offer(self, values: list[str], typed: str) -> bool:
        """Tell that: bash puts what several values begin with in place of the word."""
        begin_alike = len({value[:1] for value in values}) == 1
        begin_so = all(value.startswith(typed) for value in values)
        return len(values) == 1 or begin_so or not begin_alike


class _Zsh(_Harmless, ZshComplete):
    def format_completion(self, item: CompletionItem) -> str:
        return f'"{item.value}":"{item.help}"' if item.help else f'"{item.value}"'


class _Fish(_Harmless, FishComplete):
    def format_completion(self, item: CompletionItem) -> str:
        return f"{item.value}\t{item.help}" if item.help else str(item.value)


class _PowerShell(_Harmless, PowerShellComplete):
    def format_completion(self, item: CompletionItem) -> str:
        return f"{item.value}:::{item.help or ' '}"


_SHELLS: dict[str, type[ShellComplete]] = {
    "bash": _Bash,
    "zsh": _Zsh,
    "fish": _Fish,
    "powershell": _PowerShell,
    "pwsh": _PowerShell,
}


def prepare(variable: str) -> None:
    """Make typer answer by the classes above; refuse what it would not understand."""
    instruction = os.environ.get(variable, "")
    action, _, shell = instruction.partition("_")
    if instruction and (action not in _ACTIONS or shell not in _SHELLS):
        known = ", ".join(f"complete_{name}" for name in _SHELLS)
        raise UsageError(f"${variable}: {instruction!r} is none of {known}")
    for name, kind in _SHELLS.items():
        add_completion_class(kind, name)


def with_values(args: list[str]) -> list[str]:
    """Return arguments in which the shell is joined to the option: it may be left out."""
    for place, arg in enumerate(args):
        if not arg.startswith("-"):
            break
        if arg in {SHOW, INSTALL}:
            shell = [word for word in args[place + 1 : place + 2] if word[:1] != "-"]
            rest = args[place + 1 + len(shell) :]
            return [*args[:place], f"{arg}={''.join(shell)}", *rest]
    return args


def names(incomplete: str) -> list[str]:
    """Return the shells whose names begin so."""
    return [name for name in _SHELLS if name.startswith(incomplete)]


def show(ctx: typer.Context, value: str | None) -> None:
    """Print the script by which a shell asks for proposals."""
    if value is not None and not ctx.resilient_parsing:
        program = str(ctx.find_root().info_name)
        script = get_completion_script(
            prog_name=program, complete_var=variable_of(program), shell=_shell(SHOW, value)
        )
        streams.answer(f"{script}\n")
        raise typer.Exit


def set_up(ctx: typer.Context, value: str | None) -> None:
    """Put the script where the shell reads it as it starts."""
    if value is not None and not ctx.resilient_parsing:
        try:
            shell, path = install(_shell(INSTALL, value))
        except (OSError, UnicodeError, RuntimeError, subprocess.SubprocessError) as error:
            reason = str(error).partition("] ")[2] or error  # without its number
            raise UnreadableError(f"completion cannot be installed: {reason}") from error
        streams.answer(f"{shell} completion installed in {path}; open a new shell\n")
        raise typer.Exit


def variable_of(program: str) -> str:
    """Return the variable by which a shell says that it asks a program for proposals."""
    return f"_{program}_COMPLETE".replace("-", "_").upper()


def _shell(option: str, value: str) -> str:
    """Return the shell that an option names, else the one that runs the program."""
    shell = value or _get_shell_name() or ""
    if shell not in _SHELLS:
        message = f"no completion for {shell!r}" if shell else "which shell is it?"
        raise UsageError(f"{option}: {message}; name one of {', '.join(_SHELLS)}")
    return shell


def _help(text: str) -> str:
    """Return a help text in letters that neither shell nor encoding takes for an order."""
    encoding = sys.stdout.encoding
    return sanitize.for_shells(text).encode(encoding, "replace").decode(encoding)
