"""Every answer in every format, as text: rows for programs, pages for people."""
