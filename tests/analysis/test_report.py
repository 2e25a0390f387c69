"""The bulletin: everything that is news from one view to another, told once."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.analysis import diff, report_rows
from libya_tracker.analysis.report import Bulletin, bulletin
from libya_tracker.analysis.report_changes import ChangeKind
from libya_tracker.analysis.report_news import NewsItem
from libya_tracker.analysis.report_ties import by_tie
from libya_tracker.model.claims import ClaimIndex
from libya_tracker.model.perspective import Perspective
from libya_tracker.model.query import EVERYTHING, Lens, Point
from libya_tracker.model.records import Entry, Faction
from libya_tracker.model.vocabulary import Relation, Status
from libya_tracker.output.bulletin import markdown
from libya_tracker.views.report import document, page
from tests.support.registries import (
    DAYS,
    HERE,
    claim,
    entries,
    index_of,
    point,
    retraction,
)

ONE_DAY = dt.timedelta(days=1)


def period(
    index: ClaimIndex, first: dt.date, last: dt.date, scenario: str | None = None
) -> Bulletin:
    """Return the bulletin of some days as it would have been written on the last."""
    before = first - ONE_DAY
    return bulletin(
        Perspective(index, Point(before, before, scenario)),
        Perspective(index, Point(last, last, scenario)),
    )


def words(edition: Bulletin) -> list[str]:
    """Return all that is told, a line an item."""
    return [
        *map(described, edition.items),
        *(f"expected {p.row.change} {p.before}>{p.row.state}" for p in edition.expected),
        *(
            f"dispute {r.faction} {r.to} {r.dispute} {r.relation}/{r.other}"
            for r in edition.disputes
        ),
        *(f"tension {r.sort} {r.a} {r.b} {r.c}" for r in edition.tensions),
        *(f"stale {r.faction} {r.relation} {r.to} {r.age}" for r in edition.stale),
    ]


def described(item: NewsItem) -> str:
    ties = [f"{row.faction} {row.before}>{row.after} {row.to}" for row in item.ties]
    parts = [
        f"{item.section} {item.entry.id} {item.arrival}",
        f"({', '.join(ties)})" if ties else "",
        f"retracts {', '.join(c.id for c in item.retracted)}" if item.retracted else "",
    ]
    return " ".join(filter(None, parts))


def owned(edition: Bulletin) -> Counter[str]:
    """Return how often each entry is told as news of its own."""
    index = [
        e.id
        for item in edition.items
        if item.arrival
        for e in (item.entry, *item.retracted_news)
    ]
    return Counter([*index, *(p.row.change for p in edition.expected if p.arrival)])


def known(perspective: Perspective) -> dict[str, Entry]:
    entries = filter(perspective.is_known, perspective.registry.entries)
    return {entry.id: entry for entry in entries}


CLAIM = claim("2017-03-01 a aligned b", 0, id="c1", recorded="2017-03-02")


@pytest.mark.parametrize(
    ("record", "a", "b", "expected"),
    [
        pytest.param(
            [CLAIM],
            "2017-02@2017-02",
            "2017-03@2017-03",
            ["happened c1 new (a None>aligned b)"],
            id="a tie begins",
        ),
        pytest.param(
            [CLAIM],
            "2017-03-01@2017-03-01",
            "2017-03-02@2017-03-02",
            ["learned c1 new (a None>aligned b)"],
            id="a tie is learned of a day late",
        ),
        pytest.param([CLAIM], "2017-03@2017-03", "2017-04@2017-04", [], id="it goes on"),
        pytest.param(
            [CLAIM, claim("2017-04 a aligned b", 1, id="c2", recorded="2017-04-05")],
            "2017-03@2017-03",
            "2017-04@2017-04",
            ["happened c2 new"],
            id="a further source for a tie that stands",
        ),
        pytest.param(
            [
                CLAIM,
                claim("2017-03-05 a aligned b", 1, id="c2", recorded="2017-03-06"),
                claim("2017-03-09 a none b", 2, id="c3", recorded="2017-03-09"),
            ],
            "2017-02@2017-02",
            "2017-03@2017-03",
            ["happened c1 new", "happened c2 new", "happened c3 new"],
            id="a tie that began and ended within the period",
        ),
        pytest.param(
            [claim("2012 a allied b", 0, id="c1", until="2013", recorded="2017-03-05")],
            "2017-02@2017-02",
            "2017-03@2017-03",
            ["learned c1 new"],
            id="a claim recorded late about a tie long over",
        ),
        pytest.param(
            [claim("2017-03 a allied b", 0, id="c1", recorded="2017-03-05")],
            "2017-02@2017-02",
            "2017-03@2017-03",
            ["happened c1 new (a None>allied b)"],
            id="a tie both ways is told once",
        ),
        pytest.param(
            [
                claim("2017-02 a allied b", 0, id="c1", recorded="2017-02-05"),
                claim("2017-03 b aligned a", 1, id="c2", recorded="2017-03-05"),
            ],
            "2017-02@2017-02",
            "2017-03@2017-03",
            ["happened c2 new (b allied>aligned a)"],
            id="a tie both ways gives place to one that holds one",
        ),
        pytest.param(
            [
                claim("2017-02 b aligned a", 0, id="c1", recorded="2017-02-05"),
                claim("2017-03 a allied b", 1, id="c2", recorded="2017-03-05"),
            ],
            "2017-02@2017-02",
            "2017-03@2017-03",
            ["happened c2 new (b aligned>allied a)"],
            id="a tie one way becomes one that holds both",
        ),
        pytest.param(
            [CLAIM, claim("2017-03-05 a member c", 1, id="c2", ends_tie_with="b")],
            "2017-03-04@2017-03-04",
            "2017-03@2017-03",
            ["happened c2 new (a aligned>None b, a None>member c)"],
            id="one entry that changes two ties",
        ),
        pytest.param(
            [claim("2017-03-05 a splinter b", 0, id="c1")],
            "2017-02@2017-02",
            "2017-03@2017-03",
            ["happened c1 new"],
            id="an event of lineage",
        ),
        pytest.param(
            [CLAIM, claim("2017-03-05 a aligned b", 1, id="c2", status="denied")],
            "2017-03-04@2017-03-04",
            "2017-03@2017-03",
            ["happened c2 new", "dispute a b denied aligned/denied"],
            id="a denial, which disputes",
        ),
        pytest.param(
            [CLAIM, retraction("c1", "2017-03-09", 1)],
            "2017-03-05@2017-03-05",
            "2017-03@2017-03",
            ["corrected 2017-03-09-retracts-c1-1 new (a aligned>None b) retracts c1"],
            id="a claim is retracted",
        ),
        pytest.param(
            [CLAIM, retraction("c1", "2017-03-09", 1)],
            "2017-02@2017-02",
            "2017-03@2017-03",
            ["corrected 2017-03-09-retracts-c1-1 new retracts c1"],
            id="a claim that came and was retracted is one item",
        ),
        pytest.param(
            [
                CLAIM,
                claim("2017-04 a opposed b", 1, id="c2", recorded="2017-04-09"),
                retraction("c1", "2017-05-09", 2),
            ],
            "2017-04@2017-04",
            "2017-05@2017-05",
            ["corrected 2017-05-09-retracts-c1-2 new retracts c1"],
            id="a retraction without effect",
        ),
        pytest.param(
            [
                CLAIM,
                claim(
                    "2017-03-01 a aligned c",
                    1,
                    id="c2",
                    recorded="2017-04-09",
                    retracts=("c1",),
                ),
            ],
            "2017-04-01@2017-04-01",
            "2017-04@2017-04",
            ["corrected c2 new (a aligned>None b, a None>aligned c) retracts c1"],
            id="a claim in place of another",
        ),
        pytest.param(
            [claim("2017-03 a allied b", 0, id="c1", until="2017-04-10")],
            "2017-04-10@2017-04-10",
            "2017-04-11@2017-04-11",
            ["happened c1 None (a allied>None b)"],
            id="a tie runs out",
        ),
        pytest.param(
            [claim("2017-05-01 a aligned b", 0, id="c1", recorded="2017-04-20")],
            "2017-04-10@2017-04-10",
            "2017-04-30@2017-04-30",
            ["learned c1 new"],
            id="a claim of a day to come",
        ),
        pytest.param(
            [claim("2017-05-01 a aligned b", 0, id="c1", recorded="2017-04-20")],
            "2017-04-30@2017-04-30",
            "2017-05-01@2017-05-01",
            ["happened c1 None (a None>aligned b)"],
            id="its day has come",
        ),
        pytest.param(
            [claim("2017-05-01 a aligned b", 0, id="c1", recorded="2017-05-01")],
            "2017-03@2017-03",
            "2017-04@2018",
            [],
            id="what is later than the period in both ways is none of it, in hindsight",
        ),
        pytest.param(
            [claim("2017-04-02 a aligned b", 0, id="c1", recorded="2017-05-01")],
            "2017-03@2017-03",
            "2017-04@2018",
            ["happened c1 new (a None>aligned b)"],
            id="what happened in the period is, in hindsight",
        ),
        pytest.param(
            [claim("2017-03-05..2017-03-20 a member b", 0, id="c1", status="expected")],
            "2017-03-01@2017-03-01",
            "2017-03-10@2017-03-10",
            ["expected c1 None>pending"],
            id="an expectation is voiced",
        ),
        pytest.param(
            [claim("2017-03-05..2017-03-20 a member b", 0, id="c1", status="expected")],
            "2017-03-20@2017-03-20",
            "2017-03-21@2017-03-21",
            ["expected c1 pending>overdue"],
            id="an expectation is overdue",
        ),
        pytest.param(
            [
                claim("2017-03-05 a member b", 0, id="c1", status="expected"),
                claim("2017-04-05 a member b", 1, id="c2"),
            ],
            "2017-04-01@2017-04-01",
            "2017-04-06@2017-04-06",
            ["happened c2 new (a None>member b)", "expected c1 overdue>fulfilled"],
            id="an expectation comes true",
        ),
        pytest.param(
            [
                claim("2017-03-05 a member b", 0, id="c1", status="expected"),
                retraction("c1", "2017-04-05", 1),
            ],
            "2017-04-01@2017-04-01",
            "2017-04-06@2017-04-06",
            [
                "corrected 2017-04-05-retracts-c1-1 new retracts c1",
                "expected c1 overdue>withdrawn",
            ],
            id="an expectation is withdrawn",
        ),
        pytest.param(
            [
                claim("2017-03-01 a aligned b", 0, id="c1"),
                claim("2017-03-02 b opposed c", 1, id="c2"),
                claim("2017-04-02 a allied c", 2, id="c3"),
            ],
            "2017-04-01@2017-04-01",
            "2017-04-06@2017-04-06",
            ["happened c3 new (a None>allied c)", "tension triad a b c"],
            id="a tension",
        ),
        pytest.param(
            [CLAIM],
            "2017-08-27@2017-08-27",
            "2017-08-28@2017-08-28",
            ["stale a aligned b 180"],
            id="a tie that nobody has cited for long",
        ),
        pytest.param(
            [claim("2017-03-01 a truce b", 0, id="c1")],
            "2017-08-27@2017-08-27",
            "2017-08-28@2017-08-28",
            ["stale a truce b 180"],
            id="one both ways is stale once",
        ),
        pytest.param([CLAIM], "2017-08-28@2017-08-28", "2018@2018", [], id="stale before"),
        pytest.param(
            [claim("2017-04-08 a fighting b", 0, id="c1", scenario="what-if")],
            "2017-04-01@2017-04-01+what-if",
            "2017-04-09@2017-04-09+what-if",
            ["supposed c1 new (a None>fighting b)"],
            id="a what-if",
        ),
        pytest.param(
            [claim("2017-04-08 a fighting b", 0, id="c1", scenario="what-if")],
            "2017-04-01@2017-04-01",
            "2017-04-09@2017-04-09",
            [],
            id="a what-if that nobody asked for",
        ),
    ],
)
def test_the_news_between_two_points(
    record: list[Entry], a: str, b: str, expected: list[str]
) -> None:
    index = index_of(*record)

    edition = bulletin(Perspective(index, point(a)), Perspective(index, point(b)))

    assert words(edition) == expected
    assert edition.news is bool(expected)


def test_the_end_of_a_faction_ends_its_ties_as_news() -> None:
    end = dataclasses.replace(CLAIM.date, text="2017-05-01")
    end = dataclasses.replace(end, first=dt.date(2017, 5, 1), last=dt.date(2017, 5, 1))
    index = index_of(CLAIM, b=Faction("b", HERE, "B", dissolved=end))

    edition = period(index, dt.date(2017, 5, 2), dt.date(2017, 5, 2))

    assert words(edition) == ["happened c1 None (a aligned>None b)"]
    assert str(edition.items[0].ties[0].date) == "2017-05-01"


HOPE = CLAIM._replace(status=Status.EXPECTED)
OTHER = claim("2017-03-01 a opposed b", 1, id="c2", recorded="2017-03-02")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([CLAIM], [CLAIM], [], id="a copy"),
        pytest.param(
            [CLAIM, claim("2017 c aligned d", 1, id="c2", recorded="2017-03-02")],
            [
                claim("2017 c aligned d", 0, id="c2", recorded="2017-03-02"),
                CLAIM._replace(place=1),
            ],
            [],
            id="in another order",
        ),
        pytest.param(
            [CLAIM],
            [CLAIM._replace(id="other")],
            [],
            id="by another name",
        ),
        pytest.param(
            [],
            [CLAIM],
            ["learned c1 new (a None>aligned b)"],
            id="recorded later on the very day of the last run",
        ),
        pytest.param(
            [CLAIM],
            [CLAIM._replace(note="They swore it.")],
            ["learned c1 edited"],
            id="edited in place",
        ),
        pytest.param(
            [CLAIM],
            [CLAIM._replace(relation=Relation.OPPOSED)],
            ["learned c1 edited (a aligned>opposed b)"],
            id="edited to say something else",
        ),
        pytest.param(
            [HOPE],
            [HOPE._replace(note="They will swear it.")],
            ["expected c1 overdue>overdue"],
            id="an expectation edited in place",
        ),
        pytest.param([HOPE], [HOPE], [], id="an expectation that stays overdue"),
        pytest.param(
            [CLAIM],
            [],
            ["corrected c1 removed (a aligned>None b)"],
            id="removed by hand",
        ),
        pytest.param(
            [CLAIM, OTHER],
            [OTHER],
            ["corrected c1 removed"],
            id="removed by hand, without effect",
        ),
        pytest.param(
            [CLAIM, OTHER],
            [OTHER._replace(id="c1")],
            ["corrected c1 removed"],
            id="removed, and its derived id handed on",
        ),
        pytest.param(
            [CLAIM, retraction("c1", "2017-03-03", 1)],
            [CLAIM],
            [
                "learned c1 None (a None>aligned b)",
                "corrected 2017-03-03-retracts-c1-1 removed retracts c1",
            ],
            id="a retraction removed by hand",
        ),
    ],
)
def test_the_news_between_two_registries(
    before: list[Entry], after: list[Entry], expected: list[str]
) -> None:
    there = point("2017-03-10@2017-03-10")

    edition = bulletin(
        Perspective(index_of(*before), there), Perspective(index_of(*after), there)
    )

    assert sorted(words(edition)) == sorted(expected)


@given(record=entries(), days=st.tuples(DAYS, DAYS).map(sorted), what_if=st.booleans())
def test_whatever_is_heard_newly_is_told_once_and_every_tie_that_differs(
    record: list[Entry], days: list[dt.date], what_if: bool
) -> None:
    index = index_of(*record)
    scenario = {"scenario": "what-if"} if what_if else {}

    edition = period(index, days[0], days[1], **scenario)

    fresh = known(edition.b).keys() - known(edition.a).keys()
    assert owned(edition) == Counter(fresh)
    ties = {(row.faction, row.to) for item in edition.items for row in item.ties}
    for row in diff.diff(edition.a, edition.b):
        both = any(r and Relation(r).two_way for r in (row.before, row.after))
        mirrored = both and (row.to, row.faction) in ties
        assert (row.faction, row.to) in ties or mirrored


@given(record=entries(), days=st.tuples(DAYS, DAYS, DAYS).map(sorted))
def test_two_reports_tell_what_one_of_both_periods_does(
    record: list[Entry], days: list[dt.date]
) -> None:
    index = index_of(*record)
    first, middle, last = days

    whole = period(index, first, last)
    parts = [period(index, first, middle), period(index, middle + ONE_DAY, last)]

    assert owned(whole) == owned(parts[0]) + owned(parts[1])


@given(record=entries(), day=DAYS, known=DAYS)
def test_nothing_is_news_from_a_view_to_itself(
    record: list[Entry], day: dt.date, known: dt.date
) -> None:
    here = Perspective(index_of(*record), Point(day, known))
    copy = Perspective(index_of(*record), Point(day, known))

    assert not bulletin(here, here).news
    assert not bulletin(here, copy).news


@given(
    record=entries(max_size=6, retractions=False),
    left_out=st.sets(st.integers(0, 5)),
    day=DAYS,
)
def test_what_is_written_or_struck_out_by_hand_is_told_once(
    record: list[Entry], left_out: set[int], day: dt.date
) -> None:
    rest = [entry for place, entry in enumerate(record) if place not in left_out]
    whole, part = (Perspective(index_of(*some), Point(day, day)) for some in (record, rest))
    apart = known(whole).keys() - known(part).keys()
    kinds = [
        (part, whole, ChangeKind.NEW),
        (whole, part, ChangeKind.REMOVED),
    ]

    for a, b, arrival in kinds:
        edition = bulletin(a, b)
        index = {i.entry.id for i in edition.items if i.arrival} | {
            p.row.change for p in edition.expected if p.arrival
        }
        assert sum(owned(edition).values()) == len(apart)
        assert {i.arrival for i in edition.items if i.arrival} <= {arrival}
        assert len(index) == len(apart)


LENSES = (
    EVERYTHING,
    Lens(min_status=Status.REPORTED),
    Lens(source="s1"),
    Lens(persist="cited"),
    Lens(persist=30),
)


@given(
    record=st.tuples(entries(), entries()),
    same=st.booleans(),
    days=st.tuples(DAYS, DAYS, DAYS).map(sorted),
    lens=st.sampled_from(LENSES),
)
def test_whatever_is_told_can_be_read_in_every_format(
    record: tuple[list[Entry], list[Entry]],
    same: bool,
    days: list[dt.date],
    lens: Lens,
) -> None:
    old = index_of(*record[0])
    new = old if same else index_of(*record[1])
    here, there = Point(days[0], days[0]), Point(days[1], days[2])

    edition = bulletin(Perspective(old, here, lens), Perspective(new, there, lens))

    index = document(edition)
    items = [item for chapter in index.chapters for item in chapter.items]
    ties = by_tie(edition)
    assert [item for tie in ties for item in tie.entries if item not in edition.items] == []
    assert sum(len(tie.entries) for tie in ties) == len(edition.items)
    parts = (
        ties,
        edition.expected,
        edition.disputes,
        edition.tensions,
        edition.stale,
    )
    assert len(items) == sum(map(len, parts))
    assert all(item.lines for item in items)
    rows = report_rows.rows(edition)
    assert {*owned(edition)} <= {name for row in rows for name in row.changes}
    assert {row.section for row in rows} >= {chapter.id for chapter in index.chapters}
    lists = (items, index.sources, index.lead)
    assert markdown.text(index).count("\n- ") == sum(map(len, lists))
    assert page(index).heading == index.title


def test_a_lens_leaves_out_what_it_does_not_let_through() -> None:
    weak = claim("2017-03-05 a aligned c", 1, id="c2", status="alleged", by="x")
    index = index_of(CLAIM, weak, retraction("c2", "2017-03-20", 2))
    there, here = point("2017-02@2017-02"), point("2017-03@2017-03")

    def through(lens: Lens) -> list[str]:
        return words(
            bulletin(Perspective(index, there, lens), Perspective(index, here, lens))
        )

    assert through(Lens(min_status=Status.REPORTED)) == [
        "happened c1 new (a None>aligned b)"
    ]
    assert through(Lens(speaker="x")) == [
        "corrected 2017-03-20-retracts-c2-2 new retracts c2"
    ]


@pytest.mark.parametrize(
    ("other", "lens"),
    [
        ({"sources": ("s2",)}, Lens(source="s1")),
        ({"status": "alleged"}, Lens(min_status=Status.REPORTED)),
        ({"status": "denied"}, EVERYTHING),
    ],
)
def test_only_a_retraction_of_what_counts_decides_a_tie(
    other: dict[str, object], lens: Lens
) -> None:
    index = index_of(
        claim("2017-03-01 a aligned b", 0, id="c1", sources=("s1",)),
        claim("2017-03-01 a aligned b", 1, id="c2", recorded="2017-03-02", **other),
        retraction("c1", "2017-07-05", 2),
        retraction("c2", "2017-07-06", 3),
    )
    a, b = (
        Perspective(index, point(day), lens)
        for day in ("2017-07-01@2017-07-01", "2017-07-10@2017-07-10")
    )

    first = words(bulletin(a, b))[0]

    assert first == "corrected 2017-07-05-retracts-c1-2 new (a aligned>None b) retracts c1"


def test_a_retraction_by_another_id_is_no_news_and_decides_nothing() -> None:
    earlier = claim("2017-02-01 a aligned b", 0, id="c0", recorded="2017-02-02")
    back = retraction("c1", "2017-03-03", 2)
    renamed = back._replace(id="r")
    there = point("2017-03-10@2017-03-10")

    edition = bulletin(
        Perspective(index_of(earlier, CLAIM, back), there),
        Perspective(index_of(CLAIM, renamed), there),
    )

    assert words(edition) == ["corrected c0 removed (a aligned>None b)"]


def test_the_news_of_some_factions_names_them() -> None:
    index = index_of(CLAIM, claim("2017-03-05 c fighting d", 1, id="c2"))
    views = (
        Perspective(index, point("2017-02@2017-02")),
        Perspective(index, point("2017-03@2017-03")),
    )

    assert words(bulletin(*views, of=("d",))) == ["happened c2 new (c None>fighting d)"]
    assert not bulletin(*views, of=("nobody",)).news


def test_what_stands_without_news_is_only_counted() -> None:
    claims = [
        claim("2016-03-01 a aligned b", 0, id="c1"),
        claim("2016-03-02 b opposed c", 1, id="c2"),
        claim("2016-04-02 a truce c", 2, id="c3"),
        claim("2016-04-02 a aligned c", 3, id="c4"),
        claim("2016-04-03 a aligned c", 4, id="c5", status="denied"),
        claim("2016-04-03 a member d", 5, id="c6", status="expected"),
    ]
    edition = period(index_of(*claims), dt.date(2017, 3, 1), dt.date(2017, 3, 2))

    assert not edition.news
    assert edition.ongoing == (1, 1, 2, 3)


def test_the_sources_are_those_of_the_news() -> None:
    claims = [
        claim("2016-03-01 a aligned b", 0, id="c1", sources=("s1",)),
        claim(
            "2018-03-01 a aligned b",
            1,
            id="c2",
            recorded="2018-03-01",
            sources=("s3", "s2"),
        ),
    ]
    edition = period(index_of(*claims), dt.date(2018, 2, 1), dt.date(2018, 3, 2))

    assert [source.id for source in edition.sources] == ["s2", "s3"]
    assert edition.factions == {"a", "b"}
