"""``libya-tracker site``."""

from __future__ import annotations

from libya_tracker.analysis import site as analysis
from libya_tracker.analysis.report import bulletin
from libya_tracker.analysis.site import Site
from libya_tracker.cli import context, messages, output
from libya_tracker.cli.options import (
    AccordingToOption,
    AsOfOption,
    KnownAtOption,
    MinStatusOption,
    OutputOption,
    PersistOption,
    RegistryOption,
)
from libya_tracker.cli.output import Target, refuse
from libya_tracker.cli.question import perspective_of
from libya_tracker.model.perspective import Perspective
from libya_tracker.output.formats import Format
from libya_tracker.views import report
from libya_tracker.views import site as view
from libya_tracker.views.report_figures import figures


def site(
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    min_status: MinStatusOption = None,
    according_to: AccordingToOption = None,
    persist: PersistOption = None,
    registry: RegistryOption = None,
    output: OutputOption = None,
) -> None:
    """Write one HTML file in which a reader chooses the day.

    It shows the network, the lanes, the claims and the disputes of any day, as known on any
    day up to those of --as-of and --known-at. It needs no server and loads nothing. Without
    script it is the bulletin of the year up to the last claim.

    Example: libya-tracker site -o index.html
    """
    path = context.registry_path(registry)
    target = Target(None, output, (path,), formats=(Format.HTML,))
    refuse(target)
    who = {"min_status": min_status, "according_to": according_to, "persist": persist}
    options = {"as_of": as_of, "known_at": known_at, **who}
    perspective = perspective_of(path, options)
    _write(analysis.site(perspective), _report(perspective), target)


def _report(perspective: Perspective) -> str:
    """Return the bulletin of the year up to the last claim, for who runs no script."""
    from libya_tracker.output.bulletin import html  # noqa: PLC0415  slow to load

    edition = bulletin(analysis.year_before(perspective), perspective)
    return html.page(report.document(edition), figures(edition))


def _write(site: Site, report: str, target: Target) -> None:
    # Deferred: they bring the pictures with them.
    from libya_tracker.output.site import data, page  # noqa: PLC0415

    text = page.page(report, data.text(site))
    if len(text.encode()) > page.LIMIT:
        messages.say(f"note: {view.TOO_LARGE}")
        text = page.page(report, data.text(analysis.as_known_now(site)))
        if (size := len(text.encode())) > page.LIMIT:
            messages.say(f"note: {view.still_too_large(size)}")
    output.write_document(text, target)
