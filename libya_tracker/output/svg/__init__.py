"""Pictures of the timeline and the network."""

from __future__ import annotations
