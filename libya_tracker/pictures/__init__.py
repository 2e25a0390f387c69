"""Pictures and pages as files: each module draws one thing in one format."""
