"""The bulletin in words, and its page: the news by section, then the sources."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from libya_tracker.analysis.report import Bulletin
from libya_tracker.analysis.report_news import Section
from libya_tracker.analysis.report_ties import TieNews, by_tie
from libya_tracker.model.dates import next_day
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import Persistence, describe_days
from libya_tracker.model.records import Claim
from libya_tracker.sanitize import octets
from libya_tracker.views import report_sections as sections
from libya_tracker.views.document import (
    ADDRESS_TOO_LONG,
    LONGEST_ADDRESS,
    Chapter,
    Document,
    Item,
    plain,
)
from libya_tracker.views.page import POSSIBLE, Cell, Page, Sheet
from libya_tracker.views.report_entries import MARKS, EntryPhrasing
from libya_tracker.views.report_lead import sentences
from libya_tracker.views.report_sections import ITEM
from libya_tracker.views.report_sources import Reference
from libya_tracker.views.words import counted, only, present

_MEASURE = 80  # columns: the page is read as it is in mails
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


def document(bulletin: Bulletin) -> Document:
    """Return a bulletin in words, its chapters in their order, none of them empty."""
    registry = bulletin.b.registry
    phrasing, news = EntryPhrasing(bulletin), by_tie(bulletin)
    chapters = tuple(
        Chapter(section, _TITLES[section], tuple(items))
        for section in Section
        if (items := list(_items(phrasing, bulletin, news, section)))
    )
    lens = bulletin.b.lens
    shown = replace(bulletin.b, lens=lens._replace(persist=None))
    return Document(
        registry=registry.name,
        first_faction=next(iter(registry.factions), ""),
        period=_name(bulletin),
        known=shown.describe(),
        title=_title(bulletin, shown),
        of=bulletin.of,
        updated=_updated(bulletin, chapters),
        lead=sentences(bulletin, phrasing, sum(len(c.items) for c in chapters)),
        count=_count(chapters),
        chapters=chapters,
        sources=phrasing.references(source.id for source in bulletin.sources),
        ongoing=_ongoing(bulletin),
        marks=_marks(chapters),
        notes=tuple(_notes(bulletin, chapters)),
        policy=_policy(lens.persist),
    )


def _updated(bulletin: Bulletin, chapters: Sequence[Chapter]) -> dt.date:
    b = bulletin.b
    days = [item.stamp.day for chapter in chapters for item in chapter.items]
    days = days or [b.index.known_since(claim) for claim in b.visible_claims()]
    return max(days, default=b.day)


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
    summary = present(content.count, content.ongoing, content.marks)
    sheets = [
        Sheet(("", chapter.title), list(_lines(chapter))) for chapter in content.chapters
    ]
    if content.sources:
        sources = [(Cell(" "), Cell(_source(source))) for source in content.sources]
        sheets.append(Sheet(("", "Sources"), sources))
    if content.lead:
        lines = (*map(plain, content.lead), *summary)
        sheets.insert(0, Sheet(("", "In short"), [(Cell(" "), Cell(x)) for x in lines]))
    return Page(
        content.title,
        tuple(sheets),
        content.notes,
        measure=_MEASURE,
        lead=() if content.lead else summary,
    )


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
        for evidence in item.evidence:
            if rest := present(plain(evidence.words), evidence.note):
                yield Cell(evidence.mark), Cell(rest)


def _source(reference: Reference) -> tuple[str, ...]:
    source = reference.source
    name = ": ".join(present(reference.label, reference.title))
    about = ", ".join(reference.about)
    return present(name, about, _whole(source.url), _whole(source.archive_url))


def _whole(url: str | None) -> str | None:
    return ADDRESS_TOO_LONG if octets(url or "") > LONGEST_ADDRESS else url


def _items(
    phrasing: EntryPhrasing, bulletin: Bulletin, news: Sequence[TieNews], section: Section
) -> Iterator[Item]:
    match section:
        case Section.EXPECTED:
            yield from (sections.expectation(phrasing, row) for row in bulletin.expected)
        case Section.DISPUTES:
            yield from (sections.dispute(phrasing, row) for row in bulletin.disputes)
        case Section.TENSIONS:
            yield from (sections.tension(phrasing, row) for row in bulletin.tensions)
        case Section.STALE:
            yield from (sections.stale(phrasing, row) for row in bulletin.stale)
        case _:
            for tie in (tie for tie in news if tie.section is section):
                ends = tie.dissolution
                yield sections.dissolution(phrasing, tie) if ends else phrasing.item(tie)


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


def _marks(chapters: Sequence[Chapter]) -> str:
    items = [item for chapter in chapters for item in chapter.items]
    mark_counts = Counter(line.mark for item in items for line in item.lines)
    mark_counts.update(claim.mark for item in items for claim in item.evidence)
    meanings = {**MARKS, ITEM: "see the heading"}
    marks = [f"{mark} {what}" for mark, what in meanings.items() if mark_counts[mark]]
    return f"Marks: {', '.join(marks)}." if marks else ""


def _notes(bulletin: Bulletin, chapters: Sequence[Chapter]) -> Iterator[str]:
    if any(chapter.id == Section.LEARNED for chapter in chapters):
        known = f"known on {bulletin.a.point.known}"
        if bulletin.a.index is not bulletin.b.index:  # a claim of the same day may be new
            known = "in the last report"
        yield f"Learned: dated before this period or in the future, and not {known}."
    if bulletin.ongoing.stale or bulletin.stale:
        yield f"Stale: not cited for {describe_days(bulletin.stale_after)}."
    evidence = (e for c in chapters for item in c.items for e in item.evidence)
    if any(("possible",) in claim.facts for claim in evidence):
        yield POSSIBLE
