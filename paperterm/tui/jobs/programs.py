"""The job that takes papers out of the reader: exports, downloads, the browser, other programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from paperterm.model import Entry, PaperId
from paperterm.session import Selection, Session
from paperterm.text import plural
from paperterm.tui.jobs.messages import Notice, Post, error_notices
from paperterm.tui.jobs.worker import Worker

if TYPE_CHECKING:
    from paperterm.export import Exporter
    from paperterm.query import Query
    from paperterm.session.pipes import Running


class ProgramsJob:
    """Export, download, open and pipe papers; each of these waits for its own kind only.

    Args:
        session: The session whose papers these are.
        post: Takes the notices, in any thread.
    """

    def __init__(self, session: Session, post: Post) -> None:
        self._session = session
        self._post = post
        self._running: Running | None = None
        state, report = session.folders.state, error_notices(post)
        self._exports = Worker("exports", state, report)
        self._pipes = Worker("pipes", state, report, daemon=True)
        self._pages = Worker("browser", state, report, daemon=True)
        self._downloads = Worker("downloads", state, report, daemon=True)

    def export(self, selection: Selection, exporter: Exporter, query: Query | None = None) -> None:
        """Write a selection, or what a query finds in it, into the export folder."""

        def task() -> None:
            from paperterm.session.exports import file_name, view_of, write_new

            view = view_of(self._session, selection, query, self._notice)
            today = self._session.now().astimezone().date()
            name = file_name(view, exporter, today, query)
            content = exporter.render(view)
            path, is_new = write_new(self._session.export_folder, name, exporter.suffix, content)
            papers = plural(len(view.entries), "paper")
            self._notice(
                f"{papers} written to {path}" if is_new else f"the same {papers} are in {path}"
            )

        self._exports.do(task)

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
                self._post(Notice(text, is_running=True))

            report(f"{id_}: asking for the PDF")
            self._notice(f"the PDF is {download(self._session, id_, report)}")

        self._downloads.do(task)

    def open(self, url: str) -> None:
        """Open an address in the browser, and name its host."""

        def task() -> None:
            from paperterm.session.web_browser import browse

            host = browse(url, self._session.settings.browser)
            self._notice(f"opened {host} in the browser")

        self._pages.do(task)

    def settle(self) -> None:
        """Wait for all tasks. Do not call this in the event loop."""
        for worker in (self._exports, self._pipes, self._pages, self._downloads):
            worker.settle()

    def close(self) -> None:
        """End the command that runs, and stop the rest."""
        for worker in (self._pipes, self._pages, self._downloads, self._exports):
            worker.close()
        if self._running:
            self._running.end()

    def _notice(self, text: str) -> None:
        self._post(Notice(text))
