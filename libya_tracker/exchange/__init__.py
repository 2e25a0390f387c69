"""Other people's formats: what they write is read here, and made drafts of claims."""

from __future__ import annotations
