"""Which entries of a registry stand as they were in a text that was changed.

An entry of a list of changes means what it says by itself, from its dash up to the next
one: what is the same there, between two dashes, is read as the same entries.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from libya_tracker.model.records import Entry
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.storage import fast_changes
from libya_tracker.storage.differences import Stretch
from libya_tracker.storage.line_index import LineIndex
from libya_tracker.storage.sections import Part

#: How many entries at an end of a stretch are looked at for one that begins as most do.
_TRIES = 5


class Kept(NamedTuple):
    """Entries of the earlier registry that stand in the new text, one below the other."""

    #: The place of the first one among all entries of the earlier registry.
    place: int
    entries: Sequence[Entry]
    #: By how many lines they have moved down.
    shift: int


#: A part of a list of changes: what is known, or what is to be read.
Piece = Part | Kept


class Lists(NamedTuple):
    """A text, where its list of changes begins and ends, and the entries in that."""

    text: str
    start: int
    end: int
    record: Sequence[Entry] = ()


class _Run(NamedTuple):
    """Where entries stand: their places, and the ends of their text."""

    first: int
    end: int
    start_index: int
    #: Where the last of them begins.
    last_index: int
    end_index: int


def pieces(before: Lists, after: Lists, changed: Sequence[Stretch]) -> Iterator[Piece]:
    """Yield what the list of changes of a new text consists of, in order.

    That is entries that are kept, and text between them that is to be read. The stretches
    are those in which the two texts differ.
    """
    new, at = after.text, after.start
    line = new.count("\n", 0, at) + 1
    for run, shift in _runs(before, after, changed):
        start, end = run.start_index + shift, run.end_index + shift
        if new[at:start].strip("\n"):
            yield Part(new, at, start, line)
        kept = before.record[run.first : run.end]
        line += new.count("\n", at, start)
        moved_by = line - kept[0].where.line
        yield Kept(run.first, kept, moved_by)
        last = kept[-1].where.line + moved_by
        line = last + new.count("\n", run.last_index + shift, end)
        at = end
    yield Part(new, at, after.end, line)


def _runs(
    before: Lists, after: Lists, changed: Sequence[Stretch]
) -> Iterator[tuple[_Run, int]]:
    """Yield the runs of entries that are kept, each with how far its text has moved."""
    indent, now = (fast_changes.indent_of(*lists[:3]) for lists in (before, after))
    if indent is None or indent != now:
        return
    text = _Text(before.text, before.record, f"{indent}- ")
    last, shift = 0, 0
    for change in (*changed, Stretch(len(before.text), 0, len(after.text), 0)):
        first = max(last, before.start, after.start - shift)
        following = min(change.old, before.end, after.end - shift)
        if first < following:
            whole = following == before.end and following + shift == after.end
            if (run := text.run(first, following, last=whole)) is not None:
                yield run, shift
        last, shift = change.old_end, change.new_end - change.old_end


class _Text:
    """A text that holds the list of changes of a registry, and the entries in that."""

    def __init__(self, text: str, record: Sequence[Entry], dash: str) -> None:
        self.lines = LineIndex(text)
        self._text = text
        self._record = record
        self._dash = dash

    def run(self, start: int, end: int, *, last: bool) -> _Run | None:
        """Return the entries that begin in a stretch, and whose next one does, too.

        The last one of all has no next one, and is among them where it ends there.
        """
        first = self._first_from(start)
        following = len(self._record) if last else self._first_from(end) - 1
        for _ in range(_TRIES):
            if first < following and self._start(first) is None:
                first += 1
            if not last and first < following and self._start(following) is None:
                following -= 1
        if first >= following:
            return None
        begin, stop = self._start(first), end if last else self._start(following)
        last_begin = self._start(following - 1)
        if begin is None or last_begin is None or stop is None:
            return None
        return _Run(first, following, begin, last_begin, stop)

    def _first_from(self, index: int) -> int:
        """Return the place of the first entry from an index on, at which a line begins."""
        line = self.lines.line_of(index) + 1
        return bisect_left(self._record, line, key=lambda entry: entry.where.line)

    def _start(self, place: int) -> int | None:
        """Return where an entry's dash line begins; None where its key is not there."""
        where = self._record[place].where
        index = self.lines.start(where.line - 1)
        plain = where.column == len(self._dash) + 1
        return index if plain and self._text.startswith(self._dash, index) else None
