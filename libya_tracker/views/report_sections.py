"""The words for what follows from entries: expectations, disputes, tensions, stale ties.

And for the ties that ended together, with a faction.
"""

from __future__ import annotations

from libya_tracker.analysis.disputes import Dispute, DisputeRow
from libya_tracker.analysis.expected import ExpectationState
from libya_tracker.analysis.report import ExpectationNews
from libya_tracker.analysis.report_changes import ChangeKind
from libya_tracker.analysis.report_ties import TieNews
from libya_tracker.analysis.status import StatusRow
from libya_tracker.analysis.tensions import TensionKind, TensionRow
from libya_tracker.model.vocabulary import Difference, Relation, Status
from libya_tracker.views.diff import DIFFERENCE_MARKS
from libya_tracker.views.document import Evidence, Item, Line, Name, Words
from libya_tracker.views.expected import TONES
from libya_tracker.views.report_entries import EntryPhrasing
from libya_tracker.views.report_statements import Statement, phrases
from libya_tracker.views.words import counted

#: The mark of an item that the title of its chapter explains.
ITEM = "o"
_HEADS: dict[Dispute, Words] = {
    Dispute.DENIED: ("asserted and denied",),
    Dispute.RELATIONS: ("sources differ",),
    Dispute.ENDS: ("two ends of one tie",),
    Dispute.BEGINNINGS: ("two beginnings of one tie",),
}


def dissolution(phrasing: EntryPhrasing, news: TieNews) -> Item:
    """Return the end of a faction as an item: the ties that ended with it, by relation."""
    rows = [row for item in news.entries for row in item.ties]
    faction, date = news.dissolution or ("", "")
    ended = counted(len(rows), "tie")
    head = Line(
        (phrasing.name(faction), f" dissolved {date}; {ended} ended with it"),
        *DIFFERENCE_MARKS[Difference.REMOVED],
    )
    ties = [
        Statement(row.faction, f"no longer {row.relation.reads}", row.to) for row in rows
    ]
    lines = (Line(words) for words in phrases(ties, phrasing.name))
    return Item((head, *lines), phrasing.stamps.tie(news))


def expectation(phrasing: EntryPhrasing, news: ExpectationNews) -> Item:
    """Return an expectation as an item: newly voiced, or come to another state."""
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
        if row.came_true:
            facts.append((f"came true {row.came_true}",))
    elif new and not pending:
        facts.append((row.state,))
    line = Line((*words, Name(row.to_name)), "?", "plain" if new else TONES[row.state])
    note = phrasing.note(row.change)
    evidence = Evidence(tuple(facts), phrasing.references(row.sources), note)
    return Item((line,), phrasing.stamps.expectation(news), (evidence,))


def dispute(phrasing: EntryPhrasing, row: DisputeRow) -> Item:
    """Return a disagreement as an item, and below it each claim of its two sides."""
    head = _HEADS.get(row.dispute)
    if head is None:
        head = ("both said by ", phrasing.speaker(row.speaker or ""))
    differ = isinstance(row.other, Relation) and row.other is not row.relation
    joint = ", " if differ else f" {row.relation.reads} "
    first = Line((Name(row.name), joint, Name(row.to_name), ": ", *head), ITEM, "middling")
    sides = (row.relation, row.changes), (row.other, row.other_changes)
    evidence = tuple(
        _side(phrasing.statement(name), says, differ=differ)
        for says, claims in sides
        for name in claims
    )
    return Item((first,), phrasing.stamps.dispute(row), evidence)


def _side(claim: Evidence, says: Relation | Status, *, differ: bool) -> Evidence:
    """Return a claim of one side; with its relation, where the sides differ in that."""
    if not isinstance(says, Relation):
        return claim._replace(mark="!")
    if not differ:
        return claim
    date, *rest = claim.facts
    return claim._replace(facts=(date, (says.reads,), *rest))


def tension(phrasing: EntryPhrasing, row: TensionRow) -> Item:
    """Return a tension as an item: the ties that do not fit, one a line."""
    lines = tuple(
        Line((phrasing.name(tie.faction), f" {tie.relation.reads} ", phrasing.name(tie.to)))
        for tie in row.ties
    )
    doubts = ("disputed" if row.disputed else "", row.certainty)
    facts = (f"since {row.since}", row.status, *(d for d in doubts if d != "certain"))
    head = Line(_tense(row), ITEM, "middling")
    sources = phrasing.references(phrasing.sources(*row.changes))
    evidence = Evidence(tuple((fact,) for fact in facts if fact), sources)
    return Item((head, *lines), phrasing.stamps.tension(row), (evidence,))


def _tense(row: TensionRow) -> Words:
    """Return what does not fit, in words that agree with one and with many alike."""
    a, b, c = Name(row.a_name), Name(row.b_name), Name(row.c_name or "")
    if row.sort is TensionKind.DIVIDED:
        units = any(tie.faction != row.a for tie in row.ties)
        head = ", units included: aligned with both " if units else ": aligned with both "
        return (a, head, b, " and ", c)
    if row.sort is TensionKind.CONTRADICTION:
        return (a, " and ", b, ": one supports the other, which opposes it")
    if row.d_name:
        others = ", ", b, ", ", c, " and ", Name(row.d_name)
        return (a, *others, ", each tied to the next, do not fit together")
    if row.between:
        names = dict(zip(row.ids, row.names, strict=True))
        friend, one, other = (Name(names[faction]) for faction in row.between)
        foes = (one, " and ", other, ", which oppose each other")
        return (friend, ": ties with both ", *foes)
    return (a, ", ", b, " and ", c, " all oppose each other")


def stale(phrasing: EntryPhrasing, row: StatusRow) -> Item:
    """Return a tie as an item that nobody has cited for long."""
    words = (
        Name(row.name),
        f" {(row.relation or Relation.NONE).reads} ",
        Name(row.to_name or ""),
    )
    facts = (f"last cited {row.last_cited}, {row.age} days earlier", row.status or "")
    sources = phrasing.references(row.sources)
    evidence = Evidence(tuple((fact,) for fact in facts if fact), sources)
    return Item((Line(words, ITEM),), phrasing.stamps.stale(row), (evidence,))
