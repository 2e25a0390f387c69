"""Pages in a terminal or as plain text."""

from __future__ import annotations
