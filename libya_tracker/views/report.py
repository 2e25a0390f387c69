"""The bulletin in words, and its page: the news by sort, then the sources."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from libya_tracker.analysis.disputes import Dispute, DisputeRow
from libya_tracker.analysis.expected import ExpectationState
from libya_tracker.analysis.graph import conditions
from libya_tracker.analysis.report import Bulletin, ExpectationNews
from libya_tracker.analysis.report_changes import ChangeKind
from libya_tracker.analysis.report_news import Section
from libya_tracker.analysis.status import StatusRow
from libya_tracker.analysis.tensions import TensionKind, TensionRow
from libya_tracker.model.dates import next_day, written
from libya_tracker.model.query import Persistence
from libya_tracker.model.records import Source
from libya_tracker.model.vocabulary import Relation
from libya_tracker.views.document import Chapter, Item, Line, Name, Story, Words, plain
from libya_tracker.views.page import POSSIBLE, Cell, Page, Sheet, Tone
from libya_tracker.views.report_entries import MARKS, Telling

_MEASURE = 80  # columns: the page is mailed, and is to be read there as it is
_ITEM = "o"  # marks what the title of its chapter explains
_TITLES = {
    Section.HAPPENED: "What happened",
    Section.LEARNED: "What we learned",
    Section.CORRECTED: "What was corrected",
    Section.SUPPOSED: "What is supposed",
    Section.EXPECTED: "What was expected",
    Section.DISPUTES: "New disputes",
    Section.TENSIONS: "New tensions",
    Section.STALE: "Ties gone stale",
}
_COUNTED = {
    Section.EXPECTED: "expectation",
    Section.DISPUTES: "dispute",
    Section.TENSIONS: "tension",
    Section.STALE: "stale tie",
}
_FATES: dict[str, tuple[str, Tone]] = {
    ExpectationState.PENDING: ("Expected", "plain"),
    ExpectationState.OVERDUE: ("Overdue", "middling"),
    ExpectationState.FULFILLED: ("Came true", "good"),
    ExpectationState.REFUTED: ("Refuted", "bad"),
    ExpectationState.WITHDRAWN: ("Withdrawn", "faint"),
}
_HEADS: dict[Dispute, Words] = {
    Dispute.DENIED: ("asserted and denied",),
    Dispute.RELATIONS: ("told differently",),
}


def story(found: Bulletin) -> Story:
    """Return a bulletin in words, its chapters in their order, none of them empty."""
    registry = found.b.registry
    chapters = tuple(
        Chapter(section, _TITLES[section], tuple(items))
        for section in Section
        if (items := list(_items(found, section)))
    )
    lens = found.b.lens
    return Story(
        registry=registry.name,
        period=f"bulletin {_period(found)}",
        known=conditions(replace(found.b, lens=replace(lens, persist=None))),
        count=_count(chapters),
        chapters=chapters,
        sources=found.sources,
        ongoing=_standing(found),
        notes=tuple(_notes(found, chapters)),
        policy=_policy(lens.persist),
    )


def page(told: Story) -> Page:
    """Return a bulletin as a page that a mail can hold: two lines an item, or a few."""
    sheets = [
        Sheet(("", chapter.title), list(_lines(chapter))) for chapter in told.chapters
    ]
    if told.sources:
        sources = [(Cell(" "), Cell(_source(source))) for source in told.sources]
        sheets.append(Sheet(("", "Sources"), sources))
    notes = (told.count, told.ongoing, *told.notes)
    return Page(told.title, tuple(sheets), tuple(filter(None, notes)), measure=_MEASURE)


def told_by(item: Item) -> Words:
    """Return all that there is to know about an item, but its note, as one sentence."""
    facts = [word for fact in item.facts for word in (", ", *fact)][1:]
    sources = f"in {', '.join(item.sources)}" if item.sources else ""
    between = ", " if facts and sources else ""
    return (*facts, f"{between}{sources}")


def cited(source: Source) -> tuple[str, ...]:
    """Return what is known of a source besides its title: who, when, how reliable."""
    grade = f"reliability {source.reliability}" if source.reliability else None
    origin = f"repeats {source.origin}" if source.origin else None
    return tuple(filter(None, (source.publisher, written(source.date), grade, origin)))


def _lines(chapter: Chapter) -> Iterator[tuple[Cell, Cell]]:
    for item in chapter.items:
        for line in item.lines:
            yield Cell(line.mark, line.tone), Cell(plain(line.words), line.tone)
        if rest := tuple(filter(None, (plain(told_by(item)), item.note))):
            yield Cell(""), Cell(rest)


def _source(source: Source) -> tuple[str, ...]:
    about = ", ".join(cited(source))
    title = f"{source.id}: {source.title}" if source.title else source.id
    return tuple(filter(None, (title, about, source.url, source.archive_url)))


def _items(found: Bulletin, section: Section) -> Iterator[Item]:
    telling = Telling(found)
    match section:
        case Section.EXPECTED:
            yield from (_prospect(telling, prospect) for prospect in found.expected)
        case Section.DISPUTES:
            yield from (_dispute(telling, row) for row in found.disputes)
        case Section.TENSIONS:
            yield from (_tension(telling, row) for row in found.tensions)
        case Section.STALE:
            yield from map(_stale, found.stale)
        case _:
            told = (told for told in found.told if told.section is section)
            yield from map(telling.item, told)


def _prospect(telling: Telling, prospect: ExpectationNews) -> Item:
    row = prospect.row
    label, tone = _FATES[row.state]
    new = prospect.before is None
    again = not new and row.state == ExpectationState.PENDING
    head = "Newly expected" if new else "Expected again" if again else label
    words = (f"{head}: ", Name(row.name), f" {Relation(row.relation).reads} ")
    facts: list[Words] = [(f"for {row.date}",)]
    if row.by:
        facts.append(("said by ", telling.speaker(row.by)))
    if prospect.arrival is ChangeKind.EDITED:
        facts.append(("changed in the file",))
    if row.settled is not None:
        late = ", late" if row.late else ""
        facts.append((f"{label.lower()} {row.settled}{late}",))
    elif new and row.state != ExpectationState.PENDING:
        facts.append((label.lower(),))
    line = Line((*words, Name(row.to_name)), "?", "plain" if new else tone)
    return Item((line,), tuple(facts), row.sources, telling.note(row.change))


def _dispute(telling: Telling, row: DisputeRow) -> Item:
    head = _HEADS.get(row.dispute)
    if head is None:
        head = (telling.speaker(row.speaker or ""), " says both")
    other = row.other.reads if isinstance(row.other, Relation) else row.other
    return Item(
        (
            Line((Name(row.name), ", ", Name(row.to_name), ": ", *head), _ITEM, "middling"),
            Line((f"{row.relation.reads}: ", *telling.voices(row.dates, row.voices))),
            Line((f"{other}: ", *telling.voices(row.other_dates, row.other_voices))),
        ),
        sources=telling.sources(*row.changes, *row.other_changes),
    )


def _tension(telling: Telling, row: TensionRow) -> Item:
    lines = tuple(
        Line((telling.name(tie.faction), f" {tie.relation.reads} ", telling.name(tie.to)))
        for tie in row.ties
    )
    doubts = ("disputed" if row.disputed else "", row.certainty)
    facts = (f"since {row.since}", row.status, *(d for d in doubts if d != "certain"))
    head = Line(_tense(row), _ITEM, "middling")
    sources = telling.sources(*row.changes)
    return Item((head, *lines), tuple((f,) for f in facts if f), sources)


def _tense(row: TensionRow) -> Words:
    a, b, c = Name(row.a_name), Name(row.b_name), Name(row.c_name or "")
    if row.sort is TensionKind.DIVIDED:
        return (a, ", with its units, takes the sides of ", b, " and ", c)
    if row.sort is TensionKind.CONTRADICTION:
        return (a, " and ", b, ": the one stands with the other, who is against it")
    if row.between:
        friend, one, other = map(Name, row.between)
        return (friend, " stands between ", one, " and ", other)
    return (a, ", ", b, " and ", c, " are all against each other")


def _stale(row: StatusRow) -> Item:
    words = (
        Name(row.name),
        f" {(row.relation or Relation.NONE).reads} ",
        Name(row.to_name or ""),
    )
    facts = (f"last cited {row.last_cited}, {row.age} days before", row.status or "")
    return Item((Line(words, _ITEM),), tuple((fact,) for fact in facts), row.sources)


def _policy(lasting: Persistence) -> str:
    if lasting is None:
        return "Ties last until something ends them."
    if lasting == "cited":
        return "Ties last from their first citation to their last."
    return f"Ties last {lasting} days after their last citation."


def _period(found: Bulletin) -> str:
    first, last = next_day(found.a.point.day), found.b.point.day
    if found.a.point.day == dt.date.min:
        return f"up to {last}"
    return f"for {last}" if first >= last else f"from {first} to {last}"


def _count(chapters: Sequence[Chapter]) -> str:
    """Return how much news there is of each sort."""
    counts = []
    for chapter in chapters:
        section, count = Section(chapter.id), len(chapter.items)
        what = _COUNTED.get(section)
        counts.append(_plural(what, count) if what else f"{count} {section}")
    return f"{', '.join(counts)}." if counts else "Nothing new."


def _standing(found: Bulletin) -> str:
    """Return how much there is of each sort that is no news; empty where there is none."""
    standing = found.ongoing
    counts = {
        "overdue expectation": standing.overdue,
        "dispute": standing.disputes,
        "tension": standing.tensions,
        "stale tie": standing.stale,
    }
    told = [_plural(what, count) for what, count in counts.items() if count]
    return f"As before: {', '.join(told)}." if told else ""


def _notes(found: Bulletin, chapters: Sequence[Chapter]) -> Iterator[str]:
    used = Counter(line.mark for c in chapters for i in c.items for line in i.lines)
    meant = {**MARKS, _ITEM: "what the heading says"}
    marks = [f"{mark} {what}" for mark, what in meant.items() if used[mark]]
    if marks:
        yield f"Marks: {', '.join(marks)}."
    if any(chapter.id == Section.LEARNED for chapter in chapters):
        known = f"known on {found.a.point.known}"
        if found.a.index is not found.b.index:  # a claim of the same day may be new
            known = "in the last report"
        yield f"Learned: of an earlier day, or one to come, and not {known}."
    if found.ongoing.stale or found.stale:
        yield f"Stale: not cited for {found.stale_after} days."
    if any(("possible",) in item.facts for chapter in chapters for item in chapter.items):
        yield POSSIBLE


def _plural(what: str, count: int) -> str:
    return f"{count} {what}{'s' * (count != 1)}"
