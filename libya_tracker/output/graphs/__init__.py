"""Files that other programs for networks read."""

from __future__ import annotations
