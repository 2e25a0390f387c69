"""Named tuples that are declared as those of ``typing`` are, and cost half to make.

``typing.NamedTuple`` compiles the annotation of each field, which nothing here asks for; a
command makes sixty kinds of them before it answers. To mypy they are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import namedtuple

    class _Declared(type):
        """Makes a named tuple of each class that has ``NamedTuple`` as its base."""

        def __new__(mcs, name, bases, body):
            if not bases:
                return super().__new__(mcs, name, bases, body)
            fields = body["__annotations__"]
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults)
            for key, value in body.items():
                setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Declared):
        """The base of a named tuple, whose fields are annotated; it may have methods."""


__all__ = ["NamedTuple"]
