"""One page to explore a registry in a browser: its data, its look and its script."""

from __future__ import annotations
