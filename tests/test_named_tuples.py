"""Named tuples are declared, and behave, as those of ``typing``."""

from __future__ import annotations

import pickle
import typing
from collections.abc import Sequence
from typing import Any, get_type_hints

from libya_tracker.named_tuples import NamedTuple


class Ours(NamedTuple):
    """A place."""

    line: int
    #: Counts from 1.
    column: Sequence[int] | None = None

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"

    @property
    def next(self) -> Ours:
        """The line below."""
        return self._replace(line=self.line + 1)

    @classmethod
    def first(cls) -> Ours:
        """Return where a file begins."""
        return cls(1, column=[1])


class Theirs(typing.NamedTuple):
    """A place."""

    line: int
    #: Counts from 1.
    column: Sequence[int] | None = None


def test_a_named_tuple_is_what_typing_makes_of_the_same_fields() -> None:
    ours: Any = Ours
    assert ours.__mro__ == (Ours, tuple, object)
    for name in ("_fields", "_field_defaults", "__doc__", "__module__"):
        assert getattr(ours, name) == getattr(Theirs, name)
    assert get_type_hints(Ours) == get_type_hints(Theirs)
    assert repr(Ours(1)) == "Ours(line=1, column=None)"
    assert pickle.loads(pickle.dumps(Ours(1, [2]))) == Ours(1, [2]) == (1, [2])


def test_a_named_tuple_has_the_methods_of_its_class() -> None:
    assert str(Ours.first().next) == "2:[1]"
    assert Ours.first.__qualname__ == "Ours.first"
    assert not hasattr(Ours(1), "__dict__")
