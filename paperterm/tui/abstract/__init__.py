"""The abstract pane, and what it shows of a paper."""
