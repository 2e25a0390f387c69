"""``libya-tracker report``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from typing import Annotated

from libya_tracker.analysis import report_rows
from libya_tracker.analysis.report import STALE, Bulletin, bulletin, recorded_later
from libya_tracker.cli import context, messages, values
from libya_tracker.cli.options import (
    AccordingToOption,
    FactionsArgument,
    MinStatusOption,
    OutputOption,
    PersistOption,
    RegistryOption,
    ScenarioOption,
    flag,
    option,
)
from libya_tracker.cli.output import Answer, Drawings, Target, show
from libya_tracker.cli.question import format_option, idle
from libya_tracker.cli.selection import (
    AreaOption,
    FactionFilter,
    KindOption,
    TagOption,
    chosen,
)
from libya_tracker.cli.since_last import ReportRun, SinceLastOption, beginning, last
from libya_tracker.cli.values import PerspectiveOptions
from libya_tracker.errors import UsageError
from libya_tracker.model import option_values
from libya_tracker.model.perspective import Perspective
from libya_tracker.output.formats import Format
from libya_tracker.views import report as view
from libya_tracker.views.report_figures import figures

_FORMATS = (
    *(Format.TABLE, Format.MARKDOWN, Format.HTML, Format.ATOM, Format.CSV, Format.TSV),
    *(Format.JSON, Format.JSONL),
)

#: What RFC 3987 allows: a scheme, a colon, and no spaces nor brackets.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")

SinceOption = Annotated[
    str | None, option("DAY", "The first day: 2017-11-01, yesterday, 7d …")
]
UntilOption = Annotated[
    str | None,
    option(
        "DAY", "The last day: the bulletin as it would have been then. [default: today]"
    ),
]
KnownByOption = Annotated[
    str | None,
    option("DAY", "What was known by then. [default: the last day]", "--known-at"),
]
StaleOption = Annotated[
    str, option("DAYS", "List the ties that nobody has cited for so long.")
]
FeedIdOption = Annotated[
    str | None,
    option(
        "ADDRESS",
        "For -f atom: an address that no other feed has, with which its ids begin.",
        "--feed-id",
    ),
]
OnlyIfChangedOption = Annotated[
    bool, flag("--only-if-changed", "Write nothing where there is no news.")
]


def report(
    factions: FactionsArgument = None,
    since: SinceOption = None,
    since_last: SinceLastOption = None,
    until: UntilOption = None,
    only_if_changed: OnlyIfChangedOption = False,
    known_at: KnownByOption = None,
    scenario: ScenarioOption = None,
    min_status: MinStatusOption = None,
    according_to: AccordingToOption = None,
    persist: PersistOption = None,
    stale: StaleOption = f"{STALE}d",
    tag: TagOption = None,
    kind: KindOption = None,
    area: AreaOption = None,
    feed_id: FeedIdOption = None,
    registry: RegistryOption = None,
    form: format_option(_FORMATS) = None,  # type: ignore[valid-type]
    output: OutputOption = None,
) -> None:
    """Write the bulletin: what is new, corrected, in dispute or stale.

    Example: libya-tracker report --since 2017-11-01 -f html -o report.html

    Example: libya-tracker report --since-last desk --only-if-changed

    Example: libya-tracker report --since 30d -o bulletin.atom
    """
    _refuse_other_records(since_last, known_at or scenario)
    path, limit = context.registry_path(registry), option_values.days(stale, "--stale")
    target = Target(form, output, (path,), values.lasting(persist), _FORMATS)
    write = partial(_show, target=target, feed_id=_address(feed_id))
    day, only = values.last_day(until, "--until"), FactionFilter.of(tag, kind, area)
    who = min_status, according_to, persist
    view = PerspectiveOptions(day, known_at, scenario, *who, known_by=day)
    with last(since_last, path) as previous:
        b = view.perspective(previous.registry)
        start, ids = _before(b, since, since_last), chosen(b, factions, only)
        edition = bulletin(previous.before(b) or start, b, ids, limit)
        _publish(edition, write, previous, ids, only_if_changed=only_if_changed)


def _refuse_other_records(since_last: str | None, other: str | None) -> None:
    """Keep what is remembered to the record as it is: no what-if, no earlier knowledge."""
    if since_last is not None and other is not None:
        hint = "ask the rest with --since"
        raise UsageError(f"--since-last reports on the record as it is; {hint}")


def _before(b: Perspective, since: str | None, since_last: str | None) -> Perspective:
    """Return the view of the evening before the period, or from before there was any."""
    if since is None and since_last is not None:
        return beginning(b)
    if since is None:
        raise UsageError("report needs to know since when: --since 7d, --since-last NAME")
    first = values.first_day(since, b.point.day)
    day = max(first, dt.date.min + dt.timedelta(days=1)) - dt.timedelta(days=1)
    return replace(b, point=replace(b.point, day=day, known=min(day, b.point.known)))


def _publish(
    edition: Bulletin,
    write: Callable[[Bulletin], None],
    previous: ReportRun,
    ids: Collection[str],
    *,
    only_if_changed: bool,
) -> None:
    """Write a bulletin, and remember what it covered.

    Where it has no news, a note says what was recorded later; the next one of a series
    reports that anyway.
    """
    if only_if_changed and not edition.news:
        previous.begin(edition.b)
        return
    previous.announce()
    silent = edition.news or previous.state is not None
    if not silent and (claims := recorded_later(edition, context.today(), ids)):
        messages.say(f"note: {view.recorded_later(claims)}")
    write(edition)
    previous.advance(edition.b)


def _address(feed_id: str | None) -> str | None:
    if feed_id is None or _ADDRESS.fullmatch(feed_id):
        return feed_id
    hint = "https://example.org/bulletin.atom"
    raise UsageError(f"--feed-id {feed_id!r}: this is no whole address, such as {hint}")


def _refuse_feed_id() -> str:
    raise UsageError("--feed-id is for -f atom, which has ids")


def _show(edition: Bulletin, target: Target, feed_id: str | None) -> None:
    document = view.document(edition)

    def markdown() -> str:
        from libya_tracker.output.bulletin import markdown  # noqa: PLC0415  only this format

        return markdown.text(document)

    def html() -> str:
        from libya_tracker.output.bulletin import html  # noqa: PLC0415  slow, and only this format

        return html.page(document, figures(edition))

    def atom() -> str:
        from libya_tracker.output.bulletin import atom  # noqa: PLC0415  only this format

        return atom.feed(document, feed_id)

    rows = report_rows.rows(edition)
    drawings: Drawings = {Format.MARKDOWN: markdown, Format.HTML: html}
    if feed_id is not None:
        drawings = dict.fromkeys(_FORMATS, _refuse_feed_id)
    drawings = {**drawings, Format.ATOM: atom}
    notes = tuple(idle(edition.b, over_time=True))
    page = partial(view.page, document)
    show(Answer(rows, report_rows.ReportRow, page, drawings, notes=notes), target)
