"""The bulletin in words, and its page: the news by section, then the sources."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from libya_tracker.analysis.disputes import Dispute, DisputeRow
from libya_tracker.analysis.expected import ExpectationState
from libya_tracker.analysis.report import Bulletin, ExpectationNews
from libya_tracker.analysis.report_changes import ChangeKind
from libya_tracker.analysis.report_news import Section
from libya_tracker.analysis.status import StatusRow
from libya_tracker.analysis.tensions import TensionKind, TensionRow
from libya_tracker.model.dates import next_day
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Persistence, describe_days
from libya_tracker.model.records import Claim, Source
from libya_tracker.model.vocabulary import Relation
from libya_tracker.sanitize import octets
from libya_tracker.views.disputes import WHICH_DAY
from libya_tracker.views.document import (
    ADDRESS_TOO_LONG,
    LONGEST_ADDRESS,
    Chapter,
    Document,
    Item,
    Line,
    Name,
    Words,
    citation,
    plain,
)
from libya_tracker.views.expected import TONES
from libya_tracker.views.page import POSSIBLE, Cell, Page, Sheet
from libya_tracker.views.report_entries import MARKS, EntryPhrasing
from libya_tracker.views.words import counted, only, present

_MEASURE = 80  # columns: the page is read as it is in mails
_ITEM = "o"  # the mark of an item that the title of its chapter explains
_TITLES = {
    Section.HAPPENED: "What happened",
    Section.LEARNED: "What we learned",
    Section.CORRECTED: "What was corrected",
    Section.SUPPOSED: "What the scenario supposes",
    Section.EXPECTED: "What was expected",
    Section.DISPUTES: "New disputes",
    Section.TENSIONS: "New tensions",
    Section.STALE: "Newly stale ties",
}
_COUNTED = {
    Section.EXPECTED: "expectation",
    Section.DISPUTES: "dispute",
    Section.TENSIONS: "tension",
    Section.STALE: "stale tie",
}
_HEADS: dict[Dispute, Words] = {
    Dispute.DENIED: ("asserted and denied",),
    Dispute.RELATIONS: ("sources differ",),
    Dispute.ENDS: ("two ends of one tie",),
    Dispute.BEGINNINGS: ("two beginnings of one tie",),
}


def document(bulletin: Bulletin) -> Document:
    """Return a bulletin in words, its chapters in their order, none of them empty."""
    registry = bulletin.b.registry
    chapters = tuple(
        Chapter(section, _TITLES[section], tuple(items))
        for section in Section
        if (items := list(_items(bulletin, section)))
    )
    lens = bulletin.b.lens
    shown = replace(bulletin.b, lens=replace(lens, persist=None))
    return Document(
        registry=registry.name,
        period=_name(bulletin),
        known=shown.describe(),
        title=_title(bulletin, shown),
        count=_count(chapters),
        chapters=chapters,
        sources=bulletin.sources,
        ongoing=_ongoing(bulletin),
        notes=tuple(_notes(bulletin, chapters)),
        policy=_policy(lens.persist),
    )


def _name(bulletin: Bulletin) -> str:
    return f"bulletin {_period(bulletin)}"


def _title(bulletin: Bulletin, perspective: Perspective) -> str:
    """Return the line above everything: it says what differs from the default."""
    conditions = perspective.conditions()
    if perspective.point.second_clock:
        conditions = [perspective.describe()]
    registry = bulletin.b.registry
    if bulletin.of:
        names = [registry.factions[name].name for name in bulletin.of]
        conditions.insert(0, only(names, len(registry.factions)))
    return ", ".join([f"{registry.name}: {_name(bulletin)}", *conditions])


def page(content: Document) -> Page:
    """Return a bulletin as a page for a terminal or a mail."""
    sheets = [
        Sheet(("", chapter.title), list(_lines(chapter))) for chapter in content.chapters
    ]
    if content.sources:
        sources = [(Cell(" "), Cell(_source(source))) for source in content.sources]
        sheets.append(Sheet(("", "Sources"), sources))
    notes = (content.count, content.ongoing, *content.notes)
    return Page(content.title, tuple(sheets), present(*notes), measure=_MEASURE)


def recorded_later(claims: Sequence[Claim]) -> str:
    """Return the note on claims of the days of a bulletin that it did not know yet."""
    one = len(claims) == 1
    recorded = all(claim.recorded is not None for claim in claims)
    return (
        f"{counted(len(claims), 'claim')} of these days {'was' if one else 'were'} "
        f"{'recorded' if recorded else 'recorded or published'} later; "
        f"to see {'it' if one else 'them'}: --known-at today"
    )


def _lines(chapter: Chapter) -> Iterator[tuple[Cell, Cell]]:
    for item in chapter.items:
        for line in item.lines:
            yield Cell(line.mark, line.tone), Cell(plain(line.words), line.tone)
        if rest := present(plain(item.details), item.note):
            yield Cell(""), Cell(rest)


def _source(source: Source) -> tuple[str, ...]:
    about = ", ".join(citation(source))
    title = f"{source.id}: {source.title}" if source.title else source.id
    return present(title, about, _whole(source.url), _whole(source.archive_url))


def _whole(url: str | None) -> str | None:
    return ADDRESS_TOO_LONG if octets(url or "") > LONGEST_ADDRESS else url


def _items(bulletin: Bulletin, section: Section) -> Iterator[Item]:
    phrasing = EntryPhrasing(bulletin)
    match section:
        case Section.EXPECTED:
            yield from (_expectation(phrasing, news) for news in bulletin.expected)
        case Section.DISPUTES:
            yield from (_dispute(phrasing, row) for row in bulletin.disputes)
        case Section.TENSIONS:
            yield from (_tension(phrasing, row) for row in bulletin.tensions)
        case Section.STALE:
            yield from map(_stale, bulletin.stale)
        case _:
            news = (item for item in bulletin.items if item.section is section)
            yield from map(phrasing.item, news)


def _expectation(phrasing: EntryPhrasing, news: ExpectationNews) -> Item:
    row = news.row
    new, pending = news.before is None, row.state is ExpectationState.PENDING
    again = "Expected again" if pending else row.state.capitalize()
    head = "Newly expected" if new else again
    words = (f"{head}: ", Name(row.name), f" {row.relation.reads} ")
    facts: list[Words] = [(f"for {row.date}",)]
    if row.by:
        facts.append(("said by ", phrasing.speaker(row.by)))
    if news.arrival is ChangeKind.EDITED:
        facts.append(("edited in the file",))
    if row.settled is not None:
        late = ", late" if row.late else ""
        facts.append((f"{row.state} {row.settled}{late}",))
    elif new and not pending:
        facts.append((row.state,))
    line = Line((*words, Name(row.to_name)), "?", "plain" if new else TONES[row.state])
    return Item((line,), tuple(facts), row.sources, phrasing.note(row.change))


def _dispute(phrasing: EntryPhrasing, row: DisputeRow) -> Item:
    head = _HEADS.get(row.dispute)
    if head is None:
        head = (phrasing.speaker(row.speaker or ""), " asserts both")
    other = row.other.reads if isinstance(row.other, Relation) else row.other
    when = WHICH_DAY.get(row.dispute, "")
    return Item(
        (
            Line((Name(row.name), ", ", Name(row.to_name), ": ", *head), _ITEM, "middling"),
            Line(
                (f"{row.relation.reads}: {when}", *phrasing.voices(row.dates, row.voices))
            ),
            Line((f"{other}: {when}", *phrasing.voices(row.other_dates, row.other_voices))),
        ),
        sources=phrasing.sources(*row.changes, *row.other_changes),
    )


def _tension(phrasing: EntryPhrasing, row: TensionRow) -> Item:
    lines = tuple(
        Line((phrasing.name(tie.faction), f" {tie.relation.reads} ", phrasing.name(tie.to)))
        for tie in row.ties
    )
    doubts = ("disputed" if row.disputed else "", row.certainty)
    facts = (f"since {row.since}", row.status, *(d for d in doubts if d != "certain"))
    head = Line(_tense(row), _ITEM, "middling")
    sources = phrasing.sources(*row.changes)
    return Item((head, *lines), tuple((f,) for f in facts if f), sources)


def _tense(row: TensionRow) -> Words:
    a, b, c = Name(row.a_name), Name(row.b_name), Name(row.c_name or "")
    if row.sort is TensionKind.DIVIDED:
        return (a, " and its units are aligned with both ", b, " and ", c)
    if row.sort is TensionKind.CONTRADICTION:
        return (a, " and ", b, ": one supports the other, which opposes it")
    if row.d_name:
        others = ", ", b, ", ", c, " and ", Name(row.d_name)
        return (a, *others, ", each tied to the next, do not fit together")
    if row.between:
        friend, one, other = map(Name, row.between)
        return (
            friend,
            " has ties with both ",
            one,
            " and ",
            other,
            ", which oppose each other",
        )
    return (a, ", ", b, " and ", c, " all oppose each other")


def _stale(row: StatusRow) -> Item:
    words = (
        Name(row.name),
        f" {(row.relation or Relation.NONE).reads} ",
        Name(row.to_name or ""),
    )
    facts = (f"last cited {row.last_cited}, {row.age} days earlier", row.status or "")
    return Item((Line(words, _ITEM),), tuple((fact,) for fact in facts), row.sources)


def _policy(persist: Persistence) -> str:
    if persist is None:
        return "Ties last until something ends them."
    if persist == "cited":
        return "Ties last from their first citation to their last."
    return f"Ties last {describe_days(persist)} after their last citation."


def _period(bulletin: Bulletin) -> str:
    first, last = next_day(bulletin.a.point.day), bulletin.b.point.day
    if bulletin.a.point.day == dt.date.min:
        return f"up to {last}"
    return f"for {last}" if first >= last else f"from {first} to {last}"


def _count(chapters: Sequence[Chapter]) -> str:
    """Return how much news there is of each kind."""
    counts = []
    for chapter in chapters:
        section, count = Section(chapter.id), len(chapter.items)
        what = _COUNTED.get(section)
        counts.append(counted(count, what) if what else f"{count} {section}")
    return f"{', '.join(counts)}." if counts else "Nothing new."


def _ongoing(bulletin: Bulletin) -> str:
    """Return in words what is ongoing without being news; empty if nothing is."""
    ongoing = bulletin.ongoing
    counts = {
        "overdue expectation": ongoing.overdue,
        "dispute": ongoing.disputes,
        "tension": ongoing.tensions,
        "stale tie": ongoing.stale,
    }
    words = [counted(count, what) for what, count in counts.items() if count]
    return f"As before: {', '.join(words)}." if words else ""


def _notes(bulletin: Bulletin, chapters: Sequence[Chapter]) -> Iterator[str]:
    mark_counts = Counter(line.mark for c in chapters for i in c.items for line in i.lines)
    meanings = {**MARKS, _ITEM: "see the heading"}
    marks = [f"{mark} {what}" for mark, what in meanings.items() if mark_counts[mark]]
    if marks:
        yield f"Marks: {', '.join(marks)}."
    if any(chapter.id == Section.LEARNED for chapter in chapters):
        known = f"known on {bulletin.a.point.known}"
        if bulletin.a.index is not bulletin.b.index:  # a claim of the same day may be new
            known = "in the last report"
        yield f"Learned: dated before this period or in the future, and not {known}."
    if bulletin.ongoing.stale or bulletin.stale:
        yield f"Stale: not cited for {describe_days(bulletin.stale_after)}."
    if any(("possible",) in item.facts for chapter in chapters for item in chapter.items):
        yield POSSIBLE
