"""One file a command: read, ask, show."""
