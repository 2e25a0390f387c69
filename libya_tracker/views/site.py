"""What the page to explore a registry says besides the answers themselves."""

from __future__ import annotations

from collections.abc import Iterator

from libya_tracker.model.records import Faction

#: Said on standard error where the page would be too large with both clocks.
TOO_LARGE = (
    "with every day of knowledge the page would be larger than 10 MB; "
    "it has what is known now alone"
)


def still_too_large(size: int) -> str:
    """Return what is said of a page of so many bytes that one clock has not made small."""
    return (
        f"even so it has {size / 1_000_000:.0f} MB, and a browser takes long to open it; "
        "--min-status and --according-to leave claims out"
    )


def facts(faction: Faction) -> Iterator[tuple[str, str]]:
    """Yield what is known of a faction whatever the day, each with its key."""
    values = {
        "kind": faction.kind,
        "area": faction.area,
        "founded": faction.founded,
        "dissolved": faction.dissolved,
        "tags": ", ".join(faction.tags),
        "note": faction.note,
    }
    for key, value in values.items():
        if value:
            yield key, str(value)
