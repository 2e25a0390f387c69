"""libya-tracker: who stands with whom, since when, according to whom, and what changed.

For scripts: ``import libya_tracker as lt; lt.open("factions.yaml").status("2017-11-10")``.
``lt.open`` reads a registry into a ``lt.Tracker``, whose answers are ``lt.Rows``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from libya_tracker.errors import TrackerError

if TYPE_CHECKING:
    from libya_tracker.output.python_rows import Rows
    from libya_tracker.tracker import Tracker, open

__version__ = "0.1.0"
__all__ = ["Rows", "Tracker", "TrackerError", "__version__", "open"]


def __getattr__(name: str) -> Any:
    """Return what scripts use, which is loaded when it is first asked for (PEP 562).

    The command line does not need it, and begins sooner without.
    """
    if name in {"Rows", "Tracker", "open"}:
        # Deferred: see above.
        from libya_tracker import tracker  # noqa: PLC0415

        return getattr(tracker, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return what scripts use, which is what completion and ``help`` then show."""
    return sorted(__all__)
