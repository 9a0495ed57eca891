"""What one reads in: the list, the paper beside it, the sidebar, the filter."""
