"""What is said of many drafts: one message for each cause, with the places that have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from libya_tracker.errors import (
    NoSuchError,
    RejectedClaimsError,
    TrackerError,
    UnknownNamesError,
)
from libya_tracker.storage.drafts import Draft
from libya_tracker.storage.input import Remark

Failure = tuple[Draft, TrackerError]
Member = TypeVar("Member")

#: How many causes are shown, of one cause how many remarks, and how many numbers of rows.
_MOST_CAUSES, _MOST_REMARKS, _MOST_NUMBERS = 20, 5, 5


def rejected_claims(
    failures: Sequence[Failure], remedies: Mapping[str, str]
) -> TrackerError:
    """Return the failure of a batch of claims, with a reason for each cause.

    ``remedies`` say how a faction or a source that is missing can be added with the rows
    of a table that name it.
    """
    error = rejected(failures, ("claim", "cannot be recorded"))
    each = [one for _, one in _each(failures)]
    missing = {one.kind for one in each if isinstance(one, NoSuchError) and not one.similar}
    kinds = sorted(missing & {"faction", "source"})
    details = [f"`libya-tracker {kind} add` adds a {kind}" for kind in kinds]
    if failures[0][0].origin is not None:
        details += dict.fromkeys(remedies[kind] for kind in kinds if kind in remedies)
    last = [error, *error.others][-1]
    last.details += tuple(details)
    return error


def rejected(failures: Sequence[Failure], refusal: tuple[str, str]) -> TrackerError:
    """Return the same of what is refused otherwise: the word for one, and the rest."""
    draft, first = failures[0]
    if len(failures) == 1 and draft.origin is None:
        return first
    each = _each(failures)
    unknown = all(error.exit_code == NoSuchError.exit_code for _, error in each)
    kind = UnknownNamesError if unknown else RejectedClaimsError
    return kind(reasons(each), len(failures), refusal)


def _each(failures: Sequence[Failure]) -> list[Failure]:
    """Return all that is wrong with each draft."""
    return [(draft, one) for draft, error in failures for one in (error, *error.others)]


def reasons(failures: Sequence[Failure]) -> list[str]:
    """Return one message for each cause, at the place of the first draft that has it."""
    groups = _grouped((pair[1].cause or str(pair[1]), pair) for pair in failures)
    messages = [
        _message(*group[0], [draft for draft, _ in group])
        for group in groups[:_MOST_CAUSES]
    ]
    if len(groups) > _MOST_CAUSES:
        rest = groups[_MOST_CAUSES:]
        count = sum(map(len, rest))
        messages.append(f"and {count:,} more with {len(rest):,} other causes")
    return messages


def said_once(remarks: Iterable[Remark]) -> list[str]:
    """Return remarks as messages; of more than a few with one cause, how many they are."""
    messages = []
    for group in _grouped((remark.cause, remark) for remark in remarks):
        if len(group) <= _MOST_REMARKS:
            messages += [_at(remark.draft, remark.text) for remark in group]
        else:
            count, numbers = _rows([remark.draft for remark in group])
            origin = group[0].draft.origin
            where = f"{origin.table}: " if origin and origin.table else ""
            messages.append(f"{where}{group[0].cause.format(count)}: {numbers}")
    return messages


def _grouped(members: Iterable[tuple[str, Member]]) -> list[list[Member]]:
    groups: dict[str, list[Member]] = {}
    for cause, member in members:
        groups.setdefault(cause, []).append(member)
    return [*groups.values()]


def _message(draft: Draft, error: TrackerError, drafts: Sequence[Draft]) -> str:
    text = _at(draft, str(error), error.key)
    return text if len(drafts) == 1 else f"{text} (in {': '.join(_rows(drafts))})"


def _at(draft: Draft, text: str, key: str = "") -> str:
    return text if draft.origin is None else f"{draft.origin.place(key)}: {text}"


def _rows(drafts: Sequence[Draft]) -> tuple[str, str]:
    """Return how many rows or lines these are, and the numbers of the first."""
    origins = [draft.origin for draft in drafts if draft.origin]
    noun = origins[0].noun if origins else "claim"
    return f"{len(drafts):,} {noun}s", listed([origin.number for origin in origins])


def listed(numbers: Sequence[int]) -> str:
    """Return the first of many numbers."""
    more = " …" if len(numbers) > _MOST_NUMBERS else ""
    return ", ".join(map(str, numbers[:_MOST_NUMBERS])) + more
