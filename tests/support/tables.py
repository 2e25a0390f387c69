"""Tables of cases that one test goes through."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import update_wrapper
from typing import Any

from _pytest.mark import ParameterSet

Test = Callable[..., None]


def each(
    names: str | tuple[str, ...], cases: Iterable[Any], ids: Iterable[str] = ()
) -> Callable[[Test], Test]:
    """Let one test go through all cases of a table.

    It is ``pytest.mark.parametrize`` for quick cases: to manage a test of its own for each
    takes longer than to run it. All are tried, and each that fails is named in a note.
    The fixtures are made once for all cases.
    """
    keys = names.replace(",", " ").split() if isinstance(names, str) else list(names)
    table = [_case(case, len(keys)) for case in cases]
    titles = list(ids) or [repr(values) for values in table]

    def decorate(test: Test) -> Test:
        def go_through(*args: object, **fixtures: object) -> None:
            failures: list[Exception] = []
            for title, values in zip(titles, table, strict=True):
                try:
                    test(*args, **dict(zip(keys, values, strict=True)), **fixtures)
                except Exception as error:  # noqa: BLE001 - said at the end
                    error.add_note(f"in the case {title}")
                    failures.append(error)
            if failures:
                count = f"{len(failures)} of {len(table)} cases failed"
                raise ExceptionGroup(count, failures)

        update_wrapper(go_through, test)
        del go_through.__dict__["__wrapped__"]
        signature = inspect.signature(test)
        left = [p for p in signature.parameters.values() if p.name not in keys]
        go_through.__dict__["__signature__"] = signature.replace(parameters=left)
        return go_through

    return decorate


def _case(case: Any, count: int) -> tuple[Any, ...]:
    values = case.values if isinstance(case, ParameterSet) else case
    if count == 1 and not isinstance(case, ParameterSet):
        values = (case,)
    assert len(values) == count, f"a case of {len(values)} values for {count} names"
    return tuple(values)
