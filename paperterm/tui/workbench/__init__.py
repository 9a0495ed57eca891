"""A topic while it is written, and what it would match."""
