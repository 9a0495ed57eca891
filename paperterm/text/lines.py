"""Join lines that a source has wrapped."""

from __future__ import annotations


def one_line(text: str) -> str:
    """Return `text` on one line, with each run of white space as one space."""
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    r"""Return `text` with one line for each paragraph.

    In arXiv's abstracts a line that is indented by exactly two spaces begins a paragraph, and so
    does a line after an empty one; other line breaks only wrap the text.
    """
    parts: list[list[str]] = [[]]
    for line in text.strip().split("\n"):
        words = line.strip()
        is_indented = line[:2] == "  " and line[2:3] != " "
        if (is_indented or not words) and parts[-1]:
            parts.append([])
        if words:
            parts[-1].append(words)
    return "\n".join(" ".join(part) for part in parts if part)
