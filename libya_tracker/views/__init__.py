"""Pages for people, one view a question; each returns what to show and prints nothing."""
