"""Records, vocabulary, dates, names, claims and queries; no file and no screen."""

from __future__ import annotations
