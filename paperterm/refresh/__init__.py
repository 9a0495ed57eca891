"""Bring in what arXiv announced: plan what is due, fetch, decide, store, report."""
