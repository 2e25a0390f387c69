"""What tests share: registries, networks, a browser, places."""

from __future__ import annotations
