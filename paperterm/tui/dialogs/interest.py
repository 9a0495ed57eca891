"""How good the order of interest is, and what is in it."""

from __future__ import annotations

from textual import on

from paperterm.session import Session
from paperterm.text import clean
from paperterm.tui.abstract.paragraph import Paragraph
from paperterm.tui.dialogs.text import TextScreen
from paperterm.tui.jobs.index import IndexJob
from paperterm.tui.jobs.interest import InterestJob


class InterestScreen(TextScreen):
    """What `paperterm interest` prints, once it is known.

    Args:
        session: The session whose library and settings to use.
        index: Opens the index.
        close: The key that closes the dialog.
    """

    def __init__(self, session: Session, index: IndexJob, close: str) -> None:
        super().__init__("Order of interest", close, _text(["Judging your last stars\u2026"]))
        self.judging = InterestJob(session, index, self.post_message)

    def on_mount(self) -> None:
        """Begin to judge."""
        self.judging.judge()

    def on_unmount(self) -> None:
        """Stop judging."""
        self.judging.close()

    @on(InterestJob.ReportMade)
    def _made(self, event: InterestJob.ReportMade) -> None:
        self.show(_text(event.lines))


def _text(lines: list[str]) -> list[Paragraph]:
    return [Paragraph(part) for line in lines for part in (clean(line), "")][:-1]
