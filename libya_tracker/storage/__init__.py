"""The registry file: found, parsed, checked, edited and written."""

from __future__ import annotations
