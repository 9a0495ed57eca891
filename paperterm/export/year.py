"""The year by which a paper is cited."""

from __future__ import annotations

from paperterm.model import Paper


def year(paper: Paper) -> str:
    """That of the first version, which the id knows too; empty for one invented for the demo."""
    if paper.published:
        return f"{paper.published.year:04}"
    yymm = paper.id.yymm
    if yymm == "0000":
        return ""
    return f"{'19' if yymm > '9100' else '20'}{yymm[:2]}"
