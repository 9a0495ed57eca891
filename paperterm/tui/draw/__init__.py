"""Drawing: cells, wrapping, glyphs, styles."""
