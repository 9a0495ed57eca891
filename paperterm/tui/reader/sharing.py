"""Taking papers out of the reader: to the browser, the disk, the clipboard, a command."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import on
from textual.containers import Container

from paperterm.model import Entry
from paperterm.text import clean, plural
from paperterm.tui.abstract.pane import AbstractPane
from paperterm.tui.jobs import Jobs
from paperterm.tui.jobs.messages import Notice
from paperterm.tui.keys.actions import bindings
from paperterm.tui.reader.paper_view import PaperView

_SEVERAL = 10
"""Downloading more PDFs at once asks first."""
_BIBTEX = "BibTeX"


class Copy(NamedTuple):
    """A text to copy, and what it is."""

    name: str
    text: str


class Sharing(Container):
    """Opens, downloads, copies and pipes the papers picked in the view inside it.

    Args:
        view: Shows the papers.
        jobs: Runs programs and downloads.
    """

    BINDINGS = bindings("Sharing")
    BLANK = True  # the view covers it

    def __init__(self, view: PaperView, jobs: Jobs) -> None:
        super().__init__()
        self._view = view
        self._jobs = jobs

    @on(AbstractPane.LinkChosen)
    def _link_chosen(self, event: AbstractPane.LinkChosen) -> None:
        self._jobs.programs.open(event.url)

    def action_open_abs(self) -> None:
        """Open the page of the paper."""
        if entry := self._view.only_paper():
            self._jobs.programs.open(entry.id.abs_url)

    def action_open_pdf(self) -> None:
        """Open the PDF of the paper."""
        if entry := self._view.only_paper():
            self._jobs.programs.open(entry.id.pdf_url)

    def action_download(self) -> None:
        """Download the PDFs of the picked papers; ask first if there are several."""
        entries = self._entries()

        def download() -> None:
            for entry in entries:
                self._jobs.programs.download(entry.id)
            self._view.papers.end_range()

        if len(entries) > _SEVERAL:
            from paperterm.tui.dialogs.pick import confirm

            title = f"Download {plural(len(entries), 'PDF')}?"
            confirm(self.app, title, "one at a time, as arXiv asks", download)
        elif entries:
            download()

    def action_copy(self) -> None:
        """Ask what to copy of the picked papers, and copy it."""
        from paperterm.tui.dialogs.pick import Choice, PickScreen

        entries = self._entries()
        if not entries:
            return
        made = [copies(entry, self._jobs.programs.key_template) for entry in entries]
        # The same of each paper, one below the other.
        texts = {
            some[0].name: ("\n\n" if "\n" in some[0].text else "\n").join(
                copy.text for copy in some
            )
            for some in zip(*made, strict=True)
        }
        papers = f" of {plural(len(entries), 'paper')}" if len(entries) > 1 else ""

        def chosen(name: str | None) -> None:
            if not name:
                return
            shown = f"{name}{papers}" if papers else ""
            if name == _BIBTEX:
                self._jobs.programs.copy_bibtex(entries, shown)
            else:
                self._jobs.programs.copy(texts[name], shown or texts[name])
            self._view.papers.end_range()

        choices = [Choice(name, text) for name, text in texts.items()]
        self.app.push_screen(PickScreen(f"Copy{papers}", choices), chosen)

    def action_pipe(self) -> None:
        """Ask for a command, and pipe the picked papers to it."""
        from paperterm.session.pipes import words
        from paperterm.tui.dialogs.ask import AskScreen

        entries = self._entries()
        if not entries:
            return

        draft = self._jobs.drafts.open("command")

        def typed(text: str | None) -> None:
            draft.drop()
            if text:
                self._jobs.programs.pipe(entries, words(text))
                self._view.papers.end_range()
            elif text is not None:
                self.post_message(Notice("nothing was run: type a command"))

        hint = f"A command that reads {plural(len(entries), 'paper')} as Markdown; no shell"
        self.app.push_screen(AskScreen("Pipe to", draft, hint, enter="runs it"), typed)

    def _entries(self) -> Sequence[Entry]:
        """Return the picked papers; say so if they are not all loaded."""
        picked = self._view.picked
        if not picked.entries:
            self.post_message(Notice(picked.lacking))
        return picked.entries


def copies(entry: Entry, key_template: str) -> list[Copy]:
    """Return what can be copied of a paper, the most useful first, without control characters.

    The key of BibTeX is that of the template; what is copied may have a letter more.
    """
    from paperterm.export import View, exporter  # not at the start
    from paperterm.export.keys import key_of

    paper = entry.paper
    title = clean(paper.title)
    view = View((entry,), keys={entry.id: key_of(paper, key_template)})
    bibtex = exporter("bibtex").render(view).decode()
    return [
        Copy("link", paper.id.abs_url),
        Copy("title and link", f"{title} {paper.id.abs_url}"),
        Copy("Markdown", f"[{title.replace('[', '(').replace(']', ')')}]({paper.id.abs_url})"),
        Copy("id", str(paper.id)),
        Copy("PDF", paper.id.pdf_url),
        Copy(_BIBTEX, bibtex.strip()),
    ]
