"""Work in threads: each job is the only sender of its messages."""
