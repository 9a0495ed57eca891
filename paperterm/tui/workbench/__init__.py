"""Editing a topic, with a live preview of what it matches."""
