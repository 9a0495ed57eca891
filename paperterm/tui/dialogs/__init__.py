"""Screens on top of the reader that ask or show one thing."""
