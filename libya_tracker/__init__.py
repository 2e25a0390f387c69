"""libya-tracker: who stands with whom, since when, according to whom, and what changed."""

from __future__ import annotations

__version__ = "0.1.0"
