"""The job that takes papers to the clipboard, the disk, the browser and other programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from paperterm.model import Entry, PaperId
from paperterm.session import Session
from paperterm.tui.jobs.messages import DataMessage, Notice, Post
from paperterm.tui.jobs.worker import Job

if TYPE_CHECKING:
    from paperterm.session.pipes import Running


class ProgramsJob(Job):
    """Copy, download, open and pipe papers; each of these waits for its own kind only."""

    class Copied(DataMessage):
        """A program copied a text; without one, only the terminal can."""

        text: str
        shown: str
        program: str

    def __init__(self, session: Session, post: Post) -> None:
        super().__init__(session, post)
        self._running: Running | None = None
        self._pipes = self.worker("pipes", daemon=True)
        self._pages = self.worker("browser", daemon=True)
        self._copies = self.worker("clipboard", daemon=True)
        self._downloads = self.worker("downloads", daemon=True)

    def copy(self, text: str, shown: str) -> None:
        """Copy a text, and post `Copied`; `shown` is what to call it."""
        self._copies.do(lambda: self._copy(text, shown))

    def copy_bibtex(self, entries: Sequence[Entry], shown: str = "") -> None:
        """Copy papers as BibTeX, with their citation keys, as `copy` does."""

        def task() -> None:
            from paperterm.export import View, exporter
            from paperterm.session.exports import with_keys

            bibtex = exporter("bibtex")
            view = with_keys(self.session, View(tuple(entries)), bibtex)
            text = bibtex.render(view).decode().strip()
            self._copy(text, shown or text)

        self._copies.do(task)

    @property
    def key_template(self) -> str:
        """The template of citation keys."""
        return self.session.settings.citation_key

    def pipe(self, entries: Sequence[Entry], command: Sequence[str]) -> None:
        """Run a command with papers as Markdown on its standard input."""
        from paperterm.session.pipes import Running

        running = self._running = self._running or Running()

        def task() -> None:
            from paperterm.session.pipes import pipe

            self._notice(pipe(entries, command, running))

        self._pipes.do(task)

    def download(self, id_: PaperId) -> None:
        """Download the PDF of a paper."""

        def task() -> None:
            from paperterm.session.download import download

            def report(text: str) -> None:
                self.post(Notice(text, is_running=True))

            report(f"{id_}: asking arXiv for the PDF")
            self._notice(f"saved the PDF as {download(self.session, id_, report)}")

        self._downloads.do(task)

    def open(self, url: str) -> None:
        """Open an address in the browser, and name its host."""

        def task() -> None:
            from paperterm.session.web_browser import browse

            host = browse(url, self.session.settings.browser)
            self._notice(f"opened {host} in the browser")

        self._pages.do(task)

    def close(self) -> None:
        """End the command that runs, and stop the rest."""
        super().close()
        if self._running:
            self._running.end()

    def _copy(self, text: str, shown: str) -> None:
        from paperterm.session.clipboard import copy

        program = copy(text, self.session.settings.clipboard)
        self.post(self.Copied(text, shown, program))

    def _notice(self, text: str) -> None:
        self.post(Notice(text))
