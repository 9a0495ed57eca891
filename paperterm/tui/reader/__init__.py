"""The screen for reading: the list, the paper beside it, the sidebar, the filter bar."""
