"""Two versions of a registry that came of one, merged entry by entry."""
