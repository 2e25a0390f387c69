"""The ends of lines of three versions, which are no change of what stands in the lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import files

T = TypeVar("T")


class Form(NamedTuple):
    """How a text is written as a file."""

    mark: bool
    #: The end of each line; None where they are of several kinds.
    newline: str | None
    #: Whether the last line has an end.
    final: bool

    def applied(self, text: str) -> str:
        """Return a text in this form."""
        if self.newline == "\r\n":
            text = text.replace("\n", "\r\n")
        if not self.final:
            text = text.removesuffix("\n").removesuffix("\r")
        return (files.BOM if self.mark else "") + text


def unified(*texts: str) -> tuple[Form, list[str]]:
    """Return the form of what comes of a base and two sides, and them without theirs."""
    forms = [_form(text) for text in texts]
    pure = all(form.newline is not None for form in forms)
    form = Form(
        _changed([form.mark for form in forms]),
        _changed([form.newline for form in forms]) if pure else None,
        _changed([form.final for form in forms]),
    )
    return form, [_plain(text, pure=pure) for text in texts]


def _form(text: str) -> Form:
    ends = text.endswith(("\n", "\r")) or not text
    if "\r" not in text:
        newline: str | None = "\n"
    elif text.count("\r") == text.count("\n") == text.count("\r\n"):
        newline = "\r\n"
    else:
        newline = None
    return Form(text.startswith(files.BOM), newline, ends)


def _plain(text: str, *, pure: bool) -> str:
    text = text.removeprefix(files.BOM)
    if pure:
        text = text.replace("\r\n", "\n")
    if text and not text.endswith(("\n", "\r")):
        text += "\n"
    return text


def _changed(values: Sequence[T]) -> T:
    """Return what a side changed; ours where both did."""
    base, ours, theirs = values
    return theirs if ours == base else ours
