"""How things are drawn: cells, wrapping, glyphs, styles."""
